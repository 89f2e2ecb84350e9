// Ranking and offset functions. The window operator evaluates them over one sorted partition; here are their names and types.
import { BOOLEAN, DOUBLE, INT } from '../../types/data-type.ts';
import { leastCommonType } from '../../types/common-type.ts';
import { type SignatureRule, type WindowFunction, windowFunction } from '../define.ts';
import { ANY, castArgument, checkCount, noCommonType, sameAsFirst, takes } from '../signature.ts';

const common = { group: 'window' } as const;
/** (value [, offset [, default]]). */
const OFFSET: SignatureRule = (args, _literals, name) => {
  checkCount(name, args.length, 1, 3);
  const type = args[2] === undefined ? args[0]! : (leastCommonType(args[0]!, args[2]) ?? noCommonType(name, [args[0]!, args[2]]));
  const offset = args[1] === undefined ? [] : [castArgument(name, 1, args[1], INT)];
  return { args: [type, ...offset, ...(args[2] === undefined ? [] : [type])], returns: type };
};

export const WINDOW: readonly WindowFunction[] = [
  windowFunction({ ...common, name: 'row_number', doc: '1, 2, 3, …', evaluate: 'row_number', signature: takes([], INT) }),
  windowFunction({
    ...common,
    name: 'rank',
    doc: 'Place in the order, with gaps after ties.',
    evaluate: 'rank',
    signature: takes([], INT),
  }),
  windowFunction({
    ...common,
    name: 'dense_rank',
    doc: 'Place in the order, without gaps.',
    evaluate: 'dense_rank',
    signature: takes([], INT),
  }),
  windowFunction({
    ...common,
    name: 'percent_rank',
    doc: '(rank - 1) / (rows - 1).',
    evaluate: 'percent_rank',
    signature: takes([], DOUBLE),
  }),
  windowFunction({
    ...common,
    name: 'cume_dist',
    doc: 'Share of rows up to this one and its ties.',
    evaluate: 'cume_dist',
    signature: takes([], DOUBLE),
  }),
  windowFunction({
    ...common,
    name: 'ntile',
    doc: 'Bucket 1 to n of nearly equal size.',
    evaluate: 'ntile',
    signature: takes([INT], INT, 1),
  }),
  windowFunction({
    ...common,
    name: 'lag',
    doc: 'Value some rows earlier (default 1), or a default.',
    evaluate: 'lag',
    signature: OFFSET,
  }),
  windowFunction({
    ...common,
    name: 'lead',
    doc: 'Value some rows later (default 1), or a default.',
    evaluate: 'lead',
    signature: OFFSET,
  }),
  windowFunction({
    ...common,
    name: 'nth_value',
    doc: 'The n-th value of the frame, from 1.',
    evaluate: 'nth_value',
    signature: takes([ANY, INT, BOOLEAN], sameAsFirst, 1),
  }),
];
