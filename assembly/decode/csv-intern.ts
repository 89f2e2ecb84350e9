// csv-intern.ts: text of CSV fields as codes of a growing dictionary. A slot of its hash table holds the text itself up to 15 bytes, so that
// most fields cost one look at one cache line; of longer ones it holds a hash, and the bytes are compared. Cost: 7 ns a short text, 20 ns
// where there are so many that their slots leave the cache.
import { CR, FLAGS, NULL_BYTES, QUOTE, RESULT_BAD, RESULT_NULLS, fieldEnd, fieldStart } from './csv-config';
import { ESCAPED, IS_NULL, VERBATIM, copyBytes, readText, textEnd, textStart, unescape } from './csv-strings';

// The dictionary: u32 words slotsPtr, slot mask, offsetsPtr (count + 1), bytesPtr, count, entries that fit, bytes that fit.
// 64 bytes behind `bytes that fit` must exist.
const SLOTS: usize = 0;
const MASK: usize = 4;
const OFFSETS: usize = 8;
const BYTES: usize = 12;
const COUNT: usize = 16;
const ENTRIES: usize = 20;
const BYTES_CAPACITY: usize = 24;
// A slot of 32 bytes: u64 low and high, u32 code. Short text: its bytes, the last of `high` is 1 + their number. Long: hash; 255 above the length.
const HIGH: usize = 8;
const CODE: usize = 16;
const LONGEST: usize = 15;

