// Whole-column forms over plain columns whose bytes are all ASCII, so that a byte is a character; others go row by row.
// Layout: offsets i32, bytes; results are plain columns in temp memory. Cost: one or two passes over the bytes.
import { type Column, makeColumn } from '../../../column/column.ts';
import type { Memory } from '../../../column/memory.ts';
import { INT, STRING } from '../../../types/data-type.ts';
import type { ScalarFunction } from '../../define.ts';

type WholeColumn = NonNullable<ScalarFunction['column']>;
interface Text {
  readonly offsets: Int32Array;
  /** Bytes from the column's bytesPtr on: offsets point into it. */
  readonly bytes: Uint8Array;
}
function textOf(memory: Memory, column: Column, length: number): Text | undefined {
  if (column.layout !== 'plain' || column.type.kind !== 'string') return undefined;
  const offsets = memory.i32(column.ptr, length + 1);
  return { offsets, bytes: memory.u8(column.bytesPtr, offsets[length]!) };
}
function asciiOf(memory: Memory, column: Column, length: number): Text | undefined {
  const text = textOf(memory, column, length);
  if (!text) return undefined;
  let all = 0;
  for (let at = text.offsets[0]!; at < text.bytes.length; at++) all |= text.bytes[at]!;
  return all < 0x80 ? text : undefined;
}

/** Characters of each row: bytes that continue no other. Any UTF-8. */
export const lengthColumn: WholeColumn = ({ memory }, [column], length) => {
  const text = textOf(memory, column!, length);
  if (!text) return undefined;
  const ptr = memory.temp(Math.max(4, length * 4));
  const [out, { offsets, bytes }] = [memory.i32(ptr, length), textOf(memory, column!, length)!];
  for (let row = 0; row < length; row++) {
    let count = 0;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) if ((bytes[at]! & 0xc0) !== 0x80) count++;
    out[row] = count;
  }
  return makeColumn({ type: INT, layout: 'fixed', length, ptr });
};
/** Letters moved to the other case: upper turns a–z by -32, lower A–Z by +32. */
export const caseColumn =
  (first: number, shift: number): WholeColumn =>
  ({ memory }, [column], length) => {
    const found = asciiOf(memory, column!, length);
    if (!found) return undefined;
    const bytesPtr = memory.temp(found.bytes.length + 64);
    const { offsets, bytes } = textOf(memory, column!, length)!;
    const out = memory.u8(bytesPtr, bytes.length);
    for (let at = offsets[0]!; at < bytes.length; at++) {
      const byte = bytes[at]!;
      out[at] = byte >= first && byte < first + 26 ? byte + shift : byte;
    }
    return makeColumn({ type: STRING, layout: 'plain', length, ptr: column!.ptr, bytesPtr });
  };

/** Start and end of what is kept of a row's bytes [from, to). */
type Range = (bytes: Uint8Array, from: number, to: number) => readonly [number, number];
/** Rows cut to a range of their bytes, copied together. */
function cut(memory: Memory, column: Column, length: number, range: Range): Column | undefined {
  const found = asciiOf(memory, column, length);
  if (!found) return undefined;
  const ptr = memory.temp((length + 1) * 4);
  const bytesPtr = memory.temp(found.bytes.length + 64);
  const { offsets, bytes } = textOf(memory, column, length)!;
  const [outOffsets, out] = [memory.i32(ptr, length + 1), memory.u8(bytesPtr, bytes.length)];
  let end = 0;
  outOffsets[0] = 0;
  for (let row = 0; row < length; row++) {
    const [from, to] = range(bytes, offsets[row]!, offsets[row + 1]!);
    for (let at = from; at < to; at++) out[end++] = bytes[at]!;
    outOffsets[row + 1] = end;
  }
  return makeColumn({ type: STRING, layout: 'plain', length, ptr, bytesPtr });
}
/** substring with literal position and length. */
export const substringColumn: WholeColumn = ({ memory }, args, length, _returns, literals) => {
  const [position, size] = [literals[1], args.length === 2 ? Infinity : literals[2]];
  if (typeof position !== 'number' || typeof size !== 'number') return undefined;
  return cut(memory, args[0]!, length, (_bytes, from, to) => {
    const start = position > 0 ? from + position - 1 : position < 0 ? to + position : from;
    const end = Math.max(from, Math.min(to, start + size));
    return [Math.min(Math.max(from, start), end), end];
  });
};
const SPACE = 32;
/** Spaces taken off. */
export const trimColumn =
  (atStart: boolean, atEnd: boolean): WholeColumn =>
  ({ memory }, args, length) => {
    if (args.length !== 1) return undefined;
    return cut(memory, args[0]!, length, (bytes, from, to) => {
      let [start, end] = [from, to];
      if (atStart) while (start < end && bytes[start] === SPACE) start++;
      if (atEnd) while (end > start && bytes[end - 1] === SPACE) end--;
      return [start, end];
    });
  };
