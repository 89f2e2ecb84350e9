// Event times of a batch's rows, and the rows that come too late.
import type { Batch } from '../../column/batch.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import { takeBatch } from '../../wasm/move.ts';
import type { PortWatermark } from '../stream.ts';
import { END_OF_TIME_US } from '../stream.ts';

/** Microseconds of each row; `none` where there is no time. */
export function timesOf({ memory }: Engine, { layout, ptr, validityPtr, length }: Column, none: bigint): BigInt64Array {
  if (layout !== 'fixed') return new BigInt64Array(length).fill(none);
  const times = memory.i64(ptr, length).slice();
  if (validityPtr === 0) return times;
  const valid = memory.u8(validityPtr, (length + 7) >> 3);
  for (let i = 0; i < length; i++) if (((valid[i >> 3]! >> (i & 7)) & 1) === 0) times[i] = none;
  return times;
}
/** The rows later than `lateUs`; one without a time is never late. */
export function withoutLate(engine: Engine, batch: Batch, ordinal: number, lateUs: bigint | undefined): Batch {
  if (ordinal < 0 || lateUs === undefined) return batch;
  const times = timesOf(engine, batch.columns[ordinal]!, END_OF_TIME_US);
  return keepRows(engine, batch, (row) => times[row]! > lateUs);
}
/** In temp memory; the batch itself where all rows stay. */
export function keepRows(engine: Engine, batch: Batch, keeps: (row: number) => boolean): Batch {
  const { memory } = engine;
  const idsPtr = memory.temp(batch.length * 4 + 32);
  const ids = memory.u32(idsPtr, batch.length);
  let count = 0;
  for (let row = 0; row < batch.length; row++) if (keeps(row)) ids[count++] = row;
  return count === batch.length ? batch : takeBatch(engine, batch, idsPtr, count, (bytes): Ptr => memory.temp(bytes));
}

/** An operator closes state by the least of its inputs' watermarks, and calls late what that was in the epoch before. */
export const leastWatermark = (ports: readonly PortWatermark[]): PortWatermark => ({
  lateUs: least(ports.map(({ lateUs }) => lateUs)),
  evictUs: least(ports.map(({ evictUs }) => evictUs)),
});
export const least = (times: readonly (bigint | undefined)[]): bigint | undefined =>
  times.reduce((a, b) => (a === undefined ? b : b === undefined || a < b ? a : b), undefined);
