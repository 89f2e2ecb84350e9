// Aggregates over frames. Sums and counts by prefix sums (prefix-frames.ts) where these are exact; else with the accumulators of GROUP BY:
//   whole partitions  a partition is a group
//   few rows a frame  each row is a group that is given the rows of its frame
//   long frames       doubling: level k holds the aggregate of 2^k rows from each row on; a frame [s, e) is put together from left to
//                     right out of the levels of the bits of e - s. n log n merges for any frames, in the order of the rows.
import type { Batch } from '../../column/batch.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import type { Attribute, AggregateCall } from '../../expr/expr.ts';
import type { Accumulator } from '../../functions/define.ts';
import { findFunction } from '../../functions/index.ts';
import { copyColumn, takeColumn } from '../../wasm/move.ts';
import { compileExprs } from '../expressions/compile.ts';
import { createAccumulator } from '../groups/aggregate-call.ts';
import type { OperatorContext } from '../operator.ts';
import type { Frames } from './frames.ts';
import { prefixFrames } from './prefix-frames.ts';
import { forEachPartition } from './sorted-rows.ts';
import type { SortedRows } from './sorted-rows.ts';

/** Frames that hold fewer rows than this on average are added up row by row. */
const SHORT_FRAME_ROWS = 64;
/** Rows handed to an accumulator at once. */
const CHUNK_ROWS = 65536;

