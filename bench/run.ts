// npm run bench -- SUITE [--rows 1e6|1e7] [--queries q0,q4] [--engines caudal,duckdb-wasm,duckdb-wasm-1.28,duckdb,arquero,spark,flink] [--sources memory,parquet,csv] [--runs 5]
// Builds the package, prints one table, writes bench/results/<suite>[-rows].json and .svg. Exit code 1 if a lane fails or a result differs.
import { parseArgs } from 'node:util';
import { buildBench } from './build.ts';
import type { DataSource } from './engines/engine.ts';
import { ENGINES } from './engines/index.ts';
import { benchChromium } from './chromium.ts';
import { benchH2o, benchLoad, benchMemory } from './h2o.ts';
import type { Options } from './lanes.ts';
import { benchNexmark } from './nexmark.ts';
import { nexmarkQueries } from './queries/index.ts';
import { printReport, writeReport } from './report.ts';
import type { Report } from './report.ts';
import { benchSize } from './size.ts';
import { benchStartup } from './startup.ts';
import { STREAM_RIVALS } from './stream-rivals.ts';
import { benchStream } from './stream.ts';

const SUITES: Readonly<Record<string, (options: Options) => Report | Promise<Report>>> = {
  h2o: benchH2o,
  load: benchLoad,
  memory: benchMemory,
  startup: benchStartup,
  size: benchSize,
  chromium: benchChromium,
  stream: benchStream,
  nexmark: benchNexmark,
};
const SOURCES: readonly DataSource[] = ['memory', 'parquet', 'csv'];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '1e6' },
    engines: { type: 'string', default: [...Object.keys(ENGINES), ...STREAM_RIVALS].join(',') },
    sources: { type: 'string', default: SOURCES.join(',') },
    runs: { type: 'string', default: '5' },
    queries: { type: 'string', default: '' },
  },
});
const known = <T extends string>(what: string, given: string, all: readonly T[]): T[] =>
  given.split(',').map((name) => {
    const found = all.find((one) => one === name);
    if (found === undefined) throw new Error(`unknown ${what} ${name}: there are ${all.join(', ')}`);
    return found;
  });
const counted = (what: string, given: string, least: number): number => {
  const n = Number(given);
  if (!Number.isInteger(n) || n < least) throw new Error(`--${what} ${given}: a whole number from ${least} on`);
  return n;
};

const [suite] = known('suite', positionals[0] ?? 'h2o', Object.keys(SUITES));
const options: Options = {
  rows: counted('rows', values.rows, 100),
  engines: known('engine', values.engines, [...Object.keys(ENGINES), ...STREAM_RIVALS]),
  sources: known('source', values.sources, SOURCES),
  runs: counted('runs', values.runs, 5),
  queries:
    values.queries === ''
      ? []
      : known(
          'query',
          values.queries,
          nexmarkQueries().map((query) => query.name),
        ),
};
await buildBench();
const report = await SUITES[suite!]!(options);
writeReport(report);
printReport(report);
