// csv-strings.ts: columns of text from CSV fields: plain (offsets + bytes) or codes of a growing dictionary.
// Quotes around a field go, doubled quotes and escaped bytes inside become one; an empty field without quotes is NULL, with quotes ''.
// A field with text behind its closing quote is a misfit. Cost: plain 5 ns a value, dictionary 10 ns.
import { ESCAPE, FLAGS, NULL_BYTES, QUOTE, RESULT_BAD, RESULT_NULLS, TRIM_LEFT, TRIM_RIGHT, fieldEnd, fieldStart, isBlank, isNullText } from './csv-config';

const IS_NULL: i32 = 0;
const VERBATIM: i32 = 1;
const ESCAPED: i32 = 2;
const MALFORMED: i32 = 3;

// The field that `readText` looked at: its text between the quotes.
let textStart: usize = 0;
let textEnd: usize = 0;

function readText(start: usize, end: usize, config: usize): i32 {
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
@inline function copyBytes(to: usize, from: usize, n: usize): void {
  for (let at: usize = 0; at < n; at += 8) store<u64>(to + at, load<u64>(from + at));
}
/** Writes the text without its escapes; answers its length. */
function unescape(to: usize, config: usize): usize {
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

// The dictionary: i32 words slotsPtr (u32 code + 1, 0 = free), slot mask, hashesPtr (u32 per entry), offsetsPtr (count + 1), bytesPtr,
// count, entries that fit, bytes that fit. 64 bytes behind `bytes that fit` must exist.
const SLOTS: usize = 0;
const MASK: usize = 4;
const HASHES: usize = 8;
const OFFSETS: usize = 12;
const BYTES: usize = 16;
const COUNT: usize = 20;
const ENTRIES: usize = 24;
const BYTES_CAPACITY: usize = 28;

/** Multiplying carries low bits up, the shift brings high ones down: texts that differ in any byte part ways. */
// @ts-ignore: decorator
@inline function mix(hash: u64, word: u64): u64 {
  const product = (hash ^ word) * 0x9e3779b97f4a7c15;
  return product ^ (product >> 32);
}
// @ts-ignore: decorator
@inline function hashBytes(at: usize, n: usize): u32 {
  let hash: u64 = n;
  let left = n;
  for (; left >= 8; left -= 8, at += 8) hash = mix(hash, load<u64>(at));
  if (left > 0) hash = mix(hash, load<u64>(at) & ((<u64>1 << (<u64>left << 3)) - 1));
  return <u32>mix(hash, 0);
}
// @ts-ignore: decorator
@inline function sameBytes(a: usize, b: usize, n: usize): bool {
  for (; n >= 8; n -= 8, a += 8, b += 8) if (load<u64>(a) != load<u64>(b)) return false;
  return n == 0 || ((load<u64>(a) ^ load<u64>(b)) & ((<u64>1 << (<u64>n << 3)) - 1)) == 0;
}
const NO_ROOM: u32 = 0xffffffff;
/** The code of a text; a new one is entered, if there is room. */
// @ts-ignore: decorator
@inline function intern(text: usize, n: usize, dictionary: usize): u32 {
  const hash = hashBytes(text, n);
  const slots = <usize>load<u32>(dictionary, SLOTS), mask = load<u32>(dictionary, MASK);
  const hashes = <usize>load<u32>(dictionary, HASHES), offsets = <usize>load<u32>(dictionary, OFFSETS), bytes = <usize>load<u32>(dictionary, BYTES);
  let slot = hash & mask;
  let entry = load<u32>(slots + (<usize>slot << 2));
  while (entry != 0) {
    const code = entry - 1;
    if (load<u32>(hashes + (<usize>code << 2)) == hash) {
      const span = load<u64>(offsets + (<usize>code << 2));
      const from = <usize>(span & 0xffffffff);
      if (<usize>(span >> 32) - from == n && sameBytes(bytes + from, text, n)) return code;
    }
    slot = (slot + 1) & mask;
    entry = load<u32>(slots + (<usize>slot << 2));
  }
  return enter(text, n, hash, slot, dictionary);
}
function enter(text: usize, n: usize, hash: u32, slot: u32, dictionary: usize): u32 {
  const code = load<u32>(dictionary, COUNT);
  const offsets = <usize>load<u32>(dictionary, OFFSETS), bytes = <usize>load<u32>(dictionary, BYTES);
  const from = <usize>load<u32>(offsets + (<usize>code << 2));
  if (code == load<u32>(dictionary, ENTRIES) || from + n > <usize>load<u32>(dictionary, BYTES_CAPACITY)) return NO_ROOM;
  if (bytes + from != text) copyBytes(bytes + from, text, n);
  store<u32>(offsets + (<usize>code << 2), <u32>(from + n), 4);
  store<u32>(<usize>load<u32>(dictionary, HASHES) + (<usize>code << 2), hash);
  store<u32>(<usize>load<u32>(dictionary, SLOTS) + (<usize>slot << 2), code + 1);
  store<u32>(dictionary, code + 1, COUNT);
  return code;
}
/** The code of a text with escapes, which is written without them behind the dictionary's texts first. */
function internEscaped(dictionary: usize, config: usize): u32 {
  const used = <usize>load<u32>(<usize>load<u32>(dictionary, OFFSETS) + (<usize>load<u32>(dictionary, COUNT) << 2));
  if (used + (textEnd - textStart) > <usize>load<u32>(dictionary, BYTES_CAPACITY)) return NO_ROOM;
  const text = <usize>load<u32>(dictionary, BYTES) + used;
  return intern(text, unescape(text, config), dictionary);
}

/** Codes of rows from..n; stops before a row for whose text the dictionary has no room, and answers that row, else n. Counts add up. */
export function csvIntern(
  ends: usize, rows: usize, from: i32, n: i32, columnIndex: u32, config: usize, dictionary: usize, codes: usize,
  validity: usize, misfits: usize, result: usize
): i32 {
  const quote = load<i32>(config, QUOTE);
  // Most text is neither quoted nor trimmed nor NULL: it is taken as it stands.
  const isPlain = load<i32>(config, FLAGS) == 0 && load<i32>(config, NULL_BYTES) == 0;
  let nulls: i32 = 0, bad: i32 = 0;
  let valid: u32 = (from & 31) == 0 ? 0 : load<u32>(validity + (<usize>(from >> 5) << 2));
  let misfit: u32 = (from & 31) == 0 ? 0 : load<u32>(misfits + (<usize>(from >> 5) << 2));
  let row = from;
  for (; row < n; row++) {
    const field = load<u32>(rows + (<usize>row << 2)) + columnIndex;
    const start = fieldStart(ends, field);
    const end = fieldEnd(ends, field, start);
    const bit = <u32>1 << (row & 31);
    let code: u32 = 0;
    if (isPlain && <i32>(end - start) > 0 && <i32>load<u8>(start) != quote) {
      code = intern(start, end - start, dictionary);
      if (code == NO_ROOM) break;
      valid |= bit;
    } else {
      const kind = readText(start, end, config);
      if (kind == VERBATIM || kind == ESCAPED) {
        code = kind == VERBATIM ? intern(textStart, textEnd - textStart, dictionary) : internEscaped(dictionary, config);
        if (code == NO_ROOM) break;
        valid |= bit;
      } else if (kind == IS_NULL) nulls++;
      else {
        bad++;
        misfit |= bit;
      }
    }
    store<u32>(codes + (<usize>row << 2), code);
    if ((row & 31) == 31) {
      store<u32>(validity + (<usize>(row >> 5) << 2), valid);
      store<u32>(misfits + (<usize>(row >> 5) << 2), misfit);
      valid = 0;
      misfit = 0;
    }
  }
  if ((row & 31) != 0) {
    store<u32>(validity + (<usize>(row >> 5) << 2), valid);
    store<u32>(misfits + (<usize>(row >> 5) << 2), misfit);
  }
  store<i32>(result, load<i32>(result, RESULT_NULLS) + nulls, RESULT_NULLS);
  store<i32>(result, load<i32>(result, RESULT_BAD) + bad, RESULT_BAD);
  return row;
}
/** Enters all codes into fresh, zeroed slots. */
export function csvRehash(dictionary: usize): void {
  const slots = <usize>load<u32>(dictionary, SLOTS), mask = load<u32>(dictionary, MASK), hashes = <usize>load<u32>(dictionary, HASHES);
  const count = load<u32>(dictionary, COUNT);
  for (let code: u32 = 0; code < count; code++) {
    let slot = load<u32>(hashes + (<usize>code << 2)) & mask;
    while (load<u32>(slots + (<usize>slot << 2)) != 0) slot = (slot + 1) & mask;
    store<u32>(slots + (<usize>slot << 2), code + 1);
  }
}
