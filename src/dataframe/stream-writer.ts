// df.writeStream: where a stream goes and how. Settings change the writer; nothing runs before `start`.
import type { Plan } from '../plan/logical.ts';
import type { OutputMode } from '../plan/stream.ts';
import { CaudalError } from '../types/error.ts';
import { invalidArgument } from './arguments.ts';
import type { DataFrame } from './dataframe.ts';
import type { FrameHost, OptionValue } from './host.ts';
import type { StreamingQuery } from './streaming-query.ts';

export type TriggerInput =
  | { readonly processingTime: string | number }
  | { readonly availableNow: true }
  | { readonly once: true }
  | { readonly continuous: string | number };
/** Row by row to a callback; promises are waited for. `open` returning false skips the epoch. */
export interface ForeachWriter {
  open?(partitionId: number, epochId: number): unknown;
  process(row: Record<string, any>): unknown;
  close?(error: Error | null): unknown;
}
type ForeachBatch = (batch: DataFrame, batchId: number) => void | Promise<void>;

/** All that is known when a stream starts. Option names are in lower case. */
export interface StreamWriteRequest {
  readonly format: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
  /** Absent: the session's `streaming.outputMode`, else append. */
  readonly outputMode: OutputMode | undefined;
  readonly queryName: string | undefined;
  readonly trigger: TriggerInput | undefined;
  readonly partitionBy: readonly string[];
  readonly foreachBatch?: ForeachBatch;
  readonly foreach?: ForeachWriter;
  readonly path?: unknown;
  readonly table?: string;
}
const MODES: readonly OutputMode[] = ['append', 'update', 'complete', 'changelog'];
const TRIGGERS = {
  processingTime: "{ processingTime: '1 second' }",
  availableNow: '{ availableNow: true }',
  once: '{ once: true }',
  continuous: "{ continuous: '1 second' }",
};

export class DataStreamWriter {
  readonly #host: FrameHost;
  readonly #plan: Plan;
  #request: StreamWriteRequest = {
    format: undefined,
    options: {},
    outputMode: undefined,
    queryName: undefined,
    trigger: undefined,
    partitionBy: [],
  };
  constructor(host: FrameHost, plan: Plan) {
    this.#host = host;
    this.#plan = plan;
  }
  #set(change: Partial<StreamWriteRequest>): this {
    this.#request = { ...this.#request, ...change };
    return this;
  }

  outputMode(mode: OutputMode): this {
    const lower = String(mode).toLowerCase() as OutputMode;
    if (!MODES.includes(lower))
      throw new CaudalError('STREAMING_OUTPUT_MODE.INVALID', `Invalid streaming output mode: ${mode}.`, {
        hint: `Accepted output modes are ${MODES.join(', ')}.`,
        params: { outputMode: String(mode) },
      });
    return this.#set({ outputMode: lower });
  }
  format(sink: string): this {
    return this.#set({ format: sink.toLowerCase() });
  }
  queryName(name: string): this {
    return this.#set({ queryName: name });
  }
  option(key: string, value: unknown): this {
    return this.options({ [key]: value as OptionValue });
  }
  options(options: Readonly<Record<string, unknown>>): this {
    const lower = Object.fromEntries(Object.entries(options).map(([key, value]) => [key.toLowerCase(), value]));
    return this.#set({ options: { ...this.#request.options, ...lower } });
  }
  trigger(trigger: TriggerInput): this {
    const [given, ...others] = Object.entries(trigger ?? {}).filter(([, value]) => value !== undefined);
    if (!given || others.length > 0 || !Object.hasOwn(TRIGGERS, given[0]) || given[1] === false)
      throw invalidArgument('trigger()', `one of ${Object.values(TRIGGERS).join(', ')}`);
    return this.#set({ trigger });
  }
  partitionBy(...columns: string[]): this {
    return this.#set({ partitionBy: columns.flat() });
  }
  foreachBatch(fn: ForeachBatch): this {
    if (typeof fn !== 'function') throw invalidArgument('foreachBatch()', 'a function of a DataFrame and an epoch number');
    return this.#set({ foreachBatch: fn, format: 'foreachbatch' });
  }
  foreach(writer: ForeachWriter | ForeachWriter['process']): this {
    const whole = typeof writer === 'function' ? { process: writer } : writer;
    if (typeof whole?.process !== 'function')
      throw invalidArgument('foreach()', 'a function of a row, or { open, process, close }');
    return this.#set({ foreach: whole, format: 'foreach' });
  }
  /** Resolves when the query runs; analysis errors reject here. */
  start(path?: unknown): Promise<StreamingQuery> {
    return this.#host.startStream(this.#plan, path === undefined ? this.#request : { ...this.#request, path });
  }
  /** Starts the query into a table. */
  toTable(name: string): Promise<StreamingQuery> {
    return this.#host.startStream(this.#plan, { ...this.#request, table: name });
  }
}
