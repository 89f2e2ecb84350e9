// Operators by their oracle: overflow, zero divisors, decimals, dates and intervals.
import { intervalOf } from '../../src/types/interval-units.ts';
import { describe, expect, it } from 'vitest';
import {
  BIGINT,
  DATE,
  DOUBLE,
  INT,
  INTERVAL_DAY_TIME,
  INTERVAL_YEAR_MONTH,
  STRING,
  TIMESTAMP,
  decimal,
} from '../../src/types/data-type.ts';
import { daysFromCivil } from '../../src/types/civil-date.ts';
import { findFunction } from '../../src/functions/index.ts';
import { CONTEXT, call } from './call.ts';

const DAY_US = 86_400_000_000n;

describe('numbers', () => {
  it('notices overflow of each integer type', () => {
    expect(
      call('add', [
        [2_147_483_647, INT],
        [0, INT],
      ]),
    ).toBe(2_147_483_647);
    expect(() =>
      call('add', [
        [2_147_483_647, INT],
        [1, INT],
      ]),
    ).toThrow('ARITHMETIC_OVERFLOW');
    expect(() =>
      call('multiply', [
        [-(2n ** 63n), BIGINT],
        [-1n, BIGINT],
      ]),
    ).toThrow('ARITHMETIC_OVERFLOW');
    expect(() => call('abs', [[-2_147_483_648, INT]])).toThrow('ARITHMETIC_OVERFLOW');
    expect(
      call(
        'add',
        [
          [2_147_483_647, INT],
          [1, INT],
        ],
        { ...CONTEXT, ansi: false },
      ),
    ).toBe(-2_147_483_648);
    expect(
      call('try_add', [
        [2_147_483_647, INT],
        [1, INT],
      ]),
    ).toBeNull();
  });
  it('refuses zero divisors', () => {
    for (const name of ['divide', 'div', 'mod', 'pmod'])
      expect(() =>
        call(name, [
          [1n, BIGINT],
          [0n, BIGINT],
        ]),
      ).toThrow('DIVIDE_BY_ZERO');
    expect(
      call('try_divide', [
        [1, DOUBLE],
        [0, DOUBLE],
      ]),
    ).toBeNull();
  });
  it('gives remainders their signs', () => {
    expect(
      call('mod', [
        [-7, INT],
        [3, INT],
      ]),
    ).toBe(-1);
    expect(
      call('pmod', [
        [-7, INT],
        [3, INT],
      ]),
    ).toBe(2);
    expect(
      call('pmod', [
        [-7, INT],
        [-3, INT],
      ]),
    ).toBe(-1);
  });
  it('types decimals as Spark does', () => {
    const resolve = (name: string, a: readonly [number, number], b: readonly [number, number]) =>
      findFunction(name)!.signature([decimal(...a), decimal(...b)], []).returns;
    expect(resolve('add', [10, 2], [5, 4])).toEqual(decimal(13, 4));
    expect(resolve('multiply', [10, 2], [5, 4])).toEqual(decimal(16, 6));
    expect(resolve('divide', [10, 2], [5, 4])).toEqual(decimal(20, 8));
    expect(resolve('mod', [10, 2], [5, 4])).toEqual(decimal(5, 4));
    expect(resolve('multiply', [38, 10], [38, 10])).toEqual(decimal(38, 6));
    expect(findFunction('add')!.signature([decimal(10, 2), INT], [undefined, 5]).returns).toEqual(decimal(11, 2));
  });
  it('computes decimals exactly and rounds half up', () => {
    expect(
      call('divide', [
        [100n, decimal(3, 2)],
        [300n, decimal(3, 2)],
      ]),
    ).toBe(333_333n);
    expect(
      call('multiply', [
        [-15n, decimal(2, 1)],
        [15n, decimal(2, 1)],
      ]),
    ).toBe(-225n);
  });
  it('turns text beside integers into BIGINT', () => {
    expect(findFunction('add')!.signature([STRING, INT], []).returns).toEqual(BIGINT);
    expect(findFunction('equal')!.signature([STRING, decimal(3, 1)], []).args[0]).toEqual(DOUBLE);
  });
});

describe('dates and intervals', () => {
  it('clamps months and keeps dates dates', () => {
    expect(
      call('add', [
        [daysFromCivil(2024, 1, 31), DATE],
        [1, INTERVAL_YEAR_MONTH],
      ]),
    ).toBe(daysFromCivil(2024, 2, 29));
    expect(
      call('add', [
        [3, INT],
        [daysFromCivil(2024, 2, 27), DATE],
      ]),
    ).toBe(daysFromCivil(2024, 3, 1));
    expect(
      call('add', [
        [0, DATE],
        [DAY_US, intervalOf('interval_day_time', 0, 0)],
      ]),
    ).toBe(1);
    expect(
      call('subtract', [
        [10, DATE],
        [3, DATE],
      ]),
    ).toBe(7n * DAY_US);
  });
  it('moves days on the wall clock across a change of offset', () => {
    const zurich = { ...CONTEXT, timeZone: 'Europe/Zurich' };
    const noon = BigInt(daysFromCivil(2024, 3, 30)) * DAY_US + 11n * 3_600_000_000n;
    expect(
      call(
        'add',
        [
          [noon, TIMESTAMP],
          [DAY_US, INTERVAL_DAY_TIME],
        ],
        zurich,
      ),
    ).toBe(noon + DAY_US - 3_600_000_000n);
  });
});
