// exports.ts: kernels of exchange by value.
import { hash128, hashBits, hashCodes, hashEntries, hashFixed, hashFours, hashPlain } from './hash';
import { partitionIds } from './scatter';

export function hashPartition8(ptr: usize, validity: usize, n: i32, hashes: usize, first: bool): void { hashFixed<i8>(ptr, validity, n, hashes, first); }
export function hashPartition16(ptr: usize, validity: usize, n: i32, hashes: usize, first: bool): void { hashFixed<i16>(ptr, validity, n, hashes, first); }
export function hashPartition32(ptr: usize, validity: usize, n: i32, hashes: usize, first: bool): void { hashFours(ptr, validity, n, hashes, first); }
export function hashPartition64(ptr: usize, validity: usize, n: i32, hashes: usize, first: bool): void { hashFixed<i64>(ptr, validity, n, hashes, first); }
export function hashPartitionF32(ptr: usize, validity: usize, n: i32, hashes: usize, first: bool): void { hashFixed<f32>(ptr, validity, n, hashes, first); }
export function hashPartitionF64(ptr: usize, validity: usize, n: i32, hashes: usize, first: bool): void { hashFixed<f64>(ptr, validity, n, hashes, first); }
export function hashPartition128(ptr: usize, validity: usize, n: i32, hashes: usize, first: bool): void { hash128(ptr, validity, n, hashes, first); }
export function hashPartitionBits(ptr: usize, validity: usize, n: i32, hashes: usize, first: bool): void { hashBits(ptr, validity, n, hashes, first); }
export function hashPartitionPlain(offsets: usize, bytes: usize, validity: usize, n: i32, hashes: usize, first: bool): void { hashPlain(offsets, bytes, validity, n, hashes, first); }
export function hashDictionaryEntries(offsets: usize, bytes: usize, n: i32, out: usize): void { hashEntries(offsets, bytes, n, out); }
export function hashPartitionCodes(codes: usize, validity: usize, n: i32, entryHashes: usize, hashes: usize, first: bool): void { hashCodes(codes, validity, n, entryHashes, hashes, first); }
export { partitionIds };
