// One engine, one source, all queries of a suite, in a process of its own; prints one JSON line.
// Usage: child.ts ENGINE THREADS SOURCE ROWS RUNS
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { h2oFiles } from './data/h2o.ts';
import { ENGINES } from './engines/index.ts';
import type { DataSource } from './engines/engine.ts';
import { digest } from './digest.ts';
import type { Digest } from './digest.ts';

export interface QueryRun {
  readonly name: string;
  /** Milliseconds of each counted run. */
  readonly times: readonly number[];
  readonly digest: Digest;
  readonly error?: string;
}
export interface EngineRun {
  readonly openMs: number;
  readonly loadMs: number;
  /** Greatest resident set less that before the engine was opened. */
  readonly peakBytes: number;
  readonly queries: readonly QueryRun[];
}

const [, , engineName, threads, source, rows, runs] = process.argv;
const engine = ENGINES[engineName!]!();
const files = await h2oFiles(Number(rows));
await engine.prepare();
const before = process.memoryUsage.rss();
const openedAt = performance.now();
await engine.open(Number(threads));
const loadedFrom = performance.now();
await engine.load(source as DataSource, files);
const loadMs = performance.now() - loadedFrom;
const folder = join(import.meta.dirname, 'queries', 'h2o');
const queries: QueryRun[] = [];
for (const file of readdirSync(folder).sort()) {
  const sql = readFileSync(join(folder, file), 'utf8');
  queries.push(await race(file.replace('.sql', ''), sql));
}
const peakBytes = process.resourceUsage().maxRSS * 1024 - before;
await engine.close();
const result: EngineRun = { openMs: loadedFrom - openedAt, loadMs, peakBytes, queries };
console.log(`\n${JSON.stringify(result)}`);
process.exit(0);

/** The result is digested after the first, uncounted run. */
async function race(name: string, sql: string): Promise<QueryRun> {
  const times: number[] = [];
  try {
    const found = digest(engine.read(await engine.query(sql)));
    for (let i = 0; i < Number(runs); i++) {
      const start = performance.now();
      await engine.query(sql);
      times.push(performance.now() - start);
    }
    return { name, times, digest: found };
  } catch (error) {
    return {
      name,
      times,
      digest: { rows: 0, columns: 0, sums: [] },
      error: error instanceof Error ? error.message : String(error),
    };
  }
}
