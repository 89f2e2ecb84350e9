// Start-up: import, and from there to the first result; every run in a process of its own.
import { spawnSync } from 'node:child_process';
import { FIRST_RESULT } from './build.ts';
import type { Options } from './lanes.ts';
import { reportOf } from './lanes.ts';
import type { Cell, Report } from './report.ts';

interface Start {
  readonly importMs: number;
  readonly firstMs: number;
}
type Form = 'rows' | 'table';
export function benchStartup({ engines, runs }: Options): Report {
  const startsTo = (form: Form): Map<string, Start[]> =>
    new Map(engines.map((name) => [name, Array.from({ length: runs + 1 }, () => start(name, form)).slice(1)]));
  const starts = { rows: startsTo('rows'), table: startsTo('table') };
  const row = (name: string, form: Form, value: (start: Start) => number): { name: string; cells: Record<string, Cell> } => ({
    name,
    cells: Object.fromEntries(engines.map((engine) => [engine, { values: starts[form].get(engine)!.map(value) }])),
  });
  const rows = [
    row('import', 'rows', (s) => s.importMs),
    row('first rows', 'rows', (s) => s.firstMs),
    row('first Arrow table', 'table', (s) => s.firstMs),
  ];
  const title = 'Start-up: import, then open without threads and SELECT 1, in a fresh process';
  return reportOf('startup', title, engines, [{ name: 'start-up', unit: 'ms', rows, hasMean: false }]);
}
function start(engine: string, form: Form): Start {
  const child = spawnSync(process.execPath, [FIRST_RESULT, engine, form], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(`${engine} did not start: ${child.stderr}`);
  return JSON.parse(child.stdout.trim().split('\n').pop()!) as Start;
}
