// Hash of a value by its type, as Spark folds it: the hash so far is the seed of the next part; NULL leaves it as it is.
import type { DataType } from '../../../types/data-type.ts';
import type { StructValue, Value } from '../../../types/value.ts';

export interface ValueHash<H> {
  readonly int: (value: number, seed: H) => H;
  readonly long: (value: bigint, seed: H) => H;
  readonly bytes: (bytes: Uint8Array, seed: H) => H;
}
const encoder = new TextEncoder();
const scratch = new DataView(new ArrayBuffer(8));
/** Bits of a double; -0 as 0, every NaN as one. */
function doubleBits(value: number): bigint {
  scratch.setFloat64(0, Number.isNaN(value) ? NaN : value + 0);
  return scratch.getBigInt64(0);
}
function floatBits(value: number): number {
  scratch.setFloat32(0, Number.isNaN(value) ? NaN : value + 0);
  return scratch.getInt32(0);
}
/** BigInteger.toByteArray: two's complement, high byte first, as short as its sign allows. */
function bigIntegerBytes(value: bigint): Uint8Array {
  let size = 1;
  while (BigInt.asIntN(size * 8, value) !== value) size++;
  return Uint8Array.from({ length: size }, (_, i) => Number(BigInt.asUintN(8, value >> BigInt(8 * (size - 1 - i)))));
}
export function hashValue<H>(hash: ValueHash<H>, value: Value, type: DataType, seed: H): H {
  if (value === null) return seed;
  switch (type.kind) {
    case 'boolean':
      return hash.int(value === true ? 1 : 0, seed);
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'date':
    case 'interval_year_month':
      return hash.int(value as number, seed);
    case 'bigint':
    case 'timestamp':
    case 'timestamp_ntz':
    case 'interval_day_time':
      return hash.long(value as bigint, seed);
    case 'float':
      return hash.int(floatBits(value as number), seed);
    case 'double':
      return hash.long(doubleBits(value as number), seed);
    case 'decimal':
      return type.precision <= 18 ? hash.long(value as bigint, seed) : hash.bytes(bigIntegerBytes(value as bigint), seed);
    case 'string':
      return hash.bytes(encoder.encode(value as string), seed);
    case 'binary':
      return hash.bytes(value as Uint8Array, seed);
    case 'array':
      return (value as readonly Value[]).reduce<H>((h, item) => hashValue(hash, item, type.element, h), seed);
    case 'struct':
      return (value as StructValue).values.reduce<H>((h, item, i) => hashValue(hash, item, type.fields[i]!.type, h), seed);
    default:
      throw new Error(`${type.kind} is not hashed`);
  }
}
