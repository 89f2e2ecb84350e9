// The rows of one side of a streaming join, in segments: an epoch's rows make one, which is put together with those before it that are
// not much larger. So a row is copied about log n times, and a probe looks into about log n segments.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { buildColumn } from '../../column/builder.ts';
import type { Column } from '../../column/column.ts';
import { readValues } from '../../column/values.ts';
import type { Attribute, Expr } from '../../expr/expr.ts';
import { typeOf } from '../../expr/type-of.ts';
import { BIGINT, BOOLEAN } from '../../types/data-type.ts';
import type { Field } from '../../types/data-type.ts';
import { compileExprs } from '../expressions/compile.ts';
import { BuildSide } from '../joins/build-side.ts';
import type { OperatorContext } from '../operator.ts';
import type { StreamJoinSide } from '../physical.ts';
import { RowBuffer } from '../row-buffer.ts';
import type { StateReader, StateSize, StateWriter } from '../stream.ts';
import { END_OF_TIME_US } from '../stream.ts';
import { timesOf } from './event-times.ts';
import { Segment } from './join-segment.ts';
import type { RowFacts } from './join-segment.ts';

/** Segments up to this many rows are put together whatever their sizes: one of few rows costs as much to look into as one of many. */
const SMALL_ROWS = 4096;
const SAVED_ROWS = 8192;
const NUMBER: Field = { name: 'index', type: BIGINT, nullable: false };
const MATCHED: Field = { name: 'matched', type: BOOLEAN, nullable: false };

export interface SideShape extends StreamJoinSide {
  readonly name: 'left' | 'right';
  readonly input: readonly Attribute[];
  readonly nullSafe: readonly boolean[];
}

export class JoinSide {
  readonly #shape: SideShape;
  readonly #context: OperatorContext;
  readonly #keyFields: readonly Field[];
  #segments: Segment[] = [];
  /** Rows of this epoch that are no segment yet. */
  #pending: BuildSide | undefined;
  #facts: RowFacts[] = [];
  #nextNumber = 0;
  /** Keys and numbers of rows that the next delta must take out; undefined without a checkpoint. */
  #removed: RowBuffer | undefined;
  #bytes = 0;

