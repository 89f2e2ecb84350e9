// All values of each group side by side, for exact percentiles: (id, value) pairs are appended in chunks as rows come, then
// counted, scattered to one segment per group, and selected in. Lists of other tasks stay whole: a run of values per group.
// A result leaves them in segments; values that come later make runs of these first (a stream asks in every epoch).
// Values stand as i64 in value order (see assembly/aggregate/segments.ts). Memory: 12 bytes a row (8 in runs), and 8 more from the first
// result on.
import { bitmapBytes, makeColumn } from '../../../column/column.ts';
import type { Column } from '../../../column/column.ts';
import type { Ptr } from '../../../column/memory.ts';
import { BIGINT, DOUBLE, arrayOf, storageOf } from '../../../types/data-type.ts';
import type { DataType } from '../../../types/data-type.ts';
import { pow10 } from '../../../types/decimal.ts';
import type { Engine } from '../../../wasm/engine.ts';
import { fillZero } from './group-state.ts';

const APPEND = {
  i8: 'appendI8',
  i16: 'appendI16',
  i32: 'appendI32',
  i64: 'appendI64',
  f32: 'appendF32',
  f64: 'appendF64',
} as const;
const PICK = { i8: 'pickI8', i16: 'pickI16', i32: 'pickI32', i64: 'pickI64', f32: 'pickF32', f64: 'pickF64' } as const;
type SegmentStorage = keyof typeof APPEND;
/** Type in which segments cross to another task: values in their order as integers. */
export const SEGMENT_LIST = arrayOf(BIGINT, false);
const FIRST_CHUNK_ROWS = 1 << 14;
const LARGE_CHUNK_ROWS = 1 << 20;
const SCATTER_ROWS = 1 << 16;
const SCATTER_RUNS = 1 << 12;

interface Chunk {
  readonly idsPtr: Ptr;
  readonly valuesPtr: Ptr;
  readonly rows: number;
  count: number;
}

/** `rows` runs (group, length) and their `count` values. */
interface Runs {
  readonly runsPtr: Ptr;
  readonly valuesPtr: Ptr;
  readonly rows: number;
  readonly count: number;
}

export class Segments {
  readonly #engine: Engine;
  readonly #type: DataType;
  readonly #storage: SegmentStorage;
  readonly #chunks: Chunk[] = [];
  readonly #runs: Runs[] = [];
  #groups = 0;
  #valuesPtr: Ptr = 0;
  #endsPtr: Ptr = 0;

