// byte-stream-split.ts: BYTE_STREAM_SPLIT: byte b of value i stands at source + b * stride + i.
// Widths 4 and 8 interleave 16 values at a time with shuffles; reads stay inside the streams, the rest goes byte by byte.

export function joinStreams(source: usize, stride: i32, width: i32, start: i32, n: i32, out: usize): void {
  let done = 0;
  if (width == 4) done = join4(source + start, stride, n, out);
  else if (width == 8) done = join8(source + start, stride, n, out);
  for (let b = 0; b < width; b++) {
    const stream = source + <usize>b * stride + start;
    for (let i = done; i < n; i++) store<u8>(out + <usize>i * width + b, load<u8>(stream + i));
  }
}
// @ts-ignore: decorator
@inline function low8(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
// @ts-ignore: decorator
@inline function high8(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
// @ts-ignore: decorator
@inline function low16(a: v128, b: v128): v128 {
  return v128.shuffle<u16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}
// @ts-ignore: decorator
@inline function high16(a: v128, b: v128): v128 {
  return v128.shuffle<u16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}
// @ts-ignore: decorator
@inline function low32(a: v128, b: v128): v128 {
  return v128.shuffle<u32>(a, b, 0, 4, 1, 5);
}
// @ts-ignore: decorator
@inline function high32(a: v128, b: v128): v128 {
  return v128.shuffle<u32>(a, b, 2, 6, 3, 7);
}

function join4(source: usize, stride: usize, n: i32, out: usize): i32 {
  let i = 0;
  for (; i + 16 <= n; i += 16, out += 64) {
    const a = v128.load(source + i), b = v128.load(source + stride + i);
    const c = v128.load(source + stride * 2 + i), d = v128.load(source + stride * 3 + i);
    const ab = low8(a, b), cd = low8(c, d), ab2 = high8(a, b), cd2 = high8(c, d);
    v128.store(out, low16(ab, cd));
    v128.store(out, high16(ab, cd), 16);
    v128.store(out, low16(ab2, cd2), 32);
    v128.store(out, high16(ab2, cd2), 48);
  }
  return i;
}
function join8(source: usize, stride: usize, n: i32, out: usize): i32 {
  let i = 0;
  for (; i + 16 <= n; i += 16, out += 128) {
    const a = v128.load(source + i), b = v128.load(source + stride + i);
    const c = v128.load(source + stride * 2 + i), d = v128.load(source + stride * 3 + i);
    const e = v128.load(source + stride * 4 + i), f = v128.load(source + stride * 5 + i);
    const g = v128.load(source + stride * 6 + i), h = v128.load(source + stride * 7 + i);
    quarters(low8(a, b), low8(c, d), low8(e, f), low8(g, h), out);
    quarters(high8(a, b), high8(c, d), high8(e, f), high8(g, h), out + 64);
  }
  return i;
}
/** Eight values from their byte pairs. */
// @ts-ignore: decorator
@inline function quarters(ab: v128, cd: v128, ef: v128, gh: v128, out: usize): void {
  const low = low16(ab, cd), high = high16(ab, cd), low2 = low16(ef, gh), high2 = high16(ef, gh);
  v128.store(out, low32(low, low2));
  v128.store(out, high32(low, low2), 16);
  v128.store(out, low32(high, high2), 32);
  v128.store(out, high32(high, high2), 48);
}
