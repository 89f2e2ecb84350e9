// Brings segments of a frame into WASM memory as batches. Dictionaries are loaded once per frame into heap memory and counted.
import { childType } from '../types/data-type.ts';
import type { DataType } from '../types/data-type.ts';
import { makeBatch } from './batch.ts';
import type { Batch } from './batch.ts';
import { bitmapBytes, makeColumn } from './column.ts';
import type { Column, Dictionary } from './column.ts';
import { makeDictionary } from './dictionary.ts';
import { viewFrame } from './frame.ts';
import type { FrameColumnHeader, FrameView } from './frame.ts';
import type { Memory, Ptr } from './memory.ts';
import type { Allocate } from './builder.ts';

export class FrameReader {
  readonly #memory: Memory;
  readonly #frame: FrameView;
  readonly #dictionaries: (Dictionary | undefined)[] = [];
  readonly #shared: SharedDictionaries | undefined;

  constructor(memory: Memory, buffer: ArrayBuffer, shared?: SharedDictionaries) {
    this.#memory = memory;
    this.#frame = viewFrame(buffer);
    this.#shared = shared;
  }
  get rows(): number {
    return this.#frame.footer.rows;
  }
  get segments(): number {
    return this.#frame.footer.segments.length;
  }
  segmentRows(index: number): number {
    return this.#frame.footer.segments[index]!.rows;
  }

  /** Segment `index` as a batch whose buffers come from `allocate`. */
  load(index: number, allocate: Allocate): Batch {
    const { rows, columns } = this.#frame.footer.segments[index]!;
    const fields = this.#frame.footer.fields;
    return makeBatch(
      rows,
      columns.map((header, i) => this.#column(header, fields[i]!.type, allocate)),
    );
  }
  /** Frees the dictionaries that were loaded; batches that retained them live on. */
  close(): void {
    for (const dictionary of this.#dictionaries) dictionary?.release();
    this.#dictionaries.length = 0;
  }

  #copy(at: number, bytes: number, allocate: Allocate): Ptr {
    const ptr = allocate(Math.max(1, bytes));
    this.#memory.u8(ptr, bytes).set(new Uint8Array(this.#frame.buffer, at, bytes));
    return ptr;
  }
  /** Bitmaps get their zero tail. */
  #bits(at: number, n: number, allocate: Allocate): Ptr {
    const padded = Math.max(64, bitmapBytes(n)),
      bytes = (n + 7) >> 3;
    const ptr = allocate(padded);
    const view = this.#memory.u8(ptr, padded);
    view.fill(0, bytes);
    view.set(new Uint8Array(this.#frame.buffer, at, bytes));
    if (n & 7) view[bytes - 1]! &= (1 << (n & 7)) - 1;
    return ptr;
  }
  #column(h: FrameColumnHeader, type: DataType, allocate: Allocate): Column {
    const validityPtr = h.validity < 0 ? 0 : this.#bits(h.validity, h.length, allocate);
    const base = { type, layout: h.layout, length: h.length, validityPtr };
    switch (h.layout) {
      case 'null':
        return makeColumn(base);
      case 'bits':
        return makeColumn({ ...base, ptr: this.#bits(h.values, h.length, allocate) });
      case 'fixed':
        return makeColumn({ ...base, ptr: this.#copy(h.values, h.valuesBytes, allocate) });
      case 'plain':
        return makeColumn({
          ...base,
          ptr: this.#copy(h.values, h.valuesBytes, allocate),
          bytesPtr: this.#copy(h.bytes, h.bytesLength, allocate),
        });
      case 'dict':
        return makeColumn({
          ...base,
          ptr: this.#copy(h.values, h.valuesBytes, allocate),
          dictionary: this.#dictionary(h.dictionary, type),
        });
      case 'struct':
        return makeColumn({ ...base, children: h.children.map((child, i) => this.#column(child, childType(type, i), allocate)) });
      case 'list': {
        const ptr = this.#copy(h.values, h.valuesBytes, allocate);
        return makeColumn({
          ...base,
          ptr,
          children: h.children.map((child, i) => this.#column(child, childType(type, i), allocate)),
        });
      }
    }
  }
  #dictionary(index: number, type: DataType): Dictionary {
    const loaded = this.#dictionaries[index];
    if (loaded) return loaded;
    const { values, count, unique, sharedId } = this.#frame.footer.dictionaries[index]!;
    const known = sharedId === undefined ? undefined : this.#shared?.find(sharedId);
    if (known) {
      known.retain();
      return (this.#dictionaries[index] = known);
    }
    if (!values) throw new Error(`dictionary ${sharedId} is not known here`);
    const column = this.#column(values, type, (bytes) => this.#memory.alloc(bytes));
    const dictionary = makeDictionary(this.#memory, column, count, unique);
    return (this.#dictionaries[index] = dictionary);
  }
}
/** Dictionaries an instance holds under a session-wide id. */
export interface SharedDictionaries {
  find(sharedId: string): Dictionary | undefined;
}
