// caudal/functions on rows: literals where the contract says so, names where columns stand.
import { expect, it } from 'vitest';
import * as F from '../../src/entries/functions.ts';
import { Session } from '../../src/index.ts';

it('calls functions with their arguments in place', async () => {
  const session = await Session.create({ workers: 0 });
  const df = session.createDataFrame([{ s: 'xxhellox', n: 8, t: new Date('2024-02-29T12:30:00Z'), xs: [3, 1, 2] }]);
  const cases: readonly (readonly [ReturnType<typeof F.col>, unknown])[] = [
    [F.ltrim('s', 'x'), 'hellox'],
    [F.rtrim('s', 'x'), 'xxhello'],
    [F.btrim('s', 'x'), 'hello'],
    [F.log(2, 'n'), 3],
    [F.locate('l', 's', 6), 6],
    [F.lpad('s', 10, '-'), '--xxhellox'],
    [F.dateFormat('t', 'yyyy'), '2024'],
    [F.concatWs('-', 's', 'n'), 'xxhellox-8'],
    [F.toJson(F.struct('n', 's')), '{"n":8,"s":"xxhellox"}'],
    [F.arrayContains('xs', 2), true],
    [F.round(F.lit(2.567), 1), 2.6],
    [F.when(F.col('n').gt(3), 's').otherwise('t'), 's'],
  ];
  const [row] = (await df.select(...cases.map(([column], i) => column.as(`c${i}`))).collect({ rows: 'array' })) as unknown[][];
  expect(row).toEqual(cases.map(([, result]) => result));
  await session.close();
});
