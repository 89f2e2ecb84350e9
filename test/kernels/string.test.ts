// Family string: concatenation of plain, dictionary and constant columns; integers to text and back.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildColumn } from '../../src/column/builder.ts';
import { readValues } from '../../src/column/values.ts';
import { castColumn } from '../../src/functions/cast/column.ts';
import { concatColumn } from '../../src/functions/scalar/string/concat-column.ts';
import { BIGINT, INT, SMALLINT, STRING, TINYINT } from '../../src/types/data-type.ts';
import { inRange, scalarOf } from '../helpers/numbers.ts';
import { columnOf } from '../helpers/columns.ts';
import { testEngine } from '../helpers/engine.ts';

const engine = testEngine();
const { memory } = engine;
const CONTEXT = { timeZone: 'UTC', nowUs: 0n, ansi: true };
const temp = (bytes: number): number => memory.temp(bytes);
const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom('', 'a', '😀'));

it('concatenates rows', () => {
  fc.assert(
    fc.property(
      fc.nat(67),
      fc.array(fc.constantFrom('plain', 'dict', 'constant'), { minLength: 1, maxLength: 4 }),
      fc.infiniteStream(text),
      (n, kinds, texts) => {
        memory.clearArena();
        const live = memory.liveBytes;
        const next = (): string => texts.next().value as string;
        const specs = kinds.map((kind) => {
          const constant = next();
          return { kind, values: Array.from({ length: n }, () => (kind === 'constant' ? constant : next())) };
        });
        const columns = specs.map(({ kind, values }) =>
          columnOf(memory, { type: STRING, values, isDict: kind !== 'plain' }, temp),
        );
        const out = concatColumn(engine, columns, n, STRING, [], CONTEXT)!;
        expect(readValues(memory, out)).toEqual(Array.from({ length: n }, (_, i) => specs.map((s) => s.values[i]).join('')));
        for (const column of columns) column.dictionary?.release();
        memory.clearArena();
        expect(memory.liveBytes).toBe(live);
      },
    ),
  );
});
it.each([
  [TINYINT, 'i8'],
  [SMALLINT, 'i16'],
  [INT, 'i32'],
  [BIGINT, 'i64'],
] as const)('writes and reads $kind', (type, storage) => {
  fc.assert(
    fc.property(fc.array(scalarOf(storage), { maxLength: 67 }), (values) => {
      memory.release(0);
      const written = castColumn(engine, buildColumn(memory, type, values, temp), STRING, 'UTC')!;
      expect(readValues(memory, written)).toEqual(values.map(String));
      const back = castColumn(engine, written, type, 'UTC');
      if (back) expect(readValues(memory, back)).toEqual(values);
      else expect(values.some((v) => BigInt(v) >= 10n ** 18n || BigInt(v) <= -(10n ** 18n))).toBe(true);
    }),
  );
});
it('leaves to the one-row cast what is not plain digits in range', () => {
  const row = fc.oneof(
    fc.integer({ min: -40_000, max: 40_000 }).map(String),
    fc.constantFrom('', '-', '+', '+7', ' 1', '1 ', '1.5', 'x', '9999999999999999999', '00012', null),
  );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 6 }), (values) => {
      memory.release(0);
      const made = castColumn(engine, buildColumn(memory, STRING, values, temp), SMALLINT, 'UTC');
      const isPlain = values.every(
        (v) => v === null || (/^[+-]?\d{1,18}$/.test(v) && inRange('i16', BigInt(v.replace('+', '')))),
      );
      if (made)
        expect(readValues(memory, { ...made, validityPtr: 0 }).filter((_, i) => values[i] !== null)).toEqual(
          values.filter((v) => v !== null).map(Number),
        );
      if (!isPlain) expect(made).toBe(undefined);
    }),
  );
});
