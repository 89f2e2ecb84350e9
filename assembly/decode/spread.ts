// spread.ts: dense values to their rows, in place: values 0..dense-1 stand at the front and row i takes the next one if its bit is set.
// Goes from the back, so that no value is overwritten before it has moved; rows without a bit keep garbage.
// Cost: nothing for the leading rows without NULL, a block move for 64 rows without.

// @ts-ignore: decorator
@inline function bitAt(bitmap: usize, i: i32): i32 {
  return (load<u8>(bitmap + (i >> 3)) >> (i & 7)) & 1;
}

export function spread<T>(values: usize, bitmap: usize, dense: i32, n: i32): void {
  let from = dense, i = n;
  while (i > from) {
    if ((i & 63) == 0 && from >= 64 && load<u64>(bitmap + (i >> 3) - 8) == u64.MAX_VALUE) {
      from -= 64;
      i -= 64;
      memory.copy(values + (<usize>i << alignof<T>()), values + (<usize>from << alignof<T>()), 64 << alignof<T>());
      continue;
    }
    i--;
    from -= bitAt(bitmap, i);
    store<T>(values + (<usize>i << alignof<T>()), load<T>(values + (<usize>from << alignof<T>())));
  }
}
/** 16-byte values. */
export function spread128(values: usize, bitmap: usize, dense: i32, n: i32): void {
  let from = dense;
  for (let i = n; i > from; ) {
    i--;
    from -= bitAt(bitmap, i);
    v128.store(values + (<usize>i << 4), v128.load(values + (<usize>from << 4)));
  }
}
/** dense + 1 offsets to n + 1: rows without a bit become empty. */
export function spreadOffsets(offsets: usize, bitmap: usize, dense: i32, n: i32): void {
  let from = dense;
  for (let i = n; i > from; i--) {
    store<i32>(offsets + (<usize>i << 2), load<i32>(offsets + (<usize>from << 2)));
    from -= bitAt(bitmap, i - 1);
  }
}
/** Bits cannot move in place: out is a zeroed bitmap of n bits. */
export function spreadBits(dense: usize, bitmap: usize, out: usize, n: i32): void {
  let from = 0;
  for (let i = 0; i < n; i++) {
    const valid = bitAt(bitmap, i);
    const bit = valid & bitAt(dense, from);
    store<u8>(out + (i >> 3), load<u8>(out + (i >> 3)) | (bit << (i & 7)));
    from += valid;
  }
}
