// Functions of one number and its sign: negative, positive, abs.
import { type DataType, DOUBLE, isFloating, isNumeric, storageOf } from '../../../types/data-type.ts';
import type { Value } from '../../../types/value.ts';
import { type EvaluationContext, type ScalarFunction, scalar } from '../../define.ts';
import { NUMBERS, kernelFor } from '../../kernel-name.ts';
import { rule, sameAsFirst, takes } from '../../signature.ts';
import { toFloating, toInteger, toMoment } from './checked.ts';

const SIGNED = rule('a number or interval', (t) => {
  if (isNumeric(t) || t.kind === 'interval_day_time' || t.kind === 'interval_year_month') return t;
  return t.kind === 'string' || t.kind === 'null' ? DOUBLE : undefined;
});
function negate(value: Value, type: DataType, context: EvaluationContext): Value {
  if (isFloating(type)) return toFloating(-(value as number), type);
  const negated = -BigInt(value as number | bigint);
  if (type.kind === 'decimal') return negated;
  return isNumeric(type) ? toInteger(negated, type, context) : toMoment(negated, type);
}
const common = { group: 'math', nulls: 'propagate', signature: takes([SIGNED], sameAsFirst) } as const;

const NEGATIVE = kernelFor('neg', NUMBERS);
const ABSOLUTE = kernelFor('abs', NUMBERS);

export const SIGN: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'negative',
    doc: '-x; overflow is an error.',
    example: ['negative(1)', '-1'],
    fallible: true,
    kernel: (args) => NEGATIVE(storageOf(args[0]!)),
    value: ([x], context, types) => negate(x!, types[0]!, context),
  }),
  scalar({
    ...common,
    name: 'positive',
    doc: 'x itself.',
    example: ['positive(1)', '1'],
    fallible: false,
    value: ([x]) => x!,
  }),
  scalar({
    ...common,
    name: 'abs',
    doc: 'Absolute value; overflow is an error.',
    example: ['abs(-2)', '2'],
    fallible: true,
    kernel: (args) => ABSOLUTE(storageOf(args[0]!)),
    value: ([x], context, types) =>
      isFloating(types[0]!) ? Math.abs(x as number) : (x as number | bigint) < 0 ? negate(x!, types[0]!, context) : x!,
  }),
];
