// Functions that count: factorial, width_bucket, getbit.
import { BIGINT, DOUBLE, INT, TINYINT } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { INTEGRAL, takes } from '../../signature.ts';

const common = { group: 'math', nulls: 'propagate', fallible: false } as const;
const FACTORIALS = Array.from({ length: 21 }, (_, n) =>
  Array.from({ length: n }, (_1, i) => BigInt(i + 1)).reduce((a, b) => a * b, 1n),
);
const BITS: Readonly<Record<string, number>> = { tinyint: 8, smallint: 16, int: 32, bigint: 64 };

function widthBucket(value: number, min: number, max: number, buckets: bigint): bigint | null {
  if (
    buckets <= 0n ||
    buckets === 2n ** 63n - 1n ||
    Number.isNaN(value) ||
    !Number.isFinite(min) ||
    !Number.isFinite(max) ||
    min === max
  )
    return null;
  const [low, high] = [Math.min(min, max), Math.max(min, max)];
  const ascending = min < max;
  if (value < low) return ascending ? 0n : buckets + 1n;
  if (value > high || (ascending && value >= high)) return ascending ? buckets + 1n : 0n;
  if (!ascending && value <= low) return buckets + 1n;
  const share = ascending ? (value - low) / (high - low) : (high - value) / (high - low);
  return BigInt(Math.floor(Number(buckets) * share)) + 1n;
}

export const INTEGERS: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'factorial',
    doc: 'n!, for 0 to 20; else NULL.',
    example: ['factorial(5)', '120'],
    signature: takes([INT], BIGINT),
    value: ([n]) => FACTORIALS[n as number] ?? null,
  }),
  scalar({
    ...common,
    name: 'width_bucket',
    doc: 'Bucket 1 to n of equal width; 0 below, n + 1 above.',
    example: ['width_bucket(5.3, 0.2, 10.6, 5)', '3'],
    signature: takes([DOUBLE, DOUBLE, DOUBLE, BIGINT], BIGINT),
    value: ([v, min, max, n]) => widthBucket(v as number, min as number, max as number, n as bigint),
  }),
  scalar({
    ...common,
    name: 'getbit',
    aliases: ['bit_get'],
    group: 'bitwise',
    doc: 'Bit at a position, from 0 at the right.',
    example: ['getbit(5, 2)', '1'],
    fallible: true,
    signature: takes([INTEGRAL, INT], TINYINT),
    value: ([x, position], _context, types) => {
      const at = position as number;
      const width = BITS[types[0]!.kind]!;
      if (at < 0 || at >= width)
        throw new CaudalError(
          'INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE',
          `The bit position must be 0 to ${width - 1}, not ${at}.`,
        );
      return Number((BigInt(x as number | bigint) >> BigInt(at)) & 1n);
    },
  }),
];
