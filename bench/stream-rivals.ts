// Spark and Flink in the stream suite, where they are installed: the same events and the same query in a JVM of their own (rivals/*.py),
// on one core. What they say is believed once their groups are those of the events counted one by one.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { answerOf } from './lanes.ts';
import { eventsOf, groupsOf } from './stream-events.ts';
import type { StreamAnswer } from './stream.ts';

interface Measured {
  /** Groups, and sums of: their counts, their totals, key by count, start (seconds) by count. */
  readonly digest: readonly number[];
  readonly events: readonly number[];
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
}
interface SparkAnswer extends Measured {
  readonly digestEvents: number;
  readonly source: readonly number[];
}
interface FlinkAnswer {
  readonly digestEvents: number;
  readonly source: readonly number[];
  readonly ways: Readonly<Record<string, Measured>>;
}
interface Rival {
  readonly name: string;
  readonly module: string;
  /** Names another Python. */
  readonly variable: string;
  readonly install: string;
  readonly script: string;
}
const RIVALS: readonly Rival[] = [
  {
    name: 'spark',
    module: 'pyspark',
    variable: 'SPARK_PYTHON',
    install: 'pip install pyspark==4.0.1',
    script: 'spark_stream.py',
  },
  {
    name: 'flink',
    module: 'pyflink',
    variable: 'FLINK_PYTHON',
    install: 'pip install apache-flink==2.3.0',
    script: 'flink_stream.py',
  },
];
export const STREAM_RIVALS: readonly string[] = RIVALS.map(({ name }) => name);
const KEYS = 10_000;

export interface RivalLane {
  readonly title: string;
  readonly answer: StreamAnswer | string;
}
/** The lanes of a rival; a line says how to install one that is not there. */
export async function rivalLanes(name: string, rows: number, runs: number): Promise<readonly RivalLane[]> {
  const rival = RIVALS.find((one) => one.name === name)!;
  const python = process.env[rival.variable] ?? 'python3';
  const missing = spawnSync('java', ['-version'], { stdio: 'ignore' }).status !== 0;
  if (missing || spawnSync(python, ['-c', `import ${rival.module}`], { stdio: 'ignore' }).status !== 0) {
    console.log(`${name}: skipped, ${missing ? 'no java; apt-get install openjdk-17-jre-headless' : rival.install}`);
    return [];
  }
  console.error(`${name}: columns`);
  const script = join(import.meta.dirname, 'rivals', rival.script);
  try {
    const answer = await answerOf<SparkAnswer | FlinkAnswer>([script, String(rows), String(runs)], python);
    const ways = 'ways' in answer ? answer.ways : { '': answer };
    return Object.entries(ways).map(([way, measured]) => ({
      title: way === '' ? name : `${name} ${way}`,
      answer: believed(measured, answer),
    }));
  } catch (error) {
    return [{ title: name, answer: String(error) }];
  }
}
function believed(
  { digest, events, wall, cpu }: Measured,
  { digestEvents, source }: SparkAnswer | FlinkAnswer,
): StreamAnswer | string {
  const expected = digestOf(digestEvents);
  if (digest.join() !== expected.join()) return `groups are ${digest.join(', ')}; ${expected.join(', ')} expected`;
  return { events, wall, cpu, 'cpu of the source': source };
}
function digestOf(n: number): readonly number[] {
  const groups = [...groupsOf([eventsOf(0, n, KEYS)])].map(([group, so]) => {
    const [startMs, key] = group.split('/').map(Number);
    return { ...so, key: key!, start: startMs! / 1000 };
  });
  const sum = (of: (group: (typeof groups)[number]) => number): number => groups.reduce((total, group) => total + of(group), 0);
  return [groups.length, sum((g) => g.n), sum((g) => g.total), sum((g) => g.key * g.n), sum((g) => g.start * g.n)];
}
