// levels.ts: repetition and definition levels (one byte each) of nested columns to slots.
// An entry stands for a value or for the place where something is missing. A node under `reps` repeated ancestors has a slot in each
// entry with rep <= reps and def >= slotDef (its nearest repeated ancestor has an element there); it is not NULL where def >= ownDef.

/** How many entries make the first n rows (a row begins at rep 0), or m if that is not yet certain. */
export function rowEntries(reps: usize, m: i32, n: i32): i32 {
  for (let i = 0; i < m; i++) {
    if (<i32>load<u8>(reps + i) == 0 && n-- == 0) return i;
  }
  return m;
}
/** How many rows begin in m entries. */
export function rowCount(reps: usize, m: i32): i32 {
  let rows = 0;
  for (let i = 0; i < m; i++) rows += i32(<i32>load<u8>(reps + i) == 0);
  return rows;
}
/** How many of m levels are `level`. */
export function countLevels(levels: usize, m: i32, level: i32): i32 {
  let count = 0;
  for (let i = 0; i < m; i++) count += i32(<i32>load<u8>(levels + i) == level);
  return count;
}
/** Whether some level is above `limit`. */
export function levelsOutside(levels: usize, m: i32, limit: i32): i32 {
  let outside = 0;
  for (let i = 0; i < m; i++) outside |= i32(<i32>load<u8>(levels + i) > limit);
  return outside;
}
/** Validity of a node's slots into a zeroed bitmap; returns how many slots there are. */
export function slotValidity(reps: usize, defs: usize, m: i32, maxRep: i32, slotDef: i32, ownDef: i32, bitmap: usize): i32 {
  let slots = 0;
  for (let i = 0; i < m; i++) {
    const def = <i32>load<u8>(defs + i);
    if (<i32>load<u8>(reps + i) > maxRep || def < slotDef) continue;
    const byte = bitmap + (slots >> 3);
    store<u8>(byte, load<u8>(byte) | <u8>(i32(def >= ownDef) << (slots & 7)));
    slots++;
  }
  return slots;
}
/** Offsets of a list's slots into its elements: elements are entries with rep <= maxRep + 1 and def >= elementDef. */
export function slotOffsets(reps: usize, defs: usize, m: i32, maxRep: i32, slotDef: i32, elementDef: i32, offsets: usize): i32 {
  let slots = 0, elements = 0;
  for (let i = 0; i < m; i++) {
    const rep = <i32>load<u8>(reps + i), def = <i32>load<u8>(defs + i);
    if (rep <= maxRep && def >= slotDef) {
      store<i32>(offsets + (<usize>slots << 2), elements);
      slots++;
    }
    if (rep <= maxRep + 1 && def >= elementDef) elements++;
  }
  store<i32>(offsets + (<usize>slots << 2), elements);
  return elements;
}