// @ts-ignore: decorator
@inline function hashOf(low: u64, high: u64): u32 {
  let hash = low ^ (high * 0x9e3779b97f4a7c15);
  hash = (hash ^ (hash >> 32)) * 0xd6e8feb86659fd93;
  return <u32>(hash >> 32);
}
function hashBytes(at: usize, n: usize): u64 {
  let hash: u64 = n;
  for (; n >= 8; n -= 8, at += 8) hash = (hash ^ load<u64>(at) ^ (hash >> 29)) * 0x9e3779b97f4a7c15;
  if (n > 0) hash = (hash ^ (load<u64>(at) & firstBytes(n)) ^ (hash >> 29)) * 0x9e3779b97f4a7c15;
  return hash;
}
/** A mask of 1 to 8 bytes. */
// @ts-ignore: decorator
@inline function firstBytes(n: usize): u64 {
  return <u64>-1 >> <u64>(64 - (n << 3));
}
function sameBytes(a: usize, b: usize, n: usize): bool {
  for (; n >= 8; n -= 8, a += 8, b += 8) if (load<u64>(a) != load<u64>(b)) return false;
  return n == 0 || ((load<u64>(a) ^ load<u64>(b)) & firstBytes(n)) == 0;
}
const NO_ROOM: u32 = 0xffffffff;
/** The code of a text; a new one is entered, if there is room. Reads 15 bytes behind it. */
// @ts-ignore: decorator
@inline function intern(text: usize, n: usize, dictionary: usize): u32 {
  let low: u64 = 0, high: u64 = <u64>(n + 1) << 56;
  if (n - 1 < 8) low = load<u64>(text) & firstBytes(n);
  else if (n - 1 < LONGEST) {
    low = load<u64>(text);
    high |= load<u64>(text, 8) & firstBytes(n - 8);
  } else if (n > 0) {
    low = hashBytes(text, n);
    high = (<u64>255 << 56) | n;
  }
  const slots = <usize>load<u32>(dictionary, SLOTS), mask = load<u32>(dictionary, MASK);
  let slot = hashOf(low, high) & mask, at = slots + (<usize>slot << 5), found = load<u64>(at, HIGH);
  while (found != 0) {
    if (found == high && load<u64>(at) == low && (n <= LONGEST || isEntry(text, n, load<u32>(at, CODE), dictionary))) return load<u32>(at, CODE);
    slot = (slot + 1) & mask;
    at = slots + (<usize>slot << 5);
    found = load<u64>(at, HIGH);
  }
  const code = enter(text, n, dictionary);
  if (code != NO_ROOM) fillSlot(at, low, high, code);
  return code;
}
// @ts-ignore: decorator
@inline function fillSlot(at: usize, low: u64, high: u64, code: u32): void {
  store<u64>(at, low);
  store<u64>(at, high, HIGH);
  store<u32>(at, code, CODE);
}
function isEntry(text: usize, n: usize, code: u32, dictionary: usize): bool {
  const from = load<u32>(<usize>load<u32>(dictionary, OFFSETS) + (<usize>code << 2));
  return sameBytes(<usize>load<u32>(dictionary, BYTES) + from, text, n);
}
/** Writes the text behind the others. */
function enter(text: usize, n: usize, dictionary: usize): u32 {
  const code = load<u32>(dictionary, COUNT);
  const offsets = <usize>load<u32>(dictionary, OFFSETS), bytes = <usize>load<u32>(dictionary, BYTES);
  const from = <usize>load<u32>(offsets + (<usize>code << 2));
  if (code == load<u32>(dictionary, ENTRIES) || from + n > <usize>load<u32>(dictionary, BYTES_CAPACITY)) return NO_ROOM;
  if (bytes + from != text) copyBytes(bytes + from, text, n);
  store<u32>(offsets + (<usize>code << 2), <u32>(from + n), 4);
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

/** Codes of 32 rows, up to the first whose field is empty, quoted, before the CR of a CRLF or has no room; answers how many. */
function internPlain(ends: usize, rows: usize, columnIndex: u32, quote: i32, dictionary: usize, codes: usize): i32 {
  for (let i = 0; i < 32; i++) {
    const span = load<u64>(ends + (<usize>(load<u32>(rows + (<usize>i << 2)) + columnIndex - 1) << 2));
    const start = <usize>(<u32>span) + 1, end = <usize>(span >> 32);
    if (<i32>(end - start) <= 0 || <i32>load<u8>(start) == quote || load<u8>(end - 1) == CR) return i;
    const code = intern(start, end - start, dictionary);
    if (code == NO_ROOM) return i;
    store<u32>(codes + (<usize>i << 2), code);
  }
  return 32;
}
/** Codes of rows from..n; stops before a row for whose text the dictionary has no room, and answers that row, else n. Counts add up. */
export function csvIntern(
  ends: usize, rows: usize, from: i32, n: i32, columnIndex: u32, config: usize, dictionary: usize, codes: usize,
  validity: usize, misfits: usize, result: usize
): i32 {
  const quote = load<i32>(config, QUOTE);
  // Most text is neither quoted nor trimmed nor NULL: it is taken as it stands.
  const isPlain = load<i32>(config, FLAGS) == 0 && load<i32>(config, NULL_BYTES) == 0;
  let nulls: i32 = 0, bad: i32 = 0, row = from;
  for (let word = from >> 5; row < n; word++) {
    const first = word << 5, stop = min(n, first + 32);
    let valid: u32 = row == first ? 0 : load<u32>(validity + (<usize>word << 2));
    let misfit: u32 = row == first ? 0 : load<u32>(misfits + (<usize>word << 2));
    if (isPlain && stop - row == 32) {
      const done = internPlain(ends, rows + (<usize>row << 2), columnIndex, quote, dictionary, codes + (<usize>row << 2));
      row += done;
      valid = <u32>((<u64>1 << done) - 1);
    }
    for (; row < stop; row++) {
      const field = load<u32>(rows + (<usize>row << 2)) + columnIndex;
      const start = fieldStart(ends, field);
      const kind = readText(start, fieldEnd(ends, field, start), config);
      let code: u32 = 0;
      if (kind == VERBATIM || kind == ESCAPED) {
        code = kind == VERBATIM ? intern(textStart, textEnd - textStart, dictionary) : internEscaped(dictionary, config);
        if (code == NO_ROOM) break;
        valid |= <u32>1 << (row & 31);
      } else if (kind == IS_NULL) nulls++;
      else {
        bad++;
        misfit |= <u32>1 << (row & 31);
      }
      store<u32>(codes + (<usize>row << 2), code);
    }
    store<u32>(validity + (<usize>word << 2), valid);
    store<u32>(misfits + (<usize>word << 2), misfit);
    if (row < stop) break;
  }
  store<i32>(result, load<i32>(result, RESULT_NULLS) + nulls, RESULT_NULLS);
  store<i32>(result, load<i32>(result, RESULT_BAD) + bad, RESULT_BAD);
  return row;
}
/** Enters what `count` former slots hold into fresh, zeroed ones. */
export function csvRehash(dictionary: usize, former: usize, count: i32): void {
  const slots = <usize>load<u32>(dictionary, SLOTS), mask = load<u32>(dictionary, MASK);
  for (const end = former + (<usize>count << 5); former < end; former += 32) {
    const high = load<u64>(former, HIGH);
    if (high == 0) continue;
    let slot = hashOf(load<u64>(former), high) & mask;
    while (load<u64>(slots + (<usize>slot << 5), HIGH) != 0) slot = (slot + 1) & mask;
    fillSlot(slots + (<usize>slot << 5), load<u64>(former), high, load<u32>(former, CODE));
  }
}
