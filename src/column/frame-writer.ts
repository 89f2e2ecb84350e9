// Appends batches to a frame: one copy from WASM memory into a buffer that grows, `finish` gives it away. With a pool the frame grows in used
// buffers, and a result, which leaves the engine for good, is copied from there into a buffer of just its size.
import type { Field } from '../types/data-type.ts';
import type { Batch } from './batch.ts';
import type { Column, Dictionary } from './column.ts';
import { FRAME_HEADER_BYTES, FRAME_MAGIC, FRAME_VERSION, valueBytes } from './frame.ts';
import type { FrameColumnHeader, FrameDictionaryHeader, FrameFooter } from './frame.ts';
import type { FramePool } from './frame-pool.ts';
import type { Memory, Ptr } from './memory.ts';

/** A dictionary larger than this many times the rows of its segment is written out as plain text instead. */
const SPARSE_DICTIONARY_FACTOR = 2;
const FOOTER_BYTES = 2048;
/** About what a column takes in the footer. */
const HEADER_BYTES = 160;
/** A frame between engines may leave this share of its buffer unused. */
const MAX_UNUSED = 0.5;
/** Small buffers out of a pool grow in fewer steps: used ones cost nothing to be too large. */
const SMALL_BYTES = 1 << 20;
const NOTHING = new ArrayBuffer(0);
const encoder = new TextEncoder();
const align = (n: number): number => (n + 63) & ~63;
const ABSENT = { validity: -1, values: -1, valuesBytes: 0, bytes: -1, bytesLength: 0, dictionary: -1, children: [] } as const;

export class FrameWriter {
  readonly #memory: Memory;
  readonly #fields: readonly Field[];
  readonly #external: boolean;
  readonly #pool: FramePool | undefined;
  #buffer = NOTHING;
  #at = FRAME_HEADER_BYTES;
  #rows = 0;
  readonly #segments: { rows: number; columns: FrameColumnHeader[] }[] = [];
  readonly #dictionaries: FrameDictionaryHeader[] = [];
  readonly #dictionaryIndex = new Map<number, number>();

  /** `external`: dictionaries with a session-wide id are named, not written: every reader holds them. */
  constructor(
    memory: Memory,
    fields: readonly Field[],
    options: { readonly external?: boolean; readonly pool?: FramePool } = {},
  ) {
    this.#memory = memory;
    this.#fields = fields;
    this.#external = options.external ?? false;
    this.#pool = options.pool;
  }
  get rows(): number {
    return this.#rows;
  }
  get bytes(): number {
    return this.#at;
  }

