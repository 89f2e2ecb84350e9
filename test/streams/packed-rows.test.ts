// Typed arrays of many rows hold what value by value gives, and are refused where a value has to be looked at.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowValues } from '../../src/streaming/row-values.ts';
import type { DataType } from '../../src/types/data-type.ts';

const ROWS = 20;
const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(-0, 0.5, -1.5, 127, 128, -129, 32_768, 2 ** 31, -(2 ** 31), 2 ** 53, -1, NaN, Infinity, 8.64e15, 1e13),
);
const any = fc.oneof(
  { weight: 30, arbitrary: number },
  { weight: 3, arbitrary: fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }) },
  { weight: 3, arbitrary: fc.date() },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, undefined, true, '7', '2024-01-01 00:00:00', {}, [1]) },
);
const small = fc.integer({ min: -128, max: 127 });
const time = fc.oneof(
  fc.date({ min: new Date(-1e12), max: new Date(9e12), noInvalidDate: true }),
  fc.double({ min: -9e12, max: 9e12, noNaN: true }),
);
const TYPES: readonly (readonly [
  'tinyint' | 'smallint' | 'int' | 'bigint' | 'float' | 'double' | 'timestamp' | 'timestamp_ntz',
  fc.Arbitrary<unknown>,
])[] = [
  ['tinyint', small],
  ['smallint', small],
  ['int', small],
  ['bigint', fc.maxSafeInteger()],
  ['float', fc.double()],
  ['double', fc.double()],
  ['timestamp', time],
  ['timestamp_ntz', time],
];
const outcome = (values: readonly unknown[], type: DataType, atOnce: number): unknown => {
  const out: unknown[] = [];
  try {
    for (let i = 0; i < values.length; i += atOnce) {
      const rows = values.slice(i, i + atOnce).map((v) => ({ v }));
      out.push(...(rowValues(rows, [{ name: 'v', type, nullable: true }], 'UTC', i)[0]! as readonly unknown[]));
    }
    // A typed array has no -0 among integers.
    return out.map((value) => (value === 0 ? 0 : value));
  } catch (error) {
    return String(error);
  }
};

describe.each(TYPES)('%s', (name, fitting) => {
  const type: DataType = { kind: name };
  it('gives what row by row gives', () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: ROWS, maxLength: ROWS }), (values) => {
        expect(outcome(values, type, ROWS)).toEqual(outcome(values, type, 1));
      }),
    );
  });
  it('is packed where values fit', () => {
    fc.assert(
      fc.property(fc.array(fitting, { minLength: ROWS, maxLength: ROWS }), (values) => {
        const rows = values.map((v) => ({ v }));
        expect(ArrayBuffer.isView(rowValues(rows, [{ name: 'v', type, nullable: true }], 'UTC')[0])).toBe(true);
        expect(outcome(values, type, ROWS)).toEqual(outcome(values, type, 1));
      }),
    );
  });
});
