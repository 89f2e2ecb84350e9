// Joins of streams with streams and with tables: who finds whom, what is kept and for how long, and what a restart finds.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Session, expr } from '../../src/index.ts';
import type { DataFrame } from '../../src/index.ts';
import { manualClock } from '../../src/entries/testing.ts';

type StreamingQuery = Awaited<ReturnType<DataFrame['writeStream']['start']>>;
type How = Parameters<DataFrame['join']>[2];
let session: Session;
let directory: string;
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'caudal-join-'))));
afterEach(async () => {
  await session.close();
  rmSync(directory, { recursive: true, force: true });
});

let started = 0;
class Run {
  readonly query: StreamingQuery;
  readonly #name: string;
  #seen = 0;
  private constructor(query: StreamingQuery, name: string) {
    this.query = query;
    this.#name = name;
  }
  static async start(df: DataFrame, options: Record<string, string> = {}): Promise<Run> {
    const name = `out${started++}`;
    const writer = df.writeStream.format('memory').queryName(name).option('checkpointLocation', join(directory, 'checkpoint'));
    for (const [key, value] of Object.entries(options)) writer.option(key, value);
    return new Run(await writer.start(), name);
  }
  /** Rows since the last call, as text, sorted. */
  async rows(): Promise<string[]> {
    await this.query.processAllAvailable();
    const all = (await session.table(this.#name).collect({ rows: 'array' })) as unknown[][];
    return all
      .slice(this.#seen, (this.#seen = all.length))
      .map((row) => row.map((value) => value ?? '-').join(' '))
      .sort();
  }
  get state(): { numRowsTotal: number; numRowsDroppedByWatermark: number } {
    return this.query.lastProgress!.stateOperators[0]!;
  }
}
interface Sides {
  readonly df: DataFrame;
  left(...rows: [number | null, number][]): void;
  right(...rows: [number | null, number][]): void;
  both(left: [number, number][], right: [number, number][]): void;
}
/** Keys and times in seconds; a watermark of ten seconds on both sides. */
function sides(condition: string, how: How): Sides {
  const left = session.memoryStream({ k: 'int', t: 'int' });
  const right = session.memoryStream({ k: 'int', t: 'int' });
  const l = left.toDF().selectExpr('k AS lk', 'timestamp_seconds(t) AS lt').withWatermark('lt', '10 seconds');
  const r = right.toDF().selectExpr('k AS rk', 'timestamp_seconds(t) AS rt').withWatermark('rt', '10 seconds');
  const columns = [
    'lk',
    'CAST(lt AS bigint) AS l',
    ...(how === 'left_semi' || how === 'left_anti' ? [] : ['rk', 'CAST(rt AS bigint) AS r']),
  ];
  const objects = (rows: [number | null, number][]): { k: number | null; t: number }[] => rows.map(([k, t]) => ({ k, t }));
  return {
    df: l.join(r, expr(condition), how).selectExpr(...columns),
    left: (...rows) => left.add(objects(rows)),
    right: (...rows) => right.add(objects(rows)),
    both: (a, b) =>
      session.addAll([
        [left, objects(a)],
        [right, objects(b)],
      ]),
  };
}
const WITHIN = 'lk = rk AND lt BETWEEN rt - INTERVAL 5 SECONDS AND rt + INTERVAL 5 SECONDS';

describe.each([0, 2])('workers: %i', (workers) => {
  beforeEach(async () => void (session = await Session.create({ workers, clock: manualClock() })));

  it('keeps rows until the condition leaves them no partner; what closes at once still joins', async () => {
    const s = sides('lk = rk AND lt < rt - INTERVAL 5 SECONDS', 'inner');
    const run = await Run.start(s.df);
    s.left([1, 5]);
    s.right([1, 11], [1, 10]);
    expect(await run.rows()).toEqual(['1 5 1 11']);
    s.left([1, 3], [1, 30]);
    expect(await run.rows()).toEqual(['1 3 1 10', '1 3 1 11']);
    expect(run.state.numRowsTotal).toBe(5);
    s.right([0, 30]);
    expect(await run.rows()).toEqual([]);
    expect(run.state.numRowsTotal).toBe(4);
    s.right([1, 20], [1, 21], [1, 28]);
    // 20 is late; 21 finds its partners and is not kept.
    expect(await run.rows()).toEqual(['1 3 1 21', '1 3 1 28', '1 5 1 21', '1 5 1 28']);
    expect(run.state).toMatchObject({ numRowsTotal: 5, numRowsDroppedByWatermark: 1 });
  });

  it.each<[How, string[]]>([
    ['left', ['2 3 - -']],
    ['right', ['- - 3 4']],
    ['full', ['- - 3 4', '2 3 - -']],
    ['left_semi', []],
  ])('%s: rows without a partner leave when they close, over a restart too', async (how, alone) => {
    const s = sides(WITHIN, how);
    let run = await Run.start(s.df);
    s.both(
      [
        [1, 3],
        [2, 3],
      ],
      [
        [1, 7],
        [3, 4],
      ],
    );
    expect(await run.rows()).toEqual([how === 'left_semi' ? '1 3' : '1 3 1 7']);
    expect(run.state.numRowsTotal).toBe(4);
    await run.query.stop();
    run = await Run.start(s.df);
    s.both([[9, 40]], [[8, 40]]);
    expect(await run.rows()).toEqual(alone);
    await run.query.stop();
    run = await Run.start(s.df);
    s.both([[8, 41]], [[9, 42]]);
    expect(await run.rows()).toEqual(how === 'left_semi' ? ['8 41', '9 40'] : ['8 41 8 40', '9 40 9 42']);
  });

  it('NULL keys match nothing, and only outer sides keep them', async () => {
    const s = sides(WITHIN, 'left');
    const run = await Run.start(s.df);
    s.both([[1, 3]], [[1, 3]]);
    s.left([null, 4]);
    s.right([null, 4]);
    expect(await run.rows()).toEqual(['1 3 1 3']);
    expect(run.state.numRowsTotal).toBe(3);
  });

  it('finds the rows of many epochs, and forgets those that close', async () => {
    const s = sides(WITHIN, 'full');
    let run = await Run.start(s.df);
    const found: string[] = [];
    const all: [number, number][] = [];
    for (let epoch = 0; epoch < 30; epoch++) {
      const rows = Array.from({ length: 300 }, (_, i): [number, number] => [epoch * 300 + i, epoch + 1]);
      all.push(...rows);
      // Partners come three epochs later.
      s.both(rows, epoch < 3 ? [] : all.slice((epoch - 3) * 300, (epoch - 2) * 300));
      found.push(...(await run.rows()));
      if (epoch % 10 === 4) {
        await run.query.stop();
        run = await Run.start(s.df);
      }
    }
    expect(found).toHaveLength(27 * 300);
    expect(new Set(found).size).toBe(found.length);
    // Watermark 17, rows from 12 on are kept: to 30 on the left, to 27 on the right.
    expect(run.state.numRowsTotal).toBe((19 + 16) * 300);
  });
});

describe('one engine', () => {
  beforeEach(async () => void (session = await Session.create({ workers: 0, clock: manualClock() })));

  it('left_anti by the rules of Flink SQL', async () => {
    const s = sides(WITHIN, 'left_anti');
    const run = await Run.start(s.df, { semantics: 'flink-sql' });
    s.both(
      [
        [1, 3],
        [2, 3],
      ],
      [[1, 7]],
    );
    expect(await run.rows()).toEqual([]);
    s.both([[9, 40]], [[9, 40]]);
    expect(await run.rows()).toEqual(['2 3']);
  });

  it('a table is read anew in every epoch', async () => {
    const path = join(directory, 'names.csv');
    writeFileSync(path, 'rk,name\n1,a\n');
    const input = session.memoryStream({ k: 'int' });
    const names = session.read.option('header', true).schema('rk INT, name STRING').csv(path);
    const df = input.toDF().join(names, expr('k = rk'), 'left').select('k', 'name');
    const run = await Run.start(df);
    input.add([{ k: 1 }, { k: 2 }]);
    expect(await run.rows()).toEqual(['1 a', '2 -']);
    writeFileSync(path, 'rk,name\n1,b\n2,c\n');
    input.add([{ k: 1 }, { k: 2 }]);
    expect(await run.rows()).toEqual(['1 b', '2 c']);
  });

  it.each<[How, string[]]>([
    ['inner', ['1 a']],
    ['left', ['1 a', '3 -']],
    ['left_semi', ['1']],
    ['left_anti', ['3']],
  ])('%s with a table on the right', async (how, expected) => {
    const input = session.memoryStream({ k: 'int' });
    const table = session.createDataFrame([
      { rk: 1, name: 'a' },
      { rk: 2, name: 'b' },
    ]);
    const joined = input.toDF().join(table, expr('k = rk'), how);
    const run = await Run.start(how === 'left_semi' || how === 'left_anti' ? joined : joined.select('k', 'name'));
    input.add([{ k: 1 }, { k: 3 }]);
    expect(await run.rows()).toEqual(expected);
  });

  it.each<[string, How, RegExp]>([
    ['lk = rk', 'left', /appropriate range condition/],
    ['lk = rk AND lt < rt', 'left', /appropriate range condition/],
    ['lt > rt', 'inner', /without equality predicate/],
    [WITHIN, 'left_anti', /left_anti joins with a streaming/],
  ])('refuses two streams on %s, %s', async (condition, how, message) => {
    const { df } = sides(condition, how);
    await expect(df.writeStream.format('memory').queryName('x').start()).rejects.toThrow(message);
  });
  it('refuses other output modes than append, and outer joins that a table would have to wait for', async () => {
    const { df } = sides(WITHIN, 'inner');
    await expect(df.writeStream.outputMode('update').format('memory').queryName('x').start()).rejects.toThrow(/only in append/);
    const table = session.createDataFrame([{ rk: 1 }]);
    const stream = session.memoryStream({ k: 'int' }).toDF();
    for (const how of ['right', 'full'] as const)
      await expect(stream.join(table, expr('k = rk'), how).writeStream.format('memory').queryName('x').start()).rejects.toThrow(
        /with a streaming DataFrame\/Dataset on the left and a static one/,
      );
  });
});
