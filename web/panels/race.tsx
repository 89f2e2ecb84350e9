// race.tsx: the same query on DuckDB-WASM, in this page, on the same bytes. It gets Arrow IPC made by our engine: its Parquet reader is
// not in its package but fetched from the network, which this page does not touch.
import { signal } from '@preact/signals';
import { formatCount, formatMs } from '../format.ts';
import { files, session, sql } from '../state.ts';

interface Lap {
  readonly engine: string;
  readonly rows: number;
  readonly ms: number;
}
const laps = signal<readonly Lap[]>([]);
const message = signal('');
const RUNS = 5;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
async function lap(engine: string, query: () => Promise<number>): Promise<Lap> {
  const times: number[] = [];
  let rows = await query();
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now();
    rows = await query();
    times.push(performance.now() - start);
  }
  return { engine, rows, ms: median(times) };
}
/** Both engines answer from tables in memory, made from the files the text names. */
async function race(): Promise<void> {
  laps.value = [];
  const named = files.value.filter((f) => sql.value.includes(f.name));
  const tableOf = (name: string): string => `race_${name.replace(/\W/g, '_')}`;
  const text = named.reduce((q, f) => q.replaceAll(`'${f.name}'`, tableOf(f.name)), sql.value);
  try {
    message.value = 'Loading the files into both engines…';
    const open = await session();
    const { connectDuckdb } = await import('../duckdb.ts');
    const rival = await connectDuckdb();
    for (const { name } of named) {
      const data = open.sql(`SELECT * FROM '${name}'`).cache();
      data.createOrReplaceTempView(tableOf(name));
      const ipc = await data.toFile('arrow');
      await rival.load(tableOf(name), new Uint8Array(await ipc.arrayBuffer()));
    }
    message.value = `Racing, ${RUNS} runs each…`;
    const ours = await lap('Caudal', async () => (await open.sql(text).toArrow()).numRows);
    laps.value = [ours];
    laps.value = [ours, await lap('DuckDB-WASM 1.32 (eh)', () => rival.query(text))];
    message.value = '';
    await rival.close();
  } catch (e) {
    message.value = e instanceof Error ? e.message : String(e);
  }
}
export function Race() {
  const slowest = Math.max(1, ...laps.value.map((l) => l.ms));
  const [ours, theirs] = laps.value;
  return (
    <div class="race">
      <p>
        <button class="run" onClick={() => void race()}>
          Race this query
        </button>{' '}
        <span class="dim">
          {message.value || 'Both engines hold the data in memory; median of five runs, text to whole Arrow table.'}
        </span>
      </p>
      {ours ? (
        <table>
          <tbody>
            {laps.value.map((l) => (
              <tr key={l.engine}>
                <th>{l.engine}</th>
                <td>{formatMs(l.ms)}</td>
                <td>{formatCount(l.rows)} rows</td>
                <td>
                  <span class="bar" style={{ width: `${(220 * l.ms) / slowest}px` }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {ours && theirs ? (
        <p>
          {ours.rows === theirs.rows
            ? `${(theirs.ms / ours.ms).toFixed(1)}× DuckDB-WASM’s speed.`
            : 'The row counts differ: please report this query.'}
        </p>
      ) : null}
    </div>
  );
}
