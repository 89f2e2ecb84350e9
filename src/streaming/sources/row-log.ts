// Rows that a program gives, kept until every query that reads them has committed them. A list of entries: rows of one `add`, or a
// watermark. Offsets count entries; an entry is never split, and an epoch ends where a watermark is followed by rows.
import { pieceOf } from '../../column/encode-frame.ts';
import type { ColumnInput, InputRows } from '../../column/encode-frame.ts';
import type { Schema } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import type { Value } from '../../types/value.ts';
import type { ColumnRows } from '../arrow-rows.ts';
import { rowValues } from '../row-values.ts';
import type { Cut, CutLimits, EpochRows, Offset, SourceContext, SourceReader } from '../source.ts';

type Entry =
  | { readonly kind: 'rows'; readonly columns: readonly ColumnInput[]; readonly rows: number }
  | { readonly kind: 'watermark'; readonly timeUs: bigint };
const LEAST_TASK_ROWS = 1 << 15;
const MOST_TASK_ROWS = 1 << 18;

export class RowLog {
  readonly schema: Schema;
  readonly #name: string;
  readonly #readers = new Set<LogReader>();
  #entries: Entry[] = [];
  /** Entries that have been given up. */
  #base = 0;
  #ended = false;

  constructor(name: string, schema: Schema) {
    this.#name = name;
    this.schema = schema;
  }
  get length(): number {
    return this.#base + this.#entries.length;
  }
  get isEnded(): boolean {
    return this.#ended;
  }
  add(rows: readonly unknown[], timeZone: string, first: number): void {
    this.prepare(rows, timeZone, first)();
  }
  /** Converts the rows, which may fail; the result adds them. `first` is the number of the first row in errors. */
  prepare(rows: readonly unknown[], timeZone: string, first = 0): () => void {
    const columns = rowValues(rows, this.schema, timeZone, first);
    this.#checkOpen();
    return () => this.#push({ kind: 'rows', columns, rows: rows.length });
  }
  /** Rows that are columns already, and are not changed any more. */
  addColumns({ columns, rows }: ColumnRows): void {
    this.#push({ kind: 'rows', columns, rows });
  }
  advanceWatermark(timeUs: bigint): void {
    this.#push({ kind: 'watermark', timeUs });
  }
  end(): void {
    this.#ended = true;
    this.#wake();
  }
  #checkOpen(): void {
    if (this.#ended) throw new CaudalError('STREAM_ENDED', `The ${this.#name} stream has ended: nothing can be added.`);
  }
  #push(entry: Entry): void {
    this.#checkOpen();
    this.#entries.push(entry);
    this.#wake();
  }
  #wake(): void {
    for (const reader of this.#readers) reader.context.wake();
  }

  open(context: SourceContext): LogReader {
    const reader = new LogReader(this, `${this.#name}[${this.schema.map((f) => f.name).join(', ')}]`, context);
    this.#readers.add(reader);
    return reader;
  }
  /** Entries [from, to). */
  slice(from: number, to: number): readonly Entry[] {
    if (from < this.#base)
      throw new CaudalError('STREAM_ROWS_GONE', `The ${this.#name} stream no longer holds the rows from offset ${from} on.`, {
        hint: 'Another query has committed them.',
      });
    return this.#entries.slice(from - this.#base, to - this.#base);
  }
  /** First entry there still is. */
  get first(): number {
    return this.#base;
  }
  release(reader: LogReader): void {
    this.#readers.delete(reader);
  }
  trim(): void {
    const done = Math.min(...[...this.#readers].map((reader) => reader.committed));
    if (done <= this.#base) return;
    this.#entries = this.#entries.slice(done - this.#base);
    this.#base = done;
  }
}

/** Rows of a task: a quarter of the epoch's, within limits. Each sends its groups on, and few rows a group cost as much as the rows. */
const taskRows = (rows: number): number => Math.min(MOST_TASK_ROWS, Math.max(LEAST_TASK_ROWS, Math.ceil(rows / 4)));
/** Large adds of packed columns stay as they are; small ones become one, and so do values, often of a row each. */
function runsOf(parts: readonly ColumnRows[]): readonly ColumnRows[] {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  if (parts.length < 2 || (rows > parts.length * LEAST_TASK_ROWS && parts.some(isPacked))) return parts;
  const columns = parts[0]!.columns.map((_, c) => {
    const pieces = parts.map((part) => part.columns[c]!);
    return joined(pieces, rows) ?? pieces.flatMap((piece) => Array.from<Value>(piece));
  });
  return [{ rows, columns }];
}
const isPacked = ({ columns }: ColumnRows): boolean => columns.every((column) => ArrayBuffer.isView(column));
function joined(pieces: readonly ColumnInput[], rows: number): ColumnInput | undefined {
  if (!pieces.every((piece) => ArrayBuffer.isView(piece))) return undefined;
  const whole = new (pieces[0]!.constructor as Int32ArrayConstructor)(rows) as Int32Array;
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece as Int32Array, at);
    at += piece.length;
  }
  return whole;
}

/** Offset n: entries before n are behind. In another process the log starts anew; its first entry then follows the offset. */
export class LogReader implements SourceReader {
  readonly description: string;
  readonly context: SourceContext;
  readonly #log: RowLog;
  readonly #shift: number;
  committed: number;

  constructor(log: RowLog, description: string, context: SourceContext) {
    const start = (context.start as number | null) ?? log.first;
    this.description = description;
    this.context = context;
    this.#log = log;
    const reached = (context.committed as number | null) ?? start;
    this.#shift = reached > log.length ? reached - log.first : 0;
    this.committed = Math.max(log.first, start - this.#shift);
  }
  entryAt(offset: Offset): number {
    return offset === null ? this.committed : (offset as number) - this.#shift;
  }
  latest(): Offset {
    return this.#log.length + this.#shift;
  }
  cut(start: Offset, { maxRows = Infinity, upTo }: CutLimits): Cut {
    const from = this.entryAt(start);
    const entries = this.#log.slice(from, upTo === undefined ? this.#log.length : this.entryAt(upTo));
    let taken = 0,
      rows = 0,
      brings: Cut['brings'] = 'nothing';
    for (const [i, entry] of entries.entries()) {
      if (entry.kind === 'rows') {
        const isNext = entries[i - 1]?.kind === 'watermark' || (brings === 'rows' && rows + entry.rows > maxRows);
        if (isNext) break;
        rows += entry.rows;
        brings = 'rows';
      } else if (brings === 'nothing') brings = 'watermark';
      taken++;
    }
    return { end: from + taken + this.#shift, brings };
  }
  read(start: Offset, end: Offset, columns: readonly number[]): EpochRows {
    const parts = this.#log.slice(this.entryAt(start), this.entryAt(end)).filter((entry) => entry.kind === 'rows');
    const schema = columns.map((c) => this.#log.schema[c]!);
    const chosen = parts.map(({ rows, columns: all }): ColumnRows => ({ rows, columns: columns.map((c) => all[c]!) }));
    const runs = runsOf(chosen);
    const most = taskRows(runs.reduce((sum, { rows }) => sum + rows, 0));
    const pieces = runs.flatMap(({ columns: values, rows }) =>
      Array.from({ length: Math.ceil(rows / most) }, (_, i): InputRows => {
        const from = i * most,
          to = Math.min(rows, from + most);
        return { schema, columns: values.map((column) => pieceOf(column, from, to)), rows: to - from };
      }),
    );
    return { kind: 'rows', pieces };
  }
  /** Rows of another process are gone with it. */
  holds(start: Offset, end: Offset): boolean {
    return this.#shift === 0 && this.entryAt(start) >= this.#log.first && this.entryAt(end) <= this.#log.length;
  }
  watermark(end: Offset): bigint | undefined {
    let last: bigint | undefined;
    for (const entry of this.#log.slice(this.committed, this.entryAt(end))) if (entry.kind === 'watermark') last = entry.timeUs;
    return last;
  }
  isEnded(end: Offset): boolean {
    return this.#log.isEnded && this.entryAt(end) === this.#log.length;
  }
  commit(end: Offset): void {
    this.committed = this.entryAt(end);
    this.#log.trim();
  }
  close(): void {
    this.#log.release(this);
  }
}
