// index.ts: what the module exports: one line per family, each listing its kernels in its own `exports.ts`. asc compiles this file only.
// Only numbers cross: pointers and counts in, a count or a status out.
export * from './core/exports';
export * from './hash/exports';

/** The version of the export list; the loader compares it with the one it was generated against. */
export function abiVersion(): i32 {
  return 1;
}

/** First byte that the allocator may use: static data ends here. */
export function heapBase(): usize {
  return __heap_base;
}

// CSV: where fields end, which types they fit, their values.
export { csvScan, csvRows, csvCountLines } from './decode/csv-scan';
export { csvInfer } from './decode/csv-infer';
export { csvI32, csvI64, csvF64, csvDecimal, csvBoolean } from './decode/csv-numbers';
export { csvDate, csvTimestamp } from './decode/csv-times';
export { csvStringBytes, csvPlain, csvIntern, csvRehash } from './decode/csv-strings';
export { utf8Invalid, utf8InvalidString } from './decode/utf8';
