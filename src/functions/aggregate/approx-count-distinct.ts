// approx_count_distinct(x [, rsd]): exact here: the set of values is kept per group, so the error asked for is never reached.
import { BIGINT, DOUBLE } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import { valueKey } from '../../types/value-key.ts';
import { aggregate } from '../define.ts';
import { ANY, takes } from '../signature.ts';
import { foldAccumulator, foldRows } from './support/fold.ts';
import type { Fold } from './support/fold.ts';

const distinctFold = (type: DataType): Fold<Set<unknown>> => ({
  start: () => new Set(),
  add: (set, [value]) => (value === null ? set : set.add(valueKey(value!, type))),
  result: (set) => BigInt(set.size),
});
export const approxCountDistinct = aggregate({
  name: 'approx_count_distinct',
  group: 'aggregate',
  doc: 'Number of distinct values. Exact: a permitted error may be given, and is not needed.',
  example: ['approx_count_distinct(2)', '1'],
  signature: takes([ANY, DOUBLE], BIGINT, 1),
  retract: 'none',
  emptyValue: 0n,
  duplicateInsensitive: true,
  distinctOf: 'count',
  create: (engine, [type], returns) => foldAccumulator(engine, distinctFold(type!), returns),
  value: (rows, [type]) => foldRows(distinctFold(type!), rows),
});
