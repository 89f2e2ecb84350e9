// A key column -> fixed-width values (KeySource) and back. Most types are fixed-width already; strings and nested values become codes.
import { bitmapBytes, makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import { storageOf } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { KeySource } from './key-layout.ts';
import { zeroedTemp } from './key-layout.ts';
import { NestedEncoder } from './nested-encoder.ts';
import { StringEncoder } from './string-encoder.ts';

export interface KeyEncoder {
  /** New values get codes. Result in temp memory, or the column's own. */
  encode(column: Column): KeySource;
  /** As encode, but unknown values get the code 0xffffffff and are not kept. */
  lookup(column: Column): KeySource;
  /** How many codes are in use; undefined when the values are not codes. */
  codeCount(): number | undefined;
  /** n values back as a column of the key's type, in temp memory. */
  decode(source: KeySource, n: number): Column;
  close(): void;
}

export function createKeyEncoder(engine: Engine, type: DataType): KeyEncoder {
  switch (storageOf(type)) {
    case 'bytes': return new StringEncoder(engine, type);
    case 'nested': return new NestedEncoder(engine, type);
    default: return fixedEncoder(engine, type);
  }
}
function fixedEncoder(engine: Engine, type: DataType): KeyEncoder {
  const storage = storageOf(type);
  const layout = storage === 'none' ? 'null' : storage === 'bits' ? 'bits' : 'fixed';
  const encode = (column: Column): KeySource => (column.layout === 'null' ? allNull(engine, column.length) : column);
  return {
    encode,
    lookup: encode,
    codeCount: () => undefined,
    decode: (source, n) => makeColumn({ type, layout, length: n, ...(layout === 'null' ? {} : { ptr: source.ptr, validityPtr: source.validityPtr }) }),
    close() { /* no state */ },
  };
}
/** Source of n NULL rows. Kernels may load values under NULL, so the pointer must be good for n of the widest. */
export function allNull(engine: Engine, n: number): KeySource {
  return { ptr: engine.memory.temp(n * 16), validityPtr: zeroedTemp(engine, bitmapBytes(n)) };
}
