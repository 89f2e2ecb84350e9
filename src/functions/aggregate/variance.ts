// Variance and standard deviation, of a sample (n - 1; NULL for one row) and of the whole (n), by Welford's recurrence.
import { DOUBLE } from '../../types/data-type.ts';
import { aggregate } from '../define.ts';
import type { AggregateFunction } from '../define.ts';
import { takes } from '../signature.ts';
import { momentAccumulator, momentStateTypes } from './support/moment-state.ts';
import type { Finish } from './support/moment-state.ts';
import { momentsOf } from './support/moments-of.ts';

function variance(name: string, aliases: readonly string[], doc: string, sample: boolean, root: boolean): AggregateFunction {
  const finish: Finish = (n, _mean, m2) => {
    const freedom = sample ? n - 1 : n;
    if (freedom <= 0) return null;
    return root ? Math.sqrt(m2 / freedom) : m2 / freedom;
  };
  return aggregate({
    name,
    aliases,
    group: 'aggregate',
    doc,
    example: [`${name}(2.0D)`, sample ? 'NULL' : '0.0'],
    signature: takes([DOUBLE], DOUBLE),
    stateTypes: () => momentStateTypes('moments2'),
    widensInts: true,
    retract: 'none',
    create: (engine) => momentAccumulator(engine, 'moments2', finish),
    value: (rows) => finish(...momentsOf(rows)),
  });
}
export const VARIANCE: readonly AggregateFunction[] = [
  variance('var_samp', ['variance'], 'Variance of a sample.', true, false),
  variance('var_pop', [], 'Variance of a population.', false, false),
  variance('stddev_samp', ['stddev', 'std'], 'Standard deviation of a sample.', true, true),
  variance('stddev_pop', [], 'Standard deviation of a population.', false, true),
];
