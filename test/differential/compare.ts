// Rows of either engine as comparable text: numbers as numbers with a tolerance for doubles, everything else exactly.

export type Row = readonly unknown[];
const TOLERANCE = 1e-9;

function plain(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value === 0 ? 0 : value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return String(value);
}
/** Integers keep all digits: two that are near each other would else stand in either order. */
const sortKey = (row: Row): string =>
  JSON.stringify(row.map((v) => (typeof v === 'number' && !Number.isInteger(v) ? Number(v.toPrecision(9)) : v)));
export const normalized = (rows: readonly Row[]): Row[] =>
  rows.map((row) => row.map(plain)).sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : sortKey(a) > sortKey(b) ? 1 : 0));

/** Why two results differ, or undefined. */
export function difference(a: readonly Row[], b: readonly Row[]): string | undefined {
  if (a.length !== b.length) return `${a.length} rows and ${b.length}`;
  for (const [i, row] of a.entries()) {
    const other = b[i]!;
    if (!row.every((v, c) => same(v, other[c]))) return `row ${i}: ${JSON.stringify(row)} and ${JSON.stringify(other)}`;
  }
  return undefined;
}
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Object.is(a, b) || a === b || Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
}
