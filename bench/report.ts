// What a suite found, and how it is told: one table (Markdown, so that it can stand in a page as it is), JSON, a chart.
// A cell is the median and half the distance of its quartiles in percent. Results are compared before a ratio is printed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { barChart } from './chart.ts';
import { difference } from './digest.ts';
import type { Digest } from './digest.ts';

export interface Cell {
  readonly values: readonly number[];
  readonly digest?: Digest;
  readonly error?: string;
}
export interface Row {
  readonly name: string;
  /** By lane; a lane that does not take part has none. */
  readonly cells: Readonly<Record<string, Cell>>;
}
export interface Section {
  readonly name: string;
  readonly unit: 'ms' | 'MiB' | 'KB' | 'events/s' | 'ns/event' | 'B';
  readonly rows: readonly Row[];
  /** Rows of one kind, which a geometric mean may stand for. */
  readonly hasMean: boolean;
}
export interface Report {
  /** Of the files in results/. */
  readonly name: string;
  readonly title: string;
  readonly lanes: readonly string[];
  readonly sections: readonly Section[];
}

const quantile = (sorted: readonly number[], q: number): number => {
  const at = (sorted.length - 1) * q,
    low = Math.floor(at);
  return sorted[low]! + (sorted[Math.ceil(at)]! - sorted[low]!) * (at - low);
};
const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
export const median = (values: readonly number[]): number => quantile(ascending(values), 0.5);
const spread = (values: readonly number[]): number => {
  const sorted = ascending(values);
  return (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 2 / quantile(sorted, 0.5);
};
const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length);

/** The lane ratios are taken against: the last of ours. */
const baseOf = (report: Report): string | undefined => report.lanes.filter((lane) => lane.startsWith('caudal')).pop();
const isRival = (lane: string): boolean => !lane.startsWith('caudal');

type Ratio = { readonly ratio: number } | { readonly differs: string } | undefined;
function ratioOf(row: Row, base: string, lane: string): Ratio {
  const ours = row.cells[base],
    theirs = row.cells[lane];
  if (!ours || !theirs || ours.values.length === 0 || theirs.values.length === 0) return undefined;
  const differs = ours.digest && theirs.digest ? difference(ours.digest, theirs.digest) : undefined;
  return differs === undefined ? { ratio: median(theirs.values) / median(ours.values) } : { differs };
}

export function printReport(report: Report): void {
  const base = baseOf(report);
  const rivals = base === undefined ? [] : report.lanes.filter(isRival);
  const problems = new Set<string>();
  const header = ['', ...report.lanes, ...rivals.map((lane) => `vs ${lane}`)];
  const body = report.sections.flatMap((section) => {
    const rows = section.rows.map((row) => {
      const name = `${section.name} ${row.name}, ${section.unit}`;
      const ratios = rivals.map((lane) => ratioOf(row, base!, lane));
      for (const problem of problemsOf(section.name, name, row, base, ratios, rivals)) problems.add(problem);
      return { cells: [name, ...report.lanes.map((lane) => textOf(row.cells[lane])), ...ratios.map(ratioText)], ratios };
    });
    if (!section.hasMean || rivals.length === 0) return rows.map((row) => row.cells);
    const means = rivals.map((_lane, i) => rows.map((row) => row.ratios[i]).flatMap((r) => (r && 'ratio' in r ? [r.ratio] : [])));
    const mean = means.map((ratios) => (ratios.length > 0 ? `${geometricMean(ratios).toFixed(2)}x` : ''));
    return [...rows.map((row) => row.cells), [`${section.name} geometric mean`, ...report.lanes.map(() => ''), ...mean]];
  });
  console.log(
    `\n${report.title}${base === undefined ? '' : `; ratios: rival / ${base}`}; median ± half the interquartile range\n`,
  );
  printTable(header, body);
  for (const problem of problems) console.error(problem);
  if (problems.size > 0) process.exitCode = 1;
}

function problemsOf(
  section: string,
  name: string,
  row: Row,
  base: string | undefined,
  ratios: readonly Ratio[],
  rivals: readonly string[],
): string[] {
  const failed = Object.entries(row.cells).flatMap(([lane, cell]) => (cell.error ? [`${section}, ${lane}: ${cell.error}`] : []));
  const differing = ratios.flatMap((r, i) =>
    r && 'differs' in r ? [`${name}: ${rivals[i]} differs from ${base}: ${r.differs}`] : [],
  );
  return [...failed, ...differing];
}
function textOf(cell: Cell | undefined): string {
  if (!cell) return '';
  if (cell.error !== undefined) return 'error';
  if (cell.values.length === 0) return '';
  const middle = median(cell.values);
  const text = middle >= 1000 ? middle.toFixed(0) : middle.toFixed(1);
  return cell.values.length < 3 ? text : `${text} ±${(100 * spread(cell.values)).toFixed(0)}%`;
}
const ratioText = (r: Ratio): string => (r === undefined ? '' : 'ratio' in r ? `${r.ratio.toFixed(2)}x` : 'DIFFERS');

function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = header.map((cell, i) => Math.max(3, cell.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' | ')} |`;
  console.log(line(header));
  console.log(`|${widths.map((w, i) => (i === 0 ? '-'.repeat(w + 2) : `${'-'.repeat(w + 1)}:`)).join('|')}|`);
  for (const row of rows) console.log(line(row));
}

/** results/<name>.json, and results/<name>.svg of what is told in the first section's unit. */
export function writeReport(report: Report): void {
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${report.name}.json`), `${JSON.stringify(report, null, 1)}\n`);
  const charted = report.sections.filter((section) => section.unit === report.sections[0]!.unit);
  const bars = charted.flatMap((section) =>
    section.rows.flatMap((row) =>
      report.lanes.flatMap((lane) => {
        const values = row.cells[lane]?.values ?? [];
        return values.length === 0 ? [] : [{ group: `${section.name} ${row.name}`, series: lane, value: median(values) }];
      }),
    ),
  );
  if (bars.length > 0) writeFileSync(join(folder, `${report.name}.svg`), barChart(report.title, bars));
}
