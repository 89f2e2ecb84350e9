// One column of many rows as a typed array, where all its values are what programs mostly give: numbers for numbers, a Date or milliseconds
// for times. Everything else, NULL too, is for row-values.ts, which also says what is wrong. Cost: about 10 ns a value, a tenth of that.
import type { PackedValues } from '../column/encode-frame.ts';
import type { DataType } from '../types/data-type.ts';

type Rows = readonly Readonly<Record<string, unknown>>[];
const WORD = 2 ** 32;

/** undefined: some value has to be looked at. `name` is that of no property of every object. */
export function packedValues(rows: Rows, name: string, { kind }: DataType): PackedValues | undefined {
  const n = rows.length;
  switch (kind) {
    case 'tinyint':
      return exact(rows, name, new Int8Array(n));
    case 'smallint':
      return exact(rows, name, new Int16Array(n));
    case 'int':
      return exact(rows, name, new Int32Array(n));
    case 'float':
      return floating(rows, name, new Float32Array(n));
    case 'double':
      return floating(rows, name, new Float64Array(n));
    case 'bigint':
      return wide(rows, name, 1);
    case 'timestamp':
    case 'timestamp_ntz':
      return wide(rows, name, 1000);
    default:
      return undefined;
  }
}
function exact<T extends Int8Array | Int16Array | Int32Array>(rows: Rows, name: string, out: T): T | undefined {
  for (let i = 0; i < out.length; i++) {
    const value = rows[i]![name];
    if (typeof value !== 'number') return undefined;
    out[i] = value;
    // What does not fit comes back as another number.
    if (out[i] !== value) return undefined;
  }
  return out;
}
function floating<T extends Float32Array | Float64Array>(rows: Rows, name: string, out: T): T | undefined {
  for (let i = 0; i < out.length; i++) {
    const value = rows[i]![name];
    if (typeof value !== 'number') return undefined;
    out[i] = value;
  }
  return out;
}
/** Whole numbers times `unit`; fractions of milliseconds (`unit` 1000) are cut off, as a Date does. By halves: a bigint each takes 50 ns. */
function wide(rows: Rows, name: string, unit: 1 | 1000): BigInt64Array | undefined {
  const out = new BigInt64Array(rows.length);
  const halves = new Int32Array(out.buffer);
  for (let i = 0; i < rows.length; i++) {
    const given = rows[i]![name];
    const value = unit === 1000 && given instanceof Date ? given.getTime() : given;
    if (typeof value !== 'number') return undefined;
    const whole = unit === 1 ? value : Math.trunc(value) * unit;
    if (!Number.isSafeInteger(whole)) return undefined;
    halves[2 * i] = whole;
    halves[2 * i + 1] = Math.floor(whole / WORD);
  }
  return out;
}
