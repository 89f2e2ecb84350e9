// Random numbers with a seed: the same at any batch size, others in other rows and tasks, spread as they should be.
import { describe, expect, it } from 'vitest';
import { findFunction } from '../../src/functions/index.ts';
import { Session } from '../../src/index.ts';
import { CONTEXT } from './call.ts';

const SQL = 'SELECT rand(7) AS u, randn(7) AS g, uniform(1, 7, 3) AS d, monotonically_increasing_id() AS i FROM range(5000)';
async function rows(batchRows: number): Promise<number[][]> {
  const session = await Session.create({ workers: 0, conf: { 'caudal.batchRows': batchRows } });
  const result = (await session.sql(SQL).collect({ rows: 'array' })) as number[][];
  await session.close();
  return result;
}
describe('random functions', () => {
  it('give the same rows at any batch size', async () => {
    const [small, large] = await Promise.all([rows(7), rows(8192)]);
    expect(small).toEqual(large);
    const [u, g, d, i] = [0, 1, 2, 3].map((c) => large.map((row) => row[c]!)) as [number[], number[], number[], number[]];
    const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
    expect(new Set(u).size).toBe(5000);
    expect(Math.abs(mean(u) - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(mean(g))).toBeLessThan(0.06);
    expect(Math.abs(mean(g.map((x) => x * x)) - 1)).toBeLessThan(0.1);
    expect([...new Set(d)].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(i).toEqual(Array.from({ length: 5000 }, (_, n) => n));
  });
  it('draw anew in each task', () => {
    const f = findFunction('rand')!;
    if (f.kind !== 'scalar') throw new Error('rand is scalar');
    const draw = (taskIndex: number, rowIndex: number) =>
      f.value([1n], { ...CONTEXT, taskIndex, rowIndex }, [], { kind: 'double' });
    expect(draw(0, 5)).toBe(draw(0, 5));
    expect(new Set([draw(0, 0), draw(1, 0), draw(0, 1), draw(1, 1)]).size).toBe(4);
  });
});
