// Spark's Murmur3_x86_32: ints, longs, and bytes in words of four, the rest byte by byte as signed ints.
import type { ValueHash } from './value-hash.ts';
import { rotateLeft } from './words.ts';

const mixKey = (k: number): number => Math.imul(rotateLeft(Math.imul(k, 0xcc9e2d51), 15), 0x1b873593);
const mixHash = (h: number, k: number): number => (Math.imul(rotateLeft(h ^ k, 13), 5) + 0xe6546b64) | 0;
function finish(hash: number, length: number): number {
  let h = hash ^ length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
export const MURMUR3: ValueHash<number> = {
  int: (value, seed) => finish(mixHash(seed, mixKey(value)), 4),
  long: (value, seed) => {
    const low = Number(BigInt.asIntN(32, value));
    const high = Number(BigInt.asIntN(32, value >> 32n));
    return finish(mixHash(mixHash(seed, mixKey(low)), mixKey(high)), 8);
  },
  bytes: (bytes, seed) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const aligned = bytes.length & ~3;
    let h = seed;
    for (let at = 0; at < aligned; at += 4) h = mixHash(h, mixKey(view.getInt32(at, true)));
    for (let at = aligned; at < bytes.length; at++) h = mixHash(h, mixKey(view.getInt8(at)));
    return finish(h, bytes.length);
  },
};
