// The least common type of two: what CASE branches, IN lists, set operations and comparisons cast to (Spark 4, ANSI precedence).
// undefined means there is none: the caller reports DATATYPE_MISMATCH.
import {
  type DataType,
  DOUBLE,
  BIGINT,
  type Field,
  TIMESTAMP,
  arrayOf,
  isFloating,
  isInteger,
  isNumeric,
  mapOf,
  sameType,
  structOf,
} from './data-type.ts';
import { decimalFor, widerDecimal } from './decimal.ts';
import { widerInterval } from './interval-units.ts';

const INTEGER_ORDER = ['tinyint', 'smallint', 'int', 'bigint'];

/** The wider of two numeric types: integers by width, decimal over integer, double where float or double meets another. */
export function widerNumeric(a: DataType, b: DataType): DataType {
  if (sameType(a, b)) return a;
  if (isInteger(a) && isInteger(b)) return INTEGER_ORDER.indexOf(a.kind) >= INTEGER_ORDER.indexOf(b.kind) ? a : b;
  if (isFloating(a) || isFloating(b)) return DOUBLE;
  return widerDecimal(decimalFor(a)!, decimalFor(b)!);
}

/** What a string becomes beside another atomic type. */
function besideString(other: DataType): DataType | undefined {
  if (isInteger(other)) return BIGINT;
  if (isNumeric(other)) return DOUBLE;
  switch (other.kind) {
    case 'boolean':
    case 'binary':
    case 'date':
    case 'timestamp':
    case 'timestamp_ntz':
      return other;
    default:
      return undefined;
  }
}
const isMoment = (t: DataType): boolean => t.kind === 'date' || t.kind === 'timestamp' || t.kind === 'timestamp_ntz';

function commonFields(a: readonly Field[], b: readonly Field[]): DataType | undefined {
  if (a.length !== b.length) return undefined;
  const fields: Field[] = [];
  for (const [i, f] of a.entries()) {
    const g = b[i]!;
    const type = f.name.toLowerCase() === g.name.toLowerCase() ? leastCommonType(f.type, g.type) : undefined;
    if (!type) return undefined;
    fields.push({ name: f.name, type, nullable: f.nullable || g.nullable });
  }
  return structOf(fields);
}

/** The type both implicitly cast to, or undefined. */
export function leastCommonType(a: DataType, b: DataType): DataType | undefined {
  if (a.kind === 'null') return b;
  if (b.kind === 'null') return a;
  if (isNumeric(a) && isNumeric(b)) return widerNumeric(a, b);
  if (a.kind === 'array' && b.kind === 'array') {
    const element = leastCommonType(a.element, b.element);
    return element && arrayOf(element, a.containsNull || b.containsNull);
  }
  if (a.kind === 'map' && b.kind === 'map') {
    const key = leastCommonType(a.key, b.key);
    const value = leastCommonType(a.value, b.value);
    return key && value && mapOf(key, value, a.valueContainsNull || b.valueContainsNull);
  }
  if (a.kind === 'struct' && b.kind === 'struct') return commonFields(a.fields, b.fields);
  if (sameType(a, b)) return a.kind === 'interval_year_month' || a.kind === 'interval_day_time' ? widerInterval(a, b) : a;
  if (isMoment(a) && isMoment(b)) return a.kind === 'date' ? b : b.kind === 'date' ? a : TIMESTAMP;
  if (a.kind === 'string') return besideString(b);
  if (b.kind === 'string') return besideString(a);
  return undefined;
}

/** Least common type of many: strings last, so that (string, int, double) does not depend on the order. */
export function leastCommonTypeOf(types: readonly DataType[]): DataType | undefined {
  const ordered = [...types.filter((t) => t.kind !== 'string'), ...types.filter((t) => t.kind === 'string')];
  let common: DataType | undefined = ordered[0];
  for (const type of ordered.slice(1)) common = common && leastCommonType(common, type);
  return common;
}
