// Correlation, covariance and linear regression over rows in which both arguments have a value. regr_* take (y, x), as SQL has it.
import { BIGINT, DOUBLE } from '../../types/data-type.ts';
import { aggregate } from '../define.ts';
import type { AggregateFunction } from '../define.ts';
import { takes } from '../signature.ts';
import { count } from './count.ts';
import { momentAccumulator, momentStateTypes } from './support/moment-state.ts';
import type { Finish } from './support/moment-state.ts';
import { comomentsOf } from './support/moments-of.ts';

/** Co-moments of the first argument (1) and the second (2). */
interface Comoments {
  readonly n: number;
  readonly mean1: number;
  readonly mean2: number;
  readonly m1: number;
  readonly m2: number;
  readonly c: number;
}
function paired(name: string, doc: string, result: (m: Comoments) => number | null): AggregateFunction {
  const finish: Finish = (n, mean1, mean2, m1, m2, c) => (n === 0 ? null : result({ n, mean1, mean2, m1, m2, c }));
  return aggregate({
    name,
    group: 'aggregate',
    doc,
    signature: takes([DOUBLE, DOUBLE], DOUBLE),
    stateTypes: () => momentStateTypes('comoments'),
    widensInts: true,
    retract: 'none',
    create: (engine) => momentAccumulator(engine, 'comoments', finish),
    value: (rows) => finish(...comomentsOf(rows)),
  });
}
const slope = ({ m2, c }: Comoments): number | null => (m2 === 0 ? null : c / m2);
const regrR2 = ({ m1, m2, c }: Comoments): number | null => (m2 === 0 ? null : m1 === 0 ? 1 : (c * c) / (m1 * m2));
export const REGRESSION: readonly AggregateFunction[] = [
  paired('corr', 'Pearson correlation; NULL when an argument does not vary.', ({ m1, m2, c }) =>
    m1 === 0 || m2 === 0 ? null : c / Math.sqrt(m1 * m2),
  ),
  paired('covar_pop', 'Covariance of a population.', ({ n, c }) => c / n),
  paired('covar_samp', 'Covariance of a sample.', ({ n, c }) => (n === 1 ? null : c / (n - 1))),
  paired('regr_avgx', 'Mean of the second argument.', ({ mean2 }) => mean2),
  paired('regr_avgy', 'Mean of the first argument.', ({ mean1 }) => mean1),
  paired('regr_sxx', 'Sum of squared deviations of the second argument.', ({ m2 }) => m2),
  paired('regr_syy', 'Sum of squared deviations of the first argument.', ({ m1 }) => m1),
  paired('regr_sxy', 'Sum of products of deviations.', ({ c }) => c),
  paired('regr_slope', 'Slope of the line of best fit.', slope),
  paired('regr_intercept', 'Where the line of best fit meets x = 0.', (m) => (m.m2 === 0 ? null : m.mean1 - slope(m)! * m.mean2)),
  paired('regr_r2', 'Coefficient of determination.', regrR2),
  aggregate({
    ...count,
    name: 'regr_count',
    aliases: [],
    doc: 'Number of rows in which both arguments have a value.',
    example: ['regr_count(1, 2)', '1'],
    signature: takes([DOUBLE, DOUBLE], BIGINT),
  }),
];
