// The aggregate functions, one line each or per family.
import type { AggregateFunction } from '../define.ts';
import { approxCountDistinct } from './approx-count-distinct.ts';
import { AVG } from './avg.ts';
import { BITS } from './bits.ts';
import { BY } from './by.ts';
import { COLLECT } from './collect.ts';
import { countIf } from './count-if.ts';
import { count } from './count.ts';
import { EXTREMES } from './extremes.ts';
import { FIRST_LAST } from './first-last.ts';
import { listagg } from './listagg.ts';
import { mode } from './mode.ts';
import { PERCENTILES } from './percentile.ts';
import { product } from './product.ts';
import { REGRESSION } from './regression.ts';
import { SHAPE } from './shape.ts';
import { SUM } from './sum.ts';
import { VARIANCE } from './variance.ts';

export const AGGREGATES: readonly AggregateFunction[] = [
  count,
  countIf,
  ...SUM,
  ...AVG,
  ...EXTREMES,
  ...BITS,
  ...FIRST_LAST,
  ...BY,
  ...VARIANCE,
  ...SHAPE,
  ...REGRESSION,
  ...PERCENTILES,
  product,
  mode,
  approxCountDistinct,
  ...COLLECT,
  listagg,
];
