// csv-scan.ts: where fields and records of CSV bytes end. 64 bytes per step; quotes, escapes and lone CRs leave the fast path.
// A quote opens only at a field's start; inside, a doubled quote and an escaped byte are text, and so are separators and newlines.
// LF, CRLF and a lone CR end a record. One readable byte behind `end` must be 0 at the file's end, else LF (a CR there is not judged yet);
// 64 more must be readable. Cost: 4-5 GB/s without quotes.
import { COMMENT, CR, ESCAPE, FLAGS, LF, QUOTE, SEPARATOR, TRIM_LEFT, fieldEnd, fieldStart, isBlank } from './csv-config';

// i32 words that csvScan writes: address behind the last whole record; why it stopped; address of the quote that is open at `end`, or 0.
export const SCAN_NEXT: usize = 0;
export const SCAN_STOP: usize = 4;
export const SCAN_OPEN_QUOTE: usize = 8;
const AT_END: i32 = 0;
const ROWS_FULL: i32 = 1;
const FIELDS_FULL: i32 = 2;

// @ts-ignore: decorator
@inline function mask64(a: v128, b: v128, c: v128, d: v128): u64 {
  return <u64><u32>i8x16.bitmask(a) | (<u64><u32>i8x16.bitmask(b) << 16) | (<u64><u32>i8x16.bitmask(c) << 32) | (<u64><u32>i8x16.bitmask(d) << 48);
}

/** Addresses of the four lowest bits; bits that are not there give addresses that the next ones overwrite. */
// @ts-ignore: decorator
@inline function emit4(out: usize, block: usize, mask: u64): u64 {
  store<u32>(out, <u32>(block + <usize>ctz(mask)));
  mask &= mask - 1;
  store<u32>(out, <u32>(block + <usize>ctz(mask)), 4);
  mask &= mask - 1;
  store<u32>(out, <u32>(block + <usize>ctz(mask)), 8);
  mask &= mask - 1;
  store<u32>(out, <u32>(block + <usize>ctz(mask)), 12);
  return mask & (mask - 1);
}

