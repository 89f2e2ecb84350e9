// sum, count and avg over frames by prefix sums: one pass for any frames, where that is exact. Integers and decimals of up to 18 digits
// always are; floats are where frames begin with their partition (the sum then runs along the rows, in their order).
import { intersectValidity } from '../../column/bitmap.ts';
import { bitmapBytes, makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import type { AggregateCall } from '../../expr/expr.ts';
import { BIGINT, DOUBLE, storageOf } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { Frames } from './frames.ts';

/** Result in temp memory; undefined when another way must be taken. `columns`: the arguments of n rows in window order. */
export function prefixFrames(
  engine: Engine,
  call: AggregateCall,
  columns: readonly Column[],
  n: number,
  frames: Frames,
): Column | undefined {
  if (call.distinct || call.orderBy?.length || columns.some((c) => c.layout === 'null')) return undefined;
  if (call.name === 'count') return countFrames(engine, columns, n, frames);
  const [column] = columns;
  if (!column || (call.name !== 'sum' && call.name !== 'avg')) return undefined;
  if (column.type.kind === 'double')
    return frames.isFromStart ? runningDoubles(engine, column, n, frames, call.name === 'avg') : undefined;
  return call.name === 'sum' ? sumFrames(engine, column, n, frames, call) : undefined;
}
const temp = ({ memory }: Engine, bytes: number): Ptr => memory.temp(Math.max(64, bytes));
interface FramePtrs {
  readonly starts: Ptr;
  readonly ends: Ptr;
}
function written(engine: Engine, { starts, ends }: Frames): FramePtrs {
  const copy = (rows: Uint32Array): Ptr => {
    const ptr = temp(engine, rows.length * 4);
    engine.memory.u32(ptr, rows.length).set(rows);
    return ptr;
  };
  return { starts: copy(starts), ends: copy(ends) };
}
function countFrames(engine: Engine, columns: readonly Column[], n: number, frames: Frames): Column {
  const validity = intersectValidity(
    engine.memory,
    columns.map((c) => c.validityPtr),
    n,
    (bytes) => engine.memory.temp(bytes),
  );
  const counts = temp(engine, (n + 1) * 4);
  engine.kernels.prefixCounts(validity, n, counts);
  return countsOf(engine, counts, written(engine, frames), frames.starts.length);
}
function countsOf(engine: Engine, prefix: Ptr, { starts, ends }: FramePtrs, rows: number): Column {
  const ptr = temp(engine, rows * 8);
  engine.kernels.frameCounts(prefix, starts, ends, ptr, rows);
  return makeColumn({ type: BIGINT, layout: 'fixed', length: rows, ptr });
}
function sumFrames(engine: Engine, column: Column, n: number, frames: Frames, call: AggregateCall): Column | undefined {
  const { kernels } = engine;
  const values = asI64(engine, column);
  if (values === undefined) return undefined;
  const rows = frames.starts.length,
    sums = temp(engine, (n + 1) * 8),
    counts = temp(engine, (n + 1) * 4);
  if (kernels.prefixSums(values, column.validityPtr, n, sums, counts) !== 0) return undefined;
  const bounds = written(engine, frames),
    narrow = temp(engine, rows * 8);
  kernels.frameSums(sums, bounds.starts, bounds.ends, narrow, rows);
  const validityPtr = temp(engine, bitmapBytes(rows));
  kernels.castI64Bits(countsOf(engine, counts, bounds, rows).ptr, validityPtr, rows);
  if (storageOf(call.type) === 'i64')
    return makeColumn({ type: call.type, layout: 'fixed', length: rows, ptr: narrow, validityPtr });
  const wide = temp(engine, rows * 16);
  kernels.widenDecimal(narrow, 1n, wide, rows);
  return makeColumn({ type: call.type, layout: 'fixed', length: rows, ptr: wide, validityPtr });
}
function asI64(engine: Engine, { type, ptr, length }: Column): Ptr | undefined {
  const storage = storageOf(type);
  if (storage === 'i64') return ptr;
  if (storage !== 'i32') return undefined;
  const out = temp(engine, length * 8);
  engine.kernels.castI32I64(ptr, out, length);
  return out;
}
function runningDoubles({ memory }: Engine, column: Column, n: number, { starts, ends }: Frames, isMean: boolean): Column {
  const rows = starts.length;
  const values = memory.f64(column.ptr, n),
    valid = column.validityPtr ? memory.u8(column.validityPtr, (n + 7) >> 3) : undefined;
  const begins = new Uint8Array(n + 1);
  for (const start of starts) begins[start] = 1;
  const sums = new Float64Array(n),
    counts = new Uint32Array(n);
  for (let i = 0, sum = 0, count = 0; i < n; i++) {
    if (begins[i]) sum = count = 0;
    if (!valid || (valid[i >> 3]! >> (i & 7)) & 1) {
      sum += values[i]!;
      count++;
    }
    sums[i] = sum;
    counts[i] = count;
  }
  const ptr = memory.temp(Math.max(8, rows * 8)),
    validityPtr = memory.temp(Math.max(64, bitmapBytes(rows)));
  const out = memory.f64(ptr, rows),
    bits = memory.u8(validityPtr, Math.max(64, bitmapBytes(rows))).fill(0);
  for (let i = 0; i < rows; i++) {
    const last = ends[i]! - 1;
    if (last < starts[i]! || counts[last] === 0) continue;
    out[i] = isMean ? sums[last]! / counts[last]! : sums[last]!;
    bits[i >> 3]! |= 1 << (i & 7);
  }
  return makeColumn({ type: DOUBLE, layout: 'fixed', length: rows, ptr, validityPtr });
}
