// fill.ts: constants and row numbers. Writes whole vectors: up to 15 bytes past the end, which every buffer has.

export function values(value: usize, width: i32, out: usize, n: i32): void {
  const pattern = width == 1 ? v128.splat<i8>(load<i8>(value)) : width == 2 ? v128.splat<i16>(load<i16>(value))
    : width == 4 ? v128.splat<i32>(load<i32>(value)) : width == 8 ? v128.splat<i64>(load<i64>(value)) : v128.load(value);
  for (let end = out + <usize>n * <usize>width; out < end; out += 16) v128.store(out, pattern);
}
export function ids(out: usize, start: i32, n: i32): void {
  const four = v128.splat<i32>(4);
  let next = i32x4.add(v128.splat<i32>(start), i32x4(0, 1, 2, 3));
  for (let end = out + (<usize>n << 2); out < end; out += 16) {
    v128.store(out, next);
    next = i32x4.add(next, four);
  }
}
export function scatterIds(rows: usize, n: i32, base: i32, out: usize): void {
  for (let i = 0; i < n; i++) store<i32>(out + (<usize>load<u32>(rows + (<usize>i << 2)) << 2), base + i);
}
