// parquet-distinct.test.ts: the estimate of a column's distinct values, from what chunks say of theirs and from the size of dictionaries.
import { expect, test } from 'vitest';
import { distinctOf, distinctOverall } from '../../src/connectors/parquet/distinct.ts';
import type { ChunkValues } from '../../src/connectors/parquet/distinct.ts';
import type { ColumnChunk } from '../../src/connectors/parquet/footer.ts';
import type { LeafNode } from '../../src/connectors/parquet/schema.ts';
import { INT } from '../../src/types/data-type.ts';

const chunk = (init: Partial<ColumnChunk>): ColumnChunk => ({ offset: 4, length: 100, codec: 'SNAPPY', values: 1000, ...init });
const leaf = (physical: LeafNode['physical']): LeafNode => ({ physical, typeLength: 0 }) as LeafNode;
test('of a chunk: what the file says, else what its dictionary has room for, at most its values', () => {
  expect(distinctOf(chunk({ statistics: { legacy: false, distinctCount: 7 }, dictionaryBytes: 400 }), leaf('INT32'))).toBe(7);
  expect(distinctOf(chunk({ dictionaryBytes: 400 }), leaf('INT32'))).toBe(100);
  expect(distinctOf(chunk({ dictionaryBytes: 400 }), leaf('DOUBLE'))).toBe(50);
  expect(distinctOf(chunk({ dictionaryBytes: 400 }), leaf('BYTE_ARRAY'))).toBe(100);
  expect(distinctOf(chunk({ statistics: { legacy: false, distinctCount: 1e12 } }), leaf('INT32'))).toBe(1000);
  expect(distinctOf(chunk({ dictionaryBytes: 1 << 20 }), leaf('INT32'))).toBeUndefined();
  expect(distinctOf(chunk({}), leaf('INT32'))).toBeUndefined();
});
test('of all chunks: shared where ranges meet, added where they do not or where most values are met once', () => {
  const of = (...chunks: ChunkValues[]): number | undefined => distinctOverall(chunks, INT);
  const some = { rows: 1000, min: 1, max: 100, distinct: 100 };
  expect(of(some, { ...some, distinct: 90 }, some)).toBe(100);
  expect(of({ ...some, min: 101, max: 200 }, some)).toBe(200);
  expect(of({ ...some, distinct: 900 }, { ...some, distinct: 800 }, some)).toBe(1800);
  expect(of({ rows: 10, distinct: 3 }, { rows: 10, distinct: 5 })).toBe(5);
  expect(of(some, { rows: 999 })).toBe(100);
  expect(of(some, { rows: 1001 })).toBeUndefined();
  expect(of()).toBeUndefined();
});
