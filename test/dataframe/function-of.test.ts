// What strings and left-out arguments of `caudal/functions` become.

import { describe, expect, it } from 'vitest';
import * as F from '../../src/entries/functions.ts';

const args = (column: { expression: unknown }): unknown => {
  const { name, args } = column.expression as {
    name: string;
    args: readonly { kind: string; name?: unknown; value?: unknown }[];
  };
  return [name, ...args.map((a) => (a.kind === 'Literal' ? { value: a.value } : a.kind))];
};

describe('caudal/functions', () => {
  it('a string is a column in a column argument, itself elsewhere', () => {
    expect(args(F.split('s', ','))).toEqual(['split', 'UnresolvedColumn', { value: ',' }]);
  });
  it('takes columns and literals for columns', () => {
    expect(args(F.greatest(F.col('a'), F.lit('b'), 'c'))).toEqual([
      'greatest',
      'UnresolvedColumn',
      { value: 'b' },
      'UnresolvedColumn',
    ]);
  });
  it('arguments left out at the end are not there', () => {
    expect(args(F.round('x'))).toEqual(['round', 'UnresolvedColumn']);
    expect(args(F.round('x', undefined))).toEqual(['round', 'UnresolvedColumn']);
  });
  it('has both spellings', () => expect(F.date_add).toBe(F.dateAdd));
});
