// convert.ts: physical values of a file to the engine's storage, n packed values from `from` to `to`. Fallible ones return 1 if a value does not fit.

export function narrow<T>(from: usize, to: usize, n: i32): void {
  for (let i = 0; i < n; i++) store<T>(to + (<usize>i << alignof<T>()), <T>load<i32>(from + (<usize>i << 2)));
}
/** 32 to 64 bits; the sign is kept if T is i32. */
export function widen<T>(from: usize, to: usize, n: i32): void {
  for (let i = 0; i < n; i++) store<i64>(to + (<usize>i << 3), <i64>load<T>(from + (<usize>i << 2)));
}
/** 64 to 128 bits. */
export function widen128<T>(from: usize, to: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const value = load<T>(from + (<usize>i << 3));
    store<T>(to + (<usize>i << 4), value);
    store<i64>(to + (<usize>i << 4), isSigned<T>() ? <i64>value >> 63 : 0, 8);
  }
}
/** Milliseconds to microseconds. */
export function millisToMicros(from: usize, to: usize, n: i32): i32 {
  let bad = 0;
  for (let i = 0; i < n; i++) {
    const value = load<i64>(from + (<usize>i << 3));
    bad |= i32(value > i64.MAX_VALUE / 1000) | i32(value < i64.MIN_VALUE / 1000);
    store<i64>(to + (<usize>i << 3), value * 1000);
  }
  return bad;
}
/** Nanoseconds to microseconds, towards the past. */
export function nanosToMicros(from: usize, to: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const value = load<i64>(from + (<usize>i << 3));
    store<i64>(to + (<usize>i << 3), value / 1000 - i64(value % 1000 < 0));
  }
}
/** Impala's INT96: nanoseconds of the day, then the Julian day; microseconds since 1970, wrapping where they do not fit as Spark does. */
export function int96ToMicros(from: usize, to: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const entry = from + <usize>i * 12;
    store<i64>(to + (<usize>i << 3), (<i64>load<u32>(entry, 8) - 2440588) * 86400000000 + load<i64>(entry) / 1000);
  }
}
export function halfToFloat(from: usize, to: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const half = <u32>load<u16>(from + (<usize>i << 1)), sign = (half >> 15) << 31, exponent = (half >> 10) & 31, mantissa = half & 1023;
    let value: f32;
    if (exponent == 31) value = reinterpret<f32>(sign | 0x7f800000 | (mantissa << 13));
    else if (exponent) value = reinterpret<f32>(sign | ((exponent + 112) << 23) | (mantissa << 13));
    else value = reinterpret<f32>(sign | reinterpret<u32>(<f32>mantissa * <f32>0.000000059604644775390625));
    store<f32>(to + (<usize>i << 2), value);
  }
}

/** A big-endian two's complement number of `width` bytes, sign-extended to 128 bits at `to`; 1 if it has more. */
function bigEndian128(from: usize, width: i32, to: usize): i32 {
  let high: i64 = width > 0 && load<i8>(from) < 0 ? -1 : 0, low: u64 = <u64>high;
  const sign = high;
  let bad = 0;
  for (let b = 0; b < width; b++) {
    if (b < width - 16) bad |= i32(load<i8>(from + b) != <i8>sign);
    high = (high << 8) | <i64>(low >> 56);
    low = (low << 8) | load<u8>(from + b);
  }
  if (width > 16) bad |= i32(high >> 63 != sign);
  store<u64>(to, low);
  store<i64>(to, high, 8);
  return bad;
}
/** Decimals of one width as i128. */
export function fixedDecimal128(from: usize, width: i32, to: usize, n: i32): i32 {
  let bad = 0;
  for (let i = 0; i < n; i++) bad |= bigEndian128(from + <usize>i * width, width, to + (<usize>i << 4));
  return bad;
}
/** Decimals in byte arrays as i128. */
export function bytesDecimal128(offsets: usize, bytes: usize, to: usize, n: i32): i32 {
  let bad = 0;
  for (let i = 0; i < n; i++) {
    const from = load<i32>(offsets + (<usize>i << 2)), width = load<i32>(offsets + (<usize>i << 2), 4) - from;
    bad |= bigEndian128(bytes + from, width, to + (<usize>i << 4));
  }
  return bad;
}
/** i128 to i64; 1 if a value does not fit. */
export function decimal128To64(from: usize, to: usize, n: i32): i32 {
  let bad = 0;
  for (let i = 0; i < n; i++) {
    const low = load<i64>(from + (<usize>i << 4));
    bad |= i32(load<i64>(from + (<usize>i << 4), 8) != low >> 63);
    store<i64>(to + (<usize>i << 3), low);
  }
  return bad;
}
