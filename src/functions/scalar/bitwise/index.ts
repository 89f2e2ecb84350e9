// Bitwise operators on integers, in two's complement; shifts take the count modulo the width, as Java does.
import { type DataType, INT, isInteger, storageOf } from '../../../types/data-type.ts';
import type { Value } from '../../../types/value.ts';
import { widerNumeric } from '../../../types/common-type.ts';
import { INTEGERS, type KernelFamily, kernelFor } from '../../kernel-name.ts';
import { type ScalarFunction, type SignatureRule, scalar } from '../../define.ts';
import { INTEGRAL, INT_OR_BIGINT, castArgument, checkCount, rule, sameAsFirst, takes } from '../../signature.ts';

const PAIR: SignatureRule = (args, _literals, name) => {
  checkCount(name, args.length, 2);
  const [a, b] = args.map((t, i) => castArgument(name, i, t, INTEGRAL));
  const common = widerNumeric(a!, b!);
  return { args: [common, common], returns: common };
};
const WIDTH: Readonly<Record<string, number>> = { tinyint: 8, smallint: 16, int: 32, bigint: 64 };
const widthOf = (type: DataType): number => WIDTH[type.kind]!;
/** Bits as a value of an integer type. */
const fromBits = (bits: bigint, type: DataType): Value =>
  type.kind === 'bigint' ? BigInt.asIntN(64, bits) : Number(BigInt.asIntN(widthOf(type), bits));
const big = (value: Value): bigint => BigInt(value as number | bigint);

const binary = (
  name: string,
  doc: string,
  example: readonly [string, string],
  f: (a: bigint, b: bigint) => bigint,
  kernel: KernelFamily,
): ScalarFunction =>
  scalar({
    name,
    group: 'bitwise',
    doc,
    example,
    signature: PAIR,
    nulls: 'propagate',
    fallible: false,
    kernel: (args) => kernel(storageOf(args[0]!)),
    value: ([a, b], _context, _types, returns) => fromBits(f(big(a!), big(b!)), returns),
  });
const shift = (
  name: string,
  doc: string,
  example: readonly [string, string],
  f: (a: bigint, n: bigint, width: number) => bigint,
  kernel: KernelFamily,
): ScalarFunction =>
  scalar({
    name,
    group: 'bitwise',
    doc,
    example,
    signature: takes([INT_OR_BIGINT, INT], sameAsFirst),
    nulls: 'propagate',
    fallible: false,
    kernel: (args) => kernel(storageOf(args[0]!)),
    value: ([a, n], _context, types, returns) => {
      const width = widthOf(types[0]!);
      return fromBits(f(big(a!), BigInt((n as number) & (width - 1)), width), returns);
    },
  });

const BITS = rule('an integer or boolean', (t) =>
  t.kind === 'boolean' || isInteger(t) ? t : t.kind === 'null' ? INT : undefined,
);
function bitCount(bits: bigint): number {
  let count = 0;
  for (let rest = BigInt.asUintN(64, bits); rest > 0n; rest &= rest - 1n) count++;
  return count;
}

const BIT_NOT = kernelFor('bitNot', INTEGERS);

export const BITWISE: readonly ScalarFunction[] = [
  binary('bitwise_and', 'Bits set in both.', ['5 & 3', '1'], (a, b) => a & b, kernelFor('and', INTEGERS)),
  binary('bitwise_or', 'Bits set in one or both.', ['5 | 3', '7'], (a, b) => a | b, kernelFor('or', INTEGERS)),
  binary('bitwise_xor', 'Bits set in one only.', ['5 ^ 3', '6'], (a, b) => a ^ b, kernelFor('xor', INTEGERS)),
  scalar({
    name: 'bitwise_not',
    group: 'bitwise',
    doc: 'All bits flipped.',
    example: ['~0', '-1'],
    signature: takes([INTEGRAL], sameAsFirst),
    nulls: 'propagate',
    fallible: false,
    kernel: (args) => BIT_NOT(storageOf(args[0]!)),
    value: ([x], _context, _types, returns) => fromBits(~big(x!), returns),
  }),
  shift('shiftleft', 'Bits moved left.', ['shiftleft(1, 3)', '8'], (a, n) => a << n, kernelFor('shiftLeft', ['i32', 'i64'])),
  shift(
    'shiftright',
    'Bits moved right, keeping the sign.',
    ['shiftright(-8, 1)', '-4'],
    (a, n) => a >> n,
    kernelFor('shiftRight', ['i32', 'i64']),
  ),
  shift(
    'shiftrightunsigned',
    'Bits moved right, filled with zeros.',
    ['shiftrightunsigned(-1, 31)', '1'],
    (a, n, width) => BigInt.asUintN(width, a) >> n,
    kernelFor('shiftRightUnsigned', ['i32', 'i64']),
  ),
  scalar({
    name: 'bit_count',
    group: 'bitwise',
    doc: 'Number of bits set.',
    example: ['bit_count(7)', '3'],
    signature: takes([BITS], INT),
    nulls: 'propagate',
    fallible: false,
    value: ([x]) => (typeof x === 'boolean' ? Number(x) : bitCount(big(x!))),
  }),
];
