// min, max, bool_and, bool_or: duplicates change nothing. NaN is the greatest number; strings compare by their UTF-8 bytes.
import { BOOLEAN } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import { compareValues } from '../../types/compare-value.ts';
import type { Value } from '../../types/value.ts';
import { aggregate } from '../define.ts';
import type { AggregateFunction, SignatureRule } from '../define.ts';
import { ANY, sameAsFirst, takes } from '../signature.ts';
import { extremeAccumulator, hasExtreme } from './support/extremes.ts';
import { foldAccumulator, foldRows } from './support/fold.ts';
import type { Fold } from './support/fold.ts';

type Operation = 'min' | 'max';
/** The first of equal values stays. */
const extremeFold = (operation: Operation, type: DataType): Fold<Value> => {
  const better = (a: Value, b: Value): boolean =>
    operation === 'min' ? compareValues(b, a, type) < 0 : compareValues(b, a, type) > 0;
  const add = (state: Value, [value]: readonly Value[]): Value =>
    value === null || (state !== null && !better(state, value!)) ? state : value!;
  return { start: () => null, add, result: (state) => state, partial: { types: [type], save: (state) => [state], merge: add } };
};
function extreme(
  name: string,
  aliases: readonly string[],
  operation: Operation,
  doc: string,
  example: readonly [string, string],
  signature: SignatureRule,
): AggregateFunction {
  return aggregate({
    name,
    aliases,
    group: 'aggregate',
    doc,
    example,
    signature,
    stateTypes: ([type]) => [type!],
    retract: 'multiset',
    duplicateInsensitive: true,
    create: (engine, [type], returns, options) =>
      hasExtreme(type!)
        ? extremeAccumulator(engine, operation, type!, options.sparse === true)
        : foldAccumulator(engine, extremeFold(operation, type!), returns),
    value: (rows, [type]) => foldRows(extremeFold(operation, type!), rows),
  });
}
const ordered = takes([ANY], sameAsFirst);
const truth = takes([BOOLEAN], BOOLEAN);
export const EXTREMES: readonly AggregateFunction[] = [
  extreme('min', [], 'min', 'Least value.', ['min(2)', '2'], ordered),
  extreme('max', [], 'max', 'Greatest value.', ['max(2)', '2'], ordered),
  extreme('bool_and', ['every'], 'min', 'Whether all values are true.', ['bool_and(true)', 'true'], truth),
  extreme('bool_or', ['some', 'any'], 'max', 'Whether some value is true.', ['bool_or(false)', 'false'], truth),
];
