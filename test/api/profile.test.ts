// onProfile: what a query did, as data: for an action, for a cache it fills, once each.
import { describe, expect, it } from 'vitest';
import { Observation, Session, count } from '../../src/index.ts';
import type { OperatorProfile, QueryProfile } from '../../src/index.ts';

const operators = (root: OperatorProfile): OperatorProfile[] => [root, ...root.inputs.flatMap(operators)];
const rowsOf = (profile: QueryProfile, name: string): number =>
  profile.stages.flatMap((s) => operators(s.root)).reduce((rows, o) => rows + (o.name === name ? o.rows : 0), 0);

describe.each([0, 2])('workers %i', (workers) => {
  it('has the operators of every stage with rows and time, and the stages they read', async () => {
    await using session = await Session.create({ workers });
    const profiles: QueryProfile[] = [];
    const query = session.sql(
      'SELECT id % 10 AS k, count(*) AS n FROM range(100000) WHERE id >= 50000 GROUP BY id % 10 ORDER BY k',
    );
    await query.collect({ onProfile: (p) => profiles.push(p) });
    const [profile, ...more] = profiles;
    expect(more).toEqual([]);
    expect(rowsOf(profile!, 'Range')).toBe(100_000);
    expect(rowsOf(profile!, 'Filter')).toBe(50_000);
    expect(rowsOf(profile!, 'Sort')).toBe(10);
    const all = profile!.stages.flatMap((s) => operators(s.root));
    expect(all.find((o) => o.name === 'Filter')).toMatchObject({
      detail: expect.stringContaining('50000'),
      inputs: [{ name: 'Range' }],
    });
    expect(all.find((o) => o.name === 'Filter')!.elapsedMs).toBeGreaterThan(0);
    const known = new Set(profile!.stages.map((s) => s.id));
    const read = all.filter((o) => o.name === 'StageInput').map((o) => o.stageId!);
    expect(read.length).toBe(profile!.stages.length - 1);
    expect(read.every((id) => known.has(id))).toBe(true);
    expect(profile!.stages.every((s) => s.tasks > 0 && s.peakBytes > 0)).toBe(true);
    expect(profile!.elapsedMs).toBeGreaterThan(0);
  });
  it('counts the bytes of files, and of nothing that goes between stages', async () => {
    await using session = await Session.create({ workers });
    const csv = new TextEncoder().encode(`k,v\n${Array.from({ length: 5000 }, (_, i) => `${i % 1000},${i}`).join('\n')}\n`);
    session.files.set('t.csv', csv);
    const seen = { profile: [] as QueryProfile[], bytes: 0, rows: 0 };
    await session.sql("SELECT k, sum(v) AS s FROM 't.csv' GROUP BY k ORDER BY s").collect({
      onProfile: (p) => seen.profile.push(p),
      onProgress: (p) => Object.assign(seen, { bytes: p.bytes, rows: p.rows }),
    });
    const { stages } = seen.profile[0]!;
    expect(stages.length).toBeGreaterThan(1);
    expect(stages.map((s) => s.bytesRead > 0)).toEqual(stages.map((s) => operators(s.root).some((o) => o.name === 'Scan')));
    expect(stages[0]!.bytesRead).toBeLessThanOrEqual(csv.length);
    expect(seen).toMatchObject({ bytes: stages[0]!.bytesRead, rows: 5000 });
  });
  it('comes for a cache when it is filled, then for the action over it', async () => {
    await using session = await Session.create({ workers });
    const profiles: QueryProfile[] = [];
    const onProfile = (p: QueryProfile): void => void profiles.push(p);
    const cached = session.sql('SELECT id FROM range(1000) WHERE id % 2 = 0').cache();
    expect(await cached.count({ onProfile })).toBe(500);
    expect(profiles.map((p) => [rowsOf(p, 'Range'), rowsOf(p, 'Filter')])).toEqual([
      [1000, 500],
      [0, 0],
    ]);
    await cached.count({ onProfile });
    expect(profiles.length).toBe(3);
  });
  it('does not come for observations, nor for a query that fails', async () => {
    await using session = await Session.create({ workers });
    const profiles: QueryProfile[] = [];
    const onProfile = (p: QueryProfile): void => void profiles.push(p);
    const observed = session.range(100).observe(new Observation('n'), count('*').as('n'));
    await observed.collect({ onProfile });
    expect(profiles.length).toBe(1);
    await expect(session.sql('SELECT 1 div (id - 2) FROM range(4)').collect({ onProfile })).rejects.toThrow('DIVIDE_BY_ZERO');
    expect(profiles.length).toBe(1);
  });
});

it('every function has its line of documentation', async () => {
  await using session = await Session.create({ workers: 0 });
  const functions = await session.catalog.listFunctions();
  expect(functions.find((f) => f.name === 'avg')?.description).toBe('Mean of the values.');
  expect(functions.filter((f) => !/^\S.*[.…]$/.test(f.description))).toEqual([]);
});
