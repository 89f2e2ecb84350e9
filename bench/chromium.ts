// The H2O suite in Chromium: pages of a plain server, one browser per lane; only DuckDB-WASM's threads get an isolated page.
import { basename } from 'node:path';
import { buildPage, PAGE_FOLDER } from './build.ts';
import { h2oFiles } from './data/h2o.ts';
import { CACHE, DIST, duckdbFolder } from './data/paths.ts';
import { querySections } from './h2o.ts';
import { reportOf, runLanes, titlesOf } from './lanes.ts';
import type { Options, Track } from './lanes.ts';
import { raceInBrowser } from './page/browser.ts';
import { PAGE_ENGINES } from './page/engines.ts';
import { serve } from './page/server.ts';
import { h2oQueries } from './queries/index.ts';
import type { Report, Section } from './report.ts';

const FOLDERS = {
  '/': [PAGE_FOLDER, DIST],
  '/data/': [CACHE],
  '/duckdb-wasm/': [duckdbFolder('@duckdb/duckdb-wasm')],
  '/duckdb-wasm-1.28/': [duckdbFolder('duckdb-wasm-1.28')],
};

const CHROMIUM: Track = {
  engines: PAGE_ENGINES,
  async run({ name, lane, rows, job }) {
    const paths = await h2oFiles(rows);
    const at = (path: string): string => `/data/${basename(path)}`;
    const files = { arrow: at(paths.arrow), parquet: at(paths.parquet), csv: at(paths.csv) };
    const site = await serve(FOLDERS, lane.isIsolated === true);
    try {
      return await raceInBrowser(site.url, name, job, files, h2oQueries());
    } finally {
      site.close();
    }
  },
};

export async function benchChromium(options: Options): Promise<Report> {
  await h2oFiles(options.rows);
  await buildPage();
  const sections: Section[] = [];
  for (const source of options.sources)
    sections.push(...querySections(source, await runLanes(options, { source }, options.runs, CHROMIUM)));
  const title = `H2O group-by in Chromium, ${options.rows.toLocaleString('en')} rows`;
  return reportOf(`chromium-${options.rows}`, title, titlesOf(options.engines, PAGE_ENGINES), sections);
}
