// bits-to-ids.ts: bitmap -> row numbers. Eight bits a step through a table that lists the positions of each byte's set bits:
// no branch per bit, so the cost (about 0.3 ns a row) does not depend on how the bits lie; empty and full words are shortcuts.

/** 256 entries of 8 bytes: positions of the set bits, ascending. Filled at first use, to keep 2 KB out of the download. */
const POSITIONS: usize = memory.data(2048);

function fillPositions(): void {
  for (let byte: usize = 0; byte < 256; byte++) {
    let at = POSITIONS + (byte << 3);
    for (let bit = 0; bit < 8; bit++) if (byte >> bit & 1) store<u8>(at++, bit);
  }
}

export function toIds(a: usize, n: i32, base: i32, out: usize): i32 {
  if (load<u8>(POSITIONS + (128 << 3)) == 0) fillPositions();
  const start = out, end = a + ((<usize>n + 63) >> 6 << 3);
  const eight = v128.splat<i32>(8);
  let low = i32x4.add(v128.splat<i32>(base), i32x4(0, 1, 2, 3));
  for (; a < end; a += 8) {
    let bits = load<u64>(a);
    const next = i32x4.add(low, v128.splat<i32>(64));
    if (bits == u64.MAX_VALUE) {
      const four = v128.splat<i32>(4);
      for (let k = 0; k < 16; k++, out += 16) { v128.store(out, low); low = i32x4.add(low, four); }
      continue;
    }
    const first = v128.splat<i32>(i32x4.extract_lane(low, 0));
    let at = first;
    for (; bits != 0; bits >>= 8) {
      const byte = <usize>(bits & 255);
      const positions = i16x8.extend_low_i8x16_u(v128.load64_zero(POSITIONS + (byte << 3)));
      v128.store(out, i32x4.add(at, i32x4.extend_low_i16x8_u(positions)));
      v128.store(out + 16, i32x4.add(at, i32x4.extend_high_i16x8_u(positions)));
      out += popcnt<usize>(byte) << 2;
      at = i32x4.add(at, eight);
    }
    low = next;
  }
  return <i32>((out - start) >> 2);
}
