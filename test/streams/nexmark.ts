// What the tests of Nexmark share: the same events for everybody, DuckDB's words for windows of time, results in one form.
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NEXMARK_SCHEMAS, nexmarkEvents } from '../../bench/data/nexmark.ts';
import type { NexmarkEvent } from '../../bench/data/nexmark.ts';

export type TableName = keyof typeof NEXMARK_SCHEMAS;
export const TABLES = Object.keys(NEXMARK_SCHEMAS) as readonly TableName[];
/** 50 seconds of event time: five windows of ten seconds. */
export const EVENTS: readonly NexmarkEvent[] = [...nexmarkEvents(5000, { seed: 11, rate: 100 })];
export const rowsOf = (name: TableName, events: readonly NexmarkEvent[] = EVENTS): readonly object[] =>
  events.filter((e) => e.kind === name).map((e) => e.row);
export const SIDE_INPUT = Array.from({ length: 10_000 }, (_, key) => ({ key, value: `value ${key}` }));

/** Rows without order; numbers as thirteen digits, times as milliseconds. */
export const canonical = (rows: readonly (readonly unknown[])[]): string[] =>
  rows.map((row) => JSON.stringify(row.map(scalar))).sort();
function scalar(value: unknown): unknown {
  if (typeof value === 'bigint' || typeof value === 'number') return Number(Number(value).toPrecision(13));
  return value instanceof Date ? `@${value.getTime()}` : value;
}

/** A DuckDB with the events, read from JSON: nothing of the engine under test has touched them. */
export async function duckdbWithEvents(): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const folder = await mkdtemp(join(tmpdir(), 'caudal-nexmark-'));
  for (const name of [...TABLES, 'side_input'] as const) {
    const file = join(folder, `${name}.json`);
    const rows = name === 'side_input' ? SIDE_INPUT : rowsOf(name);
    await writeFile(file, rows.map((row) => JSON.stringify(row)).join('\n'));
    const times = rows[0]! && ['dateTime', 'expires'].filter((column) => column in rows[0]!);
    const columns = times.length > 0 ? `* REPLACE (${times.map((t) => `make_timestamp(${t} * 1000) AS ${t}`).join(', ')})` : '*';
    await connection.run(`CREATE TABLE ${name} AS SELECT ${columns} FROM read_json('${file}', format = 'newline_delimited')`);
  }
  await connection.run(
    `CREATE MACRO date_format(t, f) AS CASE f WHEN 'HH:mm' THEN strftime(t, '%H:%M') ELSE strftime(t, '%Y-%m-%d') END`,
  );
  await rm(folder, { recursive: true });
  return connection;
}

/** DuckDB has no tables over windows of time: the same by hand. */
export const forDuckDb = (sql: string): string =>
  sql
    .replaceAll(
      /TUMBLE\(TABLE (\w+), DESCRIPTOR\((\w+)\), (INTERVAL '\d+' SECOND)\)/g,
      (_, table, time, size) =>
        `(SELECT *, time_bucket(${size}, ${time}) AS window_start, time_bucket(${size}, ${time}) + ${size} AS window_end FROM ${table})`,
    )
    .replaceAll(
      /HOP\(TABLE (\w+), DESCRIPTOR\((\w+)\), INTERVAL '(\d+)' SECOND, INTERVAL '(\d+)' SECOND\)/g,
      (_, table, time, slide, size) =>
        `(SELECT *, first - i * INTERVAL '${slide}' SECOND AS window_start, first - i * INTERVAL '${slide}' SECOND + INTERVAL '${size}' SECOND AS window_end
        FROM (SELECT *, time_bucket(INTERVAL '${slide}' SECOND, ${time}) AS first FROM ${table}), range(${Number(size) / Number(slide)}) r(i))`,
    )
    .replaceAll(
      /SESSION\(TABLE (\w+) PARTITION BY (\w+), DESCRIPTOR\((\w+)\), (INTERVAL '\d+' SECOND)\)/g,
      (_, table, key, time, gap) =>
        `(SELECT *, min(${time}) OVER (PARTITION BY ${key}, nth) AS window_start, max(${time}) OVER (PARTITION BY ${key}, nth) + ${gap} AS window_end
        FROM (SELECT *, sum(begins) OVER (PARTITION BY ${key} ORDER BY ${time}) AS nth
          FROM (SELECT *, CASE WHEN ${time} < lag(${time}) OVER (PARTITION BY ${key} ORDER BY ${time}) + ${gap} THEN 0 ELSE 1 END AS begins FROM ${table})))`,
    );
