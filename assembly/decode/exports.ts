// decode: bytes of files to columns.
// CSV: where fields end, which types they fit, their values.
export { csvScan, csvRows, csvCountLines } from './csv-scan';
export { csvInfer } from './csv-infer';
export { csvI32, csvI64, csvF64, csvDecimal, csvBoolean } from './csv-numbers';
export { csvDate, csvTimestamp } from './csv-times';
export { csvStringBytes, csvPlain, csvIntern, csvRehash } from './csv-strings';
export { utf8Invalid, utf8InvalidString } from './utf8';
