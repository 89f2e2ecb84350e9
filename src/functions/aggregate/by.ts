// max_by(x, y), min_by(x, y): x of the row with the greatest or least y; rows whose y is NULL do not count; the first of equals wins.
import type { DataType } from '../../types/data-type.ts';
import { compareValues } from '../../types/compare-value.ts';
import type { Value } from '../../types/value.ts';
import { aggregate } from '../define.ts';
import type { AggregateFunction } from '../define.ts';
import { ANY, sameAsFirst, takes } from '../signature.ts';
import { foldAccumulator, foldRows } from './support/fold.ts';
import type { Fold } from './support/fold.ts';

interface Best {
  readonly value: Value;
  /** null: no row yet. */
  readonly by: Value;
}
const NOTHING: Best = { value: null, by: null };

function byFold(greatest: boolean, [type, order]: readonly DataType[]): Fold<Best> {
  const better = (a: Value, b: Value): boolean => {
    const comparison = compareValues(a, b, order!);
    return greatest ? comparison > 0 : comparison < 0;
  };
  const add = (state: Best, [value, by]: readonly Value[]): Best =>
    by !== null && (state.by === null || better(by!, state.by)) ? { value: value!, by: by! } : state;
  return {
    start: () => NOTHING,
    add,
    result: ({ value }) => value,
    partial: { types: [type!, order!], save: ({ value, by }) => [value, by], merge: add },
  };
}
const by = (name: string, aliases: readonly string[], doc: string, greatest: boolean): AggregateFunction =>
  aggregate({
    name,
    aliases,
    group: 'aggregate',
    doc,
    example: [`${name}('a', 1)`, 'a'],
    signature: takes([ANY, ANY], sameAsFirst),
    stateTypes: (types) => types,
    retract: 'multiset',
    duplicateInsensitive: true,
    create: (engine, types, returns) => foldAccumulator(engine, byFold(greatest, types), returns),
    value: (rows, types) => foldRows(byFold(greatest, types), rows),
  });
export const BY: readonly AggregateFunction[] = [
  by('max_by', ['arg_max'], 'The first argument where the second is greatest.', true),
  by('min_by', ['arg_min'], 'The first argument where the second is least.', false),
];
