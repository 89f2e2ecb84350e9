// Strings as Dictionary<Int32, Utf8>: one dictionary per column over all batches, values in order of appearance.
import type { DataType as ArrowType, Data } from 'apache-arrow';
import { isValidAt } from '../column/result.ts';
import type { ResultColumn } from '../column/result.ts';
import { readTexts } from '../column/result-text.ts';
type Arrow = typeof import('apache-arrow');

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
  const dictionary = arrow.vectorFromArray([...codes.keys()], new arrow.Utf8());
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
