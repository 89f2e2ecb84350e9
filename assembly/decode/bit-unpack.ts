// bit-unpack.ts: bit-packed groups of 8 values (a group of width w has w bytes) to u32, and the largest of them.
// The eight values of every group begin at the same bits, so one byte shuffle brings each into a lane of its own, up to 7 bits too high;
// wasm shifts all lanes alike, so lanes are multiplied to bit 7 and shifted down together. Up to 9 bits eight lanes of 16 are enough.
// Reads touch up to 16 bytes behind the last group.

/** 2^(7 - i) at byte i. */
// @ts-ignore: decorator
@inline function powers(): v128 { return i8x16(-128, 64, 32, 16, 8, 4, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0); }

export function unpackGroups(group: usize, width: u32, out: usize, groups: i32): u32 {
  if (width <= 9) return unpackNarrow(group, width, out, groups);
  return width <= 25 ? unpackWide(group, width, out, groups) : unpackWidest(group, width, out, groups);
}

function unpackNarrow(group: usize, width: u32, out: usize, groups: i32): u32 {
  const bits = i16x8.mul(i16x8(0, 1, 2, 3, 4, 5, 6, 7), i16x8.splat(<i16>width));
  const bytes = i16x8.add(i16x8.mul(i16x8.shr_u(bits, 3), i16x8.splat(0x0101)), i16x8.splat(0x0100));
  const up = v128.and(i8x16.swizzle(powers(), v128.and(bits, i16x8.splat(7))), i16x8.splat(0xff));
  const mask = i16x8.splat(<i16>((<u32>1 << width) - 1));
  let most = i16x8.splat(0);
  for (const end = group + groups * width; group < end; group += width, out += 32) {
    const values = v128.and(i16x8.shr_u(i16x8.mul(i8x16.swizzle(v128.load(group), bytes), up), 7), mask);
    most = i16x8.max_u(most, values);
    v128.store(out, i32x4.extend_low_i16x8_u(values));
    v128.store(out, i32x4.extend_high_i16x8_u(values), 16);
  }
  return largest(i32x4.max_u(i32x4.extend_low_i16x8_u(most), i32x4.extend_high_i16x8_u(most)));
}
function unpackWide(group: usize, width: u32, out: usize, groups: i32): u32 {
  const step = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(width)), half: usize = width >> 1;
  const bits = i32x4.add(step, i32x4.splat((width << 2) & 7));
  const lowBytes = bytesOf(step), lowUp = powerOf(step), highBytes = bytesOf(bits), highUp = powerOf(bits);
  const mask = i32x4.splat(((<u32>1 << width) - 1));
  let most = i32x4.splat(0);
  for (const end = group + groups * width; group < end; group += width, out += 32) {
    const low = v128.and(i32x4.shr_u(i32x4.mul(i8x16.swizzle(v128.load(group), lowBytes), lowUp), 7), mask);
    const high = v128.and(i32x4.shr_u(i32x4.mul(i8x16.swizzle(v128.load(group + half), highBytes), highUp), 7), mask);
    most = i32x4.max_u(most, i32x4.max_u(low, high));
    v128.store(out, low);
    v128.store(out, high, 16);
  }
  return largest(most);
}
/** For lanes of 32 that begin at these bits: the four bytes, and the factor that moves them to bit 7. */
// @ts-ignore: decorator
@inline function bytesOf(bits: v128): v128 {
  return i32x4.add(i32x4.mul(i32x4.shr_u(bits, 3), i32x4.splat(0x01010101)), i32x4.splat(0x03020100));
}
// @ts-ignore: decorator
@inline function powerOf(bits: v128): v128 {
  return v128.and(i8x16.swizzle(powers(), v128.and(bits, i32x4.splat(7))), i32x4.splat(0xff));
}
function unpackWidest(group: usize, width: u32, out: usize, groups: i32): u32 {
  const mask = <u64>0xffffffff >> <u64>(32 - width);
  let most: u32 = 0;
  for (let at: u32 = 0, end = <u32>groups << 3; at < end; at++, out += 4) {
    const bit = <usize>at * width;
    const value = <u32>((load<u64>(group + (bit >> 3)) >> (bit & 7)) & mask);
    most = max(most, value);
    store<u32>(out, value);
  }
  return most;
}
function largest(lanes: v128): u32 {
  return max(
    max(<u32>i32x4.extract_lane(lanes, 0), <u32>i32x4.extract_lane(lanes, 1)),
    max(<u32>i32x4.extract_lane(lanes, 2), <u32>i32x4.extract_lane(lanes, 3)),
  );
}
