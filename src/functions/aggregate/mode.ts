// mode(x): the most frequent value; of equally frequent ones the one that came first.
import type { Value } from '../../types/value.ts';
import { valueKey } from '../../types/value-key.ts';
import { aggregate } from '../define.ts';
import { ANY, sameAsFirst, takes } from '../signature.ts';
import { foldAccumulator, foldRows } from './support/fold.ts';
import type { Fold } from './support/fold.ts';

type Counts = Map<string, { readonly value: Value; count: number }>;
const MODE: Fold<Counts> = {
  start: () => new Map(),
  add(counts, [value]) {
    if (value === null) return counts;
    const key = valueKey(value!);
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
};
export const mode = aggregate({
  name: 'mode',
  group: 'aggregate',
  doc: 'Most frequent value; of equally frequent ones the first.',
  example: ['mode(2)', '2'],
  signature: takes([ANY], sameAsFirst),
  retract: 'none',
  create: (engine, _args, returns) => foldAccumulator(engine, MODE, returns),
  value: (rows) => foldRows(MODE, rows),
});
