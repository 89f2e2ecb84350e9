// Types of JavaScript values: for literals, parameters and createDataFrame. Plain data only; functions, symbols and promises are refused.
import {
  BIGINT,
  BINARY,
  BOOLEAN,
  DOUBLE,
  FLOAT,
  INT,
  NULL,
  SMALLINT,
  STRING,
  TIMESTAMP,
  TINYINT,
  arrayOf,
  decimal,
  isNumeric,
  mapOf,
  sameType,
  structOf,
} from '../types/data-type.ts';
import type { DataType, Field, StructType } from '../types/data-type.ts';
import { widerNumeric } from '../types/common-type.ts';
import { MAX_PRECISION, decimalForInteger } from '../types/decimal.ts';
import { CaudalError } from '../types/error.ts';
import { formatType } from '../types/format-type.ts';

/** Type of integral numbers: literals are INT where they fit, as in SQL; columns are BIGINT. */
export type IntegerRule = 'narrow' | 'bigint';
const INT64_EDGE = 2 ** 63;

export function inferType(value: unknown, rule: IntegerRule): DataType {
  switch (typeof value) {
    case 'undefined':
      return NULL;
    case 'boolean':
      return BOOLEAN;
    case 'string':
      return STRING;
    case 'number':
      return numberType(value, rule);
    case 'bigint':
      return bigintType(value);
    case 'object':
      return value === null ? NULL : objectType(value, rule);
    default:
      throw unsupportedValue(`a ${typeof value}`);
  }
}
export const unsupportedValue = (what: string): CaudalError =>
  new CaudalError('UNSUPPORTED_FEATURE.LITERAL_TYPE', `A value cannot be ${what}.`, { params: { type: what } });

function numberType(value: number, rule: IntegerRule): DataType {
  if (!Number.isInteger(value) || Object.is(value, -0) || Math.abs(value) >= INT64_EDGE) return DOUBLE;
  return rule === 'narrow' && (value | 0) === value ? INT : BIGINT;
}
function bigintType(value: bigint): DataType {
  if (BigInt.asIntN(64, value) === value) return BIGINT;
  const type = decimalForInteger(value);
  if (type.precision > MAX_PRECISION) throw unsupportedValue(`an integer of more than ${MAX_PRECISION} digits`);
  return type;
}
function objectType(value: object, rule: IntegerRule): DataType {
  if (value instanceof Date) return TIMESTAMP;
  if (value instanceof ArrayBuffer || value instanceof Uint8Array) return BINARY;
  if (Array.isArray(value)) return arrayOf(inferCommon(value, rule, 'the elements of an array'));
  if (ArrayBuffer.isView(value)) return arrayOf(typedArrayType(value) ?? BINARY, false);
  if (value instanceof Map)
    return mapOf(inferCommon(value.keys(), rule, 'the keys of a map'), inferCommon(value.values(), rule, 'the values of a map'));
  if ('then' in value && typeof value.then === 'function') throw unsupportedValue('a promise');
  return structOf(Object.entries(value).map(([name, v]) => ({ name, type: inferType(v, rule), nullable: true })));
}

/** Element type of a typed array: unsigned ones as the next wider type, as in files. undefined for what holds no numbers. */
export function typedArrayType(values: object): DataType | undefined {
  return TYPED_ARRAYS.find(([constructor]) => values instanceof constructor)?.[1];
}
const TYPED_ARRAYS: readonly (readonly [new (length: number) => object, DataType])[] = [
  [Float64Array, DOUBLE],
  [Float32Array, FLOAT],
  [Int32Array, INT],
  [Int16Array, SMALLINT],
  [Int8Array, TINYINT],
  [BigInt64Array, BIGINT],
  [Uint8Array, SMALLINT],
  [Uint8ClampedArray, SMALLINT],
  [Uint16Array, INT],
  [Uint32Array, BIGINT],
  [BigUint64Array, decimal(20, 0)],
];

/** The type all values have; NULLs have any. */
export function inferCommon(values: Iterable<unknown>, rule: IntegerRule, what: string): DataType {
  let common: DataType = NULL;
  for (const value of values) common = mergeTypes(common, inferType(value, rule), what);
  return common;
}

/** Numbers widen, fields of objects are united; anything else must be equal. */
export function mergeTypes(a: DataType, b: DataType, what: string): DataType {
  if (a === b || b.kind === 'null') return a;
  if (a.kind === 'null') return b;
  if (isNumeric(a) && isNumeric(b)) return widerNumeric(a, b);
  if (a.kind === 'array' && b.kind === 'array') return arrayOf(mergeTypes(a.element, b.element, what));
  if (a.kind === 'map' && b.kind === 'map') return mapOf(mergeTypes(a.key, b.key, what), mergeTypes(a.value, b.value, what));
  if (a.kind === 'struct' && b.kind === 'struct') return mergeFields(a, b, what);
  if (sameType(a, b)) return a;
  throw new CaudalError('CANNOT_MERGE_TYPE', `Types ${formatType(a)} and ${formatType(b)} meet in ${what}.`, {
    hint: 'Give a schema, or values of one type.',
    params: { left: formatType(a), right: formatType(b) },
  });
}
function mergeFields(a: StructType, b: StructType, what: string): DataType {
  const fields = new Map<string, Field>(a.fields.map((f) => [f.name, f]));
  for (const field of b.fields) {
    const known = fields.get(field.name);
    fields.set(
      field.name,
      known ? { ...known, type: mergeTypes(known.type, field.type, `${what}, field ${field.name}`) } : field,
    );
  }
  return structOf([...fields.values()]);
}
