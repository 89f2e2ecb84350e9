// mode(x): the most frequent value; of equally frequent ones the one that came first.
import { BIGINT, arrayOf } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import { valueKey } from '../../types/value-key.ts';
import { aggregate } from '../define.ts';
import { ANY, sameAsFirst, takes } from '../signature.ts';
import { foldAccumulator, foldRows } from './support/fold.ts';
import type { Fold } from './support/fold.ts';

type Counts = Map<unknown, { readonly value: Value; count: number }>;
/** The values in the order in which they came, and how often each did. */
const stateOf = ([type]: readonly DataType[]): readonly DataType[] => [arrayOf(type!, false), arrayOf(BIGINT, false)];
const modeFold = (type: DataType): Fold<Counts> => ({
  start: () => new Map(),
  add(counts, [value]) {
    if (value === null) return counts;
    const key = valueKey(value!, type);
    const entry = counts.get(key);
    if (entry) entry.count++;
    else counts.set(key, { value: value!, count: 1 });
    return counts;
  },
  result(counts) {
    let best: { readonly value: Value; count: number } = { value: null, count: 0 };
    for (const entry of counts.values()) if (entry.count > best.count) best = entry;
    return best.value;
  },
  partial: {
    types: stateOf([type]),
    save: (counts) => [[...counts.values()].map(({ value }) => value), [...counts.values()].map(({ count }) => BigInt(count))],
    merge(counts, [values, times]) {
      (values as readonly Value[]).forEach((value, i) => {
        const key = valueKey(value!, type);
        const count = Number((times as readonly bigint[])[i]!);
        const entry = counts.get(key);
        if (entry) entry.count += count;
        else counts.set(key, { value, count });
      });
      return counts;
    },
  },
});
export const mode = aggregate({
  name: 'mode',
  group: 'aggregate',
  doc: 'Most frequent value; of equally frequent ones the first.',
  example: ['mode(2)', '2'],
  signature: takes([ANY], sameAsFirst),
  stateTypes: stateOf,
  keepsValues: true,
  retract: 'none',
  create: (engine, [type], returns) => foldAccumulator(engine, modeFold(type!), returns),
  value: (rows, [type]) => foldRows(modeFold(type!), rows),
});
