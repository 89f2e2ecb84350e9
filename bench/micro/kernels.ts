// kernels.ts: ns a row of the main kernels over batches of 8192 rows that stay in the cache, and of whole sorts and joins' parts.
// Usage: tsx bench/micro/kernels.ts; the best of several short runs, so that a busy machine disturbs little.

import { readFileSync } from 'node:fs';
import { createEngine } from '../../src/wasm/instance.ts';
import { buildColumn } from '../../src/column/builder.ts';
import { makeColumn } from '../../src/column/column.ts';
import { takeColumn } from '../../src/wasm/move.ts';
import { sortRows } from '../../src/physical/sort/sort-rows.ts';
import { BIGINT, DOUBLE, INT, STRING, type DataType } from '../../src/types/data-type.ts';

const N = 8192,
  MANY = 1 << 20,
  RUNS = 60;
const engine = createEngine(new WebAssembly.Module(readFileSync('build/kernels.wasm')));
const { memory, kernels } = engine;

let state = 7;
const random = (n: number): number => Math.floor(((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32) * n);
function block(rows: number): number {
  const ptr = memory.alloc(rows * 16);
  const words = memory.u32(ptr, rows * 4);
  for (let i = 0; i < words.length; i++) words[i] = random(1 << 14);
  return ptr;
}
function print(name: string, rows: number, run: () => void): void {
  const calls = Math.max(1, Math.ceil((1 << 19) / rows)),
    times: number[] = [];
  for (let r = 0; r < (rows === N ? RUNS : 5); r++) {
    const start = performance.now();
    for (let c = 0; c < calls; c++) {
      const mark = memory.mark();
      run();
      memory.release(mark);
    }
    times.push(((performance.now() - start) * 1e6) / calls / rows);
  }
  console.log(
    `${name.padEnd(34)} ${Math.min(...times)
      .toFixed(2)
      .padStart(8)} ns/row`,
  );
}

const [a, b, out] = [block(N), block(N), block(N)];
const [x, y] = [block(N), block(N)];
for (const ptr of [x, y]) memory.f64(ptr, N).forEach((_, i, view) => (view[i] = random(1e6) / 7 + 1));
const bits = block(N),
  ids = block(N);
memory.u32(ids, N).forEach((_, i, view) => (view[i] = random(N)));
print('addI32, checked', N, () => kernels.addI32(a, b, out, N));
print('addI64, checked', N, () => kernels.addI64(a, b, out, N));
print('mulI64, checked', N, () => kernels.mulI64(a, b, out, N));
print('mulF64', N, () => kernels.mulF64(x, y, out, N));
print('divF64, checked', N, () => kernels.divF64(x, y, out, N));
print('decimal i64 * i64 -> i128', N, () => kernels.mulI64I128(a, b, out, N));
print('decimal add, i128', N, () => kernels.addI128(a, b, out, N));
print('castI32F64', N, () => kernels.castI32F64(a, out, N));
print('castF64I32, checked', N, () => kernels.castF64I32(x, out, N));
print('ltI32 -> bitmap', N, () => kernels.ltI32(a, b, bits, N));
print('ltF64 -> bitmap', N, () => kernels.ltF64(x, y, bits, N));
print('andBits', N, () => kernels.andBits(bits, bits, out, N));
kernels.ltI32(a, b, bits, N);
print('bitsToIds, half set', N, () => void kernels.bitsToIds(bits, N, 0, out));
print('take4', N, () => kernels.take4(a, N, ids, out, N));
print('take8', N, () => kernels.take8(a, N, ids, out, N));
print('takeBits', N, () => kernels.takeBits(bits, N, ids, out, N));
print('blend8', N, () => kernels.blend8(bits, a, b, out, N));
const text = buildColumn(
  memory,
  STRING,
  Array.from({ length: N }, () => `name of row ${random(1e6)}`),
  (bytes) => memory.alloc(bytes),
);
print('take plain text of 18 bytes', N, () => void takeColumn(engine, text, ids, N, (bytes) => memory.temp(bytes)));
print('eqPlain', N, () => kernels.eqPlain(text.ptr, text.bytesPtr, 4, text.ptr, text.bytesPtr, 0, bits, N));
print('containsPlain', N, () => kernels.containsPlain(text.ptr, text.bytesPtr, text.bytesPtr + 12, 5, bits, N));

const sorted = (name: string, type: DataType, value: (i: number) => number | bigint | string): void => {
  const column = buildColumn(
    memory,
    type,
    Array.from({ length: MANY }, (_, i) => value(i)),
    (bytes) => memory.alloc(bytes),
  );
  print(name, MANY, () => void sortRows(engine, [{ column, descending: false, nullsFirst: true }], MANY));
};
sorted('sort 1 Mi int, 20 bits', INT, () => random(MANY));
sorted('sort 1 Mi bigint, 64 bits', BIGINT, () => BigInt(random(2 ** 32)) * 2147483647n);
sorted('sort 1 Mi double', DOUBLE, () => random(2 ** 32) / 7);
sorted('sort 1 Mi text of 12 bytes', STRING, () => `name${random(1e8)}`);
const keys = makeColumn({ type: INT, layout: 'fixed', length: MANY, ptr: block(MANY) });
print('take8 of 1 Mi random rows', MANY, () => kernels.take8(keys.ptr, MANY, keys.ptr, keys.ptr + MANY * 8, MANY));
