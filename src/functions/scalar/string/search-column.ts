// startswith, endswith, contains and simple LIKE patterns against a constant, over plain columns by kernels.
import { bitmapBytes, makeColumn } from '../../../column/column.ts';
import { BOOLEAN } from '../../../types/data-type.ts';
import type { ScalarFunction } from '../../define.ts';

type Kernel = 'startsWithPlain' | 'endsWithPlain' | 'containsPlain';
type WholeColumn = NonNullable<ScalarFunction['column']>;
const encoder = new TextEncoder();

function search(kernel: Kernel, part: string, [engine, args, length]: Parameters<WholeColumn>): ReturnType<WholeColumn> {
  const column = args[0]!;
  if (column.layout !== 'plain') return undefined;
  const needle = encoder.encode(part);
  const needlePtr = engine.memory.temp(needle.length + 64);
  engine.memory.u8(needlePtr, needle.length).set(needle);
  const out = engine.memory.temp(Math.max(64, bitmapBytes(length)));
  engine.kernels[kernel](column.ptr, column.bytesPtr, needlePtr, needle.length, out, length);
  return makeColumn({ type: BOOLEAN, layout: 'bits', length, ptr: out });
}
/** The second argument is a literal part. */
export const searchColumn =
  (kernel: Kernel): WholeColumn =>
  (...call) => {
    const part = call[4][1];
    return typeof part === 'string' ? search(kernel, part, call) : undefined;
  };
const SIMPLE = /^(%?)([^%_\\]*)(%?)$/;
/** LIKE with a literal `part%`, `%part` or `%part%`. */
export const likeColumn: WholeColumn = (...call) => {
  const [pattern, escape] = [call[4][1], call[4][2]];
  const match = typeof pattern === 'string' && escape === undefined && call[1].length === 2 ? SIMPLE.exec(pattern) : null;
  if (!match || (match[1] === '' && match[3] === '')) return undefined;
  return search(match[1] === '' ? 'startsWithPlain' : match[3] === '' ? 'endsWithPlain' : 'containsPlain', match[2]!, call);
};
