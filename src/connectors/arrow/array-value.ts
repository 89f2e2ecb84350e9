// array-value.ts: one value of an Arrow array, for the types that are not copied as they stand.
import { unreachable } from '../../types/assert.ts';
import { MapValue, StructValue } from '../../types/value.ts';
import type { Value } from '../../types/value.ts';
import { isValidAt, viewOf } from './arrow-array.ts';
import type { ArrowArray } from './arrow-array.ts';
import { TYPE, UNITS_PER_SECOND } from './arrow-type.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const MICROS = 1_000_000n;

export function arrayValue(array: ArrowArray, row: number): Value {
  if (!isValidAt(array, row)) return null;
  const { type, children } = array;
  switch (type.typeId) {
    case TYPE.Null:
      return null;
    case TYPE.Int:
      return integerAt(array, row);
    case TYPE.Float:
      return floatAt(array, row);
    case TYPE.Bool:
      return ((array.values[(array.bitOffset + row) >> 3]! >> ((array.bitOffset + row) & 7)) & 1) === 1;
    case TYPE.Utf8:
    case TYPE.LargeUtf8:
      return decoder.decode(bytesAt(array, row));
    case TYPE.Binary:
    case TYPE.LargeBinary:
      return bytesAt(array, row).slice();
    case TYPE.FixedSizeBinary:
      return array.values.slice(row * type.byteWidth!, (row + 1) * type.byteWidth!);
    case TYPE.Decimal:
      return (viewOf(array.values).getBigInt64(row * 16 + 8, true) << 64n) | viewOf(array.values).getBigUint64(row * 16, true);
    case TYPE.Date:
      return type.unit === 0
        ? viewOf(array.values).getInt32(row * 4, true)
        : Number(floorDivide(longAt(array, row), 86_400_000n));
    case TYPE.Time:
      return timeText(
        type.bitWidth === 32 ? BigInt(viewOf(array.values).getInt32(row * 4, true)) : longAt(array, row),
        type.unit!,
      );
    case TYPE.Timestamp:
    case TYPE.Duration:
      return toMicros(longAt(array, row), type.unit!);
    case TYPE.Interval:
      return intervalAt(array, row);
    case TYPE.List:
    case TYPE.LargeList:
    case TYPE.FixedSizeList:
      return range(spanOf(array, row), (i) => arrayValue(children[0]!, i));
    case TYPE.Map: {
      const [keys, values] = children[0]!.children;
      return new MapValue(range(spanOf(array, row), (i) => [arrayValue(keys!, i), arrayValue(values!, i)] as const));
    }
    case TYPE.Struct:
      return new StructValue(children.map((child) => arrayValue(child, row)));
    case TYPE.Dictionary:
      return arrayValue(array.dictionary!, codeReader(array)(row));
    default:
      return unreachable(type.typeId as never);
  }
}
const range = <T>([from, to]: readonly [number, number], of: (i: number) => T): T[] =>
  Array.from({ length: to - from }, (_, i) => of(from + i));
const longAt = ({ values }: ArrowArray, row: number): bigint => viewOf(values).getBigInt64(row * 8, true);
const floorDivide = (a: bigint, b: bigint): bigint => (a >= 0n || a % b === 0n ? a / b : a / b - 1n);
const toMicros = (value: bigint, unit: number): bigint =>
  unit <= 2 ? value * (MICROS / UNITS_PER_SECOND[unit]!) : floorDivide(value, 1000n);

/** Rows [from, to) of the child of a list. A negative or backward span reads as RangeError, as any number that lies. */
export function spanOf({ type, offsets }: ArrowArray, row: number): readonly [number, number] {
  if (type.typeId === TYPE.FixedSizeList) return [row * type.listSize!, (row + 1) * type.listSize!];
  const isLarge = type.typeId === TYPE.LargeList || type.typeId === TYPE.LargeUtf8 || type.typeId === TYPE.LargeBinary;
  const view = viewOf(offsets);
  const at = (i: number): number => (isLarge ? Number(view.getBigInt64(i * 8, true)) : view.getInt32(i * 4, true));
  const [from, to] = [at(row), at(row + 1)];
  if (from < 0 || to < from) throw new RangeError(`offsets ${from} and ${to}`);
  return [from, to];
}
export function bytesAt(array: ArrowArray, row: number): Uint8Array {
  const [from, to] = spanOf(array, row);
  if (to > array.values.length) throw new RangeError(`text ends at ${to} of ${array.values.length} bytes`);
  return array.values.subarray(from, to);
}
function integerAt({ type: { bitWidth, isSigned }, values }: ArrowArray, row: number): number | bigint {
  const view = viewOf(values);
  switch (bitWidth) {
    case 8:
      return isSigned ? view.getInt8(row) : view.getUint8(row);
    case 16:
      return isSigned ? view.getInt16(row * 2, true) : view.getUint16(row * 2, true);
    case 32:
      return isSigned ? view.getInt32(row * 4, true) : BigInt(view.getUint32(row * 4, true));
    default:
      return isSigned ? view.getBigInt64(row * 8, true) : view.getBigUint64(row * 8, true);
  }
}
function floatAt({ type: { precision }, values }: ArrowArray, row: number): number {
  const view = viewOf(values);
  if (precision === 2) return view.getFloat64(row * 8, true);
  return precision === 1 ? view.getFloat32(row * 4, true) : halfToNumber(view.getUint16(row * 2, true));
}
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1,
    exponent = (bits >> 10) & 31,
    fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
function intervalAt({ type: { unit }, values }: ArrowArray, row: number): Value {
  const view = viewOf(values);
  if (unit === 0) return view.getInt32(row * 4, true);
  return BigInt(view.getInt32(row * 8, true)) * 86_400n * MICROS + BigInt(view.getInt32(row * 8 + 4, true)) * 1000n;
}
/** `HH:mm:ss[.ffffff]`, finer parts cut. */
function timeText(value: bigint, unit: number): string {
  const micros = Number(toMicros(value, unit));
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  const fraction =
    micros % 1e6 === 0
      ? ''
      : `.${String(micros % 1e6)
          .padStart(6, '0')
          .replace(/0+$/, '')}`;
  return `${two(micros / 3.6e9)}:${two((micros / 6e7) % 60)}:${two((micros / 1e6) % 60)}${fraction}`;
}
/** Reads the code of a row; one outside the dictionary is a RangeError. */
export function codeReader({ type, values, dictionary }: ArrowArray): (row: number) => number {
  const { bitWidth, isSigned } = type.indices!;
  const view = viewOf(values);
  const count = dictionary!.length;
  const checked = (code: number): number => {
    if (code >= 0 && code < count) return code;
    throw new RangeError(`code ${code} of ${count} values`);
  };
  switch (bitWidth) {
    case 8:
      return (row) => checked(isSigned ? view.getInt8(row) : view.getUint8(row));
    case 16:
      return (row) => checked(isSigned ? view.getInt16(row * 2, true) : view.getUint16(row * 2, true));
    case 32:
      return (row) => checked(view.getInt32(row * 4, true));
    default:
      return (row) => checked(Number(view.getBigInt64(row * 8, true)));
  }
}
