// array-columns.ts: Arrow arrays as engine columns. What has the same layout is copied, dictionaries of text stay dictionaries (built once
// per reader), the rest goes value by value. Every offset and code is checked: a RangeError means that the source lies.
import { buildColumn } from '../../column/builder.ts';
import type { Allocate } from '../../column/builder.ts';
import { bitmapBytes, makeColumn } from '../../column/column.ts';
import type { Column, Dictionary } from '../../column/column.ts';
import { makeDictionary } from '../../column/dictionary.ts';
import type { Ptr } from '../../column/memory.ts';
import type { DataType } from '../../types/data-type.ts';
import { STORAGE_BYTES, storageOf } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import { arrayValue, codeReader, spanOf } from './array-value.ts';
import { isValidAt, viewOf } from './arrow-array.ts';
import type { ArrowArray } from './arrow-array.ts';
import { TYPE } from './arrow-type.ts';
import type { ArrowType } from './arrow-type.ts';

/** Whether values stand in Arrow as they stand here. */
function isSameLayout({ typeId, isSigned, precision, unit }: ArrowType, type: DataType): boolean {
  switch (typeId) {
    case TYPE.Int:
      return isSigned === true;
    case TYPE.Float:
      return precision !== 0;
    case TYPE.Decimal:
      return storageOf(type) === 'i128';
    case TYPE.Date:
      return unit === 0;
    case TYPE.Timestamp:
    case TYPE.Duration:
      return unit === 2;
    case TYPE.Interval:
      return unit === 0;
    default:
      return false;
  }
}
const isText = ({ typeId }: ArrowType): boolean => typeId === TYPE.Utf8 || typeId === TYPE.Binary;

export class ArrayColumns {
  readonly #engine: Engine;
  readonly #dictionaries = new Map<ArrowArray, Dictionary | null>();
  constructor(engine: Engine) {
    this.#engine = engine;
  }
  /** Rows [from, from + n) in arena memory. */
  column(array: ArrowArray, type: DataType, from: number, n: number): Column {
    const allocate: Allocate = (bytes) => this.#engine.memory.temp(bytes);
    if (array.type.typeId === TYPE.Bool) return this.#bits(array, type, from, n, allocate);
    if (isSameLayout(array.type, type)) return this.#fixed(array, type, from, n, allocate);
    if (isText(array.type)) return this.#plain(array, type, from, n, allocate);
    if (array.type.typeId === TYPE.Dictionary && isText(array.type.dictionary!)) {
      const dictionary = this.#dictionary(array.dictionary!, type);
      if (dictionary) return this.#codes(array, type, dictionary, from, n);
    }
    return buildColumn(
      this.#engine.memory,
      type,
      Array.from({ length: n }, (_, i) => arrayValue(array, from + i)),
      allocate,
    );
  }
  close(): void {
    for (const dictionary of this.#dictionaries.values()) dictionary?.release();
    this.#dictionaries.clear();
  }

  #copyBits(bits: Uint8Array, from: number, n: number, allocate: Allocate): Ptr {
    if (bits.length * 8 < from + n) throw new RangeError(`${from + n} bits of ${bits.length} bytes`);
    const ptr = allocate(bitmapBytes(n));
    const target = this.#engine.memory.u8(ptr, bitmapBytes(n)).fill(0);
    const shift = from & 7;
    for (let i = 0, at = from >> 3; i < n; i += 8, at++)
      target[i >> 3] = (bits[at]! >> shift) | (shift === 0 ? 0 : (bits[at + 1] ?? 0) << (8 - shift));
    if (n & 7) target[n >> 3]! &= (1 << (n & 7)) - 1;
    return ptr;
  }
  #validity({ validity, bitOffset }: ArrowArray, from: number, n: number, allocate: Allocate): Ptr {
    return validity === null ? 0 : this.#copyBits(validity, bitOffset + from, n, allocate);
  }
  #bits(array: ArrowArray, type: DataType, from: number, n: number, allocate: Allocate): Column {
    const validityPtr = this.#validity(array, from, n, allocate);
    return makeColumn({
      type,
      layout: 'bits',
      length: n,
      validityPtr,
      ptr: this.#copyBits(array.values, array.bitOffset + from, n, allocate),
    });
  }
  #fixed(array: ArrowArray, type: DataType, from: number, n: number, allocate: Allocate): Column {
    const width = STORAGE_BYTES[storageOf(type)];
    const bytes = array.values.subarray(from * width, (from + n) * width);
    if (bytes.length !== n * width) throw new RangeError(`${from + n} values of ${array.values.length} bytes`);
    const ptr = allocate(n * width);
    this.#engine.memory.u8(ptr, n * width).set(bytes);
    return makeColumn({ type, layout: 'fixed', length: n, ptr, validityPtr: this.#validity(array, from, n, allocate) });
  }
  #plain(array: ArrowArray, type: DataType, from: number, n: number, allocate: Allocate): Column {
    const { memory, kernels } = this.#engine;
    const ptr = allocate((n + 1) * 4);
    // A column of no rows may come without offsets.
    const first = n === 0 ? 0 : spanOf(array, from)[0];
    const source = viewOf(array.offsets),
      offsets = memory.i32(ptr, n + 1);
    let last = first;
    for (let i = 1; i <= n; i++) {
      const end = source.getInt32((from + i) * 4, true);
      if (end < last) throw new RangeError(`offsets ${last} and ${end}`);
      offsets[i] = end - first;
      last = end;
    }
    offsets[0] = 0;
    if (last > array.values.length) throw new RangeError(`text ends at ${last} of ${array.values.length} bytes`);
    const bytesPtr = allocate(Math.max(1, last - first));
    memory.u8(bytesPtr, last - first).set(array.values.subarray(first, last));
    if (type.kind === 'string' && kernels.utf8InvalidString(bytesPtr, ptr, 0, n) >= 0) throw new RangeError('text is not UTF-8');
    return makeColumn({ type, layout: 'plain', length: n, ptr, bytesPtr, validityPtr: this.#validity(array, from, n, allocate) });
  }
  /** null: it has NULLs among its values, so rows are read one by one. */
  #dictionary(values: ArrowArray, type: DataType): Dictionary | null {
    const known = this.#dictionaries.get(values);
    if (known !== undefined) return known;
    const { memory } = this.#engine;
    const hasNulls = values.length === 0 || Array.from({ length: values.length }, (_, i) => isValidAt(values, i)).includes(false);
    const column = hasNulls ? null : this.#plain(values, type, 0, values.length, (bytes) => memory.alloc(bytes));
    if (column) memory.free(column.validityPtr);
    const dictionary = column && makeDictionary(memory, { ...column, validityPtr: 0 }, values.length, false);
    this.#dictionaries.set(values, dictionary);
    return dictionary;
  }
  #codes(array: ArrowArray, type: DataType, dictionary: Dictionary, from: number, n: number): Column {
    const { memory } = this.#engine;
    const ptr = memory.temp(n * 4);
    const codes = memory.u32(ptr, n),
      codeAt = codeReader(array);
    for (let i = 0; i < n; i++) codes[i] = isValidAt(array, from + i) ? codeAt(from + i) : 0;
    return makeColumn({
      type,
      layout: 'dict',
      length: n,
      ptr,
      dictionary,
      validityPtr: this.#validity(array, from, n, (bytes) => memory.temp(bytes)),
    });
  }
}
