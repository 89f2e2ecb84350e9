// flatbuffer.ts: reads tables of FlatBuffers, the encoding of Arrow's metadata. Every access is bounds-checked by DataView: RangeError.

const decoder = new TextDecoder();

export class FlatTable {
  readonly #view: DataView;
  readonly #at: number;
  readonly #vtable: number;
  private constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
    this.#vtable = at - view.getInt32(at, true);
  }
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true));
  }
  /** Address of field `slot`, 0 when it has its default. */
  #field(slot: number): number {
    const entry = 4 + slot * 2;
    if (entry >= this.#view.getUint16(this.#vtable, true)) return 0;
    const offset = this.#view.getUint16(this.#vtable + entry, true);
    return offset === 0 ? 0 : this.#at + offset;
  }
  #target(slot: number): number {
    const at = this.#field(slot);
    return at === 0 ? 0 : at + this.#view.getUint32(at, true);
  }
  u8(slot: number, fallback = 0): number {
    const at = this.#field(slot);
    return at === 0 ? fallback : this.#view.getUint8(at);
  }
  i16(slot: number, fallback = 0): number {
    const at = this.#field(slot);
    return at === 0 ? fallback : this.#view.getInt16(at, true);
  }
  i32(slot: number, fallback = 0): number {
    const at = this.#field(slot);
    return at === 0 ? fallback : this.#view.getInt32(at, true);
  }
  i64(slot: number): number {
    const at = this.#field(slot);
    return at === 0 ? 0 : safeLong(this.#view, at);
  }
  string(slot: number): string | null {
    const at = this.#target(slot);
    if (at === 0) return null;
    const length = this.#view.getUint32(at, true);
    if (at + 4 + length > this.#view.byteLength) throw new RangeError('text outside the metadata');
    return decoder.decode(new Uint8Array(this.#view.buffer, this.#view.byteOffset + at + 4, length));
  }
  table(slot: number): FlatTable | null {
    const at = this.#target(slot);
    return at === 0 ? null : new FlatTable(this.#view, at);
  }
  tables(slot: number): FlatTable[] {
    const [at, count] = this.#vector(slot, 4);
    return Array.from(
      { length: count },
      (_, i) => new FlatTable(this.#view, at + i * 4 + this.#view.getUint32(at + i * 4, true)),
    );
  }
  /** A vector of structs of i64 words. */
  longs(slot: number, words: number): number[][] {
    const [at, count] = this.#vector(slot, words * 8);
    return Array.from({ length: count }, (_, i) =>
      Array.from({ length: words }, (_, w) => safeLong(this.#view, at + (i * words + w) * 8)),
    );
  }
  /** Blocks of a file's footer: i64 offset, i32 metadata bytes, padding, i64 body bytes. */
  blocks(slot: number): { offset: number; metadataBytes: number; bodyBytes: number }[] {
    const [at, count] = this.#vector(slot, 24);
    return Array.from({ length: count }, (_, i) => ({
      offset: safeLong(this.#view, at + i * 24),
      metadataBytes: this.#view.getInt32(at + i * 24 + 8, true),
      bodyBytes: safeLong(this.#view, at + i * 24 + 16),
    }));
  }
  #vector(slot: number, itemBytes: number): [number, number] {
    const at = this.#target(slot);
    if (at === 0) return [0, 0];
    const count = this.#view.getUint32(at, true);
    if (at + 4 + count * itemBytes > this.#view.byteLength) throw new RangeError('a list outside the metadata');
    return [at + 4, count];
  }
}
function safeLong(view: DataView, at: number): number {
  const value = Number(view.getBigInt64(at, true));
  if (!Number.isSafeInteger(value)) throw new RangeError(`the number ${value}`);
  return value;
}
