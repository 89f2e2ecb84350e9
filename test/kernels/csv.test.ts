// csv.test.ts: the CSV kernels against plain TypeScript: a character-by-character scanner, Number and BigInt, TextDecoder, a Map.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeConfig } from '../../src/connectors/csv/dialect.ts';
import type { CsvDialect } from '../../src/connectors/csv/dialect.ts';
import { readValues } from '../../src/column/values.ts';
import { TextInterner } from '../../src/connectors/csv/text-interner.ts';
import { STRING } from '../../src/types/data-type.ts';
import { testEngine } from '../helpers/engine.ts';

const engine = testEngine();
const { memory, kernels } = engine;
const DIALECT: CsvDialect = {
  separator: ',',
  quote: '"',
  escape: '\\',
  comment: '#',
  nullValue: '',
  trimLeft: false,
  trimRight: false,
  sniffed: false,
  header: false,
  mode: 'FAILFAST',
  corruptColumn: '',
  times: {},
};
const encoder = new TextEncoder();

/** Bytes in WASM memory with the guard that the scanner wants at a file's end. */
function place(bytes: Uint8Array): number {
  const ptr = memory.alloc(bytes.length + 160);
  memory.u8(ptr, bytes.length + 160).fill(0);
  memory.u8(ptr, bytes.length).set(bytes);
  return ptr;
}
interface Scanned {
  readonly records: string[][];
  readonly next: number;
}
/** Raw fields of whole records; comments are dropped. */
function scanWithKernel(text: string, dialect: CsvDialect, maxRows: number, capacity: number): Scanned {
  const bytes = encoder.encode(text);
  const ptr = place(bytes),
    config = writeConfig(memory, dialect),
    state = memory.alloc(64),
    ends = memory.alloc(capacity * 4),
    rows = memory.alloc((maxRows + 1) * 4);
  const records: string[][] = [];
  let at = ptr;
  for (;;) {
    const n = kernels.csvScan(at, ptr + bytes.length, ends, capacity, rows, maxRows, config, state);
    if (n === 0) break;
    const first = memory.u32(rows, n + 1);
    const end = memory.u32(ends, first[n]!);
    for (let row = 0; row < n; row++) {
      const record: string[] = [];
      for (let field = first[row]!; field < first[row + 1]!; field++)
        record.push(Buffer.from(memory.u8(end[field - 1]! + 1, end[field]! - end[field - 1]! - 1)).toString());
      if (dialect.comment === '' || !record[0]!.startsWith(dialect.comment)) records.push(record);
    }
    at = memory.u32(state, 1)[0]!;
  }
  for (const block of [ptr, config, state, ends, rows]) memory.free(block);
  return { records, next: at - ptr };
}
/** The same, one character after the other. CR of a CRLF stays in the field, as in the kernel. */
function scanSlowly(text: string, { separator, quote, escape, comment, trimLeft }: CsvDialect): Scanned {
  const records: string[][] = [];
  let record: string[] = [],
    field = '',
    quoted = false,
    isComment = false,
    next = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    const isLine = !quoted && (c === '\n' || (c === '\r' && text[i + 1] !== '\n'));
    if (isLine) {
      if (!isComment) records.push([...record, field]);
      [record, field, isComment, next] = [[], '', false, i + 1];
    } else if (isComment) continue;
    else if (quoted) {
      field += c;
      if (c === quote && text[i + 1] === quote) field += text[++i]!;
      else if (c === quote) quoted = false;
      else if (c === escape && escape !== quote && i + 1 < text.length) field += text[++i]!;
    } else if (c === separator) {
      record.push(field);
      field = '';
    } else if (comment !== '' && c === comment && field === '' && record.length === 0) isComment = true;
    else {
      if (c === quote && (trimLeft ? field.trim() : field) === '') quoted = true;
      field += c;
    }
  }
  return { records, next: encoder.encode(text.slice(0, next)).length };
}

describe('csvScan', () => {
  const piece = fc.constantFrom(
    ',',
    ',',
    '\n',
    '\r\n',
    '\r',
    '"',
    '""',
    '\\',
    '#',
    ' ',
    'a',
    'bc',
    '0123456789',
    'x'.repeat(61),
    'é',
  );
  const text = fc.array(piece, { maxLength: 120 }).map((parts) => parts.join(''));
  test('is the character-by-character scanner, in any portions', () => {
    const dialects = [
      DIALECT,
      { ...DIALECT, escape: '"', comment: '' },
      { ...DIALECT, quote: '', escape: '', trimLeft: true },
      { ...DIALECT, separator: '\t', trimLeft: true },
    ];
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(...dialects),
        fc.constantFrom(1, 7, 100),
        fc.constantFrom(200, 4096),
        (value, dialect, maxRows, capacity) => {
          expect(scanWithKernel(value, dialect, maxRows, capacity)).toEqual(scanSlowly(value, dialect));
        },
      ),
      { numRuns: 2000 },
    );
  });
  test('a portion without room for a record says so', () => {
    const bytes = encoder.encode(`${','.repeat(500)}\n`);
    const ptr = place(bytes),
      config = writeConfig(memory, DIALECT),
      state = memory.alloc(64),
      ends = memory.alloc(400),
      rows = memory.alloc(64);
    expect(kernels.csvScan(ptr, ptr + bytes.length, ends, 100, rows, 5, config, state)).toBe(0);
    expect([...memory.u32(state, 2)]).toEqual([ptr, 2]);
  });
});