/** Scans whole records from `from`, which starts one. Fills `ends` (ends[0] = from - 1) and `rows` (rows[0] = 1, one more per record). */
export function csvScan(from: usize, end: usize, ends: usize, capacity: i32, rows: usize, maxRows: i32, config: usize, state: usize): i32 {
  const separator = load<i32>(config, SEPARATOR), quote = load<i32>(config, QUOTE), escape = load<i32>(config, ESCAPE), comment = load<i32>(config, COMMENT);
  const trimLeft = (load<i32>(config, FLAGS) & TRIM_LEFT) != 0;
  const separators = i8x16.splat(<i8>separator), newlines = i8x16.splat(<i8>LF), returns = i8x16.splat(<i8>CR);
  const quotes = i8x16.splat(<i8>(quote < 0 ? CR : quote)),
    escapes = i8x16.splat(<i8>(escape < 0 ? CR : escape)),
    comments = i8x16.splat(<i8>(comment < 0 ? CR : comment));
  const hasEscape = escape >= 0 && escape != quote;
  let field: i32 = 1, row: i32 = 0, stop = AT_END;
  let start = from;      // of the current field
  let rowStart = from;
  let openQuote: usize = 0, skipTo: usize = 0;
  let inComment = false;
  store<u32>(ends, <u32>(from - 1));
  store<u32>(rows, 1);
  let block = from;
  for (; block < end && stop == AT_END; block += 64) {
    if (field + 72 > capacity) { stop = FIELDS_FULL; break; }
    const a = v128.load(block), b = v128.load(block, 16), c = v128.load(block, 32), d = v128.load(block, 48);
    const la = i8x16.eq(a, newlines), lb = i8x16.eq(b, newlines), lc = i8x16.eq(c, newlines), ld = i8x16.eq(d, newlines);
    const sa = i8x16.eq(a, separators), sb = i8x16.eq(b, separators), sc = i8x16.eq(c, separators), sd = i8x16.eq(d, separators);
    let ra = v128.or(i8x16.eq(a, returns), i8x16.eq(a, quotes)), rb = v128.or(i8x16.eq(b, returns), i8x16.eq(b, quotes));
    let rc = v128.or(i8x16.eq(c, returns), i8x16.eq(c, quotes)), rd = v128.or(i8x16.eq(d, returns), i8x16.eq(d, quotes));
    if (comment >= 0 || (hasEscape && openQuote != 0)) {
      ra = v128.or(ra, v128.or(i8x16.eq(a, escapes), i8x16.eq(a, comments)));
      rb = v128.or(rb, v128.or(i8x16.eq(b, escapes), i8x16.eq(b, comments)));
      rc = v128.or(rc, v128.or(i8x16.eq(c, escapes), i8x16.eq(c, comments)));
      rd = v128.or(rd, v128.or(i8x16.eq(d, escapes), i8x16.eq(d, comments)));
    }
    let isRare = openQuote != 0 || inComment || v128.any_true(v128.or(v128.or(ra, rb), v128.or(rc, rd)));
    let lineMask = mask64(la, lb, lc, ld);
    if (isRare && openQuote == 0 && !inComment) {
      // CRs that an LF follows are no reason to leave the fast path: their records end at the LF.
      const crMask = mask64(i8x16.eq(a, returns), i8x16.eq(b, returns), i8x16.eq(c, returns), i8x16.eq(d, returns));
      const followed = (lineMask >> 1) | (load<u8>(block, 64) == LF ? <u64>1 << 63 : 0);
      isRare = mask64(ra, rb, rc, rd) != crMask || (crMask & ~followed) != 0;
    }
    let mask = mask64(v128.or(la, sa), v128.or(lb, sb), v128.or(lc, sc), v128.or(ld, sd));
    if (end - block < 64) {
      const inside = (<u64>1 << <u64>(end - block)) - 1;
      mask &= inside;
      lineMask &= inside;
    }
    if (!isRare && row + <i32>popcnt(lineMask) <= maxRows) {
      if (mask == 0) continue;
      const lines = <i32>popcnt(lineMask);
      if (lines != 0) {
        rowStart = block + 64 - <usize>clz(lineMask);
        // Two without asking how many: a wrong guess by the branch predictor costs more than a store that the next block overwrites.
        let out = rows + (<usize>row << 2) + 4;
        row += lines;
        let bit = lineMask & (0 - lineMask);
        store<u32>(out, field + <i32>popcnt(mask & (bit - 1)) + 1);
        lineMask ^= bit;
        bit = lineMask & (0 - lineMask);
        store<u32>(out, field + <i32>popcnt(mask & (bit - 1)) + 1, 4);
        for (lineMask ^= bit; lineMask != 0; lineMask &= lineMask - 1) {
          bit = lineMask & (0 - lineMask);
          store<u32>(out, field + <i32>popcnt(mask & (bit - 1)) + 1, 8);
          out += 4;
        }
      }
      let out = ends + (<usize>field << 2);
      const count = <i32>popcnt(mask);
      field += count;
      start = block + 64 - <usize>clz(mask);
      for (let left = count; left > 0; left -= 8) {
        mask = emit4(out, block, mask);
        mask = emit4(out + 16, block, mask);
        out += 32;
      }
      if (row == maxRows) stop = ROWS_FULL;
      continue;
    }
    let rare = mask;
    if (isRare) {
      rare |= mask64(ra, rb, rc, rd);
      // A quote that opens in this block brings the block's escapes into play.
      if (hasEscape) rare |= mask64(i8x16.eq(a, escapes), i8x16.eq(b, escapes), i8x16.eq(c, escapes), i8x16.eq(d, escapes));
      if (end - block < 64) rare &= (<u64>1 << <u64>(end - block)) - 1;
    }
    for (; rare != 0; rare &= rare - 1) {
      const at = block + <usize>ctz(rare);
      if (at < skipTo) continue;
      const byte = <i32>load<u8>(at);
      if (openQuote != 0) {
        if (byte == quote) {
          if (<i32>load<u8>(at + 1) == quote) skipTo = at + 2;
          else openQuote = 0;
        } else if (hasEscape && byte == escape) skipTo = at + 2;
        continue;
      }
      const isLine = byte == <i32>LF || (byte == <i32>CR && load<u8>(at + 1) != LF);
      if (inComment && !isLine) continue;
      if (isLine) {
        store<u32>(ends + (<usize>field << 2), <u32>at);
        field++;
        row++;
        store<u32>(rows + (<usize>row << 2), field);
        start = rowStart = at + 1;
        inComment = false;
        if (row == maxRows) { stop = ROWS_FULL; break; }
      } else if (byte == separator) {
        store<u32>(ends + (<usize>field << 2), <u32>at);
        field++;
        start = at + 1;
      } else if (byte == comment && at == rowStart) inComment = true;
      else if (byte == quote && (at == start || (trimLeft && allBlank(start, at)))) openQuote = at;
    }
  }
  store<u32>(state, <u32>load<u32>(ends + ((<usize>load<u32>(rows + (<usize>row << 2)) - 1) << 2)) + 1, SCAN_NEXT);
  store<i32>(state, stop, SCAN_STOP);
  store<u32>(state, <u32>openQuote, SCAN_OPEN_QUOTE);
  return row;
}
function allBlank(from: usize, to: usize): bool {
  for (let at = from; at < to; at++) if (!isBlank(load<u8>(at))) return false;
  return true;
}

