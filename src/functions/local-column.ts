// Timestamps by column. A session's time zone has one offset for a whole batch nearly always: then wall clocks are instants moved by it,
// and fields and cuts are kernels. undefined where the offset may change among the rows: the one-row meaning asks for each.
import { makeColumn } from '../column/column.ts';
import type { Column } from '../column/column.ts';
import type { Ptr } from '../column/memory.ts';
import { DATE, type DataType } from '../types/data-type.ts';
import { US_PER_SECOND, timeZone } from '../types/time-zone.ts';
import type { Engine } from '../wasm/engine.ts';

export interface LocalColumn {
  /** Wall clocks, microseconds. */
  readonly ptr: Ptr;
  /** Wall clock less instant. */
  readonly offsetUs: bigint;
}
/** `reachUs`: how far before the earliest row the same offset must hold. */
export function localColumn({ memory, kernels }: Engine, column: Column, zoneId: string, reachUs = 0n): LocalColumn | undefined {
  const { ptr, length: n, type } = column;
  if (column.layout !== 'fixed') return undefined;
  if (type.kind === 'timestamp_ntz') return { ptr, offsetUs: 0n };
  if (type.kind !== 'timestamp') return undefined;
  const bounds = memory.temp(16);
  if (kernels.boundsOfI64(ptr, column.validityPtr, bounds, n) === 0) return { ptr, offsetUs: 0n };
  const [min, max] = memory.i64(bounds, 2);
  const seconds = timeZone(zoneId).constantOffset(min! - reachUs, max!);
  if (seconds === undefined) return undefined;
  const offsetUs = BigInt(seconds) * US_PER_SECOND;
  return { ptr: offsetUs === 0n ? ptr : shifted({ memory, kernels }, ptr, offsetUs, n), offsetUs };
}
function shifted({ memory, kernels }: Engine, ptr: Ptr, deltaUs: bigint, n: number): Ptr {
  const out = memory.temp(Math.max(1, n * 8));
  kernels.shiftI64(ptr, deltaUs, out, n);
  return out;
}
/** Wall clocks back to values of a timestamp type. */
export const fromLocal = (engine: Engine, ptr: Ptr, { offsetUs }: LocalColumn, type: DataType, n: number): Column =>
  makeColumn({ type, layout: 'fixed', length: n, ptr: offsetUs === 0n ? ptr : shifted(engine, ptr, -offsetUs, n) });
/** Days of wall clocks. */
export function daysOf({ memory, kernels }: Engine, { ptr }: LocalColumn, n: number): Column {
  const out = memory.temp(Math.max(1, n * 4));
  kernels.castTimestampDate(ptr, out, n);
  return makeColumn({ type: DATE, layout: 'fixed', length: n, ptr: out });
}
