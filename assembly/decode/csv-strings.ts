// csv-strings.ts: text of CSV fields, and columns of it as offsets and bytes.
// Quotes around a field go, doubled quotes and escaped bytes inside become one; an empty field without quotes is NULL, with quotes ''.
// A field with text behind its closing quote is a misfit. Cost: 5 ns a value.
import { ESCAPE, FLAGS, QUOTE, RESULT_BAD, RESULT_NULLS, TRIM_LEFT, TRIM_RIGHT, fieldEnd, fieldStart, isBlank, isNullText } from './csv-config';

export const IS_NULL: i32 = 0;
export const VERBATIM: i32 = 1;
export const ESCAPED: i32 = 2;
const MALFORMED: i32 = 3;

// The field that `readText` looked at: its text between the quotes.
export let textStart: usize = 0;
export let textEnd: usize = 0;

export function readText(start: usize, end: usize, config: usize): i32 {
  if (<i32>(end - start) <= 0) return IS_NULL;
  const flags = load<i32>(config, FLAGS), quote = load<i32>(config, QUOTE);
  if (flags & TRIM_LEFT) while (start < end && isBlank(load<u8>(start))) start++;
  if (flags & TRIM_RIGHT) while (start < end && isBlank(load<u8>(end - 1))) end--;
  if (start == end) return IS_NULL;
  textStart = start;
  textEnd = end;
  if (<i32>load<u8>(start) != quote) return isNullText(start, end, config) ? IS_NULL : VERBATIM;
  textStart = start + 1;
  textEnd = end - 1;
  if (textEnd < textStart || <i32>load<u8>(textEnd) != quote) return MALFORMED;
  const escape = load<i32>(config, ESCAPE);
  let kind = VERBATIM;
  for (let at = textStart; at < textEnd; at++) {
    const byte = <i32>load<u8>(at);
    if (byte != quote && byte != escape) continue;
    kind = ESCAPED;
    const isPair = at + 1 < textEnd && (<i32>load<u8>(at, 1) == quote || byte != quote);
    if (byte == quote && !isPair) return MALFORMED;
    at++;
  }
  return kind == VERBATIM && textStart < textEnd && isNullText(textStart, textEnd, config) ? IS_NULL : kind;
}
/** Copies 8 bytes at a time: up to 7 behind the end are read and written. */
// @ts-ignore: decorator
@inline export function copyBytes(to: usize, from: usize, n: usize): void {
  for (let at: usize = 0; at < n; at += 8) store<u64>(to + at, load<u64>(from + at));
}
/** Writes the text without its escapes; answers its length. */
export function unescape(to: usize, config: usize): usize {
  const quote = load<i32>(config, QUOTE), escape = load<i32>(config, ESCAPE);
  let out = to;
  for (let at = textStart; at < textEnd; at++) {
    const byte = <i32>load<u8>(at);
    const next = at + 1 < textEnd ? <i32>load<u8>(at, 1) : -1;
    if ((byte == quote && next == quote) || (byte == escape && (next == quote || next == escape))) {
      store<u8>(out++, <u8>next);
      at++;
    } else store<u8>(out++, <u8>byte);
  }
  return out - to;
}

/** Bytes that the column's text takes at most. */
export function csvStringBytes(ends: usize, rows: usize, n: i32, columnIndex: u32): f64 {
  let total: u64 = 0;
  for (let row = 0; row < n; row++) {
    const field = load<u32>(rows + (<usize>row << 2)) + columnIndex;
    const length = <i32>load<u32>(ends + (<usize>field << 2)) - <i32>load<u32>(ends + ((<usize>field - 1) << 2)) - 1;
    if (length > 0) total += length;
  }
  return <f64>total;
}

/** offsets: n + 1; bytes: csvStringBytes and 8 more. */
export function csvPlain(
  ends: usize, rows: usize, n: i32, columnIndex: u32, config: usize, offsets: usize, bytes: usize, validity: usize,
  misfits: usize, result: usize
): void {
  let nulls: i32 = 0, bad: i32 = 0;
  let valid: u32 = 0, misfit: u32 = 0;
  let out = bytes;
  store<i32>(offsets, 0);
  for (let row = 0; row < n; row++) {
    const field = load<u32>(rows + (<usize>row << 2)) + columnIndex;
    const start = fieldStart(ends, field);
    const kind = readText(start, fieldEnd(ends, field, start), config);
    const bit = <u32>1 << (row & 31);
    if (kind == VERBATIM) {
      copyBytes(out, textStart, textEnd - textStart);
      out += textEnd - textStart;
      valid |= bit;
    } else if (kind == ESCAPED) {
      out += unescape(out, config);
      valid |= bit;
    } else if (kind == IS_NULL) nulls++;
    else {
      bad++;
      misfit |= bit;
    }
    store<i32>(offsets + (<usize>row << 2), <i32>(out - bytes), 4);
    if ((row & 31) == 31 || row == n - 1) {
      store<u32>(validity + (<usize>(row >> 5) << 2), valid);
      store<u32>(misfits + (<usize>(row >> 5) << 2), misfit);
      valid = 0;
      misfit = 0;
    }
  }
  store<i32>(result, nulls, RESULT_NULLS);
  store<i32>(result, bad, RESULT_BAD);
}
