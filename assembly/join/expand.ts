// expand.ts: pairs (probe row, build row) of a hash join from group ids.
// Layout: ids n u32 (0xffffffff = no match); starts: groups + 1 u32; rows: build rows grouped, ascending in a group.
// state: u32 probe row, u32 offset in its group, u32 pairs written; the kernel goes on where it stopped, full at `capacity` pairs.
// Order: probe rows ascending, build rows ascending. Cost: 2-4 ns a pair plus the cache misses of rows.
const NONE: u32 = 0xffffffff;

/** Returns rows of the probe side that are finished; n = all. `outer`: a row without match pairs with NONE. */
export function expandPairs(
  ids: usize, n: u32, starts: usize, rows: usize, outer: bool, probeOut: usize, buildOut: usize, capacity: u32, state: usize,
): u32 {
  let row = load<u32>(state);
  let offset = load<u32>(state, 4);
  let written: u32 = 0;
  while (row < n && written < capacity) {
    const id = load<u32>(ids + (<usize>row << 2));
    if (id == NONE) {
      if (outer) {
        store<u32>(probeOut + (<usize>written << 2), row);
        store<u32>(buildOut + (<usize>written << 2), NONE);
        written++;
      }
      row++;
      continue;
    }
    const from = load<u32>(starts + (<usize>id << 2)) + offset;
    const to = load<u32>(starts + (<usize>id << 2), 4);
    const room = capacity - written;
    const end = to - from > room ? from + room : to;
    for (let at = from; at < end; at++, written++) {
      store<u32>(probeOut + (<usize>written << 2), row);
      store<u32>(buildOut + (<usize>written << 2), load<u32>(rows + (<usize>at << 2)));
    }
    if (end == to) {
      row++;
      offset = 0;
    } else offset += end - from;
  }
  store<u32>(state, row);
  store<u32>(state, offset, 4);
  store<u32>(state, written, 8);
  return row;
}

/** Rows grouped by id, ascending in each group: a counting sort. starts: groups + 1 u32, zeroed. Rows with NONE are left out. */
export function groupRows(ids: usize, n: u32, groups: u32, starts: usize, rows: usize): void {
  for (let i: u32 = 0; i < n; i++) {
    const id = load<u32>(ids + (<usize>i << 2));
    if (id != NONE) store<u32>(starts + (<usize>id << 2), load<u32>(starts + (<usize>id << 2), 4) + 1, 4);
  }
  for (let g: u32 = 1; g <= groups; g++) {
    const at = starts + (<usize>g << 2);
    store<u32>(at, load<u32>(at) + load<u32>(at - 4));
  }
  for (let i: u32 = 0; i < n; i++) {
    const id = load<u32>(ids + (<usize>i << 2));
    if (id == NONE) continue;
    const at = starts + (<usize>id << 2);
    const to = load<u32>(at);
    store<u32>(rows + (<usize>to << 2), i);
    store<u32>(at, to + 1);
  }
  for (let g = groups; g > 0; g--) store<u32>(starts + (<usize>g << 2), load<u32>(starts + (<usize>g << 2) - 4));
  store<u32>(starts, 0);
}

/** ids[i] = NONE where the row's key is NULL. */
export function maskIds(ids: usize, validity: usize, n: u32): void {
  for (let i: u32 = 0; i < n; i++) {
    if (((load<u8>(validity + (i >> 3)) >> <u8>(i & 7)) & 1) == 0) store<u32>(ids + (<usize>i << 2), NONE);
  }
}

/** Row numbers whose id is (or is not) NONE; returns how many. */
export function matchedRows(ids: usize, n: u32, matched: bool, out: usize): u32 {
  let count: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    store<u32>(out + (<usize>count << 2), i);
    count += u32((load<u32>(ids + (<usize>i << 2)) != NONE) == matched);
  }
  return count;
}

/** Sets the bit of every build row in the list; NONE is passed over. */
export function markRows(rows: usize, n: u32, bits: usize): void {
  for (let i: u32 = 0; i < n; i++) {
    const row = load<u32>(rows + (<usize>i << 2));
    if (row != NONE) store<u8>(bits + (row >> 3), load<u8>(bits + (row >> 3)) | (<u8>1 << <u8>(row & 7)));
  }
}
