// regular-rows.ts: records cleaned of empty lines and comments; those whose field count is wrong are shown to a judge.
import type { Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { Records } from './record-scanner.ts';

/**
 * Compacts `records` in place. `judge` sees each record that has not `columns` fields and says whether to drop it.
 * `columns` -1: any count will do.
 */
export function regularRows(
  engine: Engine,
  records: Records,
  columns: number,
  configPtr: Ptr,
  judge: (row: number, fields: number) => boolean,
): void {
  const { memory, kernels } = engine;
  const raggedPtr = memory.alloc(records.n * 8 + 64),
    statePtr = raggedPtr + records.n * 8;
  records.n = kernels.csvRows(records.endsPtr, records.rowsPtr, records.n, columns, configPtr, raggedPtr, statePtr);
  const listed = memory.i32(statePtr, 1)[0]!;
  const ragged = columns < 0 ? [] : memory.i32(raggedPtr, listed * 2).slice();
  memory.free(raggedPtr);
  const dropped = new Set<number>();
  for (let i = 0; i < ragged.length; i += 2) if (judge(ragged[i]!, ragged[i + 1]!)) dropped.add(ragged[i]!);
  if (dropped.size > 0) dropRows(engine, records, (row) => dropped.has(row));
}
export function dropRows({ memory }: Engine, records: Records, isDropped: (row: number) => boolean): void {
  const rows = memory.u32(records.rowsPtr, records.n);
  let kept = 0;
  for (let row = 0; row < records.n; row++) if (!isDropped(row)) rows[kept++] = rows[row]!;
  records.n = kept;
}
