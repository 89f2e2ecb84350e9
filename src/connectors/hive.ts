// hive.ts: Hive folders `year=2024/city=Z%C3%BCrich`: names and values escaped as Spark writes them, types inferred as Spark reads them.
import type { DataType, Field, Schema } from '../types/data-type.ts';
import { BIGINT, DATE, DOUBLE, INT, STRING, TIMESTAMP, decimal } from '../types/data-type.ts';
import { parseDate, parseTimestamp, parseTimestampNtz } from '../types/datetime-text.ts';
import { decimalFromText } from '../types/decimal.ts';
import { CaudalError } from '../types/error.ts';
import { formatType } from '../types/format-type.ts';
import { timeZone } from '../types/time-zone.ts';
import type { Value } from '../types/value.ts';
import type { SourceFile } from './files.ts';

export const HIVE_NULL = '__HIVE_DEFAULT_PARTITION__';
// oxlint-disable-next-line no-control-regex -- control characters are what must not stand in a path
const UNSAFE = /[\u0001-\u001f"#%'*/:=?\\{[\]^\u007f]/g;
/** One part of a partition path. */
export const escapePathName = (text: string): string =>
  text.replace(UNSAFE, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
export const unescapePathName = (text: string): string =>
  text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
/** `a=1/b=x`; NULL and '' share Hive's name for nothing. */
export const partitionPath = (columns: readonly (readonly [string, string | null])[]): string =>
  columns
    .map(([name, value]) => `${escapePathName(name)}=${value === null || value === '' ? HIVE_NULL : escapePathName(value)}`)
    .join('/');

const textOf = (raw: string): string | null => (raw === HIVE_NULL ? null : unescapePathName(raw));

/** Columns that the files' folders add, in folder order; a `given` schema that names one has its type and spelling. All files must agree on them. */
export function partitionFields(files: readonly SourceFile[], zone: string, given: Schema = []): readonly Field[] {
  const names = files[0]!.partitions.map(([name]) => unescapePathName(name));
  for (const file of files) {
    const own = file.partitions.map(([name]) => unescapePathName(name));
    if (own.length !== names.length || own.some((name, i) => name !== names[i]))
      throw new CaudalError(
        'CONFLICTING_PARTITION_COLUMN_NAMES',
        `${file.label} stands in folders (${own.join(', ')}), the first file in (${names.join(', ')}).`,
        { params: { file: file.label } },
      );
  }
  return names.map((name, i) => {
    const wanted = given.find((field) => sameName(field.name, name));
    if (wanted) return { ...wanted, nullable: true };
    const texts = files.map((f) => textOf(f.partitions[i]![1]));
    return { name, nullable: true, type: inferType(texts, zone) };
  });
}
/** What is left for the files themselves to hold. */
export const withoutPartitions = (fields: Schema, partitions: readonly { readonly name: string }[]): Schema =>
  fields.filter((field) => !partitions.some(({ name }) => sameName(name, field.name)));
const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The value of a partition column for one file. */
export function partitionValue(file: SourceFile, index: number, type: DataType, zone: string): Value {
  const [name, raw] = file.partitions[index]!;
  const text = textOf(raw);
  if (text === null) return null;
  const value = parseAs(text, type, zone);
  if (value !== undefined) return value;
  throw new CaudalError('INVALID_PARTITION_VALUE', `Folder ${name}=${raw} of ${file.label} is no ${formatType(type)}.`, {
    params: { file: file.label, column: name },
    hint: 'Give the column another type in the schema.',
  });
}
const INTEGER_BITS: { readonly [K in DataType['kind']]?: number } = { tinyint: 8, smallint: 16, int: 32, bigint: 64 };
/** undefined: the text is none of the type, or the type is not read from text. */
function parseAs(text: string, type: DataType, zone: string): Value | undefined {
  switch (type.kind) {
    case 'string':
      return text;
    case 'binary':
      return new TextEncoder().encode(text);
    case 'boolean':
      return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined;
    case 'float':
    case 'double':
      return REAL.test(text) ? (type.kind === 'float' ? Math.fround(Number(text)) : Number(text)) : undefined;
    case 'decimal': {
      const value = decimalFromText(text, type);
      return value === 'overflow' ? undefined : value;
    }
    case 'date':
      return parseDate(text);
    case 'timestamp':
      return parseTimestamp(text, timeZone(zone), 0n);
    case 'timestamp_ntz':
      return parseTimestampNtz(text);
    default: {
      const bits = INTEGER_BITS[type.kind];
      if (bits === undefined || !INTEGER.test(text)) return undefined;
      const value = BigInt(text);
      if (BigInt.asIntN(bits, value) !== value) return undefined;
      return bits === 64 ? value : Number(value);
    }
  }
}

const INTEGER = /^[+-]?\d{1,38}$/;
const REAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
/** Narrow to wide, as Spark tries them; the first that fits every value. */
function inferType(values: readonly (string | null)[], zone: string): DataType {
  const texts = values.filter((v) => v !== null);
  if (texts.length === 0) return STRING;
  if (texts.every((t) => INTEGER.test(t))) return inferInteger(texts);
  if (texts.every((t) => REAL.test(t))) return DOUBLE;
  if (texts.every((t) => /^\d{4}-\d{1,2}-\d{1,2}$/.test(t) && parseDate(t) !== undefined)) return DATE;
  if (texts.every((t) => /^\d{4}-/.test(t) && parseTimestamp(t, timeZone(zone), 0n) !== undefined)) return TIMESTAMP;
  return STRING;
}
function inferInteger(texts: readonly string[]): DataType {
  const most = texts.map(BigInt).reduce((a, v) => ((v < 0n ? -v - 1n : v) > a ? (v < 0n ? -v - 1n : v) : a), 0n);
  if (most < 1n << 31n) return INT;
  return most < 1n << 63n ? BIGINT : decimal(38, 0);
}
