// Family compare: numbers in Spark's order of floats, 128-bit integers, bytes against columns and constants.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildColumn } from '../../src/column/builder.ts';
import { BINARY, decimal } from '../../src/types/data-type.ts';
import { STORAGES, dirtyBits, readBits, scalarOf, suffix, write, type Scalar } from '../helpers/numbers.ts';
import { testEngine } from '../helpers/engine.ts';

const { memory, kernels } = testEngine();
const run = kernels as unknown as Record<string, (...args: number[]) => void>;
const temp = (bytes: number): number => memory.temp(bytes);

const OPS: readonly [name: string, test: (order: number) => boolean][] = [
  ['eq', (o) => o === 0],
  ['ne', (o) => o !== 0],
  ['lt', (o) => o < 0],
  ['le', (o) => o <= 0],
  ['gt', (o) => o > 0],
  ['ge', (o) => o >= 0],
];
/** NaN equals NaN and is greatest; -0 equals 0. */
function order(a: Scalar, b: Scalar): number {
  const aNan = a !== a,
    bNan = b !== b;
  if (aNan || bNan) return Number(aNan) - Number(bNan);
  return a < b ? -1 : a > b ? 1 : 0;
}
const bytesOrder = (a: Uint8Array, b: Uint8Array): number => Buffer.compare(a, b);

describe.each(STORAGES)('%s', (storage) => {
  it.each(OPS)('%s', (name, test) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(scalarOf(storage), scalarOf(storage), fc.boolean()), { maxLength: 67 }), (rows) => {
        memory.release(0);
        const a = rows.map((r) => r[0]),
          b = rows.map((r) => (r[2] ? r[0] : r[1])),
          n = rows.length,
          out = dirtyBits(memory, n);
        run[name + suffix(storage)]!(write(memory, storage, a), write(memory, storage, b), out, n);
        expect(readBits(memory, out, n)).toEqual(a.map((x, i) => test(order(x, b[i]!))));
      }),
    );
  });
});
it.each(OPS)('%s of i128', (name, test) => {
  const big = fc.oneof(
    fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n - 1n }),
    fc.bigInt({ min: -2n, max: 2n }),
    fc.constantFrom(2n ** 64n, -(2n ** 64n), 2n ** 63n),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(big, big, fc.boolean()), { maxLength: 67 }), (rows) => {
      memory.release(0);
      const a = rows.map((r) => r[0]),
        b = rows.map((r) => (r[2] ? r[0] : r[1])),
        n = rows.length,
        out = dirtyBits(memory, n);
      const ptrOf = (values: readonly bigint[]): number => buildColumn(memory, decimal(38, 0), values, temp).ptr;
      run[`${name}I128`]!(ptrOf(a), ptrOf(b), out, n);
      expect(readBits(memory, out, n)).toEqual(a.map((x, i) => test(order(x, b[i]!))));
    }),
  );
});

const bytes = fc.oneof(
  fc.uint8Array({ max: 3, maxLength: 40 }),
  fc.uint8Array({ maxLength: 10 }),
  fc.constant(new Uint8Array(100).fill(1)),
);
it.each(OPS.filter(([name]) => ['eq', 'lt', 'le'].includes(name)))('%s of bytes', (name, test) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(bytes, bytes, fc.boolean()), { minLength: 1, maxLength: 67 }), (rows) => {
      memory.release(0);
      const a = rows.map((r) => r[0]),
        b = rows.map((r) => (r[2] ? r[0] : r[1])),
        n = rows.length,
        out = dirtyBits(memory, n);
      const left = buildColumn(memory, BINARY, a, temp),
        right = buildColumn(memory, BINARY, b, temp);
      run[`${name}Plain`]!(left.ptr, left.bytesPtr, 4, right.ptr, right.bytesPtr, 4, out, n);
      expect(readBits(memory, out, n)).toEqual(a.map((x, i) => test(bytesOrder(x, b[i]!))));
      run[`${name}Plain`]!(left.ptr, left.bytesPtr, 4, right.ptr, right.bytesPtr, 0, out, n);
      expect(readBits(memory, out, n)).toEqual(a.map((x) => test(bytesOrder(x, b[0]!))));
    }),
  );
});
it('finds a constant at the start, at the end, anywhere', () => {
  const text = (b: Uint8Array): string => String.fromCharCode(...b);
  const needle = fc.oneof(fc.uint8Array({ max: 2, maxLength: 4 }), fc.uint8Array({ max: 1, minLength: 16, maxLength: 20 }));
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 67 }), needle, (rows, pattern) => {
      memory.release(0);
      const n = rows.length,
        column = buildColumn(memory, BINARY, rows, temp),
        out = dirtyBits(memory, n);
      const constant = temp(pattern.length + 1);
      memory.u8(constant, pattern.length).set(pattern);
      kernels.startsWithPlain(column.ptr, column.bytesPtr, constant, pattern.length, out, n);
      expect(readBits(memory, out, n)).toEqual(rows.map((r) => text(r).startsWith(text(pattern))));
      kernels.endsWithPlain(column.ptr, column.bytesPtr, constant, pattern.length, out, n);
      expect(readBits(memory, out, n)).toEqual(rows.map((r) => text(r).endsWith(text(pattern))));
      kernels.containsPlain(column.ptr, column.bytesPtr, constant, pattern.length, out, n);
      expect(readBits(memory, out, n)).toEqual(rows.map((r) => text(r).includes(text(pattern))));
    }),
  );
});
