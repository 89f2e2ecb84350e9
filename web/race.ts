// race.ts: the same text on DuckDB-WASM, in this page, over the same rows: both engines hold the files it names as tables in memory, and
// are timed from the text to the whole Arrow table on this thread.
import { signal } from '@preact/signals';
import type { Session } from '../src/index.ts';
import { compareRows } from './compare.ts';
import type { ArrowRows, Verdict } from './compare.ts';
import { quoted, session } from './engine.ts';
import { connectRival } from './rival.ts';
import type { Rival } from './rival.ts';
import { files, sql } from './state.ts';

export interface Lap {
  readonly engine: string;
  readonly rows: number;
  readonly ms: number;
  /** Bringing the files into its memory, once. */
  readonly loadMs: number;
}
export interface RaceState {
  readonly text: string;
  readonly step: string;
  readonly laps: readonly Lap[];
  readonly verdict?: Verdict;
  readonly failure?: string;
}
export const RUNS = 5;
export const race = signal<RaceState | null>(null);
export const racing = signal(false);
export const canRace = connectRival !== undefined;

let controller: AbortController | undefined;
export const stopRace = (): void => controller?.abort();

/** Whose failure it was, in the words of the page. */
class Failed extends Error {}
const failedBy =
  (who: string) =>
  (e: unknown): never => {
    throw e instanceof Failed ? e : new Failed(`${who}: ${e instanceof Error ? e.message : String(e)}`);
  };

export async function startRace(): Promise<void> {
  if (!connectRival || racing.value) return;
  racing.value = true;
  const { signal } = (controller = new AbortController());
  const text = sql.value;
  const say = (change: Partial<RaceState>): void => {
    race.value = { ...(race.value ?? { text, step: '', laps: [] }), ...change };
  };
  race.value = null;
  say({ step: 'Starting DuckDB-WASM…' });
  const stopped = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new Failed('The race was stopped.'))),
  );
  const open = await session();
  let cleanUp = (): void => undefined;
  try {
    const rival = await Promise.race([connectRival().catch(failedBy('DuckDB-WASM did not start')), stopped]);
    signal.addEventListener('abort', () => void rival.close());
    const tables = tablesOf(text, open);
    cleanUp = () => {
      tables.drop();
      void rival.close();
    };
    let [ourLoadMs, theirLoadMs] = [0, 0];
    for (const table of tables.list) {
      say({ step: `Bringing ${table.file} into both engines…` });
      const { rows, loadMs } = await Promise.race([table.load(signal).catch(failedBy('Caudal')), stopped]);
      ourLoadMs += loadMs;
      const start = performance.now();
      await Promise.race([rival.load(table.name, rows).catch(failedBy(`DuckDB-WASM cannot take ${table.file}`)), stopped]);
      theirLoadMs += performance.now() - start;
    }
    say({ step: `Caudal, ${RUNS} runs…` });
    const query = tables.text;
    const ours = await lap('Caudal', ourLoadMs, () => open.sql(query).toArrow({ signal }).catch(failedBy('Caudal')));
    say({ step: `${rival.name}, ${RUNS} runs…`, laps: [ours.lap] });
    const theirs = await lap(rival.name, theirLoadMs, () =>
      Promise.race([rival.query(query).catch(failedBy('DuckDB-WASM')), stopped]),
    );
    say({ step: '', laps: [ours.lap, theirs.lap], verdict: compareRows(ours.table, theirs.table) });
  } catch (e) {
    say({ step: '', failure: signal.aborted ? 'The race was stopped.' : e instanceof Error ? e.message : String(e) });
  } finally {
    cleanUp();
    racing.value = false;
  }
}

type Handover = Parameters<Rival['load']>[1];
interface RaceTable {
  readonly file: string;
  readonly name: string;
  /** Caches the file's rows here and gives them as an Arrow table for the other engine. */
  load(signal: AbortSignal): Promise<{ readonly rows: Handover; readonly loadMs: number }>;
}
/** The files that the text names, as tables, and the text over those. */
function tablesOf(text: string, open: Session): { list: readonly RaceTable[]; text: string; drop(): void } {
  const named = files.value.filter((f) => text.includes(quoted(f.name)));
  const frames = named.map((f, i) => ({ file: f.name, name: `race_${i}`, data: open.sql(`SELECT * FROM ${quoted(f.name)}`) }));
  const list = frames.map(({ file, name, data }) => ({
    file,
    name,
    async load(signal: AbortSignal) {
      const start = performance.now();
      data.cache().createOrReplaceTempView(name);
      await data.count({ signal });
      const loadMs = performance.now() - start;
      return { rows: await data.toArrow({ signal }), loadMs };
    },
  }));
  return {
    list,
    text: frames.reduce((t, { file, name }) => t.replaceAll(quoted(file), name), text),
    drop() {
      for (const { name, data } of frames) {
        data.unpersist();
        open.catalog.dropTempView(name);
      }
    },
  };
}
/** One run to warm up, then the median of the timed ones. */
async function lap(
  engine: string,
  loadMs: number,
  query: () => Promise<ArrowRows>,
): Promise<{ readonly lap: Lap; readonly table: ArrowRows }> {
  let table = await query();
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now();
    table = await query();
    times.push(performance.now() - start);
  }
  const ms = times.sort((a, b) => a - b)[RUNS >> 1]!;
  return { lap: { engine, rows: table.numRows, ms, loadMs }, table };
}
