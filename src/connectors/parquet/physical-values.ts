// The values of one page, encoding by encoding, as physical values: a table of openers. A reader goes on where its last call stopped;
// `undefined` or false means that the page's bytes ended or lie. Dictionary pages are elsewhere (dictionary.ts).
// State: one 64-byte block per stream, given by the cursor and reused from page to page.
import type { Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { Encoding } from './hyparquet.ts';
import type { Bytes } from './page.ts';
import type { Texts } from './value-text.ts';

/** Physical values of one width, packed. */
export interface FixedValues {
  readonly kind: 'fixed';
  read(n: number, out: Ptr): boolean;
  /** Passes n values that stand in the page as a column has them: where they stand until the next page, or 0. */
  pass?(n: number): Ptr;
}
/** Bits from bit `at` of a bitmap on. */
export interface BitValues {
  readonly kind: 'bits';
  read(n: number, bitmap: Ptr, at: number): boolean;
}
/** Byte strings in temp memory. */
export interface TextValues {
  readonly kind: 'texts';
  read(n: number): Texts | undefined;
}
export type PhysicalValues = FixedValues | BitValues | TextValues;

/** Blocks for decoders' state. */
export const STATE_BYTES = 64;
export interface DecoderState {
  readonly first: Ptr;
  readonly second: Ptr;
  /** The value before, for DELTA_BYTE_ARRAY. */ readonly last: { ptr: Ptr; length: number };
}
/** `width`: bytes of a physical value, 0 for byte strings. */
export type Open = (engine: Engine, data: Bytes, width: number, state: DecoderState) => PhysicalValues | undefined;

/** Widths of views: 1 to 8. */
const MAX_ALIGNED = 8;
/** PLAIN. */
export const plainFixed: Open = ({ memory }, data, width) => {
  let at = data.ptr;
  const end = data.ptr + data.length;
  return {
    kind: 'fixed',
    read(n, out) {
      const bytes = n * width;
      if (bytes > end - at) return false;
      memory.u8(out, bytes).set(memory.u8(at, bytes));
      at += bytes;
      return true;
    },
    pass(n) {
      const from = at;
      // Views of JavaScript are aligned to what they show.
      if (n * width > end - at || (at & (width - 1)) !== 0 || width > MAX_ALIGNED) return 0;
      at += n * width;
      return from;
    },
  };
};
const plainBits: Open = ({ kernels }, data) => {
  let from = 0;
  return {
    kind: 'bits',
    read(n, bitmap, at) {
      if (n > data.length * 8 - from) return false;
      kernels.copyBits(data.ptr, from, bitmap, at, n);
      from += n;
      return true;
    },
  };
};
export const plainTexts: Open = ({ memory, kernels }, data) => {
  let at = data.ptr;
  const end = data.ptr + data.length;
  return {
    kind: 'texts',
    read(n) {
      const offsets = memory.temp((n + 1) * 4);
      const total = kernels.plainOffsets(at, end, n, offsets, 0);
      if (total < 0) return undefined;
      const bytes = memory.temp(total);
      kernels.plainBytes(at, n, bytes);
      at += total + n * 4;
      return { offsets, bytes, total };
    },
  };
};

/** RLE of booleans: a length, then the hybrid with one bit. */
const rleBits: Open = ({ kernels, memory }, data, _width, state) => {
  if (data.length < 4) return undefined;
  const length = new DataView(memory.u8(data.ptr, 4).slice().buffer).getUint32(0, true);
  if (length > data.length - 4) return undefined;
  kernels.rleOpen(state.first, data.ptr + 4, data.ptr + 4 + length, 1);
  return { kind: 'bits', read: (n, bitmap, at) => kernels.rleBits(state.first, bitmap, at, n) >= 0 };
};
const deltaFixed: Open = ({ kernels }, data, width, state) => {
  if (kernels.deltaOpen(state.first, data.ptr, data.ptr + data.length) < 0) return undefined;
  const decode = width === 4 ? kernels.deltaDecodeI32 : kernels.deltaDecodeI64;
  return { kind: 'fixed', read: (n, out) => decode(state.first, out, n) === n };
};
/** Where a stream of deltas ends, or 0. */
function deltaEnd({ kernels }: Engine, from: Ptr, end: Ptr, state: Ptr): Ptr {
  return kernels.deltaOpen(state, from, end) < 0 ? 0 : kernels.deltaEnd(state);
}
/** DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes. */
const deltaLengths: Open = (engine, data, _width, state) => {
  const { memory, kernels } = engine;
  const end = data.ptr + data.length;
  let at = deltaEnd(engine, data.ptr, end, state.first);
  if (at === 0 || kernels.deltaOpen(state.first, data.ptr, end) < 0) return undefined;
  return {
    kind: 'texts',
    read(n) {
      const lengths = memory.temp(n * 4),
        offsets = memory.temp((n + 1) * 4);
      if (kernels.deltaDecodeI32(state.first, lengths, n) !== n) return undefined;
      const total = kernels.lengthsToOffsets(lengths, n, end - at, offsets, 0);
      if (total < 0) return undefined;
      const bytes = memory.temp(total);
      memory.u8(bytes, total).set(memory.u8(at, total));
      at += total;
      return { offsets, bytes, total };
    },
  };
};
/** DELTA_BYTE_ARRAY: lengths shared with the value before, then the rest as DELTA_LENGTH_BYTE_ARRAY. */
const deltaPrefixes: Open = (engine, data, _width, state) => {
  const { memory, kernels } = engine;
  const end = data.ptr + data.length;
  const suffixesAt = deltaEnd(engine, data.ptr, end, state.first);
  let at = suffixesAt && deltaEnd(engine, suffixesAt, end, state.second);
  if (at === 0) return undefined;
  kernels.deltaOpen(state.first, data.ptr, end);
  kernels.deltaOpen(state.second, suffixesAt, end);
  state.last.length = 0;
  return {
    kind: 'texts',
    read(n) {
      const prefixes = memory.temp(n * 4),
        suffixes = memory.temp(n * 4),
        offsets = memory.temp((n + 1) * 4);
      if (kernels.deltaDecodeI32(state.first, prefixes, n) !== n || kernels.deltaDecodeI32(state.second, suffixes, n) !== n)
        return undefined;
      const total = kernels.prefixedOffsets(prefixes, suffixes, n, state.last.length, end - at, offsets);
      if (total < 0) return undefined;
      const bytes = memory.temp(total);
      at = kernels.prefixedBytes(prefixes, suffixes, n, state.last.ptr, at, bytes);
      if (n > 0) keepLast(engine, state, bytes + memory.i32(offsets, n)[n - 1]!, bytes + total);
      return { offsets, bytes, total };
    },
  };
};
function keepLast({ memory }: Engine, state: DecoderState, from: Ptr, to: Ptr): void {
  const length = to - from;
  if (state.last.ptr === 0 || length > state.last.length) state.last.ptr = memory.realloc(state.last.ptr, length);
  state.last.length = length;
  memory.u8(state.last.ptr, length).set(memory.u8(from, length));
}
/** The same over values of one width. */
const deltaPrefixesFixed: Open = (engine, data, width, state) => {
  const texts = deltaPrefixes(engine, data, width, state) as TextValues | undefined;
  return (
    texts && {
      kind: 'fixed',
      read(n, out) {
        const values = texts.read(n);
        if (!values || values.total !== n * width) return false;
        const offsets = engine.memory.i32(values.offsets, n + 1);
        for (let i = 0; i < n; i++) if (offsets[i + 1]! - offsets[i]! !== width) return false;
        engine.memory.u8(out, values.total).set(engine.memory.u8(values.bytes, values.total));
        return true;
      },
    }
  );
};
const splitStreams: Open = ({ kernels }, data, width) => {
  const stride = Math.floor(data.length / width);
  let start = 0;
  return {
    kind: 'fixed',
    read(n, out) {
      if (n > stride - start) return false;
      kernels.joinStreams(data.ptr, stride, width, start, n, out);
      start += n;
      return true;
    },
  };
};

/** Openers by encoding for booleans, fixed widths and byte strings. */
export const ENCODED: { readonly [S in 'bits' | 'fixed' | 'texts']: { readonly [E in Encoding]?: Open } } = {
  bits: { PLAIN: plainBits, RLE: rleBits },
  fixed: {
    PLAIN: plainFixed,
    DELTA_BINARY_PACKED: deltaFixed,
    DELTA_BYTE_ARRAY: deltaPrefixesFixed,
    BYTE_STREAM_SPLIT: splitStreams,
  },
  texts: { PLAIN: plainTexts, DELTA_LENGTH_BYTE_ARRAY: deltaLengths, DELTA_BYTE_ARRAY: deltaPrefixes },
};
/** Deltas are of 32 or 64 bits only. */
export const isEncodable = (encoding: Encoding, physical: string): boolean =>
  encoding !== 'DELTA_BINARY_PACKED' || physical === 'INT32' || physical === 'INT64';