  constructor(shape: SideShape, context: OperatorContext) {
    this.#shape = shape;
    this.#context = context;
    this.#keyFields = shape.keys.map((key, i) => ({ name: nameOf(key, i), type: typeOf(key), nullable: true }));
  }
  get segments(): readonly Segment[] {
    return this.#segments;
  }
  /** When each row closes. */
  closings(batch: Batch): BigInt64Array {
    const { closing, input } = this.#shape;
    if (!closing) return new BigInt64Array(batch.length).fill(END_OF_TIME_US);
    const column = batch.columns[input.findIndex((a) => a.id === closing.time.id)]!;
    const times = timesOf(this.#context.engine, column, END_OF_TIME_US);
    // A row without a time never closes.
    for (let row = 0; row < times.length; row++) if (times[row] !== END_OF_TIME_US) times[row]! += closing.afterUs;
    return times;
  }
  /** Keeps rows; the next `seal` makes them findable. */
  append(batch: Batch, facts: (row: number) => Omit<RowFacts, 'number'> & { readonly number?: number }): void {
    if (batch.length === 0) return;
    this.#measured(() => (this.#pending ??= this.#newBuild()).append(batch));
    for (let row = 0; row < batch.length; row++) {
      const { number = this.#nextNumber, ...of } = facts(row);
      this.#nextNumber = Math.max(this.#nextNumber, number + 1);
      this.#facts.push({ ...of, number });
    }
  }
  seal(): void {
    const build = this.#pending;
    if (!build) return;
    const facts = this.#facts;
    [this.#pending, this.#facts] = [undefined, []];
    this.#measured(() => {
      build.seal(false);
      this.#segments.push(new Segment(build, facts));
      this.#merge();
    });
  }
  /** Rows that the watermark closes, by segment, while they are still there. */
  *close(watermarkUs: bigint): Generator<{ readonly segment: Segment; readonly rows: readonly number[] }> {
    for (const segment of this.#segments) {
      const rows = segment.close(watermarkUs);
      if (rows.length === 0) continue;
      this.#noteRemoved(segment, rows);
      yield { segment, rows };
    }
    this.#measured(() => this.#compact());
  }
  save(writer: StateWriter, sinceEpoch: number | null): void {
    const { engine } = this.#context;
    const { memory } = engine;
    const { input, name } = this.#shape;
    const columns = input.map((a): Field => ({ name: a.name, type: a.type, nullable: true }));
    const table = writer.table(name, [...this.#keyFields, NUMBER, ...columns, MATCHED], this.#keyFields.length + 1);
    for (const segment of this.#segments) {
      const rows = segment.liveRows((row) => sinceEpoch === null || segment.facts(row).changed > sinceEpoch);
      for (let from = 0; from < rows.length; from += SAVED_ROWS) {
        const mark = memory.mark();
        const chunk = rows.slice(from, from + SAVED_ROWS);
        const batch = segment.take(engine, chunk);
        const matched = chunk.map((row) => segment.isMatched(row));
        const flags = buildColumn(memory, BOOLEAN, matched, (bytes) => memory.temp(bytes));
        table.put(makeBatch(chunk.length, [...this.#keysOf(batch, segment, chunk), ...batch.columns, flags]));
        memory.release(mark);
      }
    }
    if (sinceEpoch !== null && this.#removed && this.#removed.length > 0) table.remove(this.#removed.whole());
    this.#forgetRemoved();
  }
  load(reader: StateReader): void {
    const { memory } = this.#context.engine;
    const keys = this.#keyFields.length;
    reader.read(this.#shape.name, ({ columns, length }) => {
      const rows = makeBatch(length, columns.slice(keys + 1, -1));
      const numbers = readValues(memory, columns[keys]!);
      const matched = readValues(memory, columns.at(-1)!);
      const closings = this.closings(rows);
      this.append(rows, (row) => ({
        closesAt: closings[row]!,
        number: Number(numbers[row]),
        isMatched: matched[row] === true,
        changed: -1,
      }));
    });
    this.seal();
    this.#forgetRemoved();
  }
  size(): StateSize {
    return {
      rows: this.#segments.reduce((sum, segment) => sum + segment.live, 0),
      bytes: this.#bytes + this.#segments.reduce((sum, segment) => sum + segment.bytes, 0),
    };
  }
  free(): void {
    for (const segment of this.#segments) segment.free();
    this.#pending?.close();
    this.#removed?.clear();
  }

  #newBuild(): BuildSide {
    const { keys, input, nullSafe } = this.#shape;
    return new BuildSide(this.#context, keys, input, nullSafe);
  }
  /** The last segments, while the one before is not much larger. */
  #merge(): void {
    for (;;) {
      const [before, last] = [this.#segments.at(-2), this.#segments.at(-1)];
      if (!before || !last) return;
      const total = before.live + last.live;
      if (total > SMALL_ROWS && before.live > last.live * 2) return;
      this.#segments.splice(-2, 2, ...this.#together([before, last]));
    }
  }
  #compact(): void {
    this.#segments = this.#segments.flatMap((segment) =>
      segment.live * 2 > segment.length ? [segment] : this.#together([segment]),
    );
  }
  /** One segment of the live rows of some; none if there is none. */
  #together(segments: readonly Segment[]): Segment[] {
    const { engine } = this.#context;
    const { memory } = engine;
    const build = this.#newBuild();
    const facts: RowFacts[] = [];
    for (const segment of segments) {
      const mark = memory.mark();
      const rows = segment.liveRows();
      if (rows.length > 0) build.append(segment.take(engine, rows));
      for (const row of rows) facts.push(segment.facts(row));
      memory.release(mark);
      segment.free();
    }
    if (facts.length === 0) {
      build.close();
      return [];
    }
    build.seal(false);
    return [new Segment(build, facts)];
  }
  #noteRemoved(segment: Segment, rows: readonly number[]): void {
    if (!this.#removed) return;
    const { engine } = this.#context;
    const mark = engine.memory.mark();
    this.#removed.append(this.#keysOf(segment.take(engine, rows), segment, rows), rows.length);
    engine.memory.release(mark);
  }
  #forgetRemoved(): void {
    this.#removed?.clear();
    this.#removed ??= new RowBuffer(
      this.#context.engine,
      [...this.#keyFields, NUMBER].map((f) => f.type),
    );
  }
  /** What tells the rows apart: their keys and numbers. */
  #keysOf(batch: Batch, segment: Segment, rows: readonly number[]): Column[] {
    const { memory } = this.#context.engine;
    const compiled = compileExprs(this.#shape.keys, this.#shape.input, this.#context);
    const keys = [...compiled.evaluate(batch)];
    compiled.close();
    const numbers = rows.map((row) => BigInt(segment.facts(row).number));
    return [...keys, buildColumn(memory, BIGINT, numbers, (bytes) => memory.temp(bytes))];
  }
  /** Books what the work leaves on the heap. */
  #measured(work: () => void): void {
    const { memory } = this.#context.engine;
    const before = memory.liveBytes;
    work();
    this.#bytes += memory.liveBytes - before;
  }
}
const nameOf = (key: Expr, i: number): string => (key.kind === 'Attribute' ? key.name : `key${i}`);
