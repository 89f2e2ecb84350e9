// decompress.test.ts: snappy and LZ4 in WASM memory against encoders written here and hyparquet-writer's: whatever is compressed comes
// back, whatever is broken is refused without a byte written outside of the target.

import { crc32 as nodeCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { afterEach, describe, expect, test } from 'vitest';
import { testEngine } from '../helpers/engine.ts';

const { memory, kernels } = testEngine();
afterEach(() => memory.clearArena());

const put = (bytes: Uint8Array | readonly number[]): number => {
  const ptr = memory.temp(bytes.length);
  memory.u8(ptr, bytes.length).set(bytes);
  return ptr;
};

/** Runs a decompressor into a target with a guard behind it. */
function decompress(
  kernel: (from: number, n: number, to: number, size: number) => number,
  bytes: Uint8Array,
  size: number,
): { status: number; out: Uint8Array } {
  const from = put(bytes),
    to = memory.temp(size + 64);
  memory.u8(to, size + 64).fill(0xcd);
  const status = kernel(from, bytes.length, to, size);
  expect(memory.u8(to + size, 64).every((b) => b === 0xcd)).toBe(true);
  return { status, out: memory.u8(to, size).slice() };
}
const texts = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 200 }))
    .map(([part, times]) => new Uint8Array(Array.from({ length: times }, () => [...part]).flat())),
  fc
    .array(fc.constantFrom('abc', 'abcabc', 'the quick brown fox', 'x'), { maxLength: 80 })
    .map((words) => new TextEncoder().encode(words.join(''))),
);
/** Random LZ4 sequences: literals, then copies from anywhere before. */
const lz4Block = fc
  .array(
    fc.record({
      literals: fc.uint8Array({ minLength: 1, maxLength: 40 }),
      distance: fc.nat(60),
      length: fc.integer({ min: 4, max: 300 }),
    }),
    { maxLength: 8 },
  )
  .map((sequences) => {
    const block: number[] = [],
      text: number[] = [];
    const extra = (n: number): number[] =>
      n < 15 ? [] : [...new Array<number>(Math.floor((n - 15) / 255)).fill(255), (n - 15) % 255];
    for (const { literals, distance, length } of sequences) {
      const back = 1 + (distance % (text.length + literals.length)),
        copy = length - 4;
      block.push(
        (Math.min(15, literals.length) << 4) | Math.min(15, copy),
        ...extra(literals.length),
        ...literals,
        back & 255,
        back >> 8,
        ...extra(copy),
      );
      text.push(...literals);
      for (let i = 0; i < length; i++) text.push(text[text.length - back]!);
    }
    block.push(3 << 4, 1, 2, 3);
    text.push(1, 2, 3);
    return { block: new Uint8Array(block), text: new Uint8Array(text) };
  });

describe('decompression', () => {
  const snappy = (text: Uint8Array): Uint8Array => snappyCompress(text);
  test('snappy', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { status, out } = decompress(kernels.snappyDecompress, snappy(text), text.length);
        expect(status).toBe(0);
        expect(out).toEqual(text);
      }),
      { numRuns: 500 },
    );
  });
  test('lz4', () => {
    fc.assert(
      fc.property(lz4Block, ({ block, text }) => {
        const { status, out } = decompress(kernels.lz4Decompress, block, text.length);
        expect(status).toBe(text.length);
        expect(out).toEqual(text);
      }),
      { numRuns: 500 },
    );
  });
  test('mutated and cut bytes never write outside', () => {
    const mutation = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.oneof(
          texts.map(snappy),
          lz4Block.map((b) => b.block),
          fc.uint8Array({ maxLength: 60 }),
        ),
        mutation,
        fc.nat(400),
        fc.nat(20),
        (bytes, changes, size, cut) => {
          const broken = bytes.slice(0, Math.max(0, bytes.length - cut));
          for (const [at, byte] of changes) if (broken.length > 0) broken[at % broken.length] = byte;
          decompress(kernels.snappyDecompress, broken, size);
          expect(decompress(kernels.lz4Decompress, broken, size).status).toBeLessThanOrEqual(size);
        },
      ),
      { numRuns: 2000 },
    );
  });
  test('crc32 is zlib’s', () => {
    const tables = memory.temp(8192);
    kernels.crc32Tables(tables);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(7), (bytes, from) => {
        const part = bytes.subarray(from);
        expect(kernels.crc32(tables, 0, put(part), part.length) >>> 0).toBe(nodeCrc32(part));
      }),
    );
  });
});
