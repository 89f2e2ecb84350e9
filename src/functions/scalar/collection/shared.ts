// What the array functions share: types of arrays and their elements, equality of elements, the longest array.
import { equalValues } from '../../../types/compare-value.ts';
import { type DataType, NULL, isNested } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import type { Value } from '../../../types/value.ts';
import type { SignatureRule } from '../../define.ts';
import { type ResultType, arrayAndElement, checkCount } from '../../signature.ts';

export type List = readonly Value[];
export const COLLECTION = { group: 'collection', nulls: 'propagate', fallible: false } as const;
export const elementOf = (t: DataType): DataType => (t.kind === 'array' ? t.element : NULL);
export const elementType: ResultType = (args) => elementOf(args[0]!);
/** An array and one of its elements; `returns` is BOOLEAN, INT or the array. */
export const withElement =
  (returns: DataType | 'array'): SignatureRule =>
  (args, _literals, name) => {
    checkCount(name, args.length, 2);
    const { array, element } = arrayAndElement(name, args[0]!, args[1]!);
    return { args: [array, element], returns: returns === 'array' ? array : returns };
  };
/** Whether set functions take both for one element: they tell -0.0 from 0.0, as Spark's hash sets. */
const isSame = (a: Value, b: Value, type: DataType): boolean =>
  typeof a === 'number' ? Object.is(a, b) : equalValues(a, b, type);
/** Elements in order, each once. */
export function distinct(list: List, type: DataType): Value[] {
  const out: Value[] = [];
  const seen = new Set<Value>();
  for (const item of list) {
    const simple = item === null || (!isNested(type) && !(item instanceof Uint8Array));
    // A Set has one zero.
    const key = Object.is(item, -0) ? '-0' : item;
    if (simple ? seen.has(key) : hasSame(out, item, type)) continue;
    seen.add(key);
    out.push(item);
  }
  return out;
}
export const has = (list: List, item: Value, type: DataType): boolean => list.some((other) => equalValues(other, item, type));
export const hasSame = (list: List, item: Value, type: DataType): boolean => list.some((other) => isSame(other, item, type));
/** An array of more would not fit the memory of a value. */
const MAX_ELEMENTS = 20_000_000;
export function checkSize(count: number | bigint): void {
  if (count > MAX_ELEMENTS)
    throw new CaudalError('COLLECTION_SIZE_LIMIT_EXCEEDED', `An array of ${count} elements is longer than ${MAX_ELEMENTS}.`);
}
