// a % b (sign of the dividend) and pmod (never negative for a positive divisor).
import { remainderDecimals } from '../../../types/decimal.ts';
import { scalar } from '../../define.ts';
import { checkCount } from '../../signature.ts';
import { type KernelFamily, NUMBERS, commonStorage, kernelFor, sameScale } from '../../kernel-name.ts';
import { type BinaryOperation, evaluateAligned } from './binary.ts';
import { zeroDivisor } from './checked.ts';
import { alignedSignature } from './numeric-types.ts';

const REMAINDER: BinaryOperation = { exact: (a, b) => a % b, floating: (a, b) => a % b };
/** Java's: r = a % n; r < 0 ? (r + n) % n : r. */
const POSITIVE: BinaryOperation = {
  exact: (a, b) => (a % b < 0n ? ((a % b) + b) % b : a % b),
  floating: (a, b, round) => (a % b < 0 ? round((a % b) + b) % b : a % b),
};
const remainder = (
  name: string,
  aliases: readonly string[],
  doc: string,
  example: readonly [string, string],
  op: BinaryOperation,
  kernel: KernelFamily,
) =>
  scalar({
    name,
    aliases,
    group: 'math',
    doc,
    example,
    kernel: (args) => (sameScale(args) ? kernel(commonStorage(args)) : undefined),
    nulls: 'propagate',
    fallible: true,
    signature: (args, literals, fn) => {
      checkCount(fn, args.length, 2);
      return alignedSignature(args, literals, fn, remainderDecimals);
    },
    value: (args, context, types, returns) =>
      Number(args[1]) === 0 ? zeroDivisor(context) : evaluateAligned(op, args, context, types, returns),
  });

export const mod = remainder(
  'mod',
  [],
  'Remainder with the sign of the dividend; a zero divisor is an error.',
  ['-7 % 3', '-1'],
  REMAINDER,
  kernelFor('mod', NUMBERS),
);
export const pmod = remainder(
  'pmod',
  [],
  'Remainder that is not negative.',
  ['pmod(-7, 3)', '2'],
  POSITIVE,
  kernelFor('pmod', NUMBERS),
);
