// bit_and, bit_or, bit_xor over integers.
import type { Value } from '../../types/value.ts';
import { aggregate } from '../define.ts';
import type { AggregateFunction } from '../define.ts';
import { INTEGRAL, sameAsFirst, takes } from '../signature.ts';
import { extremeAccumulator } from './support/extremes.ts';
import type { ExtremeOperation } from './support/extremes.ts';

const bitwise = (
  name: string,
  operation: ExtremeOperation,
  doc: string,
  example: readonly [string, string],
  combine: (a: bigint, b: bigint) => bigint,
  duplicateInsensitive: boolean,
): AggregateFunction =>
  aggregate({
    name,
    group: 'aggregate',
    doc,
    example,
    signature: takes([INTEGRAL], sameAsFirst),
    stateTypes: ([type]) => [type!],
    retract: operation === 'foldXor' ? 'exact' : 'multiset',
    duplicateInsensitive,
    create: (engine, [type], _returns, options) => extremeAccumulator(engine, operation, type!, options.sparse === true),
    value(rows, [type]): Value {
      const values = rows.map(([v]) => v!).filter((v) => v !== null);
      if (values.length === 0) return null;
      const bits = values.map((v) => BigInt(v as number | bigint)).reduce(combine);
      return type!.kind === 'bigint' ? bits : Number(bits);
    },
  });
export const BITS: readonly AggregateFunction[] = [
  bitwise('bit_and', 'foldAnd', 'Bits set in all values.', ['bit_and(6)', '6'], (a, b) => a & b, true),
  bitwise('bit_or', 'foldOr', 'Bits set in some value.', ['bit_or(6)', '6'], (a, b) => a | b, true),
  bitwise('bit_xor', 'foldXor', 'Bits set in an odd number of values.', ['bit_xor(6)', '6'], (a, b) => a ^ b, false),
];
