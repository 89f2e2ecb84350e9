// state.ts: one session, the files it knows, and the query that runs. Results stay in the engine: the page holds a cached DataFrame
// and asks for slices. Files are registered, never read whole or sent anywhere.
import { effect, signal } from '@preact/signals';
import { CaudalError, Session } from '../src/index.ts';
import type { DataFrame } from '../src/index.ts';

/** Options of a format beside those of every action. */
type RunOptions = NonNullable<Parameters<DataFrame['toFile']>[1]>;

export interface OpenFile {
  readonly name: string;
  readonly bytes: number;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}
export interface QueryError {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}
export interface Result {
  readonly data: DataFrame;
  readonly columns: readonly (readonly [name: string, type: string])[];
  readonly rows: number;
}
export type View = 'rows' | 'plan' | 'race';

export const files = signal<readonly OpenFile[]>([]);
export const sql = signal('');
export const running = signal(false);
export const progress = signal<{ readonly rows: number; readonly bytes: number; readonly elapsedMs: number } | null>(null);
export const result = signal<Result | null>(null);
export const error = signal<QueryError | null>(null);
export const elapsedMs = signal<number | null>(null);
export const view = signal<View>('rows');
export const theme = signal<'light' | 'dark'>(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
});

let opening: Promise<Session> | undefined;
export const session = (): Promise<Session> => (opening ??= Session.create({ integers: 'bigint', baseUrl: document.baseURI }));
let controller: AbortController | undefined;

const asError = (e: unknown): QueryError =>
  e instanceof CaudalError
    ? { message: e.message, ...(e.position ? { line: e.position.line, column: e.position.column } : {}) }
    : { message: e instanceof Error ? e.message : String(e) };

/** Runs the text; the last run wins. */
export async function run(text = sql.value): Promise<void> {
  controller?.abort();
  const mine = (controller = new AbortController());
  running.value = true;
  error.value = null;
  progress.value = null;
  const started = performance.now();
  try {
    const open = await session();
    const data = open.sql(text).cache();
    const options = {
      signal: mine.signal,
      onProgress: (p: { rows: number; bytes: number; elapsedMs: number }) =>
        void (progress.value = { ...p, bytes: Math.max(p.bytes, progress.value?.bytes ?? 0) }),
    };
    const rows = await data.count(options);
    const columns = await data.dtypes();
    if (mine !== controller) return;
    result.value?.data.unpersist();
    result.value = { data, columns, rows };
    if (view.value === 'race') view.value = 'rows';
  } catch (e) {
    if (mine === controller) error.value = asError(e);
  } finally {
    if (mine === controller) {
      running.value = false;
      elapsedMs.value = performance.now() - started;
    }
  }
}
export function cancel(): void {
  controller?.abort();
}

const quoted = (name: string): string => `'${name.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
/** Registers a file under its name and asks for its first rows. */
export async function addFile(file: File): Promise<void> {
  const open = await session();
  open.files.set(file.name, file);
  await addNamed(file.name, file.size);
}
async function addNamed(name: string, bytes: number): Promise<void> {
  const open = await session();
  const text = `SELECT *\nFROM ${quoted(name)}\nLIMIT 1000`;
  try {
    const columns = (await open.sql(`SELECT * FROM ${quoted(name)}`).dtypes()).map(([column, type]) => ({ name: column, type }));
    files.value = [...files.value.filter((f) => f.name !== name), { name, bytes, columns }];
    sql.value = text;
    await run(text);
  } catch (e) {
    error.value = asError(e);
  }
}
/** The samples that lie beside the page. */
export async function addSample(): Promise<void> {
  const names = ['airports.csv', 'flights-3m.parquet'];
  const open = await session();
  for (const name of names) {
    const response = await fetch(new URL(`samples/${name}`, document.baseURI));
    if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
    const blob = await response.blob();
    open.files.set(name, new File([blob], name));
    await addNamed(name, blob.size);
  }
  sql.value = SAMPLE_QUERY;
  await run(SAMPLE_QUERY);
}
const SAMPLE_QUERY = `SELECT a.city, a.state, count(*) AS flights, round(avg(f.delay), 1) AS mean_delay
FROM 'flights-3m.parquet' f
JOIN 'airports.csv' a ON f.origin = a.iata
GROUP BY a.city, a.state
ORDER BY flights DESC`;

export function acceptDrop(event: DragEvent): void {
  event.preventDefault();
  for (const file of event.dataTransfer?.files ?? []) void addFile(file);
}
/** The result as a file to save. */
export async function exportAs(format: 'csv' | 'parquet' | 'json'): Promise<void> {
  const current = result.value;
  if (!current) return;
  const blob =
    format === 'csv' ? await current.data.toFile('csv', { header: true } as RunOptions) : await current.data.toFile(format);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob as Blob);
  link.download = `result.${format === 'json' ? 'jsonl' : format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
export async function explainAnalyze(): Promise<string> {
  const open = await session();
  return open.sql(sql.value).explain('analyze');
}
