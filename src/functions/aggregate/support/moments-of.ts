// Central moments of rows by their definition, in two passes: the oracle of the one-pass kernels.
import type { Value } from '../../../types/value.ts';

type State = readonly [number, number, number, number, number, number];
type Rows = readonly (readonly Value[])[];
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / Math.max(values.length, 1);

/** [n, mean, m2, m3, m4, -] of the first argument. */
export function momentsOf(rows: Rows): State {
  const values = rows.map(([x]) => x!).filter((x): x is number => x !== null);
  const center = mean(values);
  const power = (p: number): number => values.reduce((sum, x) => sum + (x - center) ** p, 0);
  return [values.length, center, power(2), power(3), power(4), 0];
}
/** [n, meanX, meanY, m2X, m2Y, cXY] of the rows where both arguments have a value. */
export function comomentsOf(rows: Rows): State {
  const pairs = rows.filter((row): row is readonly [number, number] => row[0] !== null && row[1] !== null);
  const x = mean(pairs.map((pair) => pair[0]));
  const y = mean(pairs.map((pair) => pair[1]));
  const sum = (f: (dx: number, dy: number) => number): number =>
    pairs.reduce((total, pair) => total + f(pair[0] - x, pair[1] - y), 0);
  return [pairs.length, x, y, sum((dx) => dx * dx), sum((_, dy) => dy * dy), sum((dx, dy) => dx * dy)];
}
