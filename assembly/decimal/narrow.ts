// narrow.ts: decimals of up to 18 digits (i64), and from them to wider ones. Factors are powers of ten with a sign.

/** out = a * aFactor + b * bFactor. Cannot overflow where the result's type has room; under NULL it wraps. */
export function addScaled(a: usize, aFactor: i64, b: usize, bFactor: i64, out: usize, n: i32): void {
  const x = v128.splat<i64>(aFactor), y = v128.splat<i64>(bFactor);
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16) {
    v128.store(out + at, i64x2.add(i64x2.mul(v128.load(a + at), x), i64x2.mul(v128.load(b + at), y)));
  }
}
/** out = a * factor; 1 if some row leaves (-limit, limit). `factor` * `limit` may exceed an i64: the test comes first. */
export function scale(a: usize, factor: i64, limit: i64, out: usize, n: i32): i32 {
  const most = (limit - 1) / factor;
  let failed = false;
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 8) {
    const x = load<i64>(a + at);
    failed = failed || x > most || x < -most;
    store<i64>(out + at, x * factor);
  }
  return i32(failed);
}
/** out = a / divisor, half away from zero; 1 if some row leaves (-limit, limit). */
export function round(a: usize, divisor: i64, limit: i64, out: usize, n: i32): i32 {
  let failed = false;
  const half = divisor / 2;
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 8) {
    const x = load<i64>(a + at);
    let q = x / divisor;
    const r = x - q * divisor;
    if (r >= half) q++;
    else if (r <= -half) q--;
    failed = failed || q >= limit || q <= -limit;
    store<i64>(out + at, q);
  }
  return i32(failed);
}
/** double = a / divisor; exact rounding is sure up to 2^53 only: 1 if some row is beyond. `divisor` is at most 10^22. */
export function toDouble(a: usize, divisor: f64, out: usize, n: i32): i32 {
  let failed = false;
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 8) {
    const x = load<i64>(a + at);
    failed = failed || x > (1 << 53) || x < -(1 << 53);
    store<f64>(out + at, <f64>x / divisor);
  }
  return i32(failed);
}
