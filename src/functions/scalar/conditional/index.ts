// Functions of NULL, NaN and choice. `coalesce`, `if` and `nullif` become Case in analysis where laziness matters; here is their meaning.
import { type DataType, BOOLEAN, DOUBLE, INT, NULL, STRING, isFloating } from '../../../types/data-type.ts';
import { leastCommonType } from '../../../types/common-type.ts';
import { compareValues, equalValues } from '../../../types/compare-value.ts';
import { CaudalError } from '../../../types/error.ts';
import type { Value } from '../../../types/value.ts';
import { type ScalarFunction, type SignatureRule, scalar } from '../../define.ts';
import {
  ANY,
  NUMERIC,
  checkCount,
  implicitCast,
  noCommonType,
  rule,
  sameAsFirst,
  takes,
  takesSame,
  typeMismatch,
} from '../../signature.ts';

const common = { group: 'conditional', nulls: 'custom', fallible: false } as const;
const FLOATING = rule('FLOAT or DOUBLE', (t) => (isFloating(t) ? t : implicitCast(t, DOUBLE)));

/** A condition or tested value, then two branches of one type. */
const branches =
  (first: DataType | undefined): SignatureRule =>
  (args, _literals, name) => {
    checkCount(name, args.length, 3);
    const type = leastCommonType(args[1]!, args[2]!) ?? noCommonType(name, args.slice(1));
    if (first && !implicitCast(args[0]!, first)) typeMismatch(name, 0, 'BOOLEAN', args[0]!);
    return { args: [first ?? args[0]!, type, type], returns: type };
  };
const extreme = (
  name: string,
  doc: string,
  example: readonly [string, string],
  better: (order: number) => boolean,
): ScalarFunction =>
  scalar({
    ...common,
    name,
    doc,
    example,
    signature: takesSame(2, Infinity),
    value: (args, _context, types) => {
      let best: Value = null;
      for (const value of args)
        if (value !== null && (best === null || better(compareValues(value, best, types[0]!)))) best = value;
      return best;
    },
  });
const isZero = (value: Value): boolean => Number(value) === 0;
export function raise(message: Value): never {
  throw new CaudalError('USER_RAISED_EXCEPTION', message === null ? 'null' : String(message));
}

export const CONDITIONAL: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'coalesce',
    doc: 'First argument that is not NULL.',
    example: ['coalesce(NULL, 1, 2)', '1'],
    signature: takesSame(1, Infinity),
    value: (args) => args.find((value) => value !== null) ?? null,
  }),
  scalar({
    ...common,
    name: 'nvl',
    aliases: ['ifnull'],
    doc: 'b where a is NULL.',
    example: ['nvl(NULL, 2)', '2'],
    signature: takesSame(2, 2),
    value: ([a, b]) => a ?? b!,
  }),
  scalar({
    ...common,
    name: 'nvl2',
    doc: 'b where a is not NULL, else c.',
    example: ['nvl2(NULL, 1, 2)', '2'],
    signature: branches(undefined),
    value: ([a, b, c]) => (a === null ? c! : b!),
  }),
  scalar({
    ...common,
    name: 'if',
    aliases: ['iff'],
    doc: 'b where the condition is true, else c.',
    example: ['if(1 < 2, 1, 2)', '1'],
    signature: branches(BOOLEAN),
    value: ([condition, b, c]) => (condition === true ? b! : c!),
  }),
  scalar({
    ...common,
    name: 'nullif',
    doc: 'NULL where both are equal, else a.',
    example: ['nullif(2, 2)', 'NULL'],
    signature: takesSame(2, 2),
    value: ([a, b], _context, types) => (a !== null && b !== null && equalValues(a!, b!, types[0]!) ? null : a!),
  }),
  scalar({
    ...common,
    name: 'nullifzero',
    doc: 'NULL where the value is 0.',
    example: ['nullifzero(0)', 'NULL'],
    signature: takes([NUMERIC], sameAsFirst),
    value: ([x]) => (x !== null && isZero(x!) ? null : x!),
  }),
  scalar({
    ...common,
    name: 'zeroifnull',
    doc: '0 where the value is NULL.',
    example: ['zeroifnull(NULL)', '0'],
    signature: takes([rule('a number', (t) => NUMERIC(t) && leastCommonType(t, INT))], sameAsFirst),
    value: ([x], _context, types) => x ?? (types[0]!.kind === 'bigint' || types[0]!.kind === 'decimal' ? 0n : 0),
  }),
  scalar({
    ...common,
    name: 'isnull',
    doc: 'True where NULL.',
    example: ['isnull(1)', 'false'],
    signature: takes([ANY], BOOLEAN),
    value: ([x]) => x === null,
  }),
  scalar({
    ...common,
    name: 'isnotnull',
    doc: 'True where not NULL.',
    example: ['isnotnull(1)', 'true'],
    signature: takes([ANY], BOOLEAN),
    value: ([x]) => x !== null,
  }),
  scalar({
    ...common,
    name: 'isnan',
    doc: 'True where NaN; false for NULL.',
    example: ["isnan(double('NaN'))", 'true'],
    signature: takes([FLOATING], BOOLEAN),
    value: ([x]) => Number.isNaN(x),
  }),
  scalar({
    ...common,
    name: 'nanvl',
    doc: 'b where a is NaN.',
    example: ["nanvl(double('NaN'), 1.5)", '1.5'],
    signature: takes([DOUBLE, DOUBLE], DOUBLE),
    value: ([a, b]) => (Number.isNaN(a) ? b! : a!),
  }),
  extreme('greatest', 'Greatest argument, NULLs skipped.', ['greatest(1, NULL, 3)', '3'], (order) => order > 0),
  extreme('least', 'Least argument, NULLs skipped.', ['least(2, NULL, 3)', '2'], (order) => order < 0),
  scalar({
    ...common,
    name: 'assert_true',
    doc: 'NULL where the condition holds, else an error.',
    example: ['assert_true(1 < 2)', 'NULL'],
    fallible: true,
    signature: takes([BOOLEAN, STRING], NULL, 1),
    value: ([condition, message]) =>
      condition === true ? null : raise(message === undefined ? 'The condition is not true.' : message),
  }),
  scalar({
    ...common,
    name: 'raise_error',
    doc: 'Fails with this message.',
    fallible: true,
    signature: takes([STRING], NULL),
    value: ([message]) => raise(message!),
  }),
];
