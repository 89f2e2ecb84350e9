// df.write: where and how a result is written. Nothing is written before the last call; a write is all or nothing.
import type { Plan } from '../plan/logical.ts';
import { CaudalError } from '../types/error.ts';
import type { FrameHost, OptionValue, RunOptions, SaveMode, WriteRequest } from './host.ts';

/** Options of a format; what they are is the format's to say. */
export type FormatOptions = Readonly<Record<string, any>>;
const MODES: readonly SaveMode[] = ['error', 'errorifexists', 'append', 'overwrite', 'ignore'];

export class DataFrameWriter {
  readonly #host: FrameHost;
  readonly #plan: Plan;
  readonly #request: WriteRequest;
  constructor(
    host: FrameHost,
    plan: Plan,
    request: WriteRequest = { format: 'parquet', options: {}, mode: 'error', partitionBy: [] },
  ) {
    this.#host = host;
    this.#plan = plan;
    this.#request = request;
  }
  #with(change: Partial<WriteRequest>): DataFrameWriter {
    return new DataFrameWriter(this.#host, this.#plan, { ...this.#request, ...change });
  }

  mode(mode: SaveMode): DataFrameWriter {
    const lower = mode.toLowerCase() as SaveMode;
    if (!MODES.includes(lower))
      throw new CaudalError('INVALID_SAVE_MODE', `Unknown save mode '${mode}'.`, { hint: `Modes: ${MODES.join(', ')}.` });
    return this.#with({ mode: lower });
  }
  format(name: string): DataFrameWriter {
    return this.#with({ format: name.toLowerCase() });
  }
  option(key: string, value: OptionValue): DataFrameWriter {
    return this.options({ [key]: value });
  }
  options(options: Readonly<Record<string, OptionValue>>): DataFrameWriter {
    return this.#with({ options: { ...this.#request.options, ...options } });
  }
  partitionBy(...columns: string[]): DataFrameWriter {
    return this.#with({ partitionBy: columns });
  }

  parquet(destination: unknown, options: FormatOptions & RunOptions = {}): Promise<void> {
    return this.#save('parquet', destination, options);
  }
  csv(destination: unknown, options: FormatOptions & RunOptions = {}): Promise<void> {
    return this.#save('csv', destination, options);
  }
  json(destination: unknown, options: FormatOptions & RunOptions = {}): Promise<void> {
    return this.#save('json', destination, options);
  }
  arrow(destination: unknown, options: FormatOptions & RunOptions = {}): Promise<void> {
    return this.#save('arrow', destination, options);
  }
  save(destination?: unknown, options: RunOptions = {}): Promise<void> {
    return this.#save(this.#request.format, destination ?? pathOption(this.#request.options), { ...options });
  }
  async saveAsTable(name: string, options: RunOptions = {}): Promise<void> {
    await this.#host.saveAsTable(name, this.#plan, this.#request.mode, options);
  }
  async insertInto(name: string, options: RunOptions = {}): Promise<void> {
    await this.#host.insertInto(name, this.#plan, this.#request.mode === 'overwrite', options);
  }

  async #save(format: string, destination: unknown, options: FormatOptions & RunOptions): Promise<void> {
    const { run, format: own } = splitOptions(options);
    const request = { ...this.#request, format, options: { ...this.#request.options, ...own } };
    await this.#host.write(this.#plan, destination, request, run);
  }
}
function pathOption(options: Readonly<Record<string, OptionValue>>): string {
  const path = Object.entries(options).find(([key]) => key.toLowerCase() === 'path')?.[1];
  if (typeof path === 'string') return path;
  throw new CaudalError('INVALID_PARAMETER_VALUE', 'save() needs a destination, or the option `path`.');
}

/** One bag of options: `signal`, `onProgress` and `onProfile` are the action's, the rest the format's. */
export function splitOptions(options: FormatOptions & RunOptions): { run: RunOptions; format: Record<string, OptionValue> } {
  const { signal, onProgress, onProfile, ...rest } = options;
  const format = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Record<
    string,
    OptionValue
  >;
  return { run: { ...(signal && { signal }), ...(onProgress && { onProgress }), ...(onProfile && { onProfile }) }, format };
}
