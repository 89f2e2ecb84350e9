// index.ts: the export list, one line per kernel instance, grouped by family. asc compiles this file only.
// Only numbers cross: pointers and counts in, a count or a status out.

/** The version of the export list; the loader compares it with the one it was generated against. */
export function abiVersion(): i32 {
  return 1;
}

/** First byte that the allocator may use: static data ends here. */
export function heapBase(): usize {
  return __heap_base;
}