  append(batch: Batch): void {
    if (batch.length === 0) return;
    this.#makeRoom(batch);
    const columns = batch.columns.map((column) => this.#column(column, 0, batch.length));
    this.#segments.push({ rows: batch.length, columns });
    this.#rows += batch.length;
  }
  finish(): ArrayBuffer {
    const footer: FrameFooter = {
      fields: this.#fields,
      dictionaries: this.#dictionaries,
      segments: this.#segments,
      rows: this.#rows,
    };
    const text = encoder.encode(JSON.stringify(footer));
    const end = align(this.#at + text.length);
    if (end > this.#buffer.byteLength) this.#grow(end);
    const at = this.#reserve(text.length);
    new Uint8Array(this.#buffer, at, text.length).set(text);
    new Uint32Array(this.#buffer, 0, 4).set([FRAME_MAGIC, FRAME_VERSION, at, text.length]);
    const buffer = this.#buffer;
    this.#buffer = NOTHING;
    return this.#pool ? this.#fitted(buffer, this.#pool) : buffer;
  }
  #fitted(buffer: ArrayBuffer, pool: FramePool): ArrayBuffer {
    if (this.#external && buffer.byteLength - this.#at <= buffer.byteLength * MAX_UNUSED) return buffer;
    if (!this.#external && buffer.byteLength === this.#at) return buffer;
    const target = this.#external ? pool.take(this.#at) : new ArrayBuffer(this.#at);
    new Uint8Array(target).set(new Uint8Array(buffer, 0, this.#at));
    pool.give(buffer);
    return target;
  }
  /** Gives the buffer back, unless `finish` has given it away. */
  close(): void {
    this.#pool?.give(this.#buffer);
    this.#buffer = NOTHING;
  }

  #reserve(bytes: number): number {
    const at = this.#at;
    const end = align(at + bytes);
    if (end > this.#buffer.byteLength) this.#grow(Math.max(end, this.#buffer.byteLength * 2));
    this.#at = end;
    return at;
  }
  /** Room for the batch and the footer at once: the first gets just that, later ones more, and no column makes the buffer move. */
  #makeRoom(batch: Batch): void {
    const footer = FOOTER_BYTES + (this.#segments.length + 1) * batch.columns.length * HEADER_BYTES;
    const wanted = this.#at + footer + batchBytes(this.#memory, batch);
    if (wanted <= this.#buffer.byteLength) return;
    const larger = this.#buffer.byteLength * (this.#pool && this.#buffer.byteLength < SMALL_BYTES ? 4 : 2);
    this.#grow(align(this.#segments.length === 0 ? wanted : Math.max(wanted, larger)));
  }
  #grow(bytes: number): void {
    const next = this.#pool?.take(bytes) ?? new ArrayBuffer(bytes);
    new Uint8Array(next).set(new Uint8Array(this.#buffer, 0, Math.min(this.#at, this.#buffer.byteLength)));
    this.#pool?.give(this.#buffer);
    this.#buffer = next;
  }
  #copy(ptr: Ptr, bytes: number): number {
    const at = this.#reserve(bytes);
    new Uint8Array(this.#buffer, at, bytes).set(this.#memory.u8(ptr, bytes));
    return at;
  }
  /** Bits [from, from + n) of a bitmap, moved to bit 0. */
  #bits(ptr: Ptr, from: number, n: number): number {
    if ((from & 7) === 0) return this.#copy(ptr + (from >> 3), (n + 7) >> 3);
    const source = this.#memory.u8(ptr, ((from + n + 7) >> 3) + 1);
    const at = this.#reserve((n + 7) >> 3);
    const target = new Uint8Array(this.#buffer, at, (n + 7) >> 3);
    const shift = from & 7;
    for (let i = 0, s = from >> 3; i < target.length; i++, s++)
      target[i] = (source[s]! >> shift) | (source[s + 1]! << (8 - shift));
    return at;
  }
  #offsets(ptr: Ptr, from: number, n: number): { values: number; first: number; last: number } {
    const source = this.#memory.i32(ptr + from * 4, n + 1);
    const first = source[0]!,
      last = source[n]!;
    const values = this.#reserve((n + 1) * 4);
    const target = new Int32Array(this.#buffer, values, n + 1);
    if (first === 0) target.set(source);
    else for (let i = 0; i <= n; i++) target[i] = source[i]! - first;
    return { values, first, last };
  }
  #column(column: Column, from: number, n: number): FrameColumnHeader {
    const validity = column.validityPtr === 0 ? -1 : this.#bits(column.validityPtr, from, n);
    const base = { ...ABSENT, layout: column.layout, length: n, validity };
    switch (column.layout) {
      case 'null':
        return base;
      case 'bits':
        return { ...base, values: this.#bits(column.ptr, from, n), valuesBytes: (n + 7) >> 3 };
      case 'fixed': {
        const skip = valueBytes(column.type, from),
          bytes = valueBytes(column.type, n);
        return { ...base, values: this.#copy(column.ptr + skip, bytes), valuesBytes: bytes };
      }
      case 'plain': {
        const { values, first, last } = this.#offsets(column.ptr, from, n);
        return {
          ...base,
          values,
          valuesBytes: (n + 1) * 4,
          bytes: this.#copy(column.bytesPtr + first, last - first),
          bytesLength: last - first,
        };
      }
      case 'dict':
        return this.#dict(column, from, n, validity);
      case 'struct':
        return { ...base, children: column.children.map((child) => this.#column(child, from, n)) };
      case 'list': {
        const { values, first, last } = this.#offsets(column.ptr, from, n);
        return {
          ...base,
          values,
          valuesBytes: (n + 1) * 4,
          children: column.children.map((child) => this.#column(child, first, last - first)),
        };
      }
    }
  }
  #dict(column: Column, from: number, n: number, validity: number): FrameColumnHeader {
    const dictionary = column.dictionary!;
    const known = this.#dictionaryIndex.get(dictionary.id);
    const named = this.#external && dictionary.sharedId !== undefined;
    if (known === undefined && !named && dictionary.count > n * SPARSE_DICTIONARY_FACTOR) {
      return this.#decoded(column, from, n, validity);
    }
    const index = known ?? this.#addDictionary(dictionary);
    return {
      ...ABSENT,
      layout: 'dict',
      length: n,
      validity,
      values: this.#copy(column.ptr + from * 4, n * 4),
      valuesBytes: n * 4,
      dictionary: index,
    };
  }
  #addDictionary(dictionary: Dictionary): number {
    const index = this.#dictionaries.length;
    const { count, unique, sharedId } = dictionary;
    if (this.#external && sharedId !== undefined) this.#dictionaries.push({ count, unique, sharedId });
    else this.#dictionaries.push({ count, unique, values: this.#column(dictionary.values, 0, dictionary.count) });
    this.#dictionaryIndex.set(dictionary.id, index);
    return index;
  }
  /** Writes the text behind each code; NULL rows become empty. */
  #decoded(column: Column, from: number, n: number, validity: number): FrameColumnHeader {
    const { values: source } = column.dictionary!;
    const codes = this.#memory.u32(column.ptr + from * 4, n);
    const offsets = this.#memory.i32(source.ptr, source.length + 1);
    const valid = column.validityPtr === 0 ? null : this.#memory.u8(column.validityPtr, (from + n + 7) >> 3);
    const isNull = (i: number): boolean => valid !== null && ((valid[(from + i) >> 3]! >> ((from + i) & 7)) & 1) === 0;
    const out = new Int32Array(n + 1);
    for (let i = 0; i < n; i++) out[i + 1] = out[i]! + (isNull(i) ? 0 : offsets[codes[i]! + 1]! - offsets[codes[i]!]!);
    const total = out[n]!;
    const values = this.#reserve((n + 1) * 4);
    new Int32Array(this.#buffer, values, n + 1).set(out);
    const bytes = this.#reserve(total);
    const target = new Uint8Array(this.#buffer, bytes, total);
    const text = this.#memory.u8(source.bytesPtr, offsets[source.length]!);
    for (let i = 0; i < n; i++) {
      const length = out[i + 1]! - out[i]!;
      if (length > 0) {
        const start = offsets[codes[i]!]!;
        target.set(text.subarray(start, start + length), out[i]);
      }
    }
    return { ...ABSENT, layout: 'plain', length: n, validity, values, valuesBytes: (n + 1) * 4, bytes, bytesLength: total };
  }
}

/** About what a batch takes in a frame; dictionaries that have to be written come on top. */
export const batchBytes = (memory: Memory, { columns }: Batch): number =>
  sum(columns.map((column) => columnBytes(memory, column)));
function columnBytes(memory: Memory, { type, layout, length, ptr, children }: Column): number {
  const aligned = 3 * 64 + (length >> 3);
  switch (layout) {
    case 'plain': {
      const offsets = memory.i32(ptr, length + 1);
      return aligned + (length + 1) * 4 + offsets[length]! - offsets[0]!;
    }
    case 'dict':
      return aligned + length * 4;
    case 'fixed':
    case 'bits':
      return aligned + valueBytes(type, length);
    case 'null':
      return aligned;
    case 'list': {
      // A slice shares the items of the whole: only its own are written.
      const offsets = memory.i32(ptr, length + 1);
      const items = offsets[length]! - offsets[0]!;
      return aligned + (length + 1) * 4 + sum(children.map((child) => columnBytes(memory, { ...child, length: items })));
    }
    case 'struct':
      return aligned + sum(children.map((child) => columnBytes(memory, child)));
  }
}
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
