// The encoder of a key type. Most types are fixed-width already; strings and nested values become codes.
import { makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import { storageOf } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import { allNull } from './key-source.ts';
import type { KeyEncoder, KeySource } from './key-source.ts';
import { NestedEncoder } from './nested-encoder.ts';
import { StringEncoder } from './string-encoder.ts';

export function createKeyEncoder(engine: Engine, type: DataType): KeyEncoder {
  switch (storageOf(type)) {
    case 'bytes':
      return new StringEncoder(engine, type);
    case 'nested':
      return new NestedEncoder(engine, type);
    default:
      return fixedEncoder(engine, type);
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
    decode: (source, n) =>
      makeColumn({ type, layout, length: n, ...(layout === 'null' ? {} : { ptr: source.ptr, validityPtr: source.validityPtr }) }),
    close() {
      /* no state */
    },
  };
}
