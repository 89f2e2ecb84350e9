// datetime.ts: date (days) <-> timestamp (microseconds) without time zone. Days before 1970 round down.

const DAY_US: i64 = 86400000000;

/** Returns 1 if some day is out of the range of microseconds. */
export function dateToTimestamp(a: usize, out: usize, n: i32): i32 {
  let failed = false;
  for (let i: usize = 0; i < <usize>n; i++) {
    const days = <i64>load<i32>(a + (i << 2));
    failed = failed || days > i64.MAX_VALUE / DAY_US || days < i64.MIN_VALUE / DAY_US;
    store<i64>(out + (i << 3), days * DAY_US);
  }
  return i32(failed);
}
export function timestampToDate(a: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i++) {
    const us = load<i64>(a + (i << 3)), days = us / DAY_US;
    store<i32>(out + (i << 2), <i32>(us < days * DAY_US ? days - 1 : days));
  }
}
