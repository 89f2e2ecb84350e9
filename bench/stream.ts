// The stream suite: count and sum per key and tumbling window, update mode, Spark's rules with a watermark. How many events a second from
// columns and from objects, what state takes and how long a checkpoint stops the stream, and latency under an open load. Every part has a
// process of its own (stream-child.ts) and checks its results before it says a time.
import { spawnSync } from 'node:child_process';
import { STREAM_CHILD } from './build.ts';
import { answerOf, reportOf } from './lanes.ts';
import type { Options } from './lanes.ts';
import type { Report, Section } from './report.ts';

/** Measured values by name. */
export type StreamAnswer = Readonly<Record<string, readonly number[]>>;
type Unit = Section['unit'];
interface Part {
  readonly name: string;
  readonly measured: Readonly<Record<string, Unit>>;
}
const PARTS: readonly Part[] = [
  { name: 'columns', measured: { events: 'events/s', wall: 'ns/event', cpu: 'ns/event' } },
  { name: 'objects', measured: { events: 'events/s', wall: 'ns/event', cpu: 'ns/event' } },
  { name: 'state', measured: { 'bytes per key': 'B', 'checkpoint pause': 'ms', 'pause, every second': 'ms' } },
  { name: 'latency', measured: { p50: 'ms', p99: 'ms', 'checkpoint every': 'ms' } },
];
const LANE = 'caudal 0w';

export async function benchStream({ rows, runs, engines }: Options): Promise<Report> {
  sayWhoIsMissing();
  const sections: Section[] = [];
  if (!engines.includes('caudal')) throw new Error('the stream suite has lanes of caudal only');
  for (const { name, measured } of PARTS) {
    console.error(`${LANE}: ${name}`);
    const answer = await answerOf<StreamAnswer>([STREAM_CHILD, name, String(rows), String(runs)]).catch((error: unknown) =>
      String(error),
    );
    for (const [what, unit] of Object.entries(measured)) {
      const cell = typeof answer === 'string' ? { values: [], error: answer } : { values: answer[what]! };
      sections.push({ name, unit, rows: [{ name: what, cells: { [LANE]: cell } }], hasMean: false });
    }
  }
  return reportOf(`stream-${rows}`, 'Streams: tumbling count and sum per key, update mode, watermark', [LANE], sections);
}
/** Native rivals have no lanes here yet; the reader of the table is told, whether they are installed or not. */
function sayWhoIsMissing(): void {
  for (const [engine, command] of [
    ['flink', 'flink'],
    ['spark', 'spark-submit'],
  ] as const) {
    const isThere = spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
    console.log(`${engine}: skipped, ${isThere ? 'installed, but it has no lane in this suite' : 'not installed'}`);
  }
}
