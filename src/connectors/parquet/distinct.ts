// How many distinct values a column may have: what the file says of each chunk, or what the chunk's dictionary has room for. An estimate, for
// plans only: nobody may rely on it.
import { compareValues } from '../../types/compare-value.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import type { Bounds } from '../prune.ts';
import type { ColumnChunk } from './footer.ts';
import { physicalBytes } from './leaf-type.ts';
import type { LeafNode } from './schema.ts';

/** One chunk: its bounds and how many distinct values it has, if that is known. */
export interface ChunkValues extends Bounds {
  readonly distinct?: number | undefined;
}
/** A compressed dictionary has about so many bytes for a byte string: ids of 3 to 12 characters take 4 to 6 under Snappy. */
const TEXT_BYTES = 4;
/** Writers give up dictionaries of 1 MiB and go on with PLAIN values; a dictionary of this size or more says nothing. */
const MAX_DICTIONARY_BYTES = 1 << 19;

export function distinctOf({ statistics, dictionaryBytes = 0, values }: ColumnChunk, node: LeafNode): number | undefined {
  const width = physicalBytes(node.physical, node.typeLength) || TEXT_BYTES;
  const room = dictionaryBytes > 0 && dictionaryBytes < MAX_DICTIONARY_BYTES ? Math.ceil(dictionaryBytes / width) : undefined;
  const distinct = statistics?.distinctCount ?? room;
  return distinct === undefined ? undefined : Math.min(distinct, values);
}

/** Of all chunks; undefined if less than half of the rows are in chunks that know. */
export function distinctOverall(chunks: readonly ChunkValues[], type: DataType): number | undefined {
  const rowsOf = (some: readonly ChunkValues[]): number => some.reduce((sum, { rows }) => sum + rows, 0);
  const known = chunks.filter(({ distinct }) => distinct !== undefined);
  if (known.length === 0 || rowsOf(known) * 2 < rowsOf(chunks)) return undefined;
  let total = 0,
    shared = 0,
    end: Value | undefined;
  for (const { rows, min, max, distinct } of known.sort((a, b) => compare(a.min, b.min, type))) {
    // Values that come again and again: chunks whose ranges meet have the same ones.
    if (distinct! * 2 > rows) total += distinct!;
    else if (compare(min, end, type) > 0) {
      total += shared;
      shared = distinct!;
    } else shared = Math.max(shared, distinct!);
    if (compare(max, end, type) > 0 || end === undefined) end = max;
  }
  return Math.min(total + shared, rowsOf(chunks));
}
const compare = (a: Value | undefined, b: Value | undefined, type: DataType): number =>
  a === undefined || b === undefined ? 0 : compareValues(a, b, type);
