// prefix.ts: sums and counts over frames [starts, ends) as differences of prefix sums: one pass for any frames.
// Prefixes have n + 1 entries. Integers only: their differences are exact.

// @ts-ignore: decorator
@inline function isValid(validity: usize, row: usize): bool {
  return validity == 0 || (load<u8>(validity + (row >> 3)) >> <u8>(row & 7) & 1) != 0;
}
/** Sums (i64) and counts (u32) of the rows with a value. 1 if a sum leaves (-2^62, 2^62): differences could then overflow. */
export function prefixSums(values: usize, validity: usize, n: i32, sums: usize, counts: usize): i32 {
  let sum: i64 = 0, count: u32 = 0, failed = false;
  store<i64>(sums, 0);
  store<u32>(counts, 0);
  for (let i: usize = 0; i < <usize>n; i++) {
    if (isValid(validity, i)) {
      const value = load<i64>(values + (i << 3)), next = sum + value;
      failed = failed || ((sum ^ next) & (value ^ next)) < 0 || next >> 62 != next >> 63;
      sum = next;
      count++;
    }
    store<i64>(sums + (i << 3), sum, 8);
    store<u32>(counts + (i << 2), count, 4);
  }
  return i32(failed);
}
export function prefixCounts(validity: usize, n: i32, counts: usize): void {
  let count: u32 = 0;
  store<u32>(counts, 0);
  for (let i: usize = 0; i < <usize>n; i++) {
    count += u32(isValid(validity, i));
    store<u32>(counts + (i << 2), count, 4);
  }
}
/** out[i] = prefix[ends[i]] - prefix[starts[i]] as i64. */
// @ts-ignore: decorator
@inline export function differences<T>(prefix: usize, starts: usize, ends: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i++) {
    const to = <usize>load<u32>(ends + (i << 2)), from = <usize>load<u32>(starts + (i << 2));
    store<i64>(out + (i << 3), <i64>load<T>(prefix + (to << alignof<T>())) - <i64>load<T>(prefix + (from << alignof<T>())));
  }
}
