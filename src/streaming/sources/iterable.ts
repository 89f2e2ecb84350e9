// Any AsyncIterable of rows, or of apache-arrow tables of rows, as a source: pulled while a query runs, at most MAX_WAITING rows ahead of it. Ends when the iterable does.
// What was pulled is kept until it is committed; an iterable cannot be read twice, so one query reads it.
import type { Schema } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import type { EpochRows, Offset, SourceContext, SourceReader } from '../source.ts';
import { arrowRows, isColumnar } from '../arrow-rows.ts';
import { RowLog } from './row-log.ts';
import type { LogReader } from './row-log.ts';

const MAX_WAITING = 65_536;

export function iterableSource(rows: AsyncIterable<unknown>, schema: Schema): (context: SourceContext) => SourceReader {
  const log = new RowLog('iterable', schema);
  let pump: Pump | undefined;
  return (context) => {
    pump ??= new Pump(rows, log, context.timeZone);
    return new IterableReader(log.open(context), pump);
  };
}

class Pump {
  readonly #log: RowLog;
  readonly #iterator: AsyncIterator<unknown>;
  readonly #timeZone: string;
  #running = false;
  failure: unknown;
  constructor(rows: AsyncIterable<unknown>, log: RowLog, timeZone: string) {
    this.#log = log;
    this.#iterator = rows[Symbol.asyncIterator]();
    this.#timeZone = timeZone;
  }
  /** Pulls until as many rows wait as may. */
  start(context: SourceContext): void {
    if (this.#running || this.#log.isEnded) return;
    this.#running = true;
    void this.#pull()
      .catch((error: unknown) => {
        this.failure = error;
        context.wake();
      })
      .finally(() => (this.#running = false));
  }
  async #pull(): Promise<void> {
    while (this.#log.length - this.#log.first < MAX_WAITING) {
      const next = await this.#iterator.next();
      if (next.done) return this.#log.end();
      if (isColumnar(next.value)) this.#log.addColumns(arrowRows(next.value, this.#log.schema, this.#timeZone));
      else this.#log.add([next.value], this.#timeZone);
    }
  }
  async stop(): Promise<void> {
    const returned = this.#iterator.return?.();
    // A generator that waits for its next row hears of it only then.
    if (this.#running) returned?.catch(() => undefined);
    else await returned;
  }
}

class IterableReader implements SourceReader {
  readonly #reader: LogReader;
  readonly #pump: Pump;
  constructor(reader: LogReader, pump: Pump) {
    this.#reader = reader;
    this.#pump = pump;
    pump.start(reader.context);
  }
  get description(): string {
    return this.#reader.description;
  }
  latest(): Offset {
    return this.#reader.latest();
  }
  cut(...args: Parameters<SourceReader['cut']>): ReturnType<SourceReader['cut']> {
    const { failure } = this.#pump;
    if (failure !== undefined)
      throw failure instanceof Error ? failure : new CaudalError('SOURCE_FAILED', `The iterable threw ${String(failure)}.`);
    return this.#reader.cut(...args);
  }
  read(start: Offset, end: Offset, columns: readonly number[]): EpochRows {
    return this.#reader.read(start, end, columns);
  }
  isEnded(end: Offset): boolean {
    return this.#reader.isEnded(end);
  }
  commit(end: Offset): void {
    this.#reader.commit(end);
    this.#pump.start(this.#reader.context);
  }
  async close(): Promise<void> {
    this.#reader.close();
    await this.#pump.stop();
  }
}
