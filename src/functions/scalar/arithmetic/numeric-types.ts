// Argument and result types of binary arithmetic on numbers: text becomes BIGINT beside integers, else DOUBLE; integer literals beside
// decimals take the fewest digits; decimals follow their operator's rule.
import { leastCommonType, widerNumeric } from '../../../types/common-type.ts';
import { type DataType, type DecimalType, DOUBLE, decimal, isFloating, isInteger, isNumeric } from '../../../types/data-type.ts';
import { MAX_PRECISION, decimalFor, decimalForInteger } from '../../../types/decimal.ts';
import type { Signature } from '../../define.ts';
import { type Literals, noCommonType, typeMismatch } from '../../signature.ts';

function asDecimal(type: DataType, literal: Literals[number]): DecimalType {
  if (isInteger(type) && (typeof literal === 'number' || typeof literal === 'bigint')) return decimalForInteger(literal);
  return decimalFor(type)!;
}
/** Text and NULL as the number they stand beside. */
function numberBeside(type: DataType, other: DataType, name: string, index: number): DataType {
  if (isNumeric(type)) return type;
  if (type.kind === 'null') return isNumeric(other) ? other : DOUBLE;
  if (type.kind === 'string' && isNumeric(other)) return leastCommonType(type, other) ?? DOUBLE;
  if (type.kind === 'string' && other.kind === 'null') return DOUBLE;
  typeMismatch(name, index, 'a number', type);
}
/** The two types as numbers, decimals on both sides if one is. */
export function numericPair(given: readonly DataType[], literals: Literals, name: string): readonly [DataType, DataType] {
  const [a, b] = [given[0]!, given[1]!];
  const left = numberBeside(a, b, name, 0);
  const right = numberBeside(b, a, name, 1);
  const exact = !isFloating(left) && !isFloating(right) && (left.kind === 'decimal' || right.kind === 'decimal');
  if (exact) return [asDecimal(left, literals[0]), asDecimal(right, literals[1])];
  const common = widerNumeric(left, right);
  return [common, common];
}
/** At the larger scale of the two, so that one kernel fits both; as it is where that takes more than 38 digits. */
function aligned(type: DecimalType, other: DecimalType): DecimalType {
  const precision = type.precision + Math.max(0, other.scale - type.scale);
  return precision <= MAX_PRECISION ? decimal(precision, Math.max(type.scale, other.scale)) : type;
}
/** Types of + - % pmod: decimals at one scale with the result of their rule, other numbers as the wider type. */
export function alignedSignature(
  given: readonly DataType[],
  literals: Literals,
  name: string,
  ofDecimals: (a: DecimalType, b: DecimalType) => DecimalType,
): Signature {
  const [a, b] = numericPair(given, literals, name);
  if (a.kind === 'decimal' && b.kind === 'decimal') return { args: [aligned(a, b), aligned(b, a)], returns: ofDecimals(a, b) };
  return a === b ? { args: [a, a], returns: a } : noCommonType(name, given);
}
