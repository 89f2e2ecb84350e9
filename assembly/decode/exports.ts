// decode: bytes of files to columns.
import { deltaDecode } from './delta';
import { gatherCodes } from './plain';
import { narrow, widen, widen128 } from './convert';
import { spread } from './spread';
// CSV: where fields end, which types they fit, their values.
export { csvScan, csvRows, csvCountLines, findByte } from './csv-scan';
export { csvInfer } from './csv-infer';
export { csvI32, csvI64, csvF64, csvDecimal, csvBoolean } from './csv-numbers';
export { csvDate, csvTimestamp } from './csv-times';
export { csvStringBytes, csvPlain } from './csv-strings';
export { csvIntern, csvRehash } from './csv-intern';
export { utf8Invalid, utf8InvalidString } from './utf8';
// Parquet pages: sources are checked against their ends; a negative count (or 1 where it says so) means the bytes lie.
export { snappyDecompress } from './snappy';
export { lz4Decompress } from './lz4';
export { crc32, crc32Tables } from './crc32';
export { rleOpen, rleBits, rleSkip, rleCodes, rleDecodeU8 } from './rle';
export { deltaOpen, deltaEnd, lengthsToOffsets, prefixedOffsets, prefixedBytes } from './delta';
export { plainOffsets, plainBytes, gatherWide, gatherOffsets, gatherBytes, evenOffsets } from './plain';
export { joinStreams } from './byte-stream-split';
export { rowEntries, rowCount, countLevels, levelsOutside, slotValidity, slotOffsets } from './levels';
export { spread128, spreadOffsets, spreadBits } from './spread';
export { millisToMicros, nanosToMicros, int96ToMicros, halfToFloat, fixedDecimal128, bytesDecimal128, decimal128To64 } from './convert';
export function deltaDecodeI32(state: usize, out: usize, n: i32): i32 { return deltaDecode<i32>(state, out, n); }
export function deltaDecodeI64(state: usize, out: usize, n: i32): i32 { return deltaDecode<i64>(state, out, n); }
export function gatherCodes32(dictionary: usize, codes: usize, out: usize, n: i32): void { gatherCodes<u32>(dictionary, codes, out, n); }
export function gatherCodes64(dictionary: usize, codes: usize, out: usize, n: i32): void { gatherCodes<u64>(dictionary, codes, out, n); }
export function spread8(values: usize, bitmap: usize, dense: i32, n: i32): void { spread<u8>(values, bitmap, dense, n); }
export function spread16(values: usize, bitmap: usize, dense: i32, n: i32): void { spread<u16>(values, bitmap, dense, n); }
export function spread32(values: usize, bitmap: usize, dense: i32, n: i32): void { spread<u32>(values, bitmap, dense, n); }
export function spread64(values: usize, bitmap: usize, dense: i32, n: i32): void { spread<u64>(values, bitmap, dense, n); }
export function narrowToI8(from: usize, to: usize, n: i32): void { narrow<i8>(from, to, n); }
export function narrowToI16(from: usize, to: usize, n: i32): void { narrow<i16>(from, to, n); }
export function widenI32(from: usize, to: usize, n: i32): void { widen<i32>(from, to, n); }
export function widenU32(from: usize, to: usize, n: i32): void { widen<u32>(from, to, n); }
export function widenI64(from: usize, to: usize, n: i32): void { widen128<i64>(from, to, n); }
export function widenU64(from: usize, to: usize, n: i32): void { widen128<u64>(from, to, n); }
