// plain.ts: rows of plain and list columns: n + 1 i32 offsets, which need not start at 0, into bytes or items.
// Bytes move 16 at a time, past the end of a row: the next row overwrites it, and every buffer has 64 spare bytes.

export function takeOffsets(offsets: usize, limit: u32, ids: usize, out: usize, n: i32): i32 {
  let total: u64 = 0;
  store<i32>(out, 0);
  for (let end = ids + (<usize>n << 2); ids < end; ids += 4) {
    const id = load<u32>(ids);
    if (id < limit) {
      const at = offsets + (<usize>id << 2);
      total += <u32>(load<i32>(at, 4) - load<i32>(at));
    }
    out += 4;
    store<i32>(out, <i32>total);
  }
  return total > <u64>i32.MAX_VALUE ? -1 : <i32>total;
}
/** Copies `length` bytes and up to 15 more. */
// @ts-ignore: decorator
@inline export function copyOver(src: usize, dst: usize, length: usize): void {
  if (length > 256) { memory.copy(dst, src, length); return; }
  for (let at: usize = 0; at < length; at += 16) v128.store(dst + at, v128.load(src + at));
}
export function takeBytes(offsets: usize, bytes: usize, ids: usize, outOffsets: usize, outBytes: usize, n: i32): void {
  for (let end = ids + (<usize>n << 2); ids < end; ids += 4, outOffsets += 4) {
    const from = <usize>load<i32>(outOffsets), length = <usize>load<i32>(outOffsets, 4) - from;
    // An empty row may stand for an id beyond the column, whose offset must not be read.
    if (length) copyOver(bytes + <usize>load<i32>(offsets + (<usize>load<u32>(ids) << 2)), outBytes + from, length);
  }
}
/** The items themselves, of `1 << scale` bytes each, packed. */
export function takeRuns(offsets: usize, values: usize, scale: usize, ids: usize, outOffsets: usize, out: usize, n: i32): void {
  for (let end = ids + (<usize>n << 2); ids < end; ids += 4, outOffsets += 4) {
    const from = <usize>load<i32>(outOffsets), length = <usize>load<i32>(outOffsets, 4) - from;
    if (length) copyOver(values + (<usize>load<i32>(offsets + (<usize>load<u32>(ids) << 2)) << scale), out + (from << scale), length << scale);
  }
}
export function takeItems(offsets: usize, ids: usize, outOffsets: usize, outIds: usize, n: i32): void {
  for (let end = ids + (<usize>n << 2); ids < end; ids += 4, outOffsets += 4) {
    const length = load<i32>(outOffsets, 4) - load<i32>(outOffsets);
    if (length == 0) continue;
    const first = load<i32>(offsets + (<usize>load<u32>(ids) << 2));
    for (let k = 0; k < length; k++, outIds += 4) store<i32>(outIds, first + k);
  }
}
export function shiftOffsets(offsets: usize, delta: i32, out: usize, n: i32): void {
  const end = <usize>n << 2, add = v128.splat<i32>(delta);
  for (let at: usize = 0; at < end; at += 16) v128.store(out + at, i32x4.add(v128.load(offsets + at), add));
}
