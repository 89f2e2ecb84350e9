// Values of result columns as JavaScript's: numbers, exact strings, Dates, Uint8Arrays, arrays, objects, Maps. One array per column and
// batch, so that a loop over rows only copies references. BIGINT is put together from two 32-bit words: a BigInt costs nine times as much.
import { bitAt, int128At, int64At, resultValues } from '../column/result-values.ts';
import { isValidAt } from '../column/result.ts';
import type { ResultColumn } from '../column/result.ts';
import { readTexts } from '../column/result-text.ts';
import { storageOf } from '../types/data-type.ts';
import { formatDecimal } from '../types/decimal.ts';
import { CaudalError } from '../types/error.ts';
import { formatValue } from '../types/format-value.ts';
import { plainObject } from './plain-object.ts';

/** How values that JavaScript cannot hold are given back. */
export interface ValueOptions {
  readonly integers?: 'number' | 'bigint';
  readonly decimals?: 'string' | 'number';
  readonly timestamps?: 'date' | 'string' | 'bigint';
}
export interface ValueFormat extends Required<ValueOptions> {
  readonly timeZone: string;
}

const MS_PER_DAY = 86_400_000;
const TWO_32 = 4_294_967_296;
/** Highest 32 bits of integers within ±2^53. */
const SAFE_HIGH = 2_097_152;

/** One entry per row, null for NULL. `name` is named in errors. */
export function jsValues(column: ResultColumn, name: string, format: ValueFormat): unknown[] {
  const { length, validity } = column;
  if (column.layout === 'null') return new Array<null>(length).fill(null);
  const out = readAll(column, name, format);
  if (validity !== null) for (let i = 0; i < length; i++) if (((validity[i >> 3]! >> (i & 7)) & 1) === 0) out[i] = null;
  return out;
}

/** Values under NULL are left as anything. */
function readAll(column: ResultColumn, name: string, format: ValueFormat): unknown[] {
  const { type, length } = column;
  switch (type.kind) {
    case 'boolean':
      return fill(length, (i) => bitAt(column, i));
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'float':
    case 'double':
      return Array.from(column.values!);
    case 'string':
    case 'binary':
      return readTexts(column);
    case 'bigint':
      return format.integers === 'bigint' ? fill(length, (i) => int64At(words(column), i * 2)) : safeIntegers(column, name);
    case 'decimal':
      return decimals(column, format);
    case 'date':
      return fill(length, (i) => new Date(column.values![i]! * MS_PER_DAY));
    case 'timestamp':
    case 'timestamp_ntz':
      return timestamps(column, format);
    case 'array':
    case 'map':
      return lists(column, name, format);
    case 'struct':
      return structs(column, name, format);
    case 'null':
    case 'interval_year_month':
    case 'interval_day_time':
      return texts(column, format);
  }
}
const words = (column: ResultColumn): Uint32Array => column.values as Uint32Array;

function fill<T>(length: number, at: (row: number) => T): T[] {
  const out = new Array<T>(length);
  for (let i = 0; i < length; i++) out[i] = at(i);
  return out;
}

export function safeIntegers(column: ResultColumn, name: string): number[] {
  const pairs = words(column);
  return fill(column.length, (i) => {
    const high = pairs[i * 2 + 1]! | 0;
    const low = pairs[i * 2]!;
    if (high >= SAFE_HIGH || high < -SAFE_HIGH) {
      const edge = high === SAFE_HIGH && low === 0;
      if (!edge && isValidAt(column, i)) throw integerOutOfRange(int64At(pairs, i * 2), name);
    }
    return high * TWO_32 + low;
  });
}
const integerOutOfRange = (value: bigint, column: string): CaudalError =>
  new CaudalError('INTEGER_OUT_OF_RANGE', `Column \`${column}\` holds ${value}, which a JavaScript number cannot hold exactly.`, {
    hint: "Ask for bigints with the option integers: 'bigint', of the action or of Session.create.",
    params: { column, value: String(value), option: 'integers' },
  });

function decimals(column: ResultColumn, format: ValueFormat): unknown[] {
  const { type, length } = column;
  if (type.kind !== 'decimal') throw new Error('not a decimal');
  const pairs = words(column);
  const unscaled = storageOf(type) === 'i64' ? (i: number) => int64At(pairs, i * 2) : (i: number) => int128At(pairs, i * 4);
  const text = (i: number): string => formatDecimal(unscaled(i), type.scale);
  return format.decimals === 'string' ? fill(length, text) : fill(length, (i) => Number(text(i)));
}

function timestamps(column: ResultColumn, format: ValueFormat): unknown[] {
  const pairs = words(column);
  switch (format.timestamps) {
    case 'bigint':
      return fill(column.length, (i) => int64At(pairs, i * 2));
    case 'string':
      return texts(column, format);
    case 'date':
      return fill(column.length, (i) => new Date(millisecondsAt(pairs, i * 2)));
  }
}
/** floor(µs / 1000) without BigInt: 2^32 µs are 4,294,967 ms and 296 µs. */
function millisecondsAt(pairs: Uint32Array, at: number): number {
  const high = pairs[at + 1]! | 0;
  return high * 4_294_967 + Math.floor((high * 296 + pairs[at]!) / 1000);
}

const texts = (column: ResultColumn, format: ValueFormat): string[] =>
  resultValues(column).map((value) => formatValue(value, column.type, format.timeZone));

function lists(column: ResultColumn, name: string, format: ValueFormat): unknown[] {
  const offsets = column.offsets!;
  const [first, second] = column.children.map((child) => jsValues(child, name, format));
  const slice = (list: unknown[], i: number): unknown[] => list.slice(offsets[i], offsets[i + 1]);
  if (column.type.kind !== 'map') return fill(column.length, (i) => slice(first!, i));
  return fill(column.length, (i) => {
    const values = slice(second!, i);
    return new Map(slice(first!, i).map((key, k) => [key, values[k]]));
  });
}

function structs(column: ResultColumn, name: string, format: ValueFormat): unknown[] {
  const { type } = column;
  if (type.kind !== 'struct') throw new Error('not a struct');
  const children = column.children.map((child, f) => jsValues(child, `${name}.${type.fields[f]!.name}`, format));
  const names = uniqueNames(type.fields.map((f) => f.name));
  return fill(column.length, (i) => plainObject(names, children, i));
}

/** Names for the properties of an object: a second `a` is `a_1`, or the next that is free. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let n = 1; seen.has(unique) || (unique !== name && taken.has(unique)); n++) unique = `${name}_${n}`;
    seen.add(unique);
    return unique;
  });
}
