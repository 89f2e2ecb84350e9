// string-keys.test.ts: codes of string keys back to text: as a dictionary, or value by value where few rows would carry a large one.
import { afterEach, expect, test } from 'vitest';
import { buildColumn } from '../../src/column/builder.ts';
import type { Column } from '../../src/column/column.ts';
import { readValues } from '../../src/column/values.ts';
import { StringEncoder } from '../../src/physical/groups/string-encoder.ts';
import { STRING } from '../../src/types/data-type.ts';
import { testEngine } from '../helpers/engine.ts';

const engine = testEngine();
const { memory } = engine;
afterEach(() => memory.clearArena());

const texts = Array.from({ length: 100 }, (_, i) => (i === 7 ? '' : `value ${'é'.repeat(i % 9)} ${i}`));
const columnOf = (values: readonly (string | null)[]): Column =>
  buildColumn(memory, STRING, values, (bytes) => memory.temp(bytes));
const codesOf = (codes: readonly number[]): number => {
  const ptr = memory.temp(codes.length * 4);
  memory.u32(ptr, codes.length).set(codes);
  return ptr;
};
test('few of many values come as text, most of them with the dictionary', () => {
  const encoder = new StringEncoder(engine, STRING);
  encoder.encode(columnOf(texts));
  for (const codes of [[99, 7, 7, 0, 42], [3]]) {
    const column = encoder.decode({ ptr: codesOf(codes), validityPtr: 0 }, codes.length);
    expect([column.layout, readValues(memory, column)]).toEqual(['plain', codes.map((code) => texts[code])]);
  }
  const most = texts.map((_, i) => 99 - i);
  const column = encoder.decode({ ptr: codesOf(most), validityPtr: 0 }, most.length);
  expect([column.layout, readValues(memory, column)]).toEqual(['dict', [...texts].reverse()]);
  encoder.close();
});
