// The H2O suite: every engine in its own process, results compared first, then one table of medians and ratios.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { EngineRun } from './child.ts';
import { difference } from './digest.ts';
import { ENGINES } from './engines/index.ts';
import type { DataSource } from './engines/engine.ts';
import { geometricMean, median, printTable } from './report.ts';

export interface H2oOptions {
  readonly rows: number;
  readonly engines: readonly string[];
  readonly sources: readonly DataSource[];
  readonly runs: number;
}
export interface Lane {
  readonly engine: string;
  readonly threads: number;
  readonly source: DataSource;
  readonly rows: number;
  readonly run: EngineRun;
}
/** Caudal runs with one and two workers, native DuckDB with two threads, DuckDB-WASM has one. */
const THREADS: Readonly<Record<string, readonly number[]>> = { caudal: [1, 2], duckdb: [2] };
/** 1e7 rows in the IPC stream do not fit one buffer of DuckDB-WASM's older builds; a lane that fails says so. */
function runLane(engine: string, threads: number, source: DataSource, options: H2oOptions): Lane | undefined {
  const args = [
    '--max-old-space-size=6000',
    '--import',
    'tsx',
    join(import.meta.dirname, 'child.ts'),
    engine,
    String(threads),
    source,
    String(options.rows),
    String(options.runs),
  ];
  const child = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28, timeout: 1_200_000 });
  const line = child.stdout?.trim().split('\n').pop() ?? '';
  if (child.status !== 0 || !line.startsWith('{')) {
    console.error(
      `${engine} over ${source} did not finish: ${(child.stderr || child.error?.message || line).trim().split('\n').slice(-4).join(' ')}`,
    );
    return undefined;
  }
  return { engine, threads, source, rows: options.rows, run: JSON.parse(line) as EngineRun };
}

export function benchH2o(options: H2oOptions): Lane[] {
  const lanes: Lane[] = [];
  for (const source of options.sources) {
    const here = options.engines.filter((name) => ENGINES[name]!().sources.includes(source));
    const racing = here.flatMap((name) => (THREADS[name] ?? [1]).map((threads) => runLane(name, threads, source, options)));
    const finished = racing.filter((lane) => lane !== undefined);
    report(source, finished, options.rows);
    lanes.push(...finished);
  }
  return lanes;
}
const title = (lane: Lane): string =>
  lane.engine === 'caudal' ? `caudal ${lane.threads}w` : lane.engine === 'duckdb' ? `duckdb ${lane.threads}t` : lane.engine;

function report(source: DataSource, lanes: readonly Lane[], rows: number): void {
  const ours = lanes.filter((lane) => lane.engine === 'caudal').pop();
  if (!ours) return;
  const rivals = lanes.filter((lane) => lane.engine !== 'caudal');
  console.log(`\nH2O group-by, ${rows.toLocaleString('en')} rows, ${source}; medians in ms; ratios: rival / ${title(ours)}`);
  const ratios = new Map<Lane, number[]>(rivals.map((lane) => [lane, []]));
  const body = ours.run.queries.map((query, q) => {
    const cells = lanes.map((lane) => {
      const theirs = lane.run.queries[q]!;
      return theirs.error ? 'error' : median(theirs.times).toFixed(1);
    });
    const compared = rivals.map((lane) => {
      const theirs = lane.run.queries[q]!;
      if (theirs.error || query.error) return '-';
      const differs = difference(query.digest, theirs.digest);
      if (differs) return `DIFFERS (${differs})`;
      const ratio = median(theirs.times) / median(query.times);
      ratios.get(lane)!.push(ratio);
      return `${ratio.toFixed(1)}x`;
    });
    if (query.error) console.error(`${query.name}: ${query.error}`);
    return [query.name, ...cells, ...compared];
  });
  const means = rivals.map((lane) => (ratios.get(lane)!.length > 0 ? `${geometricMean(ratios.get(lane)!).toFixed(1)}x` : '-'));
  const facts = (label: string, f: (run: EngineRun) => string): string[] => [
    label,
    ...lanes.map((lane) => f(lane.run)),
    ...rivals.map(() => ''),
  ];
  printTable(
    ['query', ...lanes.map(title), ...rivals.map((lane) => `vs ${title(lane)}`)],
    [
      ...body,
      ['geometric mean', ...lanes.map(() => ''), ...means],
      facts('open, ms', (run) => run.openMs.toFixed(0)),
      facts('load, ms', (run) => run.loadMs.toFixed(0)),
      facts('peak memory, MiB', (run) => (run.peakBytes / 2 ** 20).toFixed(0)),
    ],
  );
}
