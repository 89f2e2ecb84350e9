// Random numbers. With a seed they are a hash of (seed, row), so they do not depend on batches, workers or what ran before;
// without one every call draws anew.
import { BIGINT, DOUBLE, INT, STRING, isFloating, isInteger, type DataType } from '../../../types/data-type.ts';
import type { Value } from '../../../types/value.ts';
import { type EvaluationContext, type ScalarFunction, scalar } from '../../define.ts';
import { NUMERIC, takes } from '../../signature.ts';

const MASK = (1n << 64n) - 1n;
/** SplitMix64's finaliser. */
function mix(state: bigint): bigint {
  let z = (state + 0x9e3779b97f4a7c15n) & MASK;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return z ^ (z >> 31n);
}
/** The draw-th uniform number in [0, 1) of a row. */
function uniform(seed: Value | undefined, context: EvaluationContext, draw: number): number {
  if (seed === undefined) return Math.random();
  const row = (BigInt(context.taskIndex ?? 0) << 40n) + BigInt(context.rowIndex ?? 0);
  const start = mix(BigInt.asUintN(64, BigInt(Math.trunc(Number(seed ?? 0)))));
  return Number(mix(start ^ mix(row * 64n + BigInt(draw))) >> 11n) * 2 ** -53;
}
const gaussian = (seed: Value | undefined, context: EvaluationContext): number =>
  Math.sqrt(-2 * Math.log(1 - uniform(seed, context, 0))) * Math.cos(2 * Math.PI * uniform(seed, context, 1));
const between = (min: number, max: number, share: number, type: DataType): number =>
  isFloating(type) ? min + (max - min) * share : min + Math.floor((max - min) * share);

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const common = { group: 'math', nulls: 'custom', fallible: false, deterministic: false } as const;

export const RANDOM: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'rand',
    aliases: ['random'],
    doc: 'Uniform random number in [0, 1).',
    signature: takes([BIGINT], DOUBLE, 1),
    value: ([seed], context) => uniform(seed, context, 0),
  }),
  scalar({
    ...common,
    name: 'randn',
    doc: 'Standard normal random number.',
    signature: takes([BIGINT], DOUBLE, 1),
    value: ([seed], context) => gaussian(seed, context),
  }),
  scalar({
    ...common,
    name: 'uniform',
    doc: 'Random number in [min, max).',
    signature: takes([NUMERIC, NUMERIC, BIGINT], (args) => (args.slice(0, 2).every(isInteger) ? INT : DOUBLE), 1),
    value: ([min, max, seed], context, _types, returns) =>
      min === null || max === null ? null : between(Number(min), Number(max), uniform(seed, context, 0), returns),
  }),
  scalar({
    ...common,
    name: 'randstr',
    group: 'string',
    doc: 'Random letters and digits.',
    signature: takes([INT, BIGINT], STRING, 1),
    value: ([length, seed], context) =>
      Array.from(
        { length: Math.max(0, Number(length)) },
        (_, i) => ALPHABET[Math.floor(uniform(seed, context, i) * ALPHABET.length)],
      ).join(''),
  }),
];
