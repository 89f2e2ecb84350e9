// The stream suite: count and sum per key and tumbling window, update mode, Spark's rules with a watermark. How many events a second from
// columns and from objects, what state takes and how long a checkpoint stops the stream, and latency under an open load. Every part has a
// process of its own (stream-child.ts) and checks its results before it says a time.
import { STREAM_CHILD } from './build.ts';
import { answerOf, reportOf } from './lanes.ts';
import type { Options } from './lanes.ts';
import type { Cell, Report, Section } from './report.ts';
import { STREAM_RIVALS, rivalLanes } from './stream-rivals.ts';
import type { RivalLane } from './stream-rivals.ts';

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
  const sections: Section[] = [];
  const wanted = engines.includes('caudal') ? PARTS : [];
  for (const { name, measured } of wanted) {
    console.error(`${LANE}: ${name}`);
    const answer = await answerOf<StreamAnswer>([STREAM_CHILD, name, String(rows), String(runs)]).catch((error: unknown) =>
      String(error),
    );
    for (const [what, unit] of Object.entries(measured))
      sections.push({ name, unit, rows: [{ name: what, cells: { [LANE]: cellOf(answer, what) } }], hasMean: false });
  }
  const lanes = [];
  for (const name of STREAM_RIVALS) if (engines.includes(name)) lanes.push(...(await rivalLanes(name, rows, runs)));
  const all = [...sections.filter(({ name }) => name !== 'columns'), ...columnSections(sections, lanes)];
  const titles = [...(wanted.length > 0 ? [LANE] : []), ...lanes.map(({ title }) => title)];
  return reportOf(`stream-${rows}`, 'Streams: tumbling count and sum per key, update mode, watermark', titles, all);
}
function cellOf(answer: StreamAnswer | string, what: string): Cell {
  return typeof answer === 'string' ? { values: [], error: answer } : { values: answer[what] ?? [] };
}
/** The part that the rivals take part in: ours beside theirs. */
function columnSections(sections: readonly Section[], lanes: readonly RivalLane[]): Section[] {
  const ours = sections.filter(({ name }) => name === 'columns').flatMap(({ rows }) => rows);
  const rows = { ...PARTS[0]!.measured, ...(lanes.length > 0 && { 'cpu of the source': 'ns/event' as const }) };
  return Object.entries(rows).flatMap(([name, unit]) => {
    const own = ours.find((row) => row.name === name)?.cells ?? {};
    const cells = { ...own, ...Object.fromEntries(lanes.map(({ title, answer }) => [title, cellOf(answer, name)])) };
    return Object.keys(cells).length > 0 ? [{ name: 'columns', unit, rows: [{ name, cells }], hasMean: false }] : [];
  });
}
