// Page index and bloom filters: where pages begin, what bounds them, which values a chunk surely lacks. All of it is a help only:
// what does not add up is ignored, and what a page then says of itself is checked again when it is read.
import type { ByteSource } from '../../platform/platform.ts';
import type { Bounds } from '../prune.ts';
import type { ByteRange, ColumnChunk } from './footer.ts';
import { openBloomFilter, readThrift } from './hyparquet.ts';
import { fetchRanges } from './prefetch.ts';
import { boundsOf, plainBytes } from './statistics.ts';
import type { LeafNode } from './schema.ts';
import type { PageLocation } from './task.ts';
import { ThriftRecord } from './thrift-record.ts';

/** Runs a parse whose failure means "no index". */
function hint<T>(parse: () => T | undefined): T | undefined {
  try {
    return parse();
  } catch {
    // Broken help is no help; the data itself is read and checked without it.
    return undefined;
  }
}

/** Reads ranges, those that exist; bytes in the order asked. */
export async function readHints(
  source: ByteSource,
  ranges: readonly (ByteRange | undefined)[],
  signal?: AbortSignal,
): Promise<(Uint8Array | undefined)[]> {
  const read = await fetchRanges(
    source,
    ranges.filter((range) => range !== undefined),
    signal,
  );
  return ranges.map((range) => {
    if (!range) return undefined;
    const bytes = new Uint8Array(range.length);
    read(range.offset, bytes);
    return bytes;
  });
}

/** Pages of a chunk in order, from row 0 on. */
export function parseOffsetIndex(bytes: Uint8Array, chunk: ColumnChunk, rows: number): PageLocation[] | undefined {
  return hint(() => {
    const record = new ThriftRecord(readThrift(bytes).fields, '', '');
    const pages = record
      .structs(1, 'pages', () => '')
      .map((page) => ({
        offset: page.count(1, ''),
        length: page.count(2, ''),
        firstRow: page.count(3, ''),
      }));
    const inOrder = pages.every((page, i) => {
      const before = pages[i - 1];
      const follows = before
        ? page.firstRow > before.firstRow && page.offset >= before.offset + before.length
        : page.firstRow === 0;
      return (
        follows && page.firstRow < rows && page.offset >= chunk.offset && page.offset + page.length <= chunk.offset + chunk.length
      );
    });
    return inOrder && pages.length > 0 ? pages : undefined;
  });
}
/** Bounds of each page. */
export function parseColumnIndex(
  bytes: Uint8Array,
  node: LeafNode,
  pages: readonly PageLocation[],
  rows: number,
): Bounds[] | undefined {
  return hint(() => {
    const record = new ThriftRecord(readThrift(bytes).fields, '', '');
    const nullPages = record.list(1, ''),
      mins = record.list(2, ''),
      maxs = record.list(3, '');
    const nullCounts = record.has(5) ? record.list(5, '') : [],
      nanCounts = record.has(8) ? record.list(8, '') : [];
    if (nullPages.length !== pages.length || mins.length !== pages.length || maxs.length !== pages.length) return undefined;
    return pages.map((page, i): Bounds => {
      const count = (pages[i + 1]?.firstRow ?? rows) - page.firstRow;
      if (nullPages[i] === true) return { rows: count, nullCount: count };
      const min = mins[i],
        max = maxs[i],
        nullCount = nullCounts[i],
        nanCount = nanCounts[i];
      if (!(min instanceof Uint8Array) || !(max instanceof Uint8Array)) return { rows: count };
      return boundsOf(
        {
          min,
          max,
          legacy: false,
          ...(typeof nullCount === 'bigint' ? { nullCount: Number(nullCount) } : {}),
          ...(typeof nanCount === 'bigint' ? { nanCount: Number(nanCount) } : {}),
        },
        node,
        count,
      );
    });
  });
}
/** Whether the chunk may contain a value. */
export function parseBloomFilter(bytes: Uint8Array, node: LeafNode): Bounds['mayContain'] | undefined {
  const contains = hint(() => openBloomFilter(bytes));
  return (
    contains &&
    ((value) => {
      const plain = plainBytes(value, node);
      return plain === undefined || contains(plain);
    })
  );
}
