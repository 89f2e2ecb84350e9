// What a changelog leaves: rows that came, less those that went. Compared with a batch answer: all values equal, doubles within 1e-9 of
// their magnitude, what is left of a sum that cancels out being 0.
import { expect } from 'vitest';

type Row = readonly unknown[];
const textOf = (row: Row): string => JSON.stringify(row, (_, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v));

/** `rows` begin with their change type. What goes must be there. */
export function netOf(rows: readonly Row[]): Row[] {
  const counts = new Map<string, { readonly row: Row; count: number }>();
  for (const [type, ...row] of rows) {
    const text = textOf(row);
    const known = counts.get(text) ?? { row, count: 0 };
    known.count += type === '+I' || type === '+U' ? 1 : -1;
    if (known.count < 0) throw new Error(`${String(type)} of a row that is not there: ${text}`);
    counts.set(text, known);
  }
  return [...counts.values()].flatMap(({ row, count }) => Array<Row>(count).fill(row));
}
export function checkNet(actual: readonly Row[], expected: readonly Row[]): void {
  const rounded = (row: Row): Row =>
    row.map((v) => (typeof v === 'number' && !Number.isInteger(v) ? (Math.abs(v) < 1e-12 ? 0 : Number(v.toPrecision(9))) : v));
  const sorted = (rows: readonly Row[]): string[] => rows.map((row) => textOf(rounded(row))).sort();
  expect(sorted(actual)).toEqual(sorted(expected));
}
