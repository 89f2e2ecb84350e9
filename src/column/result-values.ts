// Values of a result column as the engine sees them (types/value.ts): for `show`, writers of text and scalar subqueries.
import { storageOf } from '../types/data-type.ts';
import { MapValue, StructValue } from '../types/value.ts';
import type { Value } from '../types/value.ts';
import { isValidAt } from './result.ts';
import type { ResultColumn } from './result.ts';
import { readTexts } from './result-text.ts';

/** All values of a column, in order. */
export function resultValues(column: ResultColumn): Value[] {
  const at = valueReader(column);
  return Array.from({ length: column.length }, (_, row) => (isValidAt(column, row) ? at(row) : null));
}

function valueReader(column: ResultColumn): (row: number) => Value {
  switch (column.layout) {
    case 'null':
      return () => null;
    case 'bits':
      return (row) => bitAt(column, row);
    case 'fixed':
      return fixedReader(column);
    case 'plain':
    case 'dict': {
      const texts = readTexts(column);
      return (row) => texts[row]!;
    }
    case 'struct': {
      const children = column.children.map(resultValues);
      return (row) => new StructValue(children.map((child) => child[row]!));
    }
    case 'list':
      return listReader(column);
  }
}
export const bitAt = (column: ResultColumn, row: number): boolean => ((column.values![row >> 3]! >> (row & 7)) & 1) === 1;

function fixedReader({ type, values }: ResultColumn): (row: number) => Value {
  const words = values as Uint32Array;
  switch (storageOf(type)) {
    case 'i64':
      return (row) => int64At(words, row * 2);
    case 'i128':
      return (row) => int128At(words, row * 4);
    default:
      return (row) => values![row]!;
  }
}
export const int64At = (words: Uint32Array, at: number): bigint => (BigInt(words[at + 1]! | 0) << 32n) | BigInt(words[at]!);
export const int128At = (words: Uint32Array, at: number): bigint =>
  (int64At(words, at + 2) << 64n) | (BigInt(words[at + 1]!) << 32n) | BigInt(words[at]!);

function listReader(column: ResultColumn): (row: number) => Value {
  const offsets = column.offsets!;
  const [first, second] = column.children.map(resultValues);
  if (column.type.kind !== 'map') return (row) => first!.slice(offsets[row], offsets[row + 1]);
  return (row) => {
    const keys = first!.slice(offsets[row], offsets[row + 1]);
    return new MapValue(keys.map((key, i) => [key, second![offsets[row]! + i]!] as const));
  };
}
