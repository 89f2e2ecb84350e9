// Casts: text to every type and back, ranges, zones, nested values.
import { describe, expect, it } from 'vitest';
import {
  BIGINT,
  BINARY,
  BOOLEAN,
  DATE,
  DOUBLE,
  FLOAT,
  INT,
  INTERVAL_DAY_TIME,
  INTERVAL_YEAR_MONTH,
  STRING,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  TINYINT,
  arrayOf,
  decimal,
  mapOf,
  structOf,
  type DataType,
} from '../../src/types/data-type.ts';
import { MapValue, StructValue, type Value } from '../../src/types/value.ts';
import { canCast } from '../../src/functions/cast/can-cast.ts';
import { castValue } from '../../src/functions/cast/cast-value.ts';

const zoned = (timeZone: string) => ({ timeZone, nowUs: 1_700_000_000_000_000n });
const cast = (value: Value, from: DataType, to: DataType, zone = 'UTC'): Value => castValue(value, from, to, 'ansi', zoned(zone));
const text = (value: Value, from: DataType, zone = 'UTC'): Value => cast(value, from, STRING, zone);
const read = (value: string, to: DataType, zone = 'UTC'): Value => cast(value, STRING, to, zone);

describe('numbers', () => {
  it('prints doubles and floats as Java does', () => {
    const shown = [1, 0.1, 1e7, 9_999_999, 123_456_789.5, 1e-3, 1.234e-4, -0, 1e21, 5e-324, NaN, -Infinity].map((v) =>
      text(v, DOUBLE),
    );
    expect(shown).toEqual([
      '1.0',
      '0.1',
      '1.0E7',
      '9999999.0',
      '1.234567895E8',
      '0.001',
      '1.234E-4',
      '-0.0',
      '1.0E21',
      '4.9E-324',
      'NaN',
      '-Infinity',
    ]);
    expect([0.1, 16_777_216, 3.4028235e38].map((v) => text(Math.fround(v), FLOAT))).toEqual([
      '0.1',
      '1.6777216E7',
      '3.4028235E38',
    ]);
  });
  it('reads text strictly', () => {
    expect(read(' 42\n', INT)).toBe(42);
    for (const bad of ['1.5', '', 'abc', '2147483648', '1 2', '0x1']) expect(() => read(bad, INT)).toThrow('CAST_INVALID_INPUT');
    expect(['1e3', ' .5 ', '1.0d', 'inf', 'NaN'].map((v) => read(v, DOUBLE))).toEqual([1000, 0.5, 1, Infinity, NaN]);
    expect(() => read('1,5', DOUBLE)).toThrow('CAST_INVALID_INPUT');
    expect(read('1.255', decimal(10, 2))).toBe(126n);
    expect(() => read('1e30', decimal(10, 2))).toThrow('NUMERIC_VALUE_OUT_OF_RANGE');
    expect(castValue('x', STRING, INT, 'try', zoned('UTC'))).toBeNull();
  });
  it('cuts fractions and checks ranges', () => {
    expect(cast(-1.9, DOUBLE, INT)).toBe(-1);
    expect(cast(199n, decimal(3, 2), BIGINT)).toBe(1n);
    for (const [value, from, to] of [
      [128, INT, TINYINT],
      [NaN, DOUBLE, INT],
      [2 ** 63, DOUBLE, BIGINT],
    ] as const)
      expect(() => cast(value, from, to)).toThrow('CAST_OVERFLOW');
    expect(cast(2 ** 62, DOUBLE, BIGINT)).toBe(2n ** 62n);
    expect(cast(0.1, DOUBLE, decimal(5, 3))).toBe(100n);
  });
});

describe('dates and timestamps', () => {
  it('reads partial text and refuses impossible dates', () => {
    expect(['1970', '1970-1', '1970-01-02', '1970-01-02T10:00', ' 1970-1-2 '].map((v) => read(v, DATE))).toEqual([0, 0, 1, 1, 1]);
    for (const bad of ['2023-02-29', '2023-13-01', '70-01-01', 'today', '2023-01-01x'])
      expect(() => read(bad, DATE)).toThrow('CAST_INVALID_INPUT');
  });
  it('shows and reads timestamps in the zone', () => {
    const us = 1_709_207_400_500_000n;
    expect(text(us, TIMESTAMP)).toBe('2024-02-29 11:50:00.5');
    expect(text(us, TIMESTAMP, 'America/New_York')).toBe('2024-02-29 06:50:00.5');
    expect(read('2024-02-29 06:50:00.5', TIMESTAMP, 'America/New_York')).toBe(us);
    expect(read('2024-02-29T12:50:00.500+01:00', TIMESTAMP)).toBe(us);
    expect(read('2024-02-29 12:50:00.5 Europe/Zurich', TIMESTAMP)).toBe(us);
    expect(read('2024-02-29 11:50:00.5+05:00', TIMESTAMP_NTZ)).toBe(us);
    expect(cast(us, TIMESTAMP, DATE, 'Asia/Tokyo')).toBe(19_782);
  });
  it('puts the missing and the doubled hour where java.time does', () => {
    expect(text(read('2024-03-31 02:30:00', TIMESTAMP, 'Europe/Zurich'), TIMESTAMP, 'Europe/Zurich')).toBe('2024-03-31 03:30:00');
    expect(read('2024-10-27 02:30:00', TIMESTAMP, 'Europe/Zurich')).toBe(read('2024-10-27 00:30:00', TIMESTAMP));
  });
  it('knows intervals', () => {
    expect(text(-14, INTERVAL_YEAR_MONTH)).toBe("INTERVAL '-1-2' YEAR TO MONTH");
    expect(read("INTERVAL '-1-2' YEAR TO MONTH", INTERVAL_YEAR_MONTH)).toBe(-14);
    expect(read('1 02:03:04.5', INTERVAL_DAY_TIME)).toBe(93_784_500_000n);
    expect(text(93_784_500_000n, INTERVAL_DAY_TIME)).toBe("INTERVAL '1 02:03:04.5' DAY TO SECOND");
  });
});

describe('nested values and the table', () => {
  it('prints nested values', () => {
    expect(text([1, null], arrayOf(INT))).toBe('[1, null]');
    expect(
      text(
        new StructValue([1, 'a']),
        structOf([
          { name: 'x', type: INT, nullable: true },
          { name: 'y', type: STRING, nullable: true },
        ]),
      ),
    ).toBe('{1, a}');
    expect(text(new MapValue([['k', 1.5]]), mapOf(STRING, DOUBLE))).toBe('{k -> 1.5}');
  });
  it('gives NULL per element with try', () => {
    expect(castValue(['1', 'x'], arrayOf(STRING), arrayOf(INT), 'try', zoned('UTC'))).toEqual([1, null]);
  });
  it('knows which casts there are', () => {
    expect(canCast(BOOLEAN, INT)).toBe(true);
    expect(canCast(BOOLEAN, TIMESTAMP)).toBe(false);
    expect(canCast(DATE, INT)).toBe(false);
    expect(canCast(arrayOf(INT), arrayOf(STRING))).toBe(true);
    expect(canCast(INT, BINARY)).toBe(false);
  });
});
