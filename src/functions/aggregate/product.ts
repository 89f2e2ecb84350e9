// product(x): the values multiplied, as DOUBLE.
import { DOUBLE } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import { aggregate } from '../define.ts';
import { takes } from '../signature.ts';
import { foldAccumulator, foldRows } from './support/fold.ts';
import type { Fold } from './support/fold.ts';

const multiply = (state: number | null, [value]: readonly Value[]): number | null =>
  value === null ? state : (state ?? 1) * (value as number);
const PRODUCT: Fold<number | null> = {
  start: () => null,
  add: multiply,
  result: (state) => state,
  partial: { types: [DOUBLE], save: (state) => [state], merge: multiply },
};
export const product = aggregate({
  name: 'product',
  group: 'aggregate',
  doc: 'Product of the values.',
  example: ['product(2)', '2.0'],
  signature: takes([DOUBLE], DOUBLE),
  stateTypes: () => [DOUBLE],
  retract: 'none',
  create: (engine, _args, returns) => foldAccumulator(engine, PRODUCT, returns),
  value: (rows) => foldRows(PRODUCT, rows),
});
