// One value per group, folded by a kernel that knows no NULL: minimum, maximum, bitwise operations, over a fixed-width storage.
// Booleans are folded as bytes 0 and 1.
import { bitmapBytes, makeColumn } from '../../../column/column.ts';
import type { Column } from '../../../column/column.ts';
import type { Memory, Ptr } from '../../../column/memory.ts';
import { storageOf } from '../../../types/data-type.ts';
import type { DataType } from '../../../types/data-type.ts';
import type { Engine } from '../../../wasm/engine.ts';
import type { Accumulator } from '../../define.ts';
import { validityOf } from './bitmap.ts';
import { GroupState } from './group-state.ts';
import { Seen } from './seen.ts';

export type ExtremeOperation = 'min' | 'max' | 'foldAnd' | 'foldOr' | 'foldXor';
type Kernel = (ptr: Ptr, validityPtr: Ptr, idsPtr: Ptr, statesPtr: Ptr, groups: number, n: number) => void;
const BYTES = { bits: 1, i8: 1, i16: 2, i32: 4, i64: 8, f32: 4, f64: 8 } as const;
type ExtremeStorage = keyof typeof BYTES;
export const hasExtreme = (type: DataType): boolean => storageOf(type) in BYTES;

/** The value that changes nothing, as bytes: of the greatest for min, the least for max. */
function identity(operation: ExtremeOperation, storage: ExtremeStorage): (memory: Memory, ptr: Ptr, bytes: number) => void {
  const isFloat = storage === 'f32' || storage === 'f64';
  if (operation === 'foldOr' || operation === 'foldXor') return (memory, ptr, bytes) => void memory.u8(ptr, bytes).fill(0);
  if (operation === 'foldAnd') return (memory, ptr, bytes) => void memory.u8(ptr, bytes).fill(255);
  if (isFloat)
    return (memory, ptr, bytes) => void memory[storage](ptr, bytes / BYTES[storage]).fill(operation === 'min' ? NaN : -Infinity);
  const bits = BigInt(BYTES[storage] * 8);
  const value = operation === 'min' ? (1n << (bits - 1n)) - 1n : -(1n << (bits - 1n));
  if (storage === 'i64') return (memory, ptr, bytes) => void memory.i64(ptr, bytes / 8).fill(value);
  const view = storage === 'bits' ? 'i8' : storage;
  return (memory, ptr, bytes) => void memory[view](ptr, bytes / BYTES[storage]).fill(Number(value));
}

export function extremeAccumulator(engine: Engine, operation: ExtremeOperation, type: DataType, sparse: boolean): Accumulator {
  const storage = storageOf(type) as ExtremeStorage;
  const { memory, kernels } = engine;
  const name = `${operation}${storage === 'bits' ? 'I8' : storage.toUpperCase()}`;
  const kernel = (kernels as unknown as Readonly<Record<string, Kernel>>)[name]!;
  const states = new GroupState(engine, BYTES[storage], identity(operation, storage));
  const seen = new Seen(engine, sparse);
  const update = (idsPtr: Ptr, column: Column, n: number): void => {
    const validityPtr = validityOf(engine, column, n);
    seen.update(idsPtr, validityPtr, n);
    let { ptr } = column;
    if (storage === 'bits') {
      ptr = memory.temp((n + 15) & ~15);
      kernels.bitsToBytes(column.ptr, ptr, n);
    }
    kernel(ptr, validityPtr, idsPtr, states.ptr, states.count, n);
  };
  const result = (from: number, n: number): Column => {
    const validityPtr = seen.validity(from, n);
    if (storage !== 'bits') return states.column(type, from, n, validityPtr);
    const ptr = memory.temp(bitmapBytes(n));
    kernels.bytesToBits(states.ptr + from, ptr, n);
    return makeColumn({ type, layout: 'bits', length: n, ptr, validityPtr });
  };
  return {
    reserve(groupCount) {
      states.reserve(groupCount);
      seen.reserve(groupCount);
    },
    update: (idsPtr, [column], n) => update(idsPtr, column!, n),
    merge: (idsPtr, [column], n) => update(idsPtr, column!, n),
    state: (from, n) => [result(from, n)],
    result,
    close() {
      states.close();
      seen.close();
    },
  };
}
