// Dense ranks of text and binary rows in byte order. A dictionary's entries are ranked once and rows look theirs up, unless it has
// more entries than there are rows. Cost: a radix sort by the first 8 bytes, comparisons only among rows that share them.
import type { Column } from '../../column/column.ts';
import type { Engine } from '../../wasm/engine.ts';
import { plainColumn } from '../../wasm/move.ts';
import { radixSort } from './radix-sort.ts';
import type { Ranks } from './sort-fields.ts';

export function rankBytes(engine: Engine, column: Column): Ranks {
  const { memory, kernels } = engine;
  const { dictionary, length } = column;
  if (!dictionary || dictionary.count > length)
    return rankPlain(
      engine,
      plainColumn(engine, column, (bytes) => memory.temp(bytes)),
    );
  const entries = rankPlain(engine, dictionary.values);
  const ptr = memory.temp(Math.max(1, length * 4));
  kernels.take4(entries.ptr, dictionary.count, column.ptr, ptr, length);
  return { ptr, count: entries.count };
}
function rankPlain(engine: Engine, { ptr, bytesPtr, length }: Column): Ranks {
  const { memory, kernels } = engine;
  const keysPtr = memory.temp(Math.max(1, length * 8)),
    idsPtr = memory.temp(Math.max(1, length * 4));
  kernels.prefixKeys(ptr, bytesPtr, length, keysPtr, idsPtr);
  const sorted = radixSort(engine, { keysPtr, idsPtr }, length);
  const ranksPtr = memory.temp(Math.max(1, length * 4));
  kernels.sortTies(sorted.keysPtr, sorted.idsPtr, ranksPtr, length, ptr, bytesPtr);
  return { ptr: ranksPtr, count: kernels.denseRanks(sorted.idsPtr, length, ptr, bytesPtr, ranksPtr) };
}
