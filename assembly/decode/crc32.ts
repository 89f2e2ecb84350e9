// crc32.ts: the CRC of gzip and of Parquet pages, eight bytes a step over eight tables of 256 u32 that the caller keeps.

export function crc32Tables(tables: usize): void {
  for (let i: u32 = 0; i < 256; i++) {
    let crc = i;
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    store<u32>(tables + (i << 2), crc);
  }
  for (let i: usize = 0; i < 7 * 1024; i += 4) {
    const crc = load<u32>(tables + i);
    store<u32>(tables + i, (crc >> 8) ^ load<u32>(tables + ((crc & 255) << 2)), 1024);
  }
}
export function crc32(tables: usize, crc: u32, bytes: usize, n: i32): u32 {
  const end = bytes + n;
  crc = ~crc;
  for (; end - bytes >= 8; bytes += 8) {
    const a = load<u32>(bytes) ^ crc, b = load<u32>(bytes, 4);
    crc = load<u32>(tables + ((a & 255) << 2), 7168) ^ load<u32>(tables + (((a >> 8) & 255) << 2), 6144)
      ^ load<u32>(tables + (((a >> 16) & 255) << 2), 5120) ^ load<u32>(tables + ((a >> 24) << 2), 4096)
      ^ load<u32>(tables + ((b & 255) << 2), 3072) ^ load<u32>(tables + (((b >> 8) & 255) << 2), 2048)
      ^ load<u32>(tables + (((b >> 16) & 255) << 2), 1024) ^ load<u32>(tables + ((b >> 24) << 2));
  }
  for (; bytes < end; bytes++) crc = (crc >> 8) ^ load<u32>(tables + (((crc ^ load<u8>(bytes)) & 255) << 2));
  return ~crc;
}
