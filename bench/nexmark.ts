// Nexmark as streams: events of the seeded generator, added as objects in cuts of CUT, to the end of the query; rows are thrown away.
// What the queries answer is not looked at here: test/streams/nexmark.test.ts holds it against the batch query and DuckDB.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NEXMARK_SCHEMAS, nexmarkEvents } from './data/nexmark.ts';
import type { NexmarkEvent } from './data/nexmark.ts';
import { DIST } from './data/paths.ts';
import { reportOf } from './lanes.ts';
import type { Options } from './lanes.ts';
import { nexmarkQueries } from './queries/index.ts';
import { WAYS } from './queries/nexmark-ways.ts';
import type { Cell, Report, Row } from './report.ts';

type Package = typeof import('../src/index.ts');
type TableName = keyof typeof NEXMARK_SCHEMAS;
type Cut = Readonly<Record<TableName, readonly object[]>>;

const CUT = 10_000;
const TABLES = Object.keys(NEXMARK_SCHEMAS) as readonly TableName[];
const LANES = [1, 2].map((workers) => ({ title: `caudal ${workers}w`, workers }));

export async function benchNexmark({ rows: events, runs, queries }: Options): Promise<Report> {
  const { Session } = (await import(pathToFileURL(join(DIST, 'index.js')).href)) as Package;
  const cuts = cutsOf([...nexmarkEvents(events)]);
  const side = Array.from({ length: 10_000 }, (_, key) => ({ key, value: `value ${key}` }));
  const rows: Row[] = [];
  for (const { name, sql } of nexmarkQueries().filter((query) => queries.length === 0 || queries.includes(query.name))) {
    const { mode, semantics } = WAYS[name]![0] ?? { mode: 'append', semantics: 'spark' };
    const cells: Record<string, Cell> = {};
    for (const { title, workers } of LANES) {
      console.error(`${title}: ${name}`);
      const once = async (): Promise<number> => {
        await using session = await Session.create({ workers });
        const inputs = TABLES.map((table) => [table, session.memoryStream(NEXMARK_SCHEMAS[table])] as const);
        for (const [table, input] of inputs) input.toDF().withWatermark('dateTime', '4 seconds').createOrReplaceTempView(table);
        session.createDataFrame(side, 'key BIGINT, value STRING').createOrReplaceTempView('side_input');
        const writer = session.sql(sql).writeStream.outputMode(mode).option('semantics', semantics).format('noop');
        const query = await writer.start();
        const began = performance.now();
        for (const cut of cuts) {
          session.addAll(inputs.map(([table, input]) => [input, cut[table]] as const));
          await query.processAllAvailable();
        }
        for (const [, input] of inputs) input.end();
        await query.awaitTermination();
        return (events / (performance.now() - began)) * 1000;
      };
      cells[title] = await cellOf(once, runs);
    }
    rows.push({ name, cells });
  }
  const title = `Nexmark as streams, ${events.toLocaleString('en')} events in cuts of ${CUT.toLocaleString('en')}`;
  const section = { name: 'nexmark', unit: 'events/s' as const, rows, hasMean: false };
  return reportOf(
    `nexmark-${events}`,
    title,
    LANES.map((lane) => lane.title),
    [section],
  );
}
/** One run to warm up, then those that count. */
async function cellOf(once: () => Promise<number>, runs: number): Promise<Cell> {
  const values: number[] = [];
  try {
    for (let run = 0; run <= runs; run++) values.push(await once());
    return { values: values.slice(1) };
  } catch (error) {
    return { values: [], error: String(error) };
  }
}
function cutsOf(events: readonly NexmarkEvent[]): readonly Cut[] {
  const rowsOf = (from: readonly NexmarkEvent[], name: TableName): readonly object[] =>
    from.filter((event) => event.kind === name).map((event) => event.row);
  return Array.from({ length: Math.ceil(events.length / CUT) }, (_, i) => {
    const part = events.slice(i * CUT, (i + 1) * CUT);
    return { person: rowsOf(part, 'person'), auction: rowsOf(part, 'auction'), bid: rowsOf(part, 'bid') };
  });
}
