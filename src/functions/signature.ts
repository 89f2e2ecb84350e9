// Signatures: which argument types a function takes, what they are cast to, what comes back. A parameter is a type (arguments are
// implicitly cast to it) or a rule from the given type to the one to cast to. Coercion happens here and nowhere later.
import { leastCommonType, leastCommonTypeOf } from '../types/common-type.ts';
import { CaudalError } from '../types/error.ts';
import { formatType } from '../types/format-type.ts';
import {
  type DataType,
  BIGINT,
  DOUBLE,
  INT,
  STRING,
  TIMESTAMP,
  arrayOf,
  isInteger,
  isNested,
  isNumeric,
  sameType,
} from '../types/data-type.ts';
import type { Value } from '../types/value.ts';
import type { Signature, SignatureRule } from './define.ts';

/** Undefined: the given type is not taken. */
export type ParameterRule = ((given: DataType) => DataType | undefined) & { readonly expects: string };
export type Parameter = DataType | ParameterRule;
export type Literals = readonly (Value | undefined)[];
export type ResultType = DataType | ((args: readonly DataType[], literals: Literals) => DataType);

export const rule = (expects: string, f: (given: DataType) => DataType | undefined): ParameterRule =>
  Object.assign(f, { expects });

const isMoment = (t: DataType): boolean => t.kind === 'date' || t.kind === 'timestamp' || t.kind === 'timestamp_ntz';
const isInterval = (t: DataType): boolean => t.kind === 'interval_day_time' || t.kind === 'interval_year_month';
/** Whether an argument of one type may stand where another is expected: the cast may still fail on a value. */
export function implicitCast(given: DataType, wanted: DataType): DataType | undefined {
  if (given.kind === 'null' || sameType(given, wanted)) return wanted;
  if (given.kind === 'array' && wanted.kind === 'array') {
    const element = implicitCast(given.element, wanted.element);
    return element && arrayOf(element, given.containsNull);
  }
  if (isNested(given) || isNested(wanted)) return undefined;
  if (given.kind === 'string') return isInterval(wanted) ? undefined : wanted;
  if (wanted.kind === 'string') return wanted;
  if (isNumeric(given) && isNumeric(wanted)) return wanted;
  return isMoment(given) && isMoment(wanted) ? wanted : undefined;
}

export const ANY = rule('any type', (t) => t);
/** Numbers as they are, text as DOUBLE. */
export const NUMERIC = rule('a number', (t) =>
  isNumeric(t) ? t : t.kind === 'string' || t.kind === 'null' ? DOUBLE : undefined,
);
export const INTEGRAL = rule('an integer', (t) =>
  isInteger(t) ? t : t.kind === 'null' ? INT : t.kind === 'string' ? BIGINT : undefined,
);
export const INT_OR_BIGINT = rule('INT or BIGINT', (t) =>
  t.kind === 'bigint' || t.kind === 'string' ? BIGINT : isInteger(t) || t.kind === 'null' ? INT : undefined,
);
/** TIMESTAMP, TIMESTAMP_NTZ as they are; dates and text as TIMESTAMP. */
export const TIMESTAMPS = rule('a timestamp', (t) => (t.kind === 'timestamp_ntz' ? t : implicitCast(t, TIMESTAMP)));
/** Text and binary as they are, other plain values as text. */
export const TEXT_OR_BINARY = rule('a string or binary', (t) => (t.kind === 'binary' ? t : implicitCast(t, STRING)));
export const ARRAY = rule('an array', (t) => (t.kind === 'array' ? t : t.kind === 'null' ? arrayOf(t) : undefined));
export const MAP = rule('a map', (t) => (t.kind === 'map' ? t : undefined));
export const NESTED = rule('an array or map', (t) =>
  t.kind === 'array' || t.kind === 'map' ? t : t.kind === 'null' ? arrayOf(t) : undefined,
);
export const ARRAY_OF_ARRAYS = rule('an array of arrays', (t) =>
  t.kind === 'array' && t.element.kind === 'array' ? t : undefined,
);

export function wrongCount(name: string, expected: string, got: number): never {
  throw new CaudalError('WRONG_NUM_ARGS', `The function \`${name}\` takes ${expected}, not ${got}.`, {
    params: { functionName: name },
  });
}
export function typeMismatch(name: string, index: number, expects: string, given: DataType): never {
  throw new CaudalError(
    'DATATYPE_MISMATCH',
    `Argument ${index + 1} of \`${name}\` must be ${expects}, not ${formatType(given).toUpperCase()}.`,
    {
      params: { functionName: name, given: formatType(given) },
    },
  );
}
export function noCommonType(name: string, args: readonly DataType[]): never {
  const types = args.map((t) => formatType(t).toUpperCase()).join(', ');
  throw new CaudalError('DATATYPE_MISMATCH', `The arguments of \`${name}\` have no common type: ${types}.`, {
    params: { functionName: name },
  });
}
const counted = (n: number): string => (n === 1 ? '1 argument' : `${n} arguments`);
export function checkCount(name: string, got: number, least: number, most = least): void {
  if (got >= least && got <= most) return;
  const expected =
    most === least ? counted(least) : most === Infinity ? `at least ${counted(least)}` : `${least} to ${counted(most)}`;
  wrongCount(name, expected, got);
}
export function castArgument(name: string, index: number, given: DataType, parameter: Parameter): DataType {
  const isRule = typeof parameter === 'function';
  const type = isRule ? parameter(given) : implicitCast(given, parameter);
  return type ?? typeMismatch(name, index, isRule ? parameter.expects : formatType(parameter).toUpperCase(), given);
}
const resultOf = (returns: ResultType, args: readonly DataType[], literals: Literals): DataType =>
  typeof returns === 'function' ? returns(args, literals) : returns;

/** One parameter after another; the last `optional` of them may be left out. */
export const takes =
  (parameters: readonly Parameter[], returns: ResultType, optional = 0): SignatureRule =>
  (given, literals, name): Signature => {
    checkCount(name, given.length, parameters.length - optional, parameters.length);
    const args = given.map((type, i) => castArgument(name, i, type, parameters[i]!));
    return { args, returns: resultOf(returns, args, literals) };
  };
/** `least` or more arguments, all taken by one parameter, after some leading ones. */
export const takesMany =
  (parameter: Parameter, returns: ResultType, least = 1, leading: readonly Parameter[] = []): SignatureRule =>
  (given, literals, name): Signature => {
    checkCount(name, given.length, least + leading.length, Infinity);
    const args = given.map((type, i) => castArgument(name, i, type, leading[i] ?? parameter));
    return { args, returns: resultOf(returns, args, literals) };
  };
/** All arguments cast to their least common type, which is also the result's unless given. */
export const takesSame =
  (least: number, most: number, returns?: ResultType): SignatureRule =>
  (given, literals, name): Signature => {
    checkCount(name, given.length, least, most);
    const common = leastCommonTypeOf(given) ?? noCommonType(name, given);
    const args = given.map(() => common);
    return { args, returns: returns === undefined ? common : resultOf(returns, args, literals) };
  };
/** First argument decides the result. */
export const sameAsFirst: ResultType = (args) => args[0]!;
/** An array and a value of its element type, both widened to their common type. */
export function arrayAndElement(
  name: string,
  array: DataType,
  element: DataType,
): { readonly array: DataType; readonly element: DataType } {
  const list = castArgument(name, 0, array, ARRAY);
  const common = list.kind === 'array' ? leastCommonType(list.element, element) : undefined;
  if (!common || list.kind !== 'array') noCommonType(name, [array, element]);
  return { array: arrayOf(common, list.containsNull), element: common };
}