/** Fields as one record per line, a column of them, ready for a parse kernel. */
function columnOf(texts: readonly string[]): { endsPtr: number; rowsPtr: number; n: number; config: number } {
  const bytes = encoder.encode(texts.map((text) => `${text}\n`).join(''));
  const ptr = place(bytes),
    config = writeConfig(memory, { ...DIALECT, comment: '', nullValue: 'NA' }),
    state = memory.alloc(64);
  const endsPtr = memory.alloc((texts.length + 100) * 4),
    rowsPtr = memory.alloc((texts.length + 8) * 4);
  const n = kernels.csvScan(ptr, ptr + bytes.length, endsPtr, texts.length + 100, rowsPtr, texts.length + 1, config, state);
  expect(n).toBe(texts.length);
  return { endsPtr, rowsPtr, n, config };
}
const bit = (ptr: number, row: number): boolean => ((memory.u8(ptr + (row >> 3), 1)[0]! >> (row & 7)) & 1) === 1;
/** 'null', 'bad' or the value of each row. */
function parseColumn(texts: readonly string[], kind: 'i32' | 'i64' | 'f64'): (number | bigint | string)[] {
  const { endsPtr, rowsPtr, n, config } = columnOf(texts);
  const out = memory.alloc(n * 8),
    validity = memory.alloc(n),
    misfits = memory.alloc(n),
    slow = memory.alloc(n * 4),
    result = memory.alloc(64);
  if (kind === 'i32') kernels.csvI32(endsPtr, rowsPtr, n, 0, config, out, validity, misfits, result);
  else if (kind === 'i64') kernels.csvI64(endsPtr, rowsPtr, n, 0, config, out, validity, misfits, result);
  else kernels.csvF64(endsPtr, rowsPtr, n, 0, config, out, validity, misfits, slow, result);
  const [nulls, bad, left] = memory.i32(result, 3);
  const slowRows = kind === 'f64' ? new Set(memory.u32(slow, left!)) : new Set<number>();
  const values = Array.from({ length: n }, (_, row) =>
    slowRows.has(row) ? 'slow' : bit(misfits, row) ? 'bad' : bit(validity, row) ? memory[kind](out, n)[row]! : 'null',
  );
  expect(values.filter((v) => v === 'null')).toHaveLength(nulls!);
  expect(values.filter((v) => v === 'bad')).toHaveLength(bad!);
  return values;
}

describe('text', () => {
  test('codes stand for the texts of their fields, entered once, whatever their length', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', '0', '1', '\0', 'é'), maxLength: 18 });
    const text = fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('id001', 'id002', 'id0000000017', 'aaaaaaaa', 'aaaaaaab', 'aaaaaaaa\0') },
      { weight: 4, arbitrary: short },
      { weight: 1, arbitrary: fc.constantFrom('', '""', '"a""b"', '"q"', 'NA', 'x'.repeat(40), 'y'.repeat(5000), '"z"z') },
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 300 }), fc.boolean(), (texts, hasNullText) => {
        const { endsPtr, rowsPtr, n, config } = columnOf(texts);
        if (!hasNullText) memory.i32(config, 7)[5] = 0;
        const interner = new TextInterner(engine, STRING);
        const found = interner.intern({ n, endsPtr, rowsPtr }, 0, config);
        if (!found) return interner.close();
        const values = readValues(memory, found.column);
        const expected = texts.map((t) => {
          if (t === '' || (hasNullText && t === 'NA') || t === '"z"z') return null;
          return t.startsWith('"') ? t.slice(1, -1).replaceAll('""', '"') : t;
        });
        expect(values).toEqual(expected);
        expect(found.misfits).toBe(texts.filter((t) => t === '"z"z').length);
        if (found.column.dictionary) expect(found.column.dictionary.count).toBe(new Set(expected.filter((t) => t !== null)).size);
        interner.close();
      }),
      { numRuns: 300 },
    );
    memory.clearArena();
  });
  test('thousands of texts: the table grows and keeps them', () => {
    const texts = Array.from({ length: 6000 }, (_, i) => `id${(i * 7919) % 3000}${i % 3 === 0 ? 'and much longer text' : ''}`);
    const { endsPtr, rowsPtr, n, config } = columnOf(texts);
    const interner = new TextInterner(engine, STRING);
    expect(readValues(memory, interner.intern({ n, endsPtr, rowsPtr }, 0, config)!.column)).toEqual(texts);
    interner.close();
    memory.clearArena();
  });
});

