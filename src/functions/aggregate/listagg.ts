// listagg / string_agg(text, separator): the values joined in order of arrival, NULLs left out; NULL without values.
import { STRING } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import { aggregate } from '../define.ts';
import type { AggregateOptions } from '../define.ts';
import { sameAsFirst, takes } from '../signature.ts';
import { foldAccumulator, foldRows } from './support/fold.ts';
import type { Fold } from './support/fold.ts';

const joinFold = (separator: string): Fold<string | null> => {
  const add = (state: string | null, [value]: readonly Value[]): string | null =>
    value === null ? state : state === null ? (value as string) : `${state}${separator}${value as string}`;
  return { start: () => null, add, result: (state) => state, partial: { types: [STRING], save: (state) => [state], merge: add } };
};
const separatorOf = ({ literals }: Pick<AggregateOptions, 'literals'>): string => {
  const literal = literals[1];
  return typeof literal === 'string' ? literal : '';
};
export const listagg = aggregate({
  name: 'listagg',
  aliases: ['string_agg', 'group_concat'],
  group: 'aggregate',
  doc: 'The values joined to one string, with the constant separator between them.',
  example: [`listagg('a', ',')`, 'a'],
  signature: takes([STRING, STRING], sameAsFirst, 1),
  stateTypes: () => [STRING],
  keepsValues: true,
  retract: 'none',
  create: (engine, _args, returns, options) => foldAccumulator(engine, joinFold(separatorOf(options)), returns),
  value: (rows, _types, _returns, options) => foldRows(joinFold(separatorOf(options)), rows),
});
