// The header of a page: all its numbers checked against the chunk and against each other before anything relies on them.
import { ENCODINGS } from './hyparquet.ts';
import type { Encoding } from './hyparquet.ts';
import type { ThriftRecord } from './thrift-record.ts';

export type PageKind = 'dictionary' | 'data' | 'other';
/** A page whose body has not been read. */
export interface PageHeader {
  /** other: index pages and kinds unknown to us, to be passed over. */
  readonly kind: PageKind;
  readonly version: 1 | 2;
  readonly values: number;
  readonly encoding: Encoding;
  readonly at: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  /** V2: bytes of levels before the data, which are not compressed. */
  readonly repBytes: number;
  readonly defBytes: number;
  readonly compressed: boolean;
  /** V1: levels are packed in the way that came before the hybrid. */
  readonly oldReps: boolean;
  readonly oldDefs: boolean;
  readonly crc: number | undefined;
}
/** Larger pages are refused: no writer makes them, and their offsets would not fit. */
const MAX_PAGE_BYTES = 1 << 30;
const KINDS = ['data', 'index', 'dictionary', 'data2'] as const;

/** `at`: where the page begins, for messages; `left`: bytes of the chunk behind its header. */
export function parsePageHeader(record: ThriftRecord, at: number, left: number): PageHeader {
  const compressedBytes = record.count(3, 'its compressed size'),
    bytes = record.count(2, 'its size');
  if (compressedBytes > left) throw record.fail(`${compressedBytes} bytes do not fit the column chunk`);
  if (bytes > MAX_PAGE_BYTES) throw record.unsupported(`a page of ${bytes} bytes`);
  const sizes = { at, compressedBytes, bytes, crc: record.unsigned32(4) };
  const plain = { repBytes: 0, defBytes: 0, compressed: true, oldReps: false, oldDefs: false };
  const described = (id: number): ThriftRecord => {
    const description = record.struct(id);
    if (!description) throw record.fail('its description is missing');
    return description;
  };
  switch (record.member(1, KINDS)) {
    case 'dictionary': {
      const page = described(7);
      return { kind: 'dictionary', version: 1, ...sizes, ...plain, values: valuesOf(page), encoding: encodingOf(page, 2) };
    }
    case 'data': {
      const page = described(5);
      const old = { oldDefs: isOld(page, 3), oldReps: isOld(page, 4) };
      return { kind: 'data', version: 1, ...sizes, ...plain, ...old, values: valuesOf(page), encoding: encodingOf(page, 2) };
    }
    case 'data2': {
      const page = described(8);
      const defBytes = page.optionalCount(5, 'the size of its levels') ?? 0,
        repBytes = page.optionalCount(6, 'the size of its levels') ?? 0;
      if (repBytes + defBytes > Math.min(bytes, compressedBytes)) throw record.fail('its levels are larger than the page');
      const parts = { defBytes, repBytes, compressed: page.boolean(7, true) };
      return { kind: 'data', version: 2, ...sizes, ...plain, ...parts, values: valuesOf(page), encoding: encodingOf(page, 4) };
    }
    default:
      return { kind: 'other', version: 1, ...sizes, ...plain, values: 0, encoding: 'PLAIN' };
  }
}
function valuesOf(page: ThriftRecord): number {
  const values = page.count(1, 'the number of values');
  if (values > 0x7fffffff) throw page.fail(`${values} values`);
  return values;
}
function encodingOf(page: ThriftRecord, id: number): Encoding {
  const encoding = page.member(id, ENCODINGS);
  if (!encoding) throw page.fail('unknown encoding');
  return encoding;
}
const isOld = (page: ThriftRecord, id: number): boolean => page.member(id, ENCODINGS) === 'BIT_PACKED';