/** Whether each of n rows has so many fields. */
function allHave(columns: i32, rows: usize, n: i32): bool {
  const wanted = i32x4.splat(columns);
  let differs = i32x4.splat(0), row = 0;
  for (; row + 4 <= n; row += 4, rows += 16) differs = v128.or(differs, v128.xor(i32x4.sub(v128.load(rows, 4), v128.load(rows)), wanted));
  let isRagged = v128.any_true(differs);
  for (; row < n; row++, rows += 4) isRagged = isRagged || <i32>(load<u32>(rows, 4) - load<u32>(rows)) != columns;
  return !isRagged;
}

/**
 * Keeps the rows with data: empty lines and comments go, rows[] is compacted in place. Rows whose field count is not `columns` are kept and
 * listed in `ragged` as pairs (row, fields). state[0] = listed rows. Returns the rows kept.
 */
export function csvRows(ends: usize, rows: usize, n: i32, columns: i32, config: usize, ragged: usize, state: usize): i32 {
  const comment = load<i32>(config, COMMENT);
  let kept: i32 = 0, listed: i32 = 0;
  if (columns > 1 && comment < 0 && allHave(columns, rows, n)) {
    store<i32>(state, 0);
    return n;
  }
  let first = load<u32>(rows);
  for (let row = 0; row < n; row++) {
    const next = load<u32>(rows + (<usize>(row + 1) << 2));
    const fields = <i32>(next - first);
    if (fields != columns || columns == 1 || comment >= 0) {
      const start = fieldStart(ends, first);
      const isEmpty = fields == 1 && fieldEnd(ends, first, start) == start;
      if (isEmpty || (comment >= 0 && <i32>load<u8>(start) == comment)) {
        first = next;
        continue;
      }
      if (fields != columns) {
        store<i32>(ragged + (<usize>listed << 3), kept);
        store<i32>(ragged + (<usize>listed << 3), fields, 4);
        listed++;
      }
    }
    store<u32>(rows + (<usize>kept << 2), first);
    kept++;
    first = next;
  }
  store<i32>(state, listed);
  return kept;
}

/** Line ends in the bytes: LF, and CR that no LF follows. For line numbers in messages. */
export function csvCountLines(from: usize, end: usize): i32 {
  let count: i32 = 0;
  for (let at = from; at < end; at++) {
    const byte = load<u8>(at);
    if (byte == LF || (byte == CR && load<u8>(at + 1) != LF)) count++;
  }
  return count;
}

/** Index of the first `byte` among n bytes, or -1. */
export function findByte(from: usize, n: i32, byte: i32): i32 {
  const end = from + <usize>n;
  const wanted = i8x16.splat(<i8>byte);
  let at = from;
  for (; at + 64 <= end; at += 64) {
    const a = v128.or(i8x16.eq(v128.load(at), wanted), i8x16.eq(v128.load(at, 16), wanted));
    const b = v128.or(i8x16.eq(v128.load(at, 32), wanted), i8x16.eq(v128.load(at, 48), wanted));
    if (v128.any_true(v128.or(a, b))) break;
  }
  for (; at < end; at++) if (<i32>load<u8>(at) == byte) return <i32>(at - from);
  return -1;
}
