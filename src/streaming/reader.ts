// session.readStream: what stream to read and how. Nothing starts before `writeStream…start()`.
import { invalidArgument } from '../dataframe/arguments.ts';
import type { DataFrame } from '../dataframe/dataframe.ts';
import { toSchema } from '../dataframe/schema-input.ts';
import type { SchemaInput } from '../dataframe/schema-input.ts';
import type { Plan } from '../plan/logical.ts';
import type { Schema } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { streamPlan } from './memory-stream.ts';
import { newStreamId } from './source.ts';
import { findSource } from './sources/index.ts';
import { iterableSource } from './sources/iterable.ts';

interface ReadState {
  readonly format: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly schema?: Schema;
}

export class DataStreamReader {
  readonly #frame: (plan: Plan) => DataFrame;
  readonly #tableStream: (name: string) => Plan;
  #state: ReadState = { format: 'parquet', options: {} };
  constructor(frame: (plan: Plan) => DataFrame, tableStream: (name: string) => Plan) {
    this.#frame = frame;
    this.#tableStream = tableStream;
  }
  #set(change: Partial<ReadState>): this {
    this.#state = { ...this.#state, ...change };
    return this;
  }

  format(source: string): this {
    return this.#set({ format: source.toLowerCase() });
  }
  schema(schema: SchemaInput): this {
    return this.#set({ schema: toSchema(schema) });
  }
  option(key: string, value: string | number | boolean): this {
    return this.options({ [key]: value });
  }
  options(options: Readonly<Record<string, string | number | boolean>>): this {
    const lower = Object.fromEntries(Object.entries(options).map(([key, value]) => [key.toLowerCase(), value]));
    return this.#set({ options: { ...this.#state.options, ...lower } });
  }
  /** A path or URL as the source wants it; nothing for sources driven by options; any AsyncIterable of rows. */
  load(source?: unknown): DataFrame {
    if (isIterable(source)) {
      const schema = this.#given('an iterable');
      return this.#frame(streamPlan({ streamId: newStreamId(), name: 'iterable', schema, open: iterableSource(source, schema) }));
    }
    return this.#load(this.#state.format, source);
  }
  /** New CSV files of a folder. */
  csv(path: unknown): DataFrame {
    return this.#load('csv', path);
  }
  /** New JSON-lines files of a folder. */
  json(path: unknown): DataFrame {
    return this.#load('json', path);
  }
  /** New Parquet files of a folder. */
  parquet(path: unknown): DataFrame {
    return this.#load('parquet', path);
  }
  /** A table that grows, read as a stream. */
  table(name: string): DataFrame {
    return this.#frame(this.#tableStream(name));
  }

  #load(format: string, path: unknown): DataFrame {
    const { options } = this.#state;
    const source = findSource(format);
    if (source.schema && this.#state.schema)
      throw invalidArgument(`The source ${format}`, 'no schema: its columns are always the same');
    const schema = source.schema ?? this.#given(format);
    const open = source.open(options, { path: path ?? options['path'], schema });
    return this.#frame(streamPlan({ streamId: newStreamId(), name: format, schema, open }));
  }
  #given(what: string): Schema {
    if (this.#state.schema) return this.#state.schema;
    throw new CaudalError('STREAM_SCHEMA_MISSING', `Schema must be specified when reading ${what} as a stream.`, {
      hint: 'Give one with .schema(…).',
    });
  }
}
const isIterable = (source: unknown): source is AsyncIterable<unknown> =>
  typeof source === 'object' && source !== null && Symbol.asyncIterator in source;
