// top.ts: the first k rows of each group in the order of one column, as rows arrive; and from rows that are sorted already.
// State per group, best first: k u64 sort codes, all ones while there is none, and k u32 entries: kind << 30 | row number.
// NULL has the least or the greatest code, which a value may have as well: the kind (0 before 1) then decides; 3: no row yet.
import { isValid } from '../hash/pack';
import { ordered } from './segments';

// @ts-ignore: decorator
@inline const NO_ROW: u32 = u32.MAX_VALUE;
// @ts-ignore: decorator
@inline const ROW_MASK: u32 = (1 << 30) - 1;

/**
 * Enters the rows that are among the first k of their group so far; later ones may push them out again. They are numbered from `base`,
 * and stand at rowsPtr; returns how many.
 */
export function top<T>(
  ptr: usize, validityPtr: usize, descending: i32, nullsFirst: i32, idsPtr: usize, codesPtr: usize, entriesPtr: usize, k: i32, base: u32,
  rowsPtr: usize, n: i32,
): i32 {
  const turn: u64 = descending ? u64.MAX_VALUE : 0, nullCode: u64 = nullsFirst ? 0 : u64.MAX_VALUE;
  const nullKind: u32 = nullsFirst ? 0 : 1;
  const width = <usize>k;
  let count: u32 = 0;
  for (let row = 0; row < n; row++) {
    const hasValue = isValid(validityPtr, row);
    const code = hasValue ? (<u64>ordered<T>(ptr + (<usize>row) * sizeof<T>()) ^ ((<u64>1) << 63)) ^ turn : nullCode;
    const kind: u32 = hasValue ? 1 - nullKind : nullKind;
    const first = <usize>load<u32>(idsPtr + ((<usize>row) << 2)) * width;
    const codes = codesPtr + (first << 3), entries = entriesPtr + (first << 2);
    let i = width - 1;
    const last = load<u64>(codes + (i << 3));
    if (code > last || (code == last && kind >= load<u32>(entries + (i << 2)) >> 30)) continue;
    for (; i > 0; i--) {
      const better = load<u64>(codes + (i << 3) - 8), entry = load<u32>(entries + (i << 2) - 4);
      if (better < code || (better == code && entry >> 30 <= kind)) break;
      store<u64>(codes + (i << 3), better);
      store<u32>(entries + (i << 2), entry);
    }
    store<u64>(codes + (i << 3), code);
    store<u32>(entries + (i << 2), (kind << 30) | (base + count));
    store<u32>(rowsPtr + ((<usize>count) << 2), row);
    count++;
  }
  return <i32>count;
}
/** The rows of all entries, group by group, and their ranks; entries are numbered anew, from 0 in this order. Returns how many. */
export function enteredRows(entriesPtr: usize, groups: u32, k: u32, outPtr: usize, ranksPtr: usize): i32 {
  let count: u32 = 0;
  for (let group: u32 = 0; group < groups; group++) {
    const entries = entriesPtr + (<usize>group * <usize>k << 2);
    for (let i: u32 = 0; i < k; i++) {
      const entry = load<u32>(entries + (<usize>i << 2));
      if (entry == NO_ROW) break;
      store<u32>(outPtr + ((<usize>count) << 2), entry & ROW_MASK);
      store<i32>(ranksPtr + ((<usize>count) << 2), i + 1);
      store<u32>(entries + (<usize>i << 2), (entry & ~ROW_MASK) | count);
      count++;
    }
  }
  return <i32>count;
}
/** Of rows in order of group, the first k of each group; their places in the group at ranksPtr. Returns how many. */
export function firstOfGroups(idsPtr: usize, groupsPtr: usize, k: i32, outPtr: usize, ranksPtr: usize, n: i32): i32 {
  let count = 0, rank = 0;
  let before: u32 = u32.MAX_VALUE;
  for (let i: usize = 0; i < <usize>n; i++) {
    const row = load<u32>(idsPtr + (i << 2));
    const group = load<u32>(groupsPtr + ((<usize>row) << 2));
    rank = group == before ? rank + 1 : 1;
    before = group;
    store<u32>(outPtr + ((<usize>count) << 2), row);
    store<i32>(ranksPtr + ((<usize>count) << 2), rank);
    count += <i32>(rank <= k);
  }
  return count;
}
