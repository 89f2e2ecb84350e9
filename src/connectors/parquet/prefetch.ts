// Byte ranges of a row group for sources that cannot be read synchronously: neighbours joined, fetched at once, then read from memory.
import type { ByteSource } from '../../platform/platform.ts';
import type { ReadInto } from './chunk-bytes.ts';
import type { ByteRange } from './footer.ts';
import type { TaskChunk, TaskGroup } from './task.ts';

/** Ranges this close are fetched as one: a request costs more than these bytes. */
const GAP_BYTES = 1 << 16;
/** One request stays below this. */
const REQUEST_BYTES = 1 << 23;

/** What must be read of a chunk: all of it, or its dictionary and the pages of the wanted rows. */
function chunkRanges(chunk: TaskChunk, group: TaskGroup): ByteRange[] {
  const { pages } = chunk;
  if (!pages || pages.length === 0) return [{ offset: chunk.offset, length: chunk.length }];
  const head = { offset: chunk.offset, length: pages[0]!.offset - chunk.offset };
  const wanted = pages.filter((page, i) => {
    const end = pages[i + 1]?.firstRow ?? group.rows;
    return group.ranges.some(([from, to]) => page.firstRow < to && end > from);
  });
  return [head, ...wanted].filter((range) => range.length > 0).map(({ offset, length }) => ({ offset, length }));
}
/** Ascending ranges with small gaps joined and large ones cut. */
export function joinRanges(ranges: readonly ByteRange[]): ByteRange[] {
  const joined: { offset: number; length: number }[] = [];
  for (const range of [...ranges].sort((a, b) => a.offset - b.offset)) {
    const last = joined.at(-1),
      end = range.offset + range.length;
    if (last && range.offset <= last.offset + last.length + GAP_BYTES) last.length = Math.max(last.length, end - last.offset);
    else joined.push({ offset: range.offset, length: range.length });
  }
  return joined.flatMap(({ offset, length }) =>
    Array.from({ length: Math.ceil(length / REQUEST_BYTES) }, (_, i) => ({
      offset: offset + i * REQUEST_BYTES,
      length: Math.min(REQUEST_BYTES, length - i * REQUEST_BYTES),
    })),
  );
}

/** Fetches what the group needs. */
export const prefetchGroup = (source: ByteSource, group: TaskGroup, signal?: AbortSignal): Promise<ReadInto> =>
  fetchRanges(
    source,
    [...group.chunks.values()].flatMap((chunk) => chunkRanges(chunk, group)),
    signal,
  );

/** Fetches ranges; the result reads from memory. */
export async function fetchRanges(source: ByteSource, wanted: readonly ByteRange[], signal?: AbortSignal): Promise<ReadInto> {
  const ranges = joinRanges(wanted);
  const parts = await Promise.all(ranges.map(({ offset, length }) => source.read(offset, length, signal)));
  return (offset, target) => {
    let done = 0;
    for (let i = 0; i < ranges.length && done < target.length; i++) {
      const { offset: from, length } = ranges[i]!,
        at = offset + done - from;
      if (at < 0 || at >= length) continue;
      const part = parts[i]!.subarray(at, Math.min(length, at + target.length - done));
      target.set(part, done);
      done += part.length;
    }
    // A window may reach beyond the wanted pages; what was not fetched is not looked at.
    if (done < target.length) target.fill(0, done);
  };
}
