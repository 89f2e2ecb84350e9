// wide.ts: 128-bit integers as (low u64, high i64) words. There are no tuples, so every function here gives one word.

/** High word of the unsigned product, by four products of 32 bits. */
// @ts-ignore: decorator
@inline export function mulHigh(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff, aHigh = a >> 32, bLow = b & 0xffffffff, bHigh = b >> 32;
  const low = aLow * bLow, middle = aHigh * bLow + (low >> 32);
  const cross = aLow * bHigh + (middle & 0xffffffff);
  return aHigh * bHigh + (middle >> 32) + (cross >> 32);
}
/** High word of the signed product of two i64. */
// @ts-ignore: decorator
@inline export function mulHighSigned(a: i64, b: i64): i64 {
  return <i64>mulHigh(a, b) - (a < 0 ? b : 0) - (b < 0 ? a : 0);
}
/** High word of -(high, low). */
// @ts-ignore: decorator
@inline export function negHigh(low: u64, high: i64): i64 { return ~high + i64(low == 0); }

/** 10^38 = (TEN38_HIGH, TEN38_LOW): a decimal's absolute value stays below. */
export const TEN38_LOW: u64 = 0x098a224000000000;
export const TEN38_HIGH: u64 = 0x4b3b4ca85a86c47a;
/** Whether an absolute value has more than 38 digits. */
// @ts-ignore: decorator
@inline export function isTooLarge(low: u64, high: u64): bool {
  return high > TEN38_HIGH || (high == TEN38_HIGH && low >= TEN38_LOW);
}
