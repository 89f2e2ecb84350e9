// Dictionary strings written out as offsets and bytes. Cost: one copy of every value's bytes.
import { isValidAt } from './result.ts';
import type { ResultColumn } from './result.ts';

export function plainStrings(column: ResultColumn): { offsets: Int32Array; bytes: Uint8Array } {
  const { length, codes, dictionary } = column;
  const { offsets: starts, bytes: source } = dictionary!.values;
  const offsets = new Int32Array(length + 1);
  let end = 0;
  for (let i = 0; i < length; i++) {
    const code = codes![i]!;
    if (isValidAt(column, i)) end += starts![code + 1]! - starts![code]!;
    offsets[i + 1] = end;
  }
  const bytes = new Uint8Array(end);
  for (let i = 0, at = 0; i < length; i++) {
    if (offsets[i + 1] === at) continue;
    const code = codes![i]!;
    for (let from = starts![code]!; from < starts![code + 1]!; from++) bytes[at++] = source![from]!;
  }
  return { offsets, bytes };
}
