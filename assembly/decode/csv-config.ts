// csv-config.ts: the dialect of a CSV file as the kernels read it, and fields as they stand in the scanned bytes.
// Config: i32 separator, quote, escape, comment (-1 = none), nullPtr, nullBytes, flags.
// Fields: `ends` holds u32 addresses: field k ends (exclusive) at ends[k] and starts at ends[k - 1] + 1; `rows[r]` is the k of row r's first
// field, so the field of column c is rows[r] + c. An end equal to the one before (length -1) is a field that the row does not have: NULL.

export const SEPARATOR: usize = 0;
export const QUOTE: usize = 4;
export const ESCAPE: usize = 8;
export const COMMENT: usize = 12;
export const NULL_PTR: usize = 16;
export const NULL_BYTES: usize = 20;
export const FLAGS: usize = 24;
export const TRIM_LEFT: i32 = 1;
export const TRIM_RIGHT: i32 = 2;

export const LF: u8 = 10;
export const CR: u8 = 13;
export const SPACE: u8 = 32;
export const TAB: u8 = 9;

// What became of a column's fields: i32 counts written by every parse kernel.
export const RESULT_NULLS: usize = 0;
export const RESULT_BAD: usize = 4;
export const RESULT_SLOW: usize = 8;

// @ts-ignore: decorator
@inline export function fieldStart(ends: usize, field: u32): usize {
  return <usize>load<u32>(ends + ((<usize>field - 1) << 2)) + 1;
}
/** The end of a field, without the CR of a CRLF. */
// @ts-ignore: decorator
@inline export function fieldEnd(ends: usize, field: u32, start: usize): usize {
  const end = <usize>load<u32>(ends + (<usize>field << 2));
  return <i32>(end - start) > 0 && load<u8>(end - 1) == CR && load<u8>(end) == LF ? end - 1 : end;
}
// @ts-ignore: decorator
@inline export function isBlank(c: u8): bool {
  return c == SPACE || c == TAB;
}
// @ts-ignore: decorator
@inline export function bytesEqual(a: usize, b: usize, n: i32): bool {
  for (let i = 0; i < n; i++) if (load<u8>(a + i) != load<u8>(b + i)) return false;
  return true;
}
/** Whether the bytes are the text that stands for NULL. */
export function isNullText(start: usize, end: usize, config: usize): bool {
  const n = load<i32>(config, NULL_BYTES);
  return n > 0 && <i32>(end - start) == n && bytesEqual(start, <usize>load<u32>(config, NULL_PTR), n);
}
/** A value that is not text: quotes and blanks around it stripped. Start in the high half, end in the low; 0 = NULL. */
export function bareValue(start: usize, end: usize, config: usize): u64 {
  if (<i32>(end - start) <= 0) return 0;
  while (start < end && isBlank(load<u8>(start))) start++;
  while (start < end && isBlank(load<u8>(end - 1))) end--;
  const quote = load<i32>(config, QUOTE);
  if (end - start >= 2 && <i32>load<u8>(start) == quote && <i32>load<u8>(end - 1) == quote) {
    start++;
    end--;
    while (start < end && isBlank(load<u8>(start))) start++;
    while (start < end && isBlank(load<u8>(end - 1))) end--;
  }
  if (start == end || isNullText(start, end, config)) return 0;
  return (<u64>start << 32) | <u64>end;
}
