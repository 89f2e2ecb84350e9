// collect_list, collect_set: the values of a group as an array, in order of arrival, NULLs left out.
import { arrayOf } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import { valueKey } from '../../types/value-key.ts';
import { aggregate } from '../define.ts';
import type { AggregateFunction } from '../define.ts';
import { ANY, takes } from '../signature.ts';
import { foldAccumulator, foldRows } from './support/fold.ts';
import type { Fold } from './support/fold.ts';

const listFold = (type: DataType): Fold<Value[]> => ({
  start: () => [],
  add(list, [value]) {
    if (value !== null) list.push(value!);
    return list;
  },
  result: (list) => [...list],
  partial: {
    types: [arrayOf(type, false)],
    save: (list) => [list],
    merge(list, [saved]) {
      list.push(...(saved as readonly Value[]));
      return list;
    },
  },
});
const setFold = (type: DataType): Fold<Map<unknown, Value>> => {
  const put = (set: Map<unknown, Value>, value: Value): void => {
    const key = valueKey(value, type);
    if (value !== null && !set.has(key)) set.set(key, value);
  };
  return {
    start: () => new Map(),
    add(set, [value]) {
      put(set, value!);
      return set;
    },
    result: (set) => [...set.values()],
    partial: {
      types: [arrayOf(type, false)],
      save: (set) => [[...set.values()]],
      merge(set, [saved]) {
        for (const value of saved as readonly Value[]) put(set, value);
        return set;
      },
    },
  };
};
const collected = ([type]: readonly DataType[]): DataType => arrayOf(type!, false);
export const COLLECT: readonly AggregateFunction[] = [
  aggregate({
    name: 'collect_list',
    aliases: ['array_agg'],
    group: 'aggregate',
    doc: 'The values as an array, in order of arrival.',
    example: ['collect_list(2)', '[2]'],
    signature: takes([ANY], collected),
    stateTypes: (types) => [collected(types)],
    keepsValues: true,
    retract: 'multiset',
    emptyValue: [],
    create: (engine, [type], returns) => foldAccumulator(engine, listFold(type!), returns),
    value: (rows, [type]) => foldRows(listFold(type!), rows),
  }),
  aggregate({
    name: 'collect_set',
    group: 'aggregate',
    doc: 'The distinct values as an array, in order of first appearance.',
    example: ['collect_set(2)', '[2]'],
    signature: takes([ANY], collected),
    stateTypes: (types) => [collected(types)],
    keepsValues: true,
    retract: 'multiset',
    emptyValue: [],
    duplicateInsensitive: true,
    create: (engine, [type], returns) => foldAccumulator(engine, setFold(type!), returns),
    value: (rows, [type]) => foldRows(setFold(type!), rows),
  }),
];
