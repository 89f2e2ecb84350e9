// Decimals by column against exact arithmetic in bigint: + - * and casts between every precision and scale, integers and doubles.
// A column the kernels leave to the one-row meaning (undefined) is right only where some row is an error or out of their reach.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildColumn } from '../../src/column/builder.ts';
import type { Column } from '../../src/column/column.ts';
import { readValues } from '../../src/column/values.ts';
import { castColumn } from '../../src/functions/cast/column.ts';
import { addDecimalColumns, multiplyDecimalColumns } from '../../src/functions/decimal-kernels.ts';
import { BIGINT, DOUBLE, INT, decimal, type DataType, type DecimalType } from '../../src/types/data-type.ts';
import { addDecimals, decimalToDouble, fitsPrecision, multiplyDecimals, pow10, rescale } from '../../src/types/decimal.ts';
import type { Value } from '../../src/types/value.ts';
import { testEngine } from '../helpers/engine.ts';

fc.configureGlobal({ ...fc.readConfigureGlobal(), baseSize: 'medium' });
const engine = testEngine();
const { memory } = engine;
const column = (type: DataType, values: readonly Value[]): Column => {
  memory.release(0);
  return buildColumn(memory, type, values, (bytes) => memory.temp(bytes));
};
const beside = (type: DataType, values: readonly Value[]): Column =>
  buildColumn(memory, type, values, (bytes) => memory.temp(bytes));
const type = fc.integer({ min: 1, max: 38 }).chain((p) => fc.integer({ min: 0, max: p }).map((s) => decimal(p, s)));
const valuesOf = (t: DecimalType): fc.Arbitrary<bigint> => {
  const top = pow10(t.precision) - 1n;
  return fc.oneof(
    fc.bigInt({ min: -top, max: top }),
    fc.bigInt({ min: -100n, max: 100n }).filter((v) => fitsPrecision(v, t.precision)),
    fc.constantFrom(0n, top, -top),
  );
};
const columnsOf = fc
  .tuple(type, type)
  .chain(([a, b]) => fc.tuple(fc.constant(a), fc.constant(b), fc.array(fc.tuple(valuesOf(a), valuesOf(b)), { maxLength: 20 })));
/** Kernels may give up beyond 18 digits of shift and where 38 digits are near; below, never. */
const within = (...values: readonly bigint[]): boolean => values.every((v) => fitsPrecision(v, 37));

describe('arithmetic', () => {
  it.each([
    ['add', 1n],
    ['sub', -1n],
  ] as const)('%s', (_name, sign) => {
    fc.assert(
      fc.property(columnsOf, ([a, b, rows]) => {
        const returns = addDecimals(a, b),
          scale = Math.max(a.scale, b.scale);
        const made = addDecimalColumns(
          engine,
          [
            column(
              a,
              rows.map((r) => r[0]),
            ),
            beside(
              b,
              rows.map((r) => r[1]),
            ),
          ],
          rows.length,
          returns,
          sign,
        );
        const expected = rows.map(([x, y]) => rescale(x, a.scale, scale) + sign * rescale(y, b.scale, scale));
        if (made) expect(readValues(memory, made)).toEqual(expected);
        else
          expect(
            returns.scale !== scale ||
              scale - Math.min(a.scale, b.scale) > 18 ||
              !within(...rows.flatMap(([x, y]) => [rescale(x, a.scale, scale), rescale(y, b.scale, scale)]), ...expected),
          ).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
  it('mul', () => {
    fc.assert(
      fc.property(columnsOf, ([a, b, rows]) => {
        const returns = multiplyDecimals(a, b);
        const made = multiplyDecimalColumns(
          engine,
          [
            column(
              a,
              rows.map((r) => r[0]),
            ),
            beside(
              b,
              rows.map((r) => r[1]),
            ),
          ],
          rows.length,
          returns,
        );
        const exact = rows.map(([x, y]) => x * y);
        if (made) expect(readValues(memory, made)).toEqual(exact.map((v) => rescale(v, a.scale + b.scale, returns.scale)));
        else expect(returns.precision <= 18 || a.scale + b.scale - returns.scale > 18 || !within(...exact)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
describe('casts', () => {
  it('to another decimal', () => {
    fc.assert(
      fc.property(columnsOf, ([from, to, rows]) => {
        const values = rows.map((r) => r[0]);
        const expected = values.map((v) => rescale(v, from.scale, to.scale));
        const made = castColumn(engine, column(from, values), to, 'UTC');
        if (made) expect(readValues(memory, made)).toEqual(expected);
        else
          expect(
            Math.abs(to.scale - from.scale) > 18 ||
              !expected.every((v) => fitsPrecision(v, to.precision)) ||
              !within(...expected),
          ).toBe(true);
        if (!expected.every((v) => fitsPrecision(v, to.precision))) expect(made).toBe(undefined);
      }),
      { numRuns: 600 },
    );
  });
  it.each([INT, BIGINT])('from $kind', (from) => {
    const bits = from === INT ? 32n : 64n;
    const value = fc.oneof(
      fc.bigInt({ min: -99n, max: 99n }),
      fc.bigInt({ min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n }),
    );
    fc.assert(
      fc.property(type, fc.array(value, { maxLength: 20 }), (to, values) => {
        const expected = values.map((v) => v * pow10(to.scale));
        const made = castColumn(engine, column(from, from === INT ? values.map(Number) : values), to, 'UTC');
        if (made) expect(readValues(memory, made)).toEqual(expected);
        expect(made !== undefined).toBe(to.scale <= 18 && expected.every((v) => fitsPrecision(v, to.precision)));
      }),
      { numRuns: 300 },
    );
  });
  it('to double', () => {
    fc.assert(
      fc.property(columnsOf, ([from, , rows]) => {
        const values = rows.map((r) => r[0]);
        const made = castColumn(engine, column(from, values), DOUBLE, 'UTC');
        if (made) expect(readValues(memory, made)).toEqual(values.map((v) => decimalToDouble(v, from.scale)));
        else expect(from.precision > 18 || values.some((v) => v > 2n ** 53n || v < -(2n ** 53n))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
