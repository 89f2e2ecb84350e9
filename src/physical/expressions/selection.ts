// Running an expression on some rows only: the batch is compacted to those rows, results go back by row id.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { filledBitmap } from '../../column/bitmap.ts';
import type { Memory, Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import { takeColumn } from '../../wasm/move.ts';

/** The rows `ids` of a batch, in temp memory. */
export function selectBatch(engine: Engine, batch: Batch, idsPtr: Ptr, count: number): Batch {
  const temp = (bytes: number): Ptr => engine.memory.temp(bytes);
  return makeBatch(
    count,
    batch.columns.map((column) => takeColumn(engine, column, idsPtr, count, temp)),
  );
}
/** Bits of a compacted bitmap back to n rows; rows not selected get 0. */
export function scatterBits(memory: Memory, bitsPtr: Ptr, idsPtr: Ptr, count: number, n: number): Ptr {
  const out = filledBitmap(memory, n, false, (bytes) => memory.temp(bytes));
  const bits = memory.u8(bitsPtr, (count + 7) >> 3),
    ids = memory.u32(idsPtr, count),
    target = memory.u8(out, (n + 7) >> 3);
  for (let i = 0; i < count; i++) if ((bits[i >> 3]! >> (i & 7)) & 1) target[ids[i]! >> 3]! |= 1 << (ids[i]! & 7);
  return out;
}
