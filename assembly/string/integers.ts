// integers.ts: i64 <-> decimal text.

/** Writes n + 1 offsets and at most 20 bytes a row; returns the bytes. */
export function formatI64(values: usize, n: i32, offsets: usize, bytes: usize): i32 {
  let at = bytes;
  store<i32>(offsets, 0);
  for (let i: usize = 0; i < <usize>n; i++) {
    const value = load<i64>(values + (i << 3));
    let rest = <u64>(value < 0 ? 0 - value : value);
    if (value < 0) store<u8>(at++, 45);
    let digits: usize = 1;
    for (let limit: u64 = 10; digits < 20 && rest >= limit; limit *= 10) digits++;
    for (let k = digits; k > 0; k--) {
      const next = rest / 10;
      store<u8>(at + k - 1, <u8>(48 + (rest - next * 10)));
      rest = next;
    }
    at += digits;
    store<i32>(offsets + (i << 2), <i32>(at - bytes), 4);
  }
  return <i32>(at - bytes);
}
/** Valid rows that are [+-]?[0-9]{1,18}; 1 if some valid row is anything else. */
export function parseI64(offsets: usize, bytes: usize, validity: usize, n: i32, out: usize): i32 {
  let failed = false;
  for (let i: usize = 0; i < <usize>n; i++) {
    if (validity != 0 && !(load<u8>(validity + (i >> 3)) >> <u8>(i & 7) & 1)) continue;
    let at = bytes + <usize>load<i32>(offsets + (i << 2));
    const end = bytes + <usize>load<i32>(offsets + (i << 2), 4), sign = at < end ? load<u8>(at) : 0;
    at += usize(sign == 45 || sign == 43);
    failed = failed || end - at - 1 >= 18;
    let value: i64 = 0;
    for (; at < end; at++) {
      const digit = <u32>load<u8>(at) - 48;
      failed = failed || digit > 9;
      value = value * 10 + digit;
    }
    store<i64>(out + (i << 3), sign == 45 ? 0 - value : value);
  }
  return i32(failed);
}
