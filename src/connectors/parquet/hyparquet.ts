// Everything taken from hyparquet's internals, in one place: they are exported but not promised, so the version is pinned.
// Its Thrift reader trusts its input; `readThrift` gives it a view that refuses endless numbers, and turns every failure into the caller's.
import { readBloomFilter, sbbfContains } from 'hyparquet/src/bloom.js';
import { CompressionCodecs, ConvertedTypes, Encodings, ParquetTypes } from 'hyparquet/src/constants.js';
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js';
import { xxhash64 } from 'hyparquet/src/xxhash.js';
import type { CompressionCodec, ConvertedType, Encoding, ParquetType, SchemaElement } from 'hyparquet';

export type PhysicalType = ParquetType;
export type Codec = CompressionCodec;
export type { ConvertedType, Encoding };
/** A schema element as the writer takes it. */
export type WriterElement = SchemaElement;
export const PHYSICAL_TYPES: readonly PhysicalType[] = ParquetTypes;
export const CODECS: readonly Codec[] = CompressionCodecs;
export const ENCODINGS: readonly Encoding[] = Encodings;
export const CONVERTED_TYPES: readonly ConvertedType[] = ConvertedTypes;

/** A longer run of bytes that all say "goes on" is no number of 64 bits. */
const MAX_RUN = 20;
class CarefulView extends DataView<ArrayBufferLike> {
  #run = 0;
  override getUint8(offset: number): number {
    const byte = super.getUint8(offset);
    if (byte < 128) this.#run = 0;
    else if (++this.#run > MAX_RUN) throw new RangeError('endless number');
    return byte;
  }
}
export type ThriftFields = Readonly<Record<`field_${number}`, unknown>>;
/** One Thrift struct at the start of the bytes, and how many bytes it took. Throws whatever goes wrong. */
export function readThrift(bytes: Uint8Array): { readonly fields: ThriftFields; readonly length: number } {
  const reader = { view: new CarefulView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  return { fields: deserializeTCompactProtocol(reader), length: reader.offset };
}

/** Whether a bloom filter (header and bits) may contain a value of these PLAIN bytes; undefined if it is of a kind we do not know. */
export function openBloomFilter(bytes: Uint8Array): ((plain: Uint8Array) => boolean) | undefined {
  const view = new CarefulView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const filter = readBloomFilter({ view, offset: 0 });
  return filter && ((plain) => sbbfContains(filter.blocks, xxhash64(plain)));
}
