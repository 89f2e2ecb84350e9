// Functions that pick one row's value: lag, lead, and the first, last or n-th of the frame. They only work out which row: one take follows.
import { isValid } from '../../column/values.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import { concatColumns, retainDictionaries, takeNullable } from '../../wasm/move.ts';
import type { Frames } from './frames.ts';
import { forEachPartition } from './sorted-rows.ts';
import type { SortedRows } from './sorted-rows.ts';

/** No row: the result is NULL. */
const NONE = 0xffffffff;
/** Writes the picked row of every row. */
type Pick = (picked: Uint32Array) => void;

function pickRows(engine: Engine, column: Column, n: number, pick: Pick): Column {
  const { memory } = engine;
  const picked = new Uint32Array(n).fill(NONE);
  pick(picked);
  const idsPtr = memory.temp(n * 4);
  memory.u32(idsPtr, n).set(picked);
  const heap = (bytes: number): Ptr => memory.alloc(bytes);
  const column2 = takeNullable(engine, column, idsPtr, n, heap);
  retainDictionaries(column2);
  return column2;
}
/** Rows that count: all, or those with a value. `positions[rank[i]]` is the first of them at or behind row i. */
interface Counted {
  readonly positions: Uint32Array;
  readonly rank: Uint32Array;
}
function countedRows({ memory }: Engine, column: Column, n: number, ignoreNulls: boolean): Counted {
  const positions = new Uint32Array(n),
    rank = new Uint32Array(n + 1);
  let count = 0;
  for (let i = 0; i < n; i++) {
    rank[i] = count;
    if (!ignoreNulls || isValid(memory, column, i)) positions[count++] = i;
  }
  rank[n] = count;
  return { positions: positions.subarray(0, count), rank };
}

/** Value `distance` rows later (earlier when negative), else the default of the row itself. */
export function shiftRows(
  engine: Engine,
  rows: SortedRows,
  column: Column,
  distance: number,
  defaults: Column | undefined,
  ignoreNulls: boolean,
): Column {
  const n = rows.batch.length;
  const { positions, rank } = countedRows(engine, column, n, ignoreNulls);
  const source = defaults ? concatColumns(engine, [column, defaults], (bytes) => engine.memory.temp(bytes)) : column;
  return pickRows(engine, source, n, (picked) => {
    forEachPartition(rows, (start, end) => {
      for (let i = start; i < end; i++) {
        // The row itself need not be one that counts: going forward, its own place in the ranking is the next one's.
        const isCounted = rank[i + 1]! > rank[i]!;
        const at = distance === 0 ? (isCounted ? rank[i]! : -1) : rank[i]! + distance - (distance > 0 && !isCounted ? 1 : 0);
        const row = at >= 0 && at < positions.length ? positions[at]! : NONE;
        picked[i] = row >= start && row < end ? row : defaults ? n + i : NONE;
      }
    });
  });
}
/** The k-th row of the frame, from 0; from its end when negative (-1 is the last). */
export function nthOfFrame(
  engine: Engine,
  rows: SortedRows,
  column: Column,
  frames: Frames,
  k: number,
  ignoreNulls: boolean,
): Column {
  const n = rows.batch.length;
  const { positions, rank } = countedRows(engine, column, n, ignoreNulls);
  return pickRows(engine, column, n, (picked) => {
    for (let i = 0; i < n; i++) {
      const from = rank[frames.starts[i]!]!,
        to = rank[frames.ends[i]!]!;
      const at = k >= 0 ? from + k : to + k;
      if (at >= from && at < to) picked[i] = positions[at]!;
    }
  });
}
