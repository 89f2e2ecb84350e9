// State of a WindowedAggregate: a GroupState per window end, so that a window that closes is freed whole, and memory is flat with keys
// that never come again. Saved as one table; what closed is known by its end, so nothing need be told of rows that went.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { buildColumn } from '../../column/builder.ts';
import { readValues } from '../../column/values.ts';
import type { Attribute } from '../../expr/expr.ts';
import { TIMESTAMP } from '../../types/data-type.ts';
import type { OperatorContext } from '../operator.ts';
import type { AggregateSpec } from '../physical.ts';
import type { OperatorState, StateReader, StateSize, StateWriter } from '../stream.ts';
import { rowsByEnd, rowsOfWindow } from './by-end.ts';
import { GroupState, groupFields } from './group-state.ts';

export interface Slice {
  readonly endUs: bigint;
  readonly groups: GroupState;
}
export class Slices implements OperatorState {
  readonly #context: OperatorContext;
  readonly #groupings: readonly Attribute[];
  readonly #specs: readonly AggregateSpec[];
  readonly #end: number;
  readonly #slices = new Map<bigint, GroupState>();
  #epoch = -1;
  /** Groups of the epoch whose windows had closed. */
  #late: GroupState | undefined;
  /** Windows that end at or before it are gone. */
  #closedUs: bigint | null = null;

  constructor(groupings: readonly Attribute[], end: Attribute, specs: readonly AggregateSpec[], context: OperatorContext) {
    this.#context = context;
    this.#groupings = groupings;
    this.#specs = specs;
    this.#end = groupings.findIndex((a) => a.id === end.id);
  }
  beginEpoch(id: number): void {
    this.#epoch = id;
    this.#late?.close();
    this.#late = undefined;
    for (const groups of this.#slices.values()) groups.beginEpoch(id);
  }
  /** By end. */
  get all(): readonly Slice[] {
    return [...this.#slices]
      .map(([endUs, groups]) => ({ endUs, groups }))
      .sort((a, b) => (a.endUs < b.endUs ? -1 : a.endUs > b.endUs ? 1 : 0));
  }
  /** Groups that the epoch's rows went to. */
  get touchedCount(): number {
    let count = 0;
    for (const groups of this.#slices.values()) count += groups.touchedCount;
    return count;
  }
  get lateCount(): number {
    return this.#late?.count ?? 0;
  }
  /** Gives each window its rows of keys and states; those that end by `lateUs` are left out. */
  take(batch: Batch, lateUs: bigint | undefined): void {
    this.#byEnd(batch, (endUs, rows) => {
      if (lateUs === undefined || endUs > lateUs) return this.#sliceOf(endUs).take(rows);
      this.#late ??= new GroupState(this.#groupings, [], this.#context);
      this.#late.assign(rows.columns.slice(0, this.#groupings.length), rows.length);
    });
  }
  /** Frees the windows that end by then; how many groups they had. */
  closeUntil(untilUs: bigint): number {
    if (this.#closedUs === null || untilUs > this.#closedUs) this.#closedUs = untilUs;
    let groups = 0;
    for (const [endUs, slice] of this.#slices) {
      if (endUs > untilUs) continue;
      groups += slice.count;
      slice.close();
      this.#slices.delete(endUs);
    }
    return groups;
  }
  close(): void {
    this.#late?.close();
    for (const slice of this.#slices.values()) slice.close();
    this.#slices.clear();
  }
  save(writer: StateWriter, sinceEpoch: number | null): void {
    const table = writer.table('groups', groupFields(this.#groupings, this.#specs), this.#groupings.length);
    for (const groups of this.#slices.values()) groups.put(table, sinceEpoch);
    const { memory } = this.#context.engine;
    const closed = buildColumn(memory, TIMESTAMP, [this.#closedUs], (bytes) => memory.temp(bytes));
    writer.table('closed', [{ name: 'until', type: TIMESTAMP, nullable: true }], 0).put(makeBatch(1, [closed]));
  }
  load(reader: StateReader): void {
    const { memory } = this.#context.engine;
    reader.read('closed', (batch) => (this.#closedUs = readValues(memory, batch.columns[0]!)[0] as bigint | null));
    reader.read('groups', (batch) => this.take(batch, this.#closedUs ?? undefined));
  }
  size(): StateSize {
    let rows = 0;
    let bytes = 0;
    for (const groups of this.#slices.values()) {
      const size = groups.size();
      rows += size.rows;
      bytes += size.bytes;
    }
    return { rows, bytes };
  }

  #newSlice(): GroupState {
    return new GroupState(this.#groupings, this.#specs, this.#context);
  }
  #sliceOf(endUs: bigint): GroupState {
    let slice = this.#slices.get(endUs);
    if (!slice) {
      slice = this.#newSlice();
      slice.beginEpoch(this.#epoch);
      this.#slices.set(endUs, slice);
    }
    return slice;
  }
  #byEnd(batch: Batch, each: (endUs: bigint, rows: Batch) => void): void {
    const { engine } = this.#context;
    for (const part of rowsByEnd(engine, batch.columns[this.#end]!)) {
      const mark = engine.memory.mark();
      each(part.endUs, rowsOfWindow(engine, batch, part));
      engine.memory.release(mark);
    }
  }
}
