// What two results must share to be equal whatever their row order: rows, columns, and per column an order-free sum.
// Numbers are compared with a relative tolerance (float sums depend on order); text by the sum of a hash of each value.
import type { ResultTable } from './engines/engine.ts';

export interface Digest {
  readonly rows: number;
  readonly columns: number;
  readonly sums: readonly number[];
}
export function digest({ columns }: ResultTable): Digest {
  return {
    rows: columns[0]?.length ?? 0,
    columns: columns.length,
    sums: columns.map((values) => values.reduce((sum: number, v) => sum + weight(v), 0)),
  };
}
/** One digest of several results. */
export const joined = (digests: readonly Digest[]): Digest => ({
  rows: digests.reduce((sum, d) => sum + d.rows, 0),
  columns: digests.reduce((sum, d) => sum + d.columns, 0),
  sums: digests.flatMap((d) => d.sums),
});
function weight(value: unknown): number {
  // The correlation of a constant is NULL here and NaN in DuckDB; no query of a suite tells them apart otherwise.
  if (value === null || value === undefined || Number.isNaN(value)) return 0.125;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  let hash = 7;
  for (const c of String(value)) hash = (Math.imul(hash, 31) + c.codePointAt(0)!) | 0;
  return (hash >>> 0) / 65536;
}
const TOLERANCE = 1e-9;
/** Why two digests differ, or undefined. */
export function difference(a: Digest, b: Digest): string | undefined {
  if (a.rows !== b.rows) return `${a.rows} rows and ${b.rows}`;
  if (a.columns !== b.columns) return `${a.columns} columns and ${b.columns}`;
  const at = a.sums.findIndex(
    (sum, i) => Math.abs(sum - b.sums[i]!) > TOLERANCE * Math.max(1, Math.abs(sum), Math.abs(b.sums[i]!)),
  );
  return at < 0 ? undefined : `column ${at + 1}: ${a.sums[at]} and ${b.sums[at]}`;
}
