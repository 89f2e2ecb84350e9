// Strings and binaries of a result column as JavaScript values. ASCII columns are decoded in one go and cut; a dictionary once.
import type { ResultColumn } from './result.ts';
import { isValidAt } from './result.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** One entry per row; '' (or no bytes) under NULL. */
export function readTexts(column: ResultColumn): (string | Uint8Array)[] {
  if (column.layout === 'dict') return readDictionary(column);
  const { length, offsets, bytes, type } = column;
  if (length === 0) return [];
  if (type.kind === 'binary') return Array.from({ length }, (_, i) => bytes!.slice(offsets![i], offsets![i + 1]));
  const out = new Array<string>(length);
  if (isAscii(bytes!)) {
    const text = decoder.decode(bytes!);
    for (let i = 0; i < length; i++) out[i] = text.slice(offsets![i], offsets![i + 1]);
  } else for (let i = 0; i < length; i++) out[i] = decoder.decode(bytes!.subarray(offsets![i], offsets![i + 1]));
  return out;
}

function readDictionary(column: ResultColumn): (string | Uint8Array)[] {
  const { length, codes, dictionary } = column;
  const values = (dictionary!.decoded ??= readTexts(dictionary!.values));
  const out = new Array<string | Uint8Array>(length);
  // Codes under NULL may be anything.
  for (let i = 0; i < length; i++) out[i] = column.validity === null || isValidAt(column, i) ? values[codes![i]!]! : '';
  return out;
}

function isAscii(bytes: Uint8Array): boolean {
  const words = bytes.byteLength >> 2;
  const view = new Uint32Array(bytes.buffer, bytes.byteOffset, words);
  let seen = 0;
  for (let i = 0; i < words; i++) seen |= view[i]!;
  for (let i = words << 2; i < bytes.length; i++) seen |= bytes[i]!;
  return (seen & 0x80808080) === 0;
}
