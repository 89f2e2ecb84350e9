// Where a leaf's values gather while a batch is read: dense (without NULLs), possibly from several pages, then spread to their rows.
// Everything is temp memory of the batch.
import { bitmapBytes, makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { ChunkDictionary } from './dictionary.ts';
import { physicalBytes } from './leaf-type.ts';
import type { PhysicalValues } from './physical-values.ts';
import type { LeafNode } from './schema.ts';
import { convertBytesDecimals, fixedConversion, shapeOf } from './storage.ts';
import { TextSink } from './text-sink.ts';

/** n codes as u32, each checked against the dictionary. */
export interface CodeValues {
  readonly kind: 'codes';
  readonly dictionary: ChunkDictionary;
  read(n: number, out: Ptr): boolean;
}
export type PageValues = CodeValues | PhysicalValues;

export interface LeafSink {
  /** Appends the next n values; false if the page's bytes lie. */
  take(values: PageValues, n: number): boolean;
  /** The column: row i has the next value if its bit is set; `validity` 0: every row has one. */
  finish(rows: number, validity: Ptr): Column;
}
/** `capacity`: how many values to expect. */
export function makeSink(engine: Engine, node: LeafNode, capacity: number): LeafSink {
  const shape = shapeOf(node.type);
  if (shape === 'bytes') return new TextSink(engine, node, capacity);
  if (shape === 'bits') return new BitSink(engine, node, capacity);
  if (shape === 'none')
    return { take: () => true, finish: (rows) => makeColumn({ type: node.type, layout: 'null', length: rows }) };
  return new FixedSink(engine, node, shape, capacity);
}

class FixedSink implements LeafSink {
  readonly #engine: Engine;
  readonly #node: LeafNode;
  readonly #width: 1 | 2 | 4 | 8 | 16;
  #capacity: number;
  #ptr: Ptr;
  #count = 0;
  constructor(engine: Engine, node: LeafNode, width: 1 | 2 | 4 | 8 | 16, capacity: number) {
    this.#engine = engine;
    this.#node = node;
    this.#width = width;
    this.#capacity = capacity;
    this.#ptr = engine.memory.temp(capacity * width);
  }
  take(values: PageValues, n: number): boolean {
    this.#reserve(this.#count + n);
    const out = this.#ptr + this.#count * this.#width;
    this.#count += n;
    switch (values.kind) {
      case 'codes':
        return this.#gather(values, n, out);
      case 'fixed':
        return this.#convert(values, n, out);
      case 'texts': {
        const texts = values.read(n);
        return (
          texts !== undefined && convertBytesDecimals(this.#engine, this.#node.conversion, texts.offsets, texts.bytes, out, n)
        );
      }
      case 'bits':
        return false;
    }
  }
  finish(rows: number, validity: Ptr): Column {
    this.#reserve(rows);
    if (validity !== 0) this.#spread(validity, rows);
    return makeColumn({ type: this.#node.type, layout: 'fixed', length: rows, ptr: this.#ptr, validityPtr: validity });
  }
  #gather(values: CodeValues, n: number, out: Ptr): boolean {
    const { memory, kernels } = this.#engine;
    const { dictionary } = values;
    if (dictionary.kind !== 'fixed') return false;
    // Four-byte values are replaced where their codes stand.
    const codes = this.#width === 4 ? out : memory.temp(n * 4);
    if (!values.read(n, codes)) return false;
    if (this.#width === 4) kernels.gatherCodes32(dictionary.ptr, codes, out, n);
    else if (this.#width === 8) kernels.gatherCodes64(dictionary.ptr, codes, out, n);
    else kernels.gatherWide(dictionary.ptr, codes, out, n, this.#width);
    return true;
  }
  #convert(values: Extract<PageValues, { kind: 'fixed' }>, n: number, out: Ptr): boolean {
    const convert = fixedConversion(this.#node);
    if (!convert) return values.read(n, out);
    const width = physicalBytes(this.#node.physical, this.#node.typeLength),
      physical = this.#engine.memory.temp(n * width);
    return values.read(n, physical) && convert(this.#engine, physical, out, n, width);
  }
  #reserve(count: number): void {
    if (count <= this.#capacity) return;
    const { memory } = this.#engine;
    this.#capacity = Math.max(count, this.#capacity * 2);
    const ptr = memory.temp(this.#capacity * this.#width);
    memory.u8(ptr, this.#count * this.#width).set(memory.u8(this.#ptr, this.#count * this.#width));
    this.#ptr = ptr;
  }
  #spread(validity: Ptr, rows: number): void {
    const { kernels } = this.#engine;
    switch (this.#width) {
      case 1:
        return kernels.spread8(this.#ptr, validity, this.#count, rows);
      case 2:
        return kernels.spread16(this.#ptr, validity, this.#count, rows);
      case 4:
        return kernels.spread32(this.#ptr, validity, this.#count, rows);
      case 8:
        return kernels.spread64(this.#ptr, validity, this.#count, rows);
      case 16:
        return kernels.spread128(this.#ptr, validity, this.#count, rows);
    }
  }
}

class BitSink implements LeafSink {
  readonly #engine: Engine;
  readonly #node: LeafNode;
  #bits: Ptr;
  #capacity: number;
  #count = 0;
  constructor(engine: Engine, node: LeafNode, capacity: number) {
    this.#engine = engine;
    this.#node = node;
    this.#capacity = capacity;
    this.#bits = zeroBitmap(engine, capacity);
  }
  take(values: PageValues, n: number): boolean {
    if (values.kind !== 'bits') return false;
    if (this.#count + n > this.#capacity) this.#grow(this.#count + n);
    const ok = values.read(n, this.#bits, this.#count);
    this.#count += n;
    return ok;
  }
  finish(rows: number, validity: Ptr): Column {
    let ptr = this.#bits;
    if (validity !== 0) this.#engine.kernels.spreadBits(this.#bits, validity, (ptr = zeroBitmap(this.#engine, rows)), rows);
    return makeColumn({ type: this.#node.type, layout: 'bits', length: rows, ptr, validityPtr: validity });
  }
  #grow(count: number): void {
    const old = this.#bits;
    this.#capacity = Math.max(count, this.#capacity * 2);
    this.#bits = zeroBitmap(this.#engine, this.#capacity);
    this.#engine.kernels.copyBits(old, 0, this.#bits, 0, this.#count);
  }
}
/** A bitmap of n zeros in temp memory. */
export function zeroBitmap({ memory }: Engine, n: number): Ptr {
  const bytes = Math.max(64, bitmapBytes(n)),
    ptr = memory.temp(bytes);
  memory.u8(ptr, bytes).fill(0);
  return ptr;
}
