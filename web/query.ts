// query.ts: runs the editor's text and exports what came. Results stay in the engine: the page holds a cached DataFrame, asks for slices
// of it and lets it go when the next result is there.
import { DataFrame } from '../src/index.ts';
import type { QueryProfile } from '../src/index.ts';
import { asError, session } from './engine.ts';
import { busy, notice, outcome, progress, result, running, sql, view } from './state.ts';
import type { Outcome } from './state.ts';

let controller: AbortController | undefined;

/** Runs the text, one statement or several; the last run wins. */
export async function run(text = sql.value): Promise<void> {
  controller?.abort();
  const mine = (controller = new AbortController());
  const started = performance.now();
  running.value = true;
  progress.value = null;
  if (view.value === 'race' || view.value === 'stream') view.value = 'rows';
  let ended: Outcome;
  try {
    ended = await answer(text, mine.signal, started);
  } catch (e) {
    const error = asError(e, text);
    ended = error.code === 'CANCELLED' ? { kind: 'cancelled', elapsedMs: performance.now() - started } : { kind: 'error', error };
  }
  if (mine !== controller) {
    if (ended.kind === 'rows') ended.result.data.unpersist();
    return;
  }
  result.value?.data.unpersist();
  outcome.value = ended;
  running.value = false;
}
async function answer(text: string, signal: AbortSignal, started: number): Promise<Outcome> {
  const open = await session();
  const answered = await open.execute(text, undefined, { signal });
  if (!(answered instanceof DataFrame))
    return { kind: 'command', name: answered.name ?? '', elapsedMs: performance.now() - started };
  const data = answered.cache();
  let profile: QueryProfile | undefined;
  const rows = await data.count({
    signal,
    // The query fills the cache; what comes after it only counts the cache's rows.
    onProfile: (p) => (profile ??= p),
    onProgress: (p) => {
      if (profile === undefined && !signal.aborted) progress.value = p;
    },
  });
  const columns = await data.dtypes();
  return { kind: 'rows', result: { data, columns, rows }, profile, elapsedMs: performance.now() - started };
}
export function cancel(): void {
  controller?.abort();
}

export type ExportFormat = 'csv' | 'parquet' | 'json';
const EXTENSIONS: Readonly<Record<ExportFormat, string>> = { csv: 'csv', parquet: 'parquet', json: 'jsonl' };
/** Options of a format beside those of every action. */
type FileOptions = NonNullable<Parameters<DataFrame['toFile']>[1]>;

/** Saves the whole result as a file. */
export async function exportAs(format: ExportFormat): Promise<void> {
  const current = result.value;
  if (!current) return;
  busy.value = `Writing ${format.toUpperCase()}…`;
  try {
    const options = (format === 'csv' ? { header: true } : {}) as FileOptions;
    const blob = (await current.data.toFile(format, options)) as Blob;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `result.${EXTENSIONS[format]}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  } catch (e) {
    notice.value = `${format.toUpperCase()} could not be written: ${asError(e, '').message}`;
  } finally {
    busy.value = '';
  }
}
