// first, last, any_value: the value of the first or last row in order of arrival; with ignoreNulls, of those that have one.
import { BOOLEAN } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import { aggregate } from '../define.ts';
import type { AggregateFunction, AggregateOptions } from '../define.ts';
import { ANY, sameAsFirst, takes } from '../signature.ts';
import { foldAccumulator, foldRows } from './support/fold.ts';
import type { Fold } from './support/fold.ts';

interface Kept {
  readonly value: Value;
  readonly found: boolean;
}
const NOTHING: Kept = { value: null, found: false };

function edgeFold(last: boolean, type: DataType, ignoreNulls: boolean): Fold<Kept> {
  const keep = (state: Kept, value: Value): Kept =>
    (state.found && !last) || (ignoreNulls && value === null) ? state : { value, found: true };
  return {
    start: () => NOTHING,
    add: (state, [value]) => keep(state, value!),
    result: ({ value }) => value,
    isDone: ({ found }) => found && !last,
    partial: {
      types: [type, BOOLEAN],
      save: ({ value, found }) => [value, found],
      merge: (state, [value, found]) => (found === true ? keep(state, value!) : state),
    },
  };
}
/** IGNORE NULLS, or `true` as second argument. */
const ignoresNulls = ({ ignoreNulls, literals }: Pick<AggregateOptions, 'ignoreNulls' | 'literals'>): boolean =>
  ignoreNulls || literals[1] === true;
const edge = (name: string, aliases: readonly string[], doc: string, last: boolean): AggregateFunction =>
  aggregate({
    name,
    aliases,
    group: 'aggregate',
    doc,
    example: [`${name}(2)`, '2'],
    signature: takes([ANY, BOOLEAN], sameAsFirst, 1),
    stateTypes: ([type]) => [type!, BOOLEAN],
    retract: 'none',
    duplicateInsensitive: true,
    create: (engine, [type], returns, options) => foldAccumulator(engine, edgeFold(last, type!, ignoresNulls(options)), returns),
    value: (rows, [type], _returns, options) => foldRows(edgeFold(last, type!, ignoresNulls(options)), rows),
  });
export const FIRST_LAST: readonly AggregateFunction[] = [
  edge('first', ['first_value'], 'Value of the first row.', false),
  edge('last', ['last_value'], 'Value of the last row.', true),
  edge('any_value', ['arbitrary'], 'Value of some row: the first.', false),
];
