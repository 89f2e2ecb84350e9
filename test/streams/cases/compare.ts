// compare.ts: result rows as the cases write them, and comparison as multisets or epoch by epoch.
import { isDeepStrictEqual } from 'node:util';
import type { CaseRow, CaseValue } from './case.ts';

/** bigint → number, Date → epoch milliseconds, undefined → null; arrays element by element; everything else as it is. */
export function plain(value: unknown): CaseValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map(plain);
  return value as CaseValue;
}

const text = (row: unknown): string => JSON.stringify(row);

/** Null when `actual` holds the rows of `expected`, in any order; else what is missing and what is too many. */
export function differsAsMultiset(actual: readonly unknown[], expected: readonly unknown[]): string | null {
  const missing = [...expected];
  const extra: unknown[] = [];
  for (const row of actual) {
    const at = missing.findIndex((other) => isDeepStrictEqual(row, other));
    if (at < 0) extra.push(row);
    else missing.splice(at, 1);
  }
  if (missing.length === 0 && extra.length === 0) return null;
  return `missing ${text(missing)}, unexpected ${text(extra)}`;
}

/** As `differsAsMultiset`, but the rows of each epoch must stand together, epochs in order. */
export function differsByEpoch(epochs: readonly (readonly CaseRow[])[], expected: readonly CaseRow[]): string | null {
  let from = 0;
  for (const rows of epochs) {
    const problem = differsAsMultiset(rows, expected.slice(from, from + rows.length));
    if (problem) return `rows from ${from}: ${problem}`;
    from += rows.length;
  }
  return from === expected.length ? null : `${from} rows came, ${expected.length} were expected`;
}

/** Null when both lists are equal, order included. */
export function differsInOrder(actual: readonly unknown[], expected: readonly unknown[]): string | null {
  return isDeepStrictEqual(actual, expected) ? null : `got ${text(actual)}, expected ${text(expected)}`;
}
