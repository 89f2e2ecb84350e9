// top.ts: a sieve before "first k rows per group": each group keeps the k best sort codes seen, and a row that none of them would give
// way to is dropped. Rows that pass are a superset of the result. State: k u64 per group, best first, all ones while there is none.
// NULL has the least or the greatest code, which a value may have as well: rows with these codes always pass.
import { isValid } from '../hash/pack';
import { ordered } from './segments';

export function sieve<T>(
  ptr: usize, validityPtr: usize, descending: i32, nullsFirst: i32, idsPtr: usize, statesPtr: usize, k: i32, rowsPtr: usize, n: i32,
): i32 {
  const turn: u64 = descending ? u64.MAX_VALUE : 0, nullCode: u64 = nullsFirst ? 0 : u64.MAX_VALUE;
  const bytes = (<usize>k) << 3;
  let at = rowsPtr;
  for (let row = 0; row < n; row++) {
    const code = isValid(validityPtr, row) ? (<u64>ordered<T>(ptr + (<usize>row) * sizeof<T>()) ^ ((<u64>1) << 63)) ^ turn : nullCode;
    const first = statesPtr + (<usize>load<u32>(idsPtr + ((<usize>row) << 2))) * bytes;
    let slot = first + bytes - 8;
    if (code >= load<u64>(slot) && code != 0 && code != u64.MAX_VALUE) continue;
    store<u32>(at, row);
    at += 4;
    if (code >= load<u64>(slot)) continue;
    for (; slot > first && load<u64>(slot - 8) > code; slot -= 8) store<u64>(slot, load<u64>(slot - 8));
    store<u64>(slot, code);
  }
  return <i32>((at - rowsPtr) >> 2);
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