  constructor(engine: Engine, type: DataType) {
    this.#engine = engine;
    this.#type = type;
    this.#storage = storageOf(type) as SegmentStorage;
  }
  reserve(groupCount: number): void {
    if (groupCount > this.#groups) this.#gather();
    this.#groups = groupCount;
  }
  append(idsPtr: Ptr, column: Column, n: number): void {
    this.#gather();
    const chunk = this.#room(n);
    const { kernels } = this.#engine;
    chunk.count += kernels[APPEND[this.#storage]](
      column.ptr,
      column.validityPtr,
      idsPtr,
      chunk.idsPtr + chunk.count * 4,
      chunk.valuesPtr + chunk.count * 8,
      n,
    );
  }
  /** Adds the values of lists that `lists` made. */
  appendLists(idsPtr: Ptr, lists: Column, n: number): void {
    this.#gather();
    const { memory, kernels } = this.#engine;
    const offsets = memory.u32(lists.ptr, n + 1);
    const first = offsets[0]!,
      count = offsets[n]! - first;
    const runs: Runs = { runsPtr: memory.alloc(n * 8), valuesPtr: memory.alloc(count * 8), rows: n, count };
    this.#runs.push(runs);
    kernels.appendRuns(lists.ptr, lists.validityPtr, idsPtr, runs.runsPtr, n);
    kernels.copyBytes(lists.children[0]!.ptr + first * 8, runs.valuesPtr, count * 8);
  }
  /** The values of groups [from, from + n) as lists of SEGMENT_LIST, borrowed. */
  lists(from: number, n: number): Column {
    const { memory } = this.#engine;
    this.#scatter();
    const ptr = memory.temp((n + 1) * 4);
    const ends = memory.u32(this.#endsPtr, from + n);
    const offsets = memory.u32(ptr, n + 1);
    offsets[0] = from === 0 ? 0 : ends[from - 1]!;
    offsets.set(ends.subarray(from), 1);
    const values = makeColumn({ type: BIGINT, layout: 'fixed', length: offsets[n]!, ptr: this.#valuesPtr });
    return makeColumn({ type: SEGMENT_LIST, layout: 'list', length: n, ptr, children: [values] });
  }
  /** DOUBLE at fraction q between the two nearest values of groups [from, from + n); NULL without values. */
  interpolate(from: number, n: number, q: number): Column {
    const { memory, kernels } = this.#engine;
    this.#scatter();
    const ptr = memory.temp(n * 8);
    const seenPtr = memory.temp(n);
    const isFloat = this.#storage === 'f32' || this.#storage === 'f64';
    const divisor = this.#type.kind === 'decimal' ? Number(pow10(this.#type.scale)) : 1;
    kernels[isFloat ? 'interpolateF64' : 'interpolateI64'](this.#valuesPtr, this.#endsPtr, from, n, q, divisor, ptr, seenPtr);
    return makeColumn({ type: DOUBLE, layout: 'fixed', length: n, ptr, validityPtr: this.#bits(seenPtr, n) });
  }
  /** The smallest value of which at least a fraction q is not greater; from above: the greatest of which as much is not less. */
  pick(from: number, n: number, q: number, fromAbove: boolean): Column {
    const { memory, kernels } = this.#engine;
    this.#scatter();
    const ptr = memory.temp(n * 8);
    const seenPtr = memory.temp(n);
    kernels[PICK[this.#storage]](this.#valuesPtr, this.#endsPtr, from, n, q, Number(fromAbove), ptr, seenPtr);
    return makeColumn({ type: this.#type, layout: 'fixed', length: n, ptr, validityPtr: this.#bits(seenPtr, n) });
  }
  close(): void {
    this.#freeChunks();
    this.#engine.memory.free(this.#valuesPtr);
    this.#engine.memory.free(this.#endsPtr);
  }

  #room(n: number): Chunk {
    const last = this.#chunks.at(-1);
    if (last && last.count + n <= last.rows) return last;
    const { memory } = this.#engine;
    const rows = Math.max(n, last ? LARGE_CHUNK_ROWS : FIRST_CHUNK_ROWS);
    const chunk = { idsPtr: memory.alloc(rows * 4), valuesPtr: memory.alloc(rows * 8), rows, count: 0 };
    this.#chunks.push(chunk);
    return chunk;
  }
  /** Chunks -> segments, once, when the first result is asked for. */
  #scatter(): void {
    if (this.#endsPtr !== 0) return;
    const { memory, kernels } = this.#engine;
    const total = [...this.#chunks, ...this.#runs].reduce((sum, { count }) => sum + count, 0);
    this.#endsPtr = memory.alloc(this.#groups * 4);
    fillZero(memory, this.#endsPtr, this.#groups * 4);
    this.#valuesPtr = memory.alloc(total * 8);
    for (const chunk of this.#chunks) kernels.countSegments(chunk.idsPtr, chunk.count, this.#endsPtr);
    for (const { runsPtr, rows } of this.#runs) kernels.countRuns(runsPtr, rows, this.#endsPtr);
    kernels.segmentStarts(this.#endsPtr, this.#groups);
    for (const chunk of this.#chunks)
      for (let row = 0; row < chunk.count; row += SCATTER_ROWS)
        kernels.scatter(
          chunk.idsPtr,
          chunk.valuesPtr,
          row,
          Math.min(row + SCATTER_ROWS, chunk.count),
          this.#endsPtr,
          this.#valuesPtr,
        );
    for (const runs of this.#runs) this.#scatterRuns(runs);
    this.#freeChunks();
  }
  /** Values that stand in segments are runs again, one a group: on a stream more come after a result. */
  #gather(): void {
    if (this.#endsPtr === 0) return;
    const { memory } = this.#engine;
    const rows = this.#groups;
    const runsPtr = memory.alloc(rows * 8);
    const ends = memory.u32(this.#endsPtr, rows),
      runs = memory.u32(runsPtr, rows * 2);
    for (let g = 0; g < rows; g++) {
      runs[2 * g] = g;
      runs[2 * g + 1] = ends[g]! - (g === 0 ? 0 : ends[g - 1]!);
    }
    this.#runs.push({ runsPtr, valuesPtr: this.#valuesPtr, rows, count: ends[rows - 1] ?? 0 });
    memory.free(this.#endsPtr);
    this.#endsPtr = this.#valuesPtr = 0;
  }
  #scatterRuns({ runsPtr, valuesPtr, rows }: Runs): void {
    const { kernels } = this.#engine;
    let from = valuesPtr;
    for (let row = 0; row < rows; row += SCATTER_RUNS) {
      const n = Math.min(SCATTER_RUNS, rows - row);
      from += kernels.scatterRuns(runsPtr + row * 8, n, from, this.#endsPtr, this.#valuesPtr) * 8;
    }
  }
  #bits(seenPtr: Ptr, n: number): Ptr {
    const bitmapPtr = this.#engine.memory.temp(bitmapBytes(n));
    this.#engine.kernels.bytesToBits(seenPtr, bitmapPtr, n);
    return bitmapPtr;
  }
  #freeChunks(): void {
    for (const chunk of this.#chunks) {
      this.#engine.memory.free(chunk.idsPtr);
      this.#engine.memory.free(chunk.valuesPtr);
    }
    for (const runs of this.#runs) {
      this.#engine.memory.free(runs.runsPtr);
      this.#engine.memory.free(runs.valuesPtr);
    }
    this.#chunks.length = 0;
    this.#runs.length = 0;
  }
}
