// csv-duckdb.test.ts: generated CSV files, read by the connector and by DuckDB: the same rows, whatever the dialect, batch and task size.
// The seed is in the test's name.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csv } from '../../src/connectors/csv/csv.ts';
import { BIGINT, BOOLEAN, DATE, DOUBLE, INT, STRING, TIMESTAMP, decimal } from '../../src/types/data-type.ts';
import type { DataType, Schema } from '../../src/types/data-type.ts';
import type { Value } from '../../src/types/value.ts';
import { formatDate, formatLocal } from '../../src/types/datetime-text.ts';
import { formatDecimal } from '../../src/types/decimal.ts';
import { readSource } from '../helpers/read-source.ts';

type Random = () => number;
const generator = (seed: number): Random => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
const below = (random: Random, n: number): number => Math.floor(random() * n);

interface Kind {
  readonly type: DataType;
  readonly duck: string;
  readonly text: (random: Random) => string;
}
const WORDS = ['', 'a', 'é€𝄞', 'x,y', 'tab\there', 'semi;colon', 'pi|pe', 'say "hi"', '""', 'line\nbreak', 'cr\r\nlf', ' padded ', "it's", 'NULL', '1', 'long '.repeat(30)];
const KINDS: readonly Kind[] = [
  { type: INT, duck: 'INTEGER', text: (r) => String(below(r, 2 ** 32) - 2 ** 31) },
  { type: BIGINT, duck: 'BIGINT', text: (r) => String(BigInt(below(r, 2 ** 50)) * 4096n * (r() < 0.5 ? -1n : 1n)) },
  { type: DOUBLE, duck: 'DOUBLE', text: (r) => pick(r, [String(r() * 10 ** below(r, 20)), (r() * 1000).toFixed(below(r, 8)), `${below(r, 1000)}e${below(r, 40) - 20}`]) },
  { type: decimal(18, 3), duck: 'DECIMAL(18,3)', text: (r) => `${r() < 0.5 ? '-' : ''}${below(r, 1e9)}.${below(r, 1000)}` },
  { type: decimal(38, 10), duck: 'DECIMAL(38,10)', text: (r) => `${below(r, 1e9)}${below(r, 1e9)}.${below(r, 1e9)}` },
  { type: BOOLEAN, duck: 'BOOLEAN', text: (r) => pick(r, ['true', 'false', 'TRUE', 'False']) },
  { type: DATE, duck: 'DATE', text: (r) => formatDate(below(r, 60000) - 20000) },
  { type: TIMESTAMP, duck: 'TIMESTAMP', text: (r) => formatLocal(BigInt(below(r, 2 ** 51))) },
  { type: STRING, duck: 'VARCHAR', text: (r) => pick(r, WORDS) },
  { type: STRING, duck: 'VARCHAR', text: (r) => `key ${below(r, 50)}` },
];
/** What DuckDB prints for a value. */
function asText(value: Value, type: DataType): string | null {
  if (value === null) return null;
  switch (type.kind) {
    case 'date': return formatDate(value as number);
    case 'timestamp': return formatLocal(value as bigint);
    case 'decimal': return formatDecimal(value as bigint, type.scale);
    default: return String(value);
  }
}
interface Generated { readonly text: string; readonly schema: Schema; readonly kinds: readonly Kind[]; readonly separator: string; readonly header: boolean }
function generate(random: Random): Generated {
  const kinds = Array.from({ length: 2 + below(random, 10) }, () => pick(random, KINDS));
  const schema = kinds.map(({ type }, c) => ({ name: `c${c}`, type, nullable: true }));
  const separator = pick(random, [',', ';', '\t', '|']), newline = pick(random, ['\n', '\r\n']), header = random() < 0.5, quotesAll = random() < 0.3;
  const quoted = (text: string): string => (quotesAll || text === '' || /["\n\r]/.test(text) || text.includes(separator) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = Array.from({ length: below(random, 3000) }, () => kinds.map((kind) => (random() < 0.1 ? '' : quoted(kind.text(random)))).join(separator));
  const lines = [...(header ? [schema.map(({ name }) => name).join(separator)] : []), ...rows];
  return { text: lines.join(newline) + (random() < 0.5 ? newline : ''), schema, kinds, separator, header };
}

let folder = '';
let connection: Awaited<ReturnType<DuckDBInstance['connect']>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'caudal-csv-'));
  connection = await (await DuckDBInstance.create()).connect();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(Array.from({ length: 30 }, (_, i) => 4000 + i))('seed %i', async (seed) => {
  const random = generator(seed);
  const { text, schema, kinds, separator, header } = generate(random);
  const path = join(folder, `${seed}.csv`);
  writeFileSync(path, text);
  const columns = kinds.map(({ duck }, c) => `c${c}: '${duck}'`).join(', ');
  // DOUBLE is compared as a number: DuckDB and JavaScript print it differently.
  const select = kinds.map(({ type }, c) => (type === DOUBLE ? `c${c}` : `c${c}::VARCHAR`)).join(', ');
  const judged = await connection.runAndReadAll(
    `SELECT ${select} FROM read_csv('${path}', auto_detect = false, header = ${header}, delim = '${separator}', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, strict_mode = false, new_line = '${text.includes('\r\n') ? '\\r\\n' : '\\n'}', columns = {${columns}})`,
  );
  const expected = judged.getRows();
  const options = { header, sep: separator, escape: '"', maxpartitionbytes: pick(random, [300, 5000, 1 << 30]) };
  const { rows } = await readSource(csv, { paths: [path], options, schema, batchRows: pick(random, [1, 7, 8192]) });
  expect(rows.map((row) => row.map((value, c) => (kinds[c]!.type === DOUBLE ? value : asText(value, kinds[c]!.type))))).toEqual(expected);
});
