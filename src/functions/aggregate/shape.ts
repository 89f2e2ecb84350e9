// skewness and kurtosis (excess) of a population, from central moments; NULL when all values are equal.
import { DOUBLE } from '../../types/data-type.ts';
import { aggregate } from '../define.ts';
import type { AggregateFunction } from '../define.ts';
import { takes } from '../signature.ts';
import { momentAccumulator, momentStateTypes } from './support/moment-state.ts';
import type { Finish } from './support/moment-state.ts';
import { momentsOf } from './support/moments-of.ts';

const shape = (name: string, doc: string, finish: Finish): AggregateFunction =>
  aggregate({
    name,
    group: 'aggregate',
    doc,
    example: [`${name}(2.0D)`, 'NULL'],
    signature: takes([DOUBLE], DOUBLE),
    stateTypes: () => momentStateTypes('moments4'),
    widensInts: true,
    retract: 'none',
    create: (engine) => momentAccumulator(engine, 'moments4', finish),
    value: (rows) => finish(...momentsOf(rows)),
  });
export const SHAPE: readonly AggregateFunction[] = [
  shape('skewness', 'Skewness of the values.', (n, _mean, m2, m3) =>
    m2 === 0 ? null : (Math.sqrt(n) * m3) / Math.sqrt(m2 ** 3),
  ),
  shape('kurtosis', 'Kurtosis of the values, less the 3 of a normal distribution.', (n, _mean, m2, _m3, m4) =>
    m2 === 0 ? null : (n * m4) / (m2 * m2) - 3,
  ),
];
