// The H2O suites: the ten group-by queries over each source, what it takes to load the table, and the memory both need.
import { h2oFiles } from './data/h2o.ts';
import type { FileForm } from './engines/engine.ts';
import { factRow, measuredRows, peakRow, reportOf, runLanes, titlesOf } from './lanes.ts';
import type { Lane, Options } from './lanes.ts';
import { h2oQueries } from './queries/index.ts';
import type { Report, Row, Section } from './report.ts';

const FORMS: readonly FileForm[] = ['arrow', 'parquet', 'csv'];
const QUERIES = h2oQueries().map((query) => query.name);
const count = (rows: number): string => `${rows.toLocaleString('en')} rows`;

export async function benchH2o(options: Options): Promise<Report> {
  await h2oFiles(options.rows);
  const sections: Section[] = [];
  for (const source of options.sources) sections.push(...querySections(source, await runLanes(options, { source })));
  return reportOf(`h2o-${options.rows}`, `H2O group-by, ${count(options.rows)}`, titlesOf(options.engines), sections);
}
/** The queries; making a table in memory before them takes time, making a view does not. */
export function querySections(source: string, lanes: readonly Lane[]): Section[] {
  return [
    { name: source, unit: 'ms', rows: measuredRows(QUERIES, lanes), hasMean: true },
    ...(source === 'memory'
      ? [{ name: source, unit: 'ms' as const, rows: [factRow('load', lanes, (run) => run.loadMs)], hasMean: false }]
      : []),
    { name: source, unit: 'MiB', rows: [peakRow('peak memory', lanes)], hasMean: false },
  ];
}

/** A table in memory from each form of the file. */
export async function benchLoad(options: Options): Promise<Report> {
  await h2oFiles(options.rows);
  const rows: Row[] = [];
  for (const load of FORMS) rows.push(...measuredRows([`from ${load}`], await runLanes(options, { load })));
  const title = `Loading the H2O table into memory, ${count(options.rows)}`;
  const section: Section = { name: 'load', unit: 'ms', rows, hasMean: true };
  return reportOf(`load-${options.rows}`, title, titlesOf(options.engines), [section]);
}

/** Every query once over each source in a fresh process, the results not kept. */
export async function benchMemory(options: Options): Promise<Report> {
  await h2oFiles(options.rows);
  const rows: Row[] = [];
  for (const source of options.sources) rows.push(peakRow(source, await runLanes(options, { source }, 0)));
  const title = `Peak memory of the H2O group-by queries, ${count(options.rows)}, above the engine's import`;
  const section: Section = { name: 'peak', unit: 'MiB', rows, hasMean: true };
  return reportOf(`memory-${options.rows}`, title, titlesOf(options.engines), [section]);
}
