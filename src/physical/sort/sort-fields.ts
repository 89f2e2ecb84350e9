// Sort keys -> fields: how many bits of a sort word a column needs, and how it is written. Integers take the bits of their range,
// floats and decimals all of theirs, text and nested values the bits of their dense ranks. NULLs take one code more, at either end.
import { makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import { readValues } from '../../column/values.ts';
import { compareValues } from '../../types/compare-value.ts';
import { storageOf } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import { rankBytes } from './rank-bytes.ts';

export interface SortKey {
  readonly column: Column;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}
/** A place in the words of all rows. */
export interface FieldPlace {
  readonly wordsPtr: Ptr;
  readonly shift: number;
  readonly isFirst: boolean;
}
export interface SortField {
  readonly bits: number;
  write(place: FieldPlace, n: number): void;
}
/** Values as the kernels read them: which kernel, where, and the least and greatest. */
interface Source {
  readonly kernel: 'I8' | 'I16' | 'I32' | 'I64' | 'U32' | 'F32' | 'F64' | 'Bits';
  readonly ptr: Ptr;
  readonly stride: number;
  readonly min: bigint;
  readonly max: bigint;
}
const U64_MAX = 2n ** 64n - 1n;
const I64_MIN = -(2n ** 63n);
const INTEGERS = {
  i8: { kernel: 'I8', bounds: 'boundsOfI8', stride: 1 },
  i16: { kernel: 'I16', bounds: 'boundsOfI16', stride: 2 },
  i32: { kernel: 'I32', bounds: 'boundsOfI32', stride: 4 },
  i64: { kernel: 'I64', bounds: 'boundsOfI64', stride: 8 },
} as const;

/** Fields of a key, most significant first; none when all rows are equal. */
export function sortFields(engine: Engine, key: SortKey, n: number): SortField[] {
  const { column } = key;
  if (column.layout === 'null' || n === 0) return [];
  const validityPtr = column.validityPtr !== 0 && engine.kernels.countBits(column.validityPtr, n) < n ? column.validityPtr : 0;
  const sources = sourcesOf(engine, column, n);
  if (sources.length === 1 && sources[0]!.max - sources[0]!.min < U64_MAX)
    return [oneField(engine, key, sources[0]!, validityPtr)];
  const fields = sources.map((source) => valueField(engine, source, validityPtr, key.descending, 0n, 0n));
  return validityPtr ? [nullField(engine, key, validityPtr), ...fields] : fields;
}
/** NULLs as one more code of the value's own field. */
function oneField(engine: Engine, key: SortKey, source: Source, validityPtr: Ptr): SortField {
  if (!validityPtr) return valueField(engine, source, 0, key.descending, 0n, 0n);
  const range = source.max - source.min;
  return valueField(engine, source, validityPtr, key.descending, key.nullsFirst ? 1n : 0n, key.nullsFirst ? 0n : range + 1n);
}
function valueField(
  { kernels }: Engine,
  source: Source,
  validityPtr: Ptr,
  descending: boolean,
  base: bigint,
  nullCode: bigint,
): SortField {
  const { kernel, ptr, stride, min, max } = source;
  const top = max - min + base,
    most = nullCode > top ? nullCode : top;
  const sign = descending ? -1n : 1n;
  const bias = BigInt.asIntN(64, descending ? max + base : base - min),
    code = BigInt.asIntN(64, nullCode);
  return {
    bits: bitsFor(most),
    write({ wordsPtr, shift, isFirst }, n) {
      if (kernel === 'Bits') kernels.sortFieldBits(ptr, validityPtr, wordsPtr, shift, Number(isFirst), sign, bias, code, n);
      else kernels[`sortField${kernel}`](ptr, stride, validityPtr, wordsPtr, shift, Number(isFirst), sign, bias, code, n);
    },
  };
}
const nullField = ({ kernels }: Engine, key: SortKey, validityPtr: Ptr): SortField => ({
  bits: 1,
  write: ({ wordsPtr, shift, isFirst }, n) =>
    kernels.sortFieldNulls(validityPtr, wordsPtr, shift, Number(isFirst), key.nullsFirst ? 0n : 1n, n),
});
const bitsFor = (most: bigint): number => (most === 0n ? 0 : most.toString(2).length);

function sourcesOf(engine: Engine, column: Column, n: number): Source[] {
  const { ptr } = column;
  const storage = storageOf(column.type);
  switch (storage) {
    case 'i8':
    case 'i16':
    case 'i32':
    case 'i64': {
      const { kernel, bounds, stride } = INTEGERS[storage];
      const [min, max] = boundsOf(engine, bounds, column, n);
      return [{ kernel, ptr, stride, min, max }];
    }
    case 'f32':
      return [{ kernel: 'F32', ptr, stride: 4, min: 0n, max: 2n ** 32n - 1n }];
    case 'f64':
      return [{ kernel: 'F64', ptr, stride: 8, min: 0n, max: U64_MAX }];
    case 'i128':
      return [
        { kernel: 'I64', ptr: ptr + 8, stride: 16, min: I64_MIN, max: -I64_MIN - 1n },
        { kernel: 'I64', ptr, stride: 16, min: 0n, max: U64_MAX },
      ];
    case 'bits':
      return [{ kernel: 'Bits', ptr, stride: 0, min: 0n, max: 1n }];
    case 'bytes':
      return [rankSource(rankBytes(engine, column))];
    case 'nested':
      return [rankSource(rankValues(engine, column))];
    case 'none':
      return [];
  }
}
function boundsOf(
  { memory, kernels }: Engine,
  kernel: (typeof INTEGERS)[keyof typeof INTEGERS]['bounds'],
  column: Column,
  n: number,
): readonly [bigint, bigint] {
  const out = memory.temp(16);
  if (kernels[kernel](column.ptr, column.validityPtr, out, n) === 0) return [0n, 0n];
  const [min, max] = memory.i64(out, 2);
  return [min!, max!];
}

/** Dense ranks (u32) of a column's rows; whatever for NULL rows. */
export interface Ranks {
  readonly ptr: Ptr;
  readonly count: number;
}
const rankSource = ({ ptr, count }: Ranks): Source => ({
  kernel: 'U32',
  ptr,
  stride: 4,
  min: 0n,
  max: BigInt(Math.max(0, count - 1)),
});
/** Arrays, structs, maps: by comparison of values outside WASM memory. */
function rankValues({ memory }: Engine, column: Column): Ranks {
  const values = readValues(memory, makeColumn(column));
  const rows = values.flatMap((v, row) => (v === null ? [] : [row]));
  const order = (a: number, b: number): number => compareValues(values[a]!, values[b]!, column.type);
  rows.sort(order);
  const ptr = memory.temp(column.length * 4);
  const ranks = memory.u32(ptr, column.length).fill(0);
  let rank = 0;
  rows.forEach((row, i) => (ranks[row] = i > 0 && order(rows[i - 1]!, row) !== 0 ? ++rank : rank));
  return { ptr, count: rank + 1 };
}
