// Decompression of a page: exactly the promised number of bytes, or the page is corrupt. Snappy and LZ4 are kernels and work in place;
// zstd, gzip and brotli are libraries that load when a file needs them; their output is copied into WASM memory.
import type { Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { Codec } from './hyparquet.ts';

/** Decompresses; false if the bytes are not a page of that size. May throw what a library throws. */
export type Decompress = (engine: Engine, source: Ptr, sourceBytes: number, target: Ptr, targetBytes: number) => boolean;
type LibraryDecompress = (bytes: Uint8Array, size: number) => Uint8Array;

const snappy: Decompress = ({ kernels }, source, sourceBytes, target, targetBytes) =>
  kernels.snappyDecompress(source, sourceBytes, target, targetBytes) === 0;
const lz4Raw: Decompress = ({ kernels }, source, sourceBytes, target, targetBytes) =>
  kernels.lz4Decompress(source, sourceBytes, target, targetBytes) === targetBytes;

/** Hadoop's framing: (big-endian size, compressed size, block)*. Some writers left it out: then it is one raw block. */
const lz4Hadoop: Decompress = (engine, source, sourceBytes, target, targetBytes) => {
  const { memory, kernels } = engine;
  const view = new DataView(memory.u8(source, sourceBytes).slice().buffer);
  let from = 0,
    to = 0;
  while (sourceBytes - from >= 8) {
    const size = view.getUint32(from),
      compressed = view.getUint32(from + 4);
    if (compressed > sourceBytes - from - 8 || size > targetBytes - to) break;
    if (kernels.lz4Decompress(source + from + 8, compressed, target + to, size) !== size) break;
    from += 8 + compressed;
    to += size;
  }
  return (from === sourceBytes && to === targetBytes) || lz4Raw(engine, source, sourceBytes, target, targetBytes);
};

/** A zstd block of 3 header bytes or more makes 128 KiB or less; a page that promises more than that lies. */
const ZSTD_BLOCK_BYTES = 1 << 17;
async function zstd(): Promise<LibraryDecompress> {
  const { ZSTDDecoder } = await import('zstddec');
  const decoder = new ZSTDDecoder();
  try {
    await decoder.init();
  } catch {
    // Where wasm may not be compiled from bytes (workerd), a slower decoder in JavaScript does it.
    const { decompress } = await import('fzstd');
    return (bytes, size) => decompress(bytes, new Uint8Array(size));
  }
  return (bytes, size) => decoder.decode(bytes, size);
}
async function gzip(): Promise<LibraryDecompress> {
  // Members may follow one another; the stream knows, the one-call form does not.
  const { Gunzip } = await import('fflate');
  return (bytes, size) => {
    const out = new Uint8Array(size);
    let at = 0;
    new Gunzip((part) => {
      if (part.length > size - at) throw new RangeError('more bytes than promised');
      out.set(part, at);
      at += part.length;
    }).push(bytes, true);
    return out.subarray(0, at);
  };
}
const brotli = async (): Promise<LibraryDecompress> => (await import('hyparquet-compressors')).decompressBrotli;

const fromLibrary =
  (decompress: LibraryDecompress, maxRatio: number): Decompress =>
  ({ memory }, source, sourceBytes, target, targetBytes) => {
    if (targetBytes > (sourceBytes + 1) * maxRatio) return false;
    const bytes = decompress(memory.u8(source, sourceBytes), targetBytes);
    if (bytes.length !== targetBytes) return false;
    memory.u8(target, targetBytes).set(bytes);
    return true;
  };
/** Loaders by codec; the last number bounds how far a byte can expand. Absent: no decompressor exists (LZO). */
const LOADERS: { readonly [C in Codec]?: () => Promise<Decompress> } = {
  SNAPPY: async () => snappy,
  LZ4: async () => lz4Hadoop,
  LZ4_RAW: async () => lz4Raw,
  ZSTD: async () => fromLibrary(await zstd(), ZSTD_BLOCK_BYTES / 3),
  GZIP: async () => fromLibrary(await gzip(), 1032),
  BROTLI: async () => fromLibrary(await brotli(), 1 << 22),
};
const loaded = new Map<Codec, Decompress>();

/** Makes a codec ready; false if there is none. */
export async function loadCodec(codec: Codec): Promise<boolean> {
  if (codec === 'UNCOMPRESSED' || loaded.has(codec)) return true;
  const loader = LOADERS[codec];
  if (!loader) return false;
  loaded.set(codec, await loader());
  return true;
}
/** A codec that `loadCodec` made ready. */
export const codecOf = (codec: Codec): Decompress | undefined => loaded.get(codec);
