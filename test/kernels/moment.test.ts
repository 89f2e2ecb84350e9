// Timestamps by column against the one-row meaning: fields, cuts and dates in zones with and without summer time, for batches that
// lie within one offset and batches that do not.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildColumn } from '../../src/column/builder.ts';
import { readValues } from '../../src/column/values.ts';
import { castColumn } from '../../src/functions/cast/column.ts';
import { castValue } from '../../src/functions/cast/cast-value.ts';
import { findFunction } from '../../src/functions/index.ts';
import { BIGINT, DATE, INT, STRING, TIMESTAMP, TIMESTAMP_NTZ } from '../../src/types/data-type.ts';
import { testEngine } from '../helpers/engine.ts';

const engine = testEngine();
const { memory } = engine;
const temp = (bytes: number): number => memory.temp(bytes);
const DAY = 86_400_000_000n;
const batch = fc
  .tuple(fc.bigInt({ min: -30_000n * DAY, max: 60_000n * DAY }), fc.constantFrom(DAY / 24n, 3n * DAY, 200n * DAY, 20_000n * DAY))
  .chain(([from, span]) =>
    fc.array(fc.oneof(fc.bigInt({ min: from, max: from + span }), fc.constantFrom(from - (from % DAY))), { maxLength: 20 }),
  );
const zone = fc.constantFrom('UTC', '+05:30', '-08:00', 'America/New_York', 'Europe/Zurich', 'Australia/Lord_Howe');
const UNITS = ['microsecond', 'millisecond', 'SECOND', 'minute', 'hour', 'DAY', 'week', 'month', 'quarter', 'year'];

describe.each([TIMESTAMP, TIMESTAMP_NTZ])('$kind', (type) => {
  it.each(['hour', 'minute', 'second'])('%s', (name) => {
    const f = findFunction(name);
    if (f?.kind !== 'scalar') throw new Error(`${name} is not a scalar function`);
    fc.assert(
      fc.property(batch, zone, (values, timeZone) => {
        memory.release(0);
        const context = { timeZone, nowUs: 0n, ansi: true };
        const made = f.column!(engine, [buildColumn(memory, type, values, temp)], values.length, INT, [undefined], context);
        if (made) expect(readValues(memory, made)).toEqual(values.map((v) => f.value([v], context, [type], INT)));
        else expect(timeZone).toMatch(/^[A-Z][a-z]/);
      }),
    );
  });
});
it.each(UNITS)('date_trunc %s', (unit) => {
  const f = findFunction('date_trunc');
  if (f?.kind !== 'scalar') throw new Error('date_trunc is not a scalar function');
  fc.assert(
    fc.property(batch, zone, (values, timeZone) => {
      memory.release(0);
      const context = { timeZone, nowUs: 0n, ansi: true };
      const args = [
        buildColumn(
          memory,
          STRING,
          values.map(() => unit),
          temp,
        ),
        buildColumn(memory, TIMESTAMP, values, temp),
      ];
      const made = f.column!(engine, args, values.length, TIMESTAMP, [unit, undefined], context);
      if (made)
        expect(readValues(memory, made)).toEqual(values.map((v) => f.value([unit, v], context, [STRING, TIMESTAMP], TIMESTAMP)));
      else expect(timeZone).toMatch(/^[A-Z][a-z]/);
    }),
    { numRuns: 60 },
  );
});
it('cast to date', () => {
  fc.assert(
    fc.property(batch, zone, (values, timeZone) => {
      memory.release(0);
      const context = { timeZone, nowUs: 0n, ansi: true };
      const made = castColumn(engine, buildColumn(memory, TIMESTAMP, values, temp), DATE, timeZone);
      if (made) expect(readValues(memory, made)).toEqual(values.map((v) => castValue(v, TIMESTAMP, DATE, 'ansi', context)));
      else expect(timeZone).toMatch(/^[A-Z][a-z]/);
    }),
  );
});

it('cast to and from seconds', () => {
  const context = { timeZone: 'UTC', nowUs: 0n, ansi: true };
  const seconds = fc.oneof(fc.bigInt({ min: -9_000_000_000_000n, max: 9_000_000_000_000n }), fc.constantFrom(0n, -1n, 2n ** 60n));
  fc.assert(
    fc.property(
      fc.array(seconds, { maxLength: 20 }),
      fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { maxLength: 20 }),
      (values, moments) => {
        memory.release(0);
        const made = castColumn(engine, buildColumn(memory, BIGINT, values, temp), TIMESTAMP, 'UTC');
        if (made) expect(readValues(memory, made)).toEqual(values.map((v) => castValue(v, BIGINT, TIMESTAMP, 'ansi', context)));
        else expect(values).toContain(2n ** 60n);
        const back = castColumn(engine, buildColumn(memory, TIMESTAMP, moments, temp), BIGINT, 'UTC')!;
        expect(readValues(memory, back)).toEqual(moments.map((v) => castValue(v, TIMESTAMP, BIGINT, 'ansi', context)));
      },
    ),
  );
});