describe('numbers', () => {
  const decorated = fc.constantFrom(
    (t: string) => t,
    (t: string) => `"${t}"`,
    (t: string) => ` ${t}`,
    (t: string) => `${t} `,
  );
  const fill = (integer: fc.Arbitrary<bigint>): fc.Arbitrary<string> =>
    fc.oneof(
      { weight: 6, arbitrary: fc.tuple(integer, decorated).map(([v, f]) => f(String(v))) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          '',
          'NA',
          '""',
          '-',
          '+',
          '+5',
          '007',
          '1.0',
          'x',
          '1-2',
          '99999999',
          '100000000',
          '12345678a',
        ),
      },
    );
  test.each([
    ['i32', 32],
    ['i64', 64],
  ] as const)('%s', (kind, bits) => {
    const limit = 1n << BigInt(bits - 1);
    const integer = fc.oneof(
      fc.bigInt(-limit - 2n, limit + 1n),
      fc.bigInt(-1000n, 1000n),
      fc.constantFrom(-limit, limit - 1n, -limit - 1n, limit),
    );
    fc.assert(
      fc.property(fc.array(fill(integer), { maxLength: 67 }), (texts) => {
        const expected = texts.map((text) => {
          const bare = text
            .trim()
            .replace(/^"(.*)"$/, '$1')
            .trim();
          if (bare === '' || bare === 'NA') return 'null';
          if (!/^[+-]?\d+$/.test(bare)) return 'bad';
          const value = BigInt(bare.replace('+', ''));
          return value < -limit || value >= limit ? 'bad' : bits === 32 ? Number(value) : value;
        });
        expect(parseColumn(texts, kind)).toEqual(expected);
      }),
    );
  });
  test('many plain fields, with one among them that is not', () => {
    const odd = fc.constantFrom('', 'NA', '"7"', ' 7', '+7', '1e3', 'x', '123456789012', '-', '.5', '5.', '1.2.3', '-0');
    const integer = fc.integer({ min: -99999999, max: 99999999 }).map(String);
    const real = fc
      .tuple(fc.integer({ min: -9999999, max: 9999999 }), fc.nat(99999999), fc.integer({ min: 0, max: 8 }))
      .map(([whole, fraction, digits]) =>
        digits === 0 ? String(whole) : `${whole}.${String(fraction).padStart(8, '0').slice(0, digits)}`,
      );
    const many = (value: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
      fc
        .tuple(fc.array(value, { minLength: 70, maxLength: 100 }), fc.option(fc.tuple(fc.nat(69), odd)))
        .map(([texts, other]) => (other ? texts.map((t, i) => (i === other[0] ? other[1] : t)) : texts));
    fc.assert(
      fc.property(many(integer), (texts) => {
        for (const kind of ['i32', 'i64'] as const)
          parseColumn(texts, kind).forEach((value, i) => {
            if (/^-?\d{1,8}$/.test(texts[i]!)) expect(value).toBe(kind === 'i32' ? Number(BigInt(texts[i]!)) : BigInt(texts[i]!));
            else expect(value).toEqual(parseColumn([texts[i]!], kind)[0]);
          });
      }),
    );
    fc.assert(
      fc.property(many(real), (texts) => {
        parseColumn(texts, 'f64').forEach((value, i) => {
          if (/^-?\d{1,7}(\.\d{0,8})?$/.test(texts[i]!)) expect(value, texts[i]).toBe(Number(texts[i]));
          else expect(value).toEqual(parseColumn([texts[i]!], 'f64')[0]);
        });
      }),
    );
  });
  test('f64: what the kernel stores is the nearest double; the rest it leaves over', () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.tuple(fc.integer(), fc.nat(99999999)).map(([a, b]) => `${a}.${b}`),
      fc.tuple(fc.maxSafeInteger(), fc.integer({ min: -40, max: 40 })).map(([m, e]) => `${m}e${e}`),
    );
    fc.assert(
      fc.property(fc.array(number, { maxLength: 67 }), (texts) => {
        parseColumn(texts, 'f64').forEach((value, i) => {
          if (value !== 'slow') expect(value, texts[i]).toBe(Number(texts[i]));
        });
      }),
    );
    expect(parseColumn(['12.5', '-0.5', '', '-0', '1e5', '1.', '.5', 'x', '1e', '--1'], 'f64')).toEqual([
      12.5,
      -0.5,
      'null',
      -0,
      100000,
      1,
      0.5,
      'slow',
      'slow',
      'slow',
    ]);
  });
});

describe('text', () => {
  test('utf8Invalid is TextDecoder', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 20 }).map((s) => encoder.encode(s)),
      fc.tuple(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.nat(), fc.nat(255)).map(([s, at, byte]) => {
        const encoded = encoder.encode(`${s}x`);
        encoded[at % encoded.length] = byte;
        return encoded;
      }),
    );
    fc.assert(
      fc.property(bytes, (value) => {
        let isValid = true;
        try {
          decoder.decode(value);
        } catch {
          isValid = false;
        }
        const ptr = place(value);
        expect(kernels.utf8Invalid(ptr, value.length) < 0).toBe(isValid);
        memory.free(ptr);
      }),
      { numRuns: 2000 },
    );
  });
  test('findByte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(255), (bytes, byte) => {
        const ptr = place(bytes);
        expect(kernels.findByte(ptr, bytes.length, byte)).toBe(bytes.indexOf(byte));
        memory.free(ptr);
      }),
    );
  });
});
