// utf8.ts: whether bytes are UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF). ASCII runs at 16 bytes a step.

/** Index of the first byte that starts an invalid sequence, or -1. */
export function utf8Invalid(from: usize, n: i32): i32 {
  const end = from + <usize>n;
  let at = from;
  while (at < end) {
    if (at + 16 <= end && !v128.any_true(v128.and(v128.load(at), i8x16.splat(-128)))) {
      at += 16;
      continue;
    }
    const byte = <u32>load<u8>(at);
    if (byte < 0x80) {
      at++;
      continue;
    }
    const length = sequenceBytes(at, byte, end);
    if (length == 0) return <i32>(at - from);
    at += length;
  }
  return -1;
}
// @ts-ignore: decorator
@inline function continues(byte: u32): bool {
  return (byte & 0xc0) == 0x80;
}
/** Bytes of the sequence at `at`, 0 if it is not one. */
function sequenceBytes(at: usize, first: u32, end: usize): usize {
  const left = end - at;
  if (first < 0xc2 || first > 0xf4 || left < 2) return 0;
  const second = <u32>load<u8>(at, 1);
  if (!continues(second)) return 0;
  if (first < 0xe0) return 2;
  if (left < 3 || !continues(<u32>load<u8>(at, 2))) return 0;
  if (first < 0xf0) return (first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ? 0 : 3;
  if (left < 4 || !continues(<u32>load<u8>(at, 3))) return 0;
  return (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f) ? 0 : 4;
}
/** First of the strings from..to (i32 offsets into `bytes`) that is not UTF-8 by itself, or -1. */
export function utf8InvalidString(bytes: usize, offsets: usize, from: i32, to: i32): i32 {
  const first = load<i32>(offsets + (<usize>from << 2));
  const last = load<i32>(offsets + (<usize>to << 2));
  if (isAscii(bytes + <usize>first, bytes + <usize>last)) return -1;
  for (let i = from; i < to; i++) {
    const start = load<i32>(offsets + (<usize>i << 2));
    if (utf8Invalid(bytes + <usize>start, load<i32>(offsets + (<usize>i << 2), 4) - start) >= 0) return i;
  }
  return -1;
}
function isAscii(from: usize, end: usize): bool {
  let at = from;
  for (; at + 16 <= end; at += 16) if (v128.any_true(v128.and(v128.load(at), i8x16.splat(-128)))) return false;
  for (; at < end; at++) if (load<u8>(at) >= 0x80) return false;
  return true;
}
