// Fixed-width physical values that are read as text or bytes: UUIDs, times of day, fixed-length binaries. Results in temp memory.
// Cost: about 50 ns a value; such columns are rare, and dictionaries convert each distinct value once.
import type { Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { Conversion } from './leaf-type.ts';

/** n values: offsets (n + 1) into bytes. */
export interface Texts {
  readonly offsets: Ptr;
  readonly bytes: Ptr;
  readonly total: number;
}
type ToTexts = (engine: Engine, from: Ptr, n: number, width: number) => Texts | undefined;

const TO_TEXTS: { readonly [C in Conversion]?: ToTexts } = {
  fixedBytes({ memory, kernels }, from, n, width) {
    if (n * width > 0x7fffffff) return undefined;
    const offsets = memory.temp((n + 1) * 4),
      bytes = memory.temp(n * width);
    kernels.evenOffsets(offsets, n, width);
    memory.u8(bytes, n * width).set(memory.u8(from, n * width));
    return { offsets, bytes, total: n * width };
  },
  uuid: (engine, from, n) => texts(engine, n, 36, (i, out) => writeUuid(engine.memory.u8(from + i * 16, 16), out)),
  timeMillis: (engine, from, n) => times(engine, n, (i) => engine.memory.i32(from + i * 4, 1)[0]! * 1000),
  timeMicros: (engine, from, n) => times(engine, n, (i) => Number(engine.memory.i64(from + i * 8, 1)[0]!)),
  timeNanos: (engine, from, n) => times(engine, n, (i) => Math.floor(Number(engine.memory.i64(from + i * 8, 1)[0]!) / 1000)),
};
/** undefined: the values are not read as text. The result is undefined if a value makes no sense. */
export const textConversion = (conversion: Conversion): ToTexts | undefined => TO_TEXTS[conversion];

/** Room for n texts of at most `width` bytes; `write` returns how many it wrote, or -1. */
function texts(
  { memory, kernels }: Engine,
  n: number,
  width: number,
  write: (i: number, out: Uint8Array) => number,
): Texts | undefined {
  const offsets = memory.temp((n + 1) * 4),
    bytes = memory.temp(n * width);
  const ends = memory.i32(offsets, n + 1);
  kernels.evenOffsets(offsets, n, 0);
  let total = 0;
  for (let i = 0; i < n; i++) {
    const length = write(i, memory.u8(bytes + total, width));
    if (length < 0) return undefined;
    total += length;
    ends[i + 1] = total;
  }
  return { offsets, bytes, total };
}

const HEX = new TextEncoder().encode('0123456789abcdef');
const DASH = 45;
function writeUuid(uuid: Uint8Array, out: Uint8Array): number {
  let at = 0;
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) out[at++] = DASH;
    out[at++] = HEX[uuid[i]! >> 4]!;
    out[at++] = HEX[uuid[i]! & 15]!;
  }
  return at;
}

const DAY_MICROS = 86_400_000_000;
const TIME_BYTES = 15;
const times = (engine: Engine, n: number, micros: (i: number) => number): Texts | undefined =>
  texts(engine, n, TIME_BYTES, (i, out) => writeTime(micros(i), out));
/** `HH:mm:ss`, then as many of six decimals as are not zero. */
function writeTime(micros: number, out: Uint8Array): number {
  if (!(micros >= 0 && micros < DAY_MICROS)) return -1;
  const seconds = Math.floor(micros / 1e6),
    fraction = micros % 1e6;
  const two = (n: number): string => String(n).padStart(2, '0');
  const whole = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const text = fraction === 0 ? whole : `${whole}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`;
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return text.length;
}
