// time-options.test.ts: dateFormat, timestampFormat and timestampNTZFormat of CSV and JSON against what Spark answered
// (spark-time-options.json, made by scripts/spark-time-options.py), and what our own rules add.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaudalError, Session } from '../../src/index.ts';

interface Case {
  readonly format: 'csv' | 'json';
  readonly options: Readonly<Record<string, string>>;
  readonly zone: string;
  readonly text?: string;
  readonly schema?: string;
  readonly sql?: string;
  readonly spark: 'error' | { readonly types: readonly string[]; readonly rows: readonly (string | null)[][] } | { readonly written: string };
}
const cases = JSON.parse(readFileSync(new URL('spark-time-options.json', import.meta.url), 'utf8')) as readonly Case[];

let session: Session;
beforeAll(async () => {
  session = await Session.create({ workers: 0 });
});
afterAll(() => session.close());
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function ours({ format, options, zone, text, schema, sql }: Case): Promise<Case['spark']> {
  session.conf.set('sql.session.timeZone', zone);
  try {
    if (sql !== undefined) return { written: await (await session.sql(sql).toFile(format, options)).text() };
    const reader = session.read.format(format).options({ mode: 'PERMISSIVE', header: false, ...options });
    const frame = (schema === undefined ? reader : reader.schema(schema)).load(bytes(text!));
    const types = (await frame.dtypes()).map(([, type]) => type);
    const names = (await frame.columns()).map((name) => `CAST(\`${name}\` AS STRING) AS \`${name}\``);
    const rows = await frame.selectExpr(...names).collect();
    return { types, rows: rows.map((row) => Object.values(row) as (string | null)[]) };
  } catch (error) {
    if (error instanceof CaudalError && error.code === 'INVALID_DATETIME_PATTERN') return 'error';
    throw error;
  }
}

describe('as Spark', () => {
  it.each(cases)('$format $options $zone $schema $text$sql', async (one) => {
    expect(await ours(one)).toEqual(one.spark);
  });
});

describe('beyond Spark', () => {
  it('a pattern is checked when the file is looked at, whether a column needs it or not', async () => {
    for (const options of [{ dateFormat: 'qq bbb' }, { timestampFormat: "yyyy'" }, { timestampNTZFormat: '{x}' }] as Record<string, string>[])
      for (const format of ['csv', 'json'] as const)
        await expect(session.read.format(format).options(options).schema('s string').load(bytes('{}\n')).collect()).rejects.toMatchObject({
          code: 'INVALID_DATETIME_PATTERN',
        });
  });
  it('writes microseconds where there are any, and reads them back', async () => {
    session.conf.set('sql.session.timeZone', 'Europe/Zurich');
    const frame = session.sql("SELECT timestamp'2024-02-29 13:05:06.123456' AS t, timestamp'2024-02-29 13:05:06.5' AS u");
    const file = await frame.toFile('csv');
    expect(await file.text()).toBe('2024-02-29T13:05:06.123456+01:00,2024-02-29T13:05:06.500+01:00\n');
    expect(await session.read.schema('t timestamp, u timestamp').csv(file).collect({ timestamps: 'bigint' })).toEqual(await frame.collect({ timestamps: 'bigint' }));
  });
  it('an inferred column widens past a date that does not fit the pattern', async () => {
    const text = `d\n${'29.02.2024\n'.repeat(300_000)}2024-02-29\n`;
    const frame = session.read.options({ header: true, inferSchema: true, dateFormat: 'dd.MM.yyyy' }).csv(bytes(text));
    expect(await frame.groupBy('d').count().orderBy('d').collect()).toEqual([{ d: '2024-02-29', count: 1 }, { d: '29.02.2024', count: 300_000 }]);
  });
  it('names the field that does not fit', async () => {
    const read = session.read.options({ dateFormat: 'dd.MM.yyyy' }).schema('s string, d date').csv(bytes('a,29.02.2024\nb,2024-02-29\n'));
    await expect(read.collect()).rejects.toMatchObject({ code: 'MALFORMED_RECORD', params: { line: '2', column: 'd' } });
  });
});
