// Places of the key fields in `width` words, and the way there and back. Parts never straddle words; they fill words in key order.
// Packing writes one array per word (SIMD reads and writes them in step), tables store key after key.
import { bitmapBytes } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import { partsOf, rangeOf } from './key-field.ts';
import type { KeyField, RangedStorage } from './key-field.ts';
import { zeroedTemp } from './key-source.ts';
import type { KeySource } from './key-source.ts';

interface Place {
  readonly word: number;
  readonly shift: number;
}
const PACK = { i8: 'packI8', i16: 'packI16', i32: 'packI32', i64: 'packI64' } as const;
const PACK_NARROW = { i8: 'packNarrowI8', i16: 'packNarrowI16', i32: 'packNarrowI32', i64: 'packNarrowI64' } as const;
const UNPACK = { i8: 'unpackI8', i16: 'unpackI16', i32: 'unpackI32', i64: 'unpackI64' } as const;
const BYTES: { readonly [S in RangedStorage]: number } = { i8: 1, i16: 2, i32: 4, i64: 8 };

export class KeyLayout {
  readonly fields: readonly KeyField[];
  readonly width: number;
  /** Bits in use; keys are below 2 ** bits when width is 1. */
  readonly bits: number;
  /** 4 when all fields fit 32 bits: rows are then packed to u32. Stored keys always have 8. */
  readonly wordBytes: 4 | 8;
  readonly #places: readonly (readonly Place[])[];
  /** Of ranged fields, by field. */
  readonly #ranges: readonly bigint[];
  readonly #direct: { readonly min: number; readonly range: number } | undefined;
  readonly #engine: Engine;

  constructor(engine: Engine, fields: readonly KeyField[]) {
    this.#engine = engine;
    this.fields = fields;
    let word = 0,
      used = 0;
    this.#places = fields.map((field) =>
      partsOf(field).map((bits) => {
        if (used + bits > 64) {
          word++;
          used = 0;
        }
        const place = { word, shift: used };
        used += bits;
        return place;
      }),
    );
    this.width = word + 1;
    this.bits = word * 64 + used;
    this.wordBytes = this.bits <= 32 ? 4 : 8;
    this.#ranges = fields.map((field) => (field.kind === 'ranged' ? rangeOf(field) : 0n));
    const [only] = fields;
    this.#direct =
      fields.length === 1 && only!.kind === 'ranged' && only!.storage === 'i32'
        ? { min: Number(only!.min), range: Number(this.#ranges[0]) }
        : undefined;
  }

  /**
   * Packs n rows to `width` arrays of n words at wordsPtr. Returns the index of the first field that some value does not fit, or -1.
   * With missPtr (zeroed bytes) such rows are marked there instead.
   */
  pack(sources: readonly KeySource[], n: number, wordsPtr: Ptr, missPtr: Ptr): number {
    if (this.bits === 0) this.#engine.memory.u8(wordsPtr, n * this.wordBytes).fill(0);
    for (let f = 0; f < this.fields.length; f++) if (!this.#packField(f, sources[f]!, n, wordsPtr, missPtr)) return f;
    return -1;
  }
  /** The field's range when rows are one four-byte integer without NULLs: their keys need not be packed. */
  directRange([source]: readonly KeySource[]): { readonly min: number; readonly range: number } | undefined {
    return this.#direct && source!.validityPtr === 0 ? this.#direct : undefined;
  }
  #packField(f: number, { ptr, validityPtr }: KeySource, n: number, wordsPtr: Ptr, missPtr: Ptr): boolean {
    const { kernels } = this.#engine;
    const field = this.fields[f]!,
      places = this.#places[f]!;
    const at = (part: number): Ptr => wordsPtr + places[part]!.word * n * 8;
    const keep = (part: number): number => (places[part]!.shift === 0 ? 0 : -1);
    const narrow = this.wordBytes === 4;
    switch (field.kind) {
      case 'ranged': {
        const pack = (narrow ? PACK_NARROW : PACK)[field.storage];
        return kernels[pack](ptr, validityPtr, at(0), keep(0), places[0]!.shift, field.min, this.#ranges[f]!, missPtr, n) === n;
      }
      case 'whole':
        for (let w = 0; w < field.words; w++) kernels.packWhole(ptr + w * 8, field.words * 8, validityPtr, at(w), n);
        kernels.packValidity(validityPtr, at(field.words), keep(field.words), places[field.words]!.shift, n);
        return true;
      case 'bits':
        kernels[narrow ? 'packNarrowBits' : 'packBits'](ptr, validityPtr, at(0), keep(0), places[0]!.shift, n);
        return true;
      case 'f32':
        kernels[narrow ? 'packNarrowF32' : 'packF32'](ptr, validityPtr, at(0), keep(0), places[0]!.shift, n);
        return true;
      case 'f64':
        kernels.packF64(ptr, validityPtr, at(0), n);
        return true;
      case 'none':
        return true;
    }
  }
  /** Field `f` of n stored keys, in temp memory; validityPtr 0 when none is NULL. */
  unpack(f: number, keysPtr: Ptr, n: number): KeySource {
    const { memory, kernels } = this.#engine;
    const field = this.fields[f]!,
      places = this.#places[f]!;
    const stride = this.width * 8;
    const at = (part: number): Ptr => keysPtr + places[part]!.word * 8;
    const shift = (part: number): number => places[part]!.shift;
    const validityPtr = zeroedTemp(this.#engine, bitmapBytes(n));
    let ptr = 0,
      valid = 0;
    switch (field.kind) {
      case 'ranged':
        ptr = memory.temp(n * BYTES[field.storage]);
        valid = kernels[UNPACK[field.storage]](at(0), stride, shift(0), field.bits, field.min, ptr, validityPtr, n);
        break;
      case 'whole':
        ptr = memory.temp(n * field.words * 8);
        for (let w = 0; w < field.words; w++) kernels.unpackWhole(at(w), stride, ptr + w * 8, field.words * 8, n);
        valid = kernels.unpackValidity(at(field.words), stride, shift(field.words), validityPtr, n);
        break;
      case 'bits':
        ptr = zeroedTemp(this.#engine, bitmapBytes(n));
        valid = kernels.unpackBits(at(0), stride, shift(0), ptr, validityPtr, n);
        break;
      case 'f32':
        ptr = memory.temp(n * 4);
        valid = kernels.unpackF32(at(0), stride, shift(0), ptr, validityPtr, n);
        break;
      case 'f64':
        ptr = memory.temp(n * 8);
        valid = kernels.unpackF64(at(0), stride, ptr, validityPtr, n);
        break;
      case 'none':
        break;
    }
    return { ptr, validityPtr: valid === n ? 0 : validityPtr };
  }
}
