// Texts or binaries end to end by kernels: lengths are added up, then each argument's rows are copied to their places.
import { type Column, makeColumn } from '../../../column/column.ts';
import type { Ptr } from '../../../column/memory.ts';
import type { Engine } from '../../../wasm/engine.ts';
import { plainColumn } from '../../../wasm/move.ts';
import type { ScalarFunction } from '../../define.ts';

/** A plain column, and the bytes from one row's offset to the next: 0 for a constant. */
interface Part {
  readonly column: Column;
  readonly step: 0 | 4;
}
function partOf(engine: Engine, column: Column): Part {
  if (column.dictionary?.count === 1) return { column: column.dictionary.values, step: 0 };
  return { column: plainColumn(engine, column, (bytes) => engine.memory.temp(bytes)), step: 4 };
}
export const concatColumn: NonNullable<ScalarFunction['column']> = (engine, args, n, returns) => {
  if (returns.kind !== 'string' && returns.kind !== 'binary') return undefined;
  if (args.length === 0 || args.some((arg) => arg.layout !== 'plain' && arg.layout !== 'dict')) return undefined;
  const { memory, kernels } = engine;
  const parts = args.map((arg) => partOf(engine, arg));
  const positions: Ptr = memory.temp(Math.max(1, n * 4));
  memory.u32(positions, n).fill(0);
  for (const { column, step } of parts) kernels.addLengths(column.ptr, step, positions, n);
  const ptr = memory.temp((n + 1) * 4);
  const bytes = kernels.positionRows(positions, ptr, n);
  if (bytes < 0) return undefined;
  const bytesPtr = memory.temp(Math.max(1, bytes));
  for (const { column, step } of parts) kernels.appendRows(column.ptr, column.bytesPtr, step, positions, bytesPtr, n);
  return makeColumn({ type: returns, layout: 'plain', length: n, ptr, bytesPtr });
};
