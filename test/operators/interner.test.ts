// interner.test.ts: byte strings to codes and back, where slots hold values whole (12 bytes), where they hold hashes, and at the borders:
// zeros at the end, equal beginnings, lengths around 8 and 12.
import { afterEach, expect, test } from 'vitest';
import { buildColumn } from '../../src/column/builder.ts';
import { readValues } from '../../src/column/values.ts';
import { Interner } from '../../src/physical/groups/interner.ts';
import { BINARY } from '../../src/types/data-type.ts';
import { testEngine } from '../helpers/engine.ts';

const engine = testEngine();
const { memory } = engine;
afterEach(() => memory.clearArena());

/** Every length up to 20: all zeros; zeros and a one at each place; ascending bytes. */
const values = Array.from({ length: 21 }, (_, length) => [
  new Uint8Array(length),
  ...Array.from({ length }, (_, at) => Uint8Array.from({ length }, (_, i) => Number(i === at))),
  Uint8Array.from({ length }, (_, i) => i + 65),
]).flat();
const distinct = [...new Map(values.map((value) => [String(value.length) + String(value), value])).values()];

test('each distinct value has one code, through growth, and is found again', () => {
  const interner = new Interner(engine, BINARY);
  const many = [
    ...distinct,
    ...Array.from({ length: 3000 }, (_, i) => new TextEncoder().encode(`id${String(i).padStart(6 + (i % 9), '0')}`)),
  ];
  const column = buildColumn(memory, BINARY, [...many, ...many], (bytes) => memory.temp(bytes));
  const codes = memory.temp(column.length * 4);
  interner.intern(column, codes);
  const found = [...memory.u32(codes, column.length)];
  expect(interner.count).toBe(many.length);
  expect(found).toEqual([...many.keys(), ...many.keys()]);
  expect(readValues(memory, interner.dictionary().values)).toEqual(many);
  const others = [new Uint8Array(21), new TextEncoder().encode('id'), new TextEncoder().encode('another value, a long one')];
  const asked = buildColumn(memory, BINARY, [...others, ...many], (bytes) => memory.temp(bytes));
  interner.lookup(asked, codes);
  expect([...memory.u32(codes, asked.length)]).toEqual([...others.map(() => 0xffffffff), ...many.keys()]);
  interner.close();
});
