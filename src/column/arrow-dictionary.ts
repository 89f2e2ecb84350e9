// Strings as Dictionary<Int32, Utf8>: one dictionary per column over all batches, values in order of appearance.
import type { DataType as ArrowType, Data } from 'apache-arrow';
import { isValidAt } from './result.ts';
import type { ResultColumn } from './result.ts';
import { readTexts } from './result-text.ts';
import type { Arrow } from './arrow-batch.ts';

const encoder = new TextEncoder();

/** A batch's column as Arrow data over the united dictionary. */
export type Interning = (column: ResultColumn) => Data;

export function arrowDictionary(arrow: Arrow, columns: readonly ResultColumn[], type: ArrowType): Interning {
  const codes = new Map<string, number>();
  const codeOf = (text: string): number => {
    const known = codes.get(text);
    if (known !== undefined) return known;
    codes.set(text, codes.size);
    return codes.size - 1;
  };
  const indices = new Map(columns.map((column) => [column, indexColumn(column, codeOf)]));
  const dictionary = arrow.makeVector(textData(arrow, [...codes.keys()]));
  return (column) => {
    const { length, validity } = column;
    const nulls = column.layout === 'null' ? new Uint8Array((length + 7) >> 3) : validity;
    return arrow.makeData({
      type,
      length,
      data: indices.get(column)!,
      dictionary,
      ...(nulls ? { nullBitmap: nulls } : { nullCount: 0 }),
    } as never);
  };
}
function indexColumn(column: ResultColumn, codeOf: (text: string) => number): Int32Array {
  const out = new Int32Array(column.length);
  if (column.layout === 'null') return out;
  const texts = readTexts(column) as string[];
  for (let i = 0; i < out.length; i++) if (isValidAt(column, i)) out[i] = codeOf(texts[i]!);
  return out;
}
/** apache-arrow's own builders need `new Function`, which a page may forbid. */
function textData(arrow: Arrow, texts: readonly string[]): Data {
  const parts = texts.map((text) => encoder.encode(text));
  const valueOffsets = new Int32Array(texts.length + 1);
  parts.forEach((part, i) => {
    valueOffsets[i + 1] = valueOffsets[i]! + part.length;
  });
  const data = new Uint8Array(valueOffsets[texts.length]!);
  parts.forEach((part, i) => data.set(part, valueOffsets[i]));
  return arrow.makeData({ type: new arrow.Utf8(), length: texts.length, nullCount: 0, valueOffsets, data });
}
