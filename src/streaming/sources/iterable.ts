// Any AsyncIterable of rows, or of apache-arrow tables of rows, as a source: pulled while a query runs, until MAX_WAITING rows wait that no
// epoch has taken (a table counts by its rows). Ends when the iterable does.
// What was pulled is kept until it is committed; an iterable cannot be read twice, so one query reads it.
import type { Schema } from '../../types/data-type.ts';
import { userFailure } from '../../types/user-failure.ts';
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
  /** Rows of each entry of the log from `#taken` on, and their sum. */
  #sizes: number[] = [];
  #taken = 0;
  #waiting = 0;
  #pulled = 0;
  failure: Error | undefined;
  constructor(rows: AsyncIterable<unknown>, log: RowLog, timeZone: string) {
    this.#log = log;
    this.#iterator = rows[Symbol.asyncIterator]();
    this.#timeZone = timeZone;
  }
  /** Epochs have taken the entries before `entry`. That they are not committed yet must not stop the pump: a checkpoint may need more epochs. */
  take(entry: number): void {
    if (entry <= this.#taken) return;
    for (const rows of this.#sizes.splice(0, entry - this.#taken)) this.#waiting -= rows;
    this.#taken = entry;
  }
  /** Pulls until as many rows wait as may. */
  start(context: SourceContext): void {
    if (this.#running || this.#log.isEnded) return;
    this.#running = true;
    void this.#pull()
      .catch((error: unknown) => {
        this.failure = userFailure('SOURCE_FAILED', `The iterable failed after ${this.#pulled} rows`, error);
        context.wake();
      })
      .finally(() => (this.#running = false));
  }
  async #pull(): Promise<void> {
    while (this.#waiting < MAX_WAITING) {
      const next = await this.#iterator.next();
      if (next.done) return this.#log.end();
      const table = isColumnar(next.value) ? arrowRows(next.value, this.#log.schema, this.#timeZone) : undefined;
      if (table) this.#log.addColumns(table);
      else this.#log.add([next.value], this.#timeZone, this.#pulled);
      const rows = table?.rows ?? 1;
      this.#pulled += rows;
      this.#sizes.push(rows);
      this.#waiting += rows;
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
    this.#pump.take(this.#reader.entryAt(args[0]));
    if (failure === undefined) this.#pump.start(this.#reader.context);
    const cut = this.#reader.cut(...args);
    // Rows that came before the failure are delivered.
    if (failure !== undefined && cut.brings !== 'rows') throw failure;
    return cut;
  }
  read(start: Offset, end: Offset, columns: readonly number[]): EpochRows {
    return this.#reader.read(start, end, columns);
  }
  holds(start: Offset, end: Offset): boolean {
    return this.#reader.holds(start, end);
  }
  isEnded(end: Offset): boolean {
    return this.#reader.isEnded(end);
  }
  commit(end: Offset): void {
    this.#reader.commit(end);
  }
  async close(): Promise<void> {
    this.#reader.close();
    await this.#pump.stop();
  }
}