/** Result of the call for every row, as a heap column of the caller. */
export function aggregateFrames(
  call: AggregateCall,
  input: readonly Attribute[],
  rows: SortedRows,
  frames: Frames,
  context: OperatorContext,
): Column {
  const args = compileExprs([...call.args, ...(call.orderBy ?? []).map((o) => o.input)], input, context);
  const accumulators = new Accumulators(call, context);
  try {
    const passing = passingRows(call, input, rows.batch, context);
    const columns = args.evaluate(rows.batch);
    const work: Work = passing
      ? { context, accumulators, n: passing.rows.length, columns: columns.map((c) => takeRows(context, c, passing.rows)) }
      : { context, accumulators, n: rows.batch.length, columns };
    const seen = passing ? within(frames, passing.before) : frames;
    const result =
      prefixFrames(context.engine, call, work.columns, work.n, seen) ??
      (frames.isWhole
        ? overPartitions(work, rows, seen)
        : hasLongFrames(call, seen)
          ? byDoubling(work, seen)
          : rowByRow(work, seen));
    return copyColumn(context.engine, result, (bytes) => context.engine.memory.alloc(bytes));
  } finally {
    accumulators.close();
    args.close();
  }
}
/** Whether doubling pays and the aggregate has the partial states it needs. */
function hasLongFrames(call: AggregateCall, { starts, ends }: Frames): boolean {
  const definition = findFunction(call.name);
  if (definition?.kind !== 'aggregate' || !definition.stateTypes || call.orderBy?.length) return false;
  let total = 0;
  for (let i = 0; i < starts.length; i++) total += ends[i]! - starts[i]!;
  return total > starts.length * SHORT_FRAME_ROWS;
}
interface Work {
  readonly context: OperatorContext;
  /** Arguments of the rows that pass the FILTER, in window order. */
  readonly columns: readonly Column[];
  readonly n: number;
  readonly accumulators: Accumulators;
}
/** Makes accumulators and closes all of them. Results are read before that. */
class Accumulators {
  readonly #call: AggregateCall;
  readonly #context: OperatorContext;
  readonly #open: Accumulator[] = [];
  constructor(call: AggregateCall, context: OperatorContext) {
    this.#call = call;
    this.#context = context;
  }
  create(groups: number): Accumulator {
    const result: Attribute = { kind: 'Attribute', id: -1, name: this.#call.name, type: this.#call.type, nullable: true };
    const accumulator = createAccumulator({ call: this.#call, result, states: [] }, this.#context, { mayBeEmpty: true });
    this.#open.push(accumulator);
    accumulator.reserve(groups);
    return accumulator;
  }
  drop(accumulator: Accumulator): void {
    this.#open.splice(this.#open.indexOf(accumulator), 1);
    accumulator.close();
  }
  close(): void {
    for (const accumulator of this.#open.splice(0)) accumulator.close();
  }
}

/** Rows that pass the call's FILTER, and for each row (and n) how many of them stand before it; undefined without a FILTER. */
function passingRows(
  call: AggregateCall,
  input: readonly Attribute[],
  batch: Batch,
  context: OperatorContext,
): { readonly rows: Uint32Array; readonly before: Uint32Array } | undefined {
  if (!call.filter) return undefined;
  const { memory } = context.engine;
  const test = compileExprs([call.filter], input, context);
  const n = batch.length,
    rows = new Uint32Array(n),
    before = new Uint32Array(n + 1);
  let count = 0;
  try {
    const column = test.evaluate(batch)[0]!;
    const bytes = (ptr: Ptr): Uint8Array | undefined => (ptr ? memory.u8(ptr, (n + 7) >> 3) : undefined);
    const values = bytes(column.ptr),
      valid = bytes(column.validityPtr);
    for (let i = 0; i < n; i++) {
      before[i] = count;
      if (values && ((values[i >> 3]! & (valid?.[i >> 3] ?? 255)) >> (i & 7)) & 1) rows[count++] = i;
    }
  } finally {
    test.close();
  }
  before[n] = count;
  return { rows: rows.subarray(0, count), before };
}
const within = ({ starts, ends, isWhole, isFromStart }: Frames, before: Uint32Array): Frames => ({
  starts: starts.map((s) => before[s]!),
  ends: ends.map((e) => before[e]!),
  isWhole,
  isFromStart,
});

const idsOf = ({ engine: { memory } }: OperatorContext, ids: Uint32Array): Ptr => {
  const ptr = memory.temp(Math.max(1, ids.length) * 4);
  memory.u32(ptr, ids.length).set(ids);
  return ptr;
};
const takeRows = (context: OperatorContext, column: Column, rows: Uint32Array): Column =>
  takeColumn(context.engine, column, idsOf(context, rows), rows.length, (bytes) => context.engine.memory.temp(bytes));

/** Gives group `groups[i]` row `rows[i]`. */
function update({ context, columns }: Work, accumulator: Accumulator, groups: Uint32Array, rows: Uint32Array): void {
  const { memory } = context.engine;
  const mark = memory.mark();
  const args = columns.map((column) => takeRows(context, column, rows));
  accumulator.update(idsOf(context, groups), args, groups.length);
  memory.release(mark);
}
function overPartitions(work: Work, rows: SortedRows, frames: Frames): Column {
  const { context, accumulators } = work;
  const count = rows.partitions.length - 1;
  const accumulator = accumulators.create(count);
  const partitionOf = new Uint32Array(rows.batch.length);
  forEachPartition(rows, (start, end, p) => void partitionOf.fill(p, start, end));
  const feed = new PairFeed(work, accumulator);
  forEachPartition(rows, (start, _end, p) => feed.add(p, frames.starts[start]!, frames.ends[start]!));
  feed.flush();
  const result = accumulator.result(0, count);
  return takeRows(context, result, partitionOf);
}
function rowByRow(work: Work, { starts, ends }: Frames): Column {
  const accumulator = work.accumulators.create(starts.length);
  const feed = new PairFeed(work, accumulator);
  for (let i = 0; i < starts.length; i++) feed.add(i, starts[i]!, ends[i]!);
  feed.flush();
  return accumulator.result(0, starts.length);
}
/** Collects (group, row) pairs into chunks. */
class PairFeed {
  readonly #work: Work;
  readonly #accumulator: Accumulator;
  readonly #groups = new Uint32Array(CHUNK_ROWS);
  readonly #rows = new Uint32Array(CHUNK_ROWS);
  #count = 0;
  constructor(work: Work, accumulator: Accumulator) {
    this.#work = work;
    this.#accumulator = accumulator;
  }
  add(group: number, start: number, end: number): void {
    for (let row = start; row < end; row++) {
      if (this.#count === CHUNK_ROWS) this.flush();
      this.#groups[this.#count] = group;
      this.#rows[this.#count++] = row;
    }
  }
  flush(): void {
    if (this.#count > 0)
      update(this.#work, this.#accumulator, this.#groups.subarray(0, this.#count), this.#rows.subarray(0, this.#count));
    this.#count = 0;
  }
}

function byDoubling(work: Work, { starts, ends }: Frames): Column {
  const { accumulators, n } = work;
  const frames = starts.length;
  const result = accumulators.create(frames);
  const at = starts.slice();
  let longest = 0;
  for (let i = 0; i < frames; i++) longest = Math.max(longest, ends[i]! - starts[i]!);
  const identity = Uint32Array.from({ length: n }, (_, i) => i);
  let level = accumulators.create(n);
  for (let from = 0; from < n; from += CHUNK_ROWS) {
    const part = identity.subarray(from, Math.min(n, from + CHUNK_ROWS));
    update(work, level, part, part);
  }
  for (let width = 1; width <= longest; width *= 2) {
    const groups = new Uint32Array(frames),
      sources = new Uint32Array(frames);
    let count = 0;
    for (let i = 0; i < frames; i++) {
      if (((ends[i]! - starts[i]!) & width) === 0) continue;
      groups[count] = i;
      sources[count++] = at[i]!;
      at[i]! += width;
    }
    merge(work, result, groups.subarray(0, count), level, sources.subarray(0, count), n);
    if (width * 2 > longest) break;
    const next = accumulators.create(n);
    merge(work, next, identity, level, identity, n);
    merge(work, next, identity.subarray(0, Math.max(0, n - width)), level, identity.subarray(Math.min(n, width)), n);
    accumulators.drop(level);
    level = next;
  }
  return result.result(0, frames);
}
/** Adds the states of groups `sources` of `from` to groups `groups` of `to`. */
function merge(
  { context }: Work,
  to: Accumulator,
  groups: Uint32Array,
  from: Accumulator,
  sources: Uint32Array,
  n: number,
): void {
  if (groups.length === 0) return;
  const { memory } = context.engine;
  const mark = memory.mark();
  const states = from.state(0, n).map((state) => takeRows(context, state, sources));
  to.merge(idsOf(context, groups), states, groups.length);
  memory.release(mark);
}
