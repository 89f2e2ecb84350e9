// npm run bench -- SUITE [--rows 1e6] [--engines caudal,duckdb-wasm,duckdb] [--sources memory,parquet,csv] [--runs 5]
// Prints one table per source and writes bench/results/<suite>-<rows>.json and .svg.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { DataSource } from './engines/engine.ts';
import { ENGINES } from './engines/index.ts';
import { benchH2o } from './h2o.ts';
import { h2oFiles } from './data/h2o.ts';
import { barChart, median } from './report.ts';
import { benchStartup } from './startup.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '1e6' },
    engines: { type: 'string', default: Object.keys(ENGINES).join(',') },
    sources: { type: 'string', default: 'memory,parquet,csv' },
    runs: { type: 'string', default: '5' },
  },
});
const RESULTS = join(import.meta.dirname, 'results');
mkdirSync(RESULTS, { recursive: true });

const suite = positionals[0] ?? 'h2o';
switch (suite) {
  case 'h2o': {
    const rows = Number(values.rows),
      engines = values.engines.split(',');
    const unknown = engines.filter((name) => !ENGINES[name]);
    if (unknown.length > 0) throw new Error(`unknown engine ${unknown.join(', ')}: there are ${Object.keys(ENGINES).join(', ')}`);
    await h2oFiles(rows);
    const lanes = benchH2o({ rows, engines, sources: values.sources.split(',') as DataSource[], runs: Number(values.runs) });
    const bars = lanes.flatMap((lane) =>
      lane.source === 'memory'
        ? lane.run.queries
            .filter((q) => !q.error)
            .map((q) => ({ group: q.name, series: `${lane.engine} ${lane.threads}`, value: median(q.times) }))
        : [],
    );
    writeFileSync(join(RESULTS, `h2o-${rows}.json`), `${JSON.stringify(lanes, null, 1)}\n`);
    if (bars.length > 0)
      writeFileSync(
        join(RESULTS, `h2o-${rows}.svg`),
        barChart(`H2O group-by, ${rows} rows in memory, median ms (log scale)`, bars),
      );
    break;
  }
  case 'startup':
    benchStartup(Number(values.runs));
    break;
  default:
    throw new Error(`unknown suite ${suite}: there are h2o, startup`);
}
