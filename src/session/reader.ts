// session.read: what to read and how, as a lazy DataFrame. Files are looked at when an action needs them.
import { DataFrame } from '../dataframe/dataframe.ts';
import type { OptionValue } from '../dataframe/host.ts';
import { toSchema } from '../dataframe/schema-input.ts';
import type { SchemaInput } from '../dataframe/schema-input.ts';
import { invalidArgument } from '../dataframe/arguments.ts';
import type { Schema } from '../types/data-type.ts';
import { isArrowTable } from '../connectors/arrow/table-shape.ts';
import { arrowTablePlan } from './arrow-input.ts';
import type { SessionCore } from './core.ts';
import { scanPlan } from './plans.ts';
import { lowerKeys } from './source-opener.ts';
import { tablePlan } from './statement.ts';

interface ReadState {
  readonly format: string;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly schema?: Schema;
}
type ReadOptions = object & { readonly schema?: SchemaInput };

export class DataFrameReader {
  readonly #core: SessionCore;
  readonly #state: ReadState;
  constructor(core: SessionCore, state: ReadState = { format: 'parquet', options: {} }) {
    this.#core = core;
    this.#state = state;
  }
  #with(change: Partial<ReadState>): DataFrameReader {
    return new DataFrameReader(this.#core, { ...this.#state, ...change });
  }

  format(name: string): DataFrameReader {
    return this.#with({ format: name.toLowerCase() });
  }
  option(key: string, value: OptionValue): DataFrameReader {
    return this.options({ [key]: value });
  }
  options(options: Readonly<Record<string, OptionValue>>): DataFrameReader {
    return this.#with({ options: { ...this.#state.options, ...lowerKeys(options) } });
  }
  schema(schema: SchemaInput): DataFrameReader {
    return this.#with({ schema: toSchema(schema) });
  }

  parquet(source: unknown, options: ReadOptions = {}): DataFrame<any> {
    return this.#read('parquet', source, options);
  }
  csv(source: unknown, options: ReadOptions = {}): DataFrame<any> {
    return this.#read('csv', source, options);
  }
  json(source: unknown, options: ReadOptions = {}): DataFrame<any> {
    return this.#read('json', source, options);
  }
  arrow(source: unknown, options: ReadOptions = {}): DataFrame<any> {
    return isArrowTable(source)
      ? new DataFrame(this.#core, arrowTablePlan(source, this.#core))
      : this.#read('arrow', source, options);
  }
  table(name: string): DataFrame<any> {
    return new DataFrame(this.#core, tablePlan(name, this.#core));
  }
  load(source?: unknown): DataFrame<any> {
    const from = source ?? this.#state.options['path'];
    if (from === undefined) throw invalidArgument('load()', 'a source, or the option `path`');
    if (this.#state.format === 'statestore') return this.#stateStore(from);
    return this.#read(this.#state.format, from, {});
  }

  #stateStore(location: unknown): DataFrame<any> {
    return new DataFrame(
      this.#core,
      this.#core.readPlan(async (run) => {
        run.isVolatile = true;
        const { stateStorePlan } = await import('./state-store.ts');
        return stateStorePlan(this.#core, location, this.#state.options);
      }),
    );
  }
  #read(format: string, source: unknown, { schema: given, ...own }: ReadOptions): DataFrame<any> {
    const present = Object.entries(own as Record<string, OptionValue | undefined>).filter(([, value]) => value !== undefined);
    const options = { ...this.#state.options, ...lowerKeys(Object.fromEntries(present) as Record<string, OptionValue>) };
    const schema = given === undefined ? this.#state.schema : toSchema(given);
    const definition = { format, source, options, ...(schema && { schema }) };
    return new DataFrame(
      this.#core,
      this.#core.readPlan(async (run) => {
        run.isVolatile = true;
        return scanPlan(await this.#core.sources.read(definition));
      }),
    );
  }
}
