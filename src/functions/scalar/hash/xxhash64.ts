// XXH64 as Spark uses it: ints as 4 bytes, longs as 8, else bytes.
import type { ValueHash } from './value-hash.ts';

const P1 = 0x9e3779b185ebca87n;
const P2 = 0xc2b2ae3d27d4eb4fn;
const P3 = 0x165667b19e3779f9n;
const P4 = 0x85ebca77c2b2ae63n;
const P5 = 0x27d4eb2f165667c5n;

const u64 = (x: bigint): bigint => BigInt.asUintN(64, x);
const rotate = (x: bigint, n: bigint): bigint => u64((x << n) | (x >> (64n - n)));
const round = (acc: bigint, input: bigint): bigint => u64(rotate(u64(acc + input * P2), 31n) * P1);
function finish(hash: bigint): bigint {
  let h = hash ^ (hash >> 33n);
  h = u64(h * P2);
  h ^= h >> 29n;
  h = u64(h * P3);
  return BigInt.asIntN(64, h ^ (h >> 32n));
}
const mixLong = (h: bigint, value: bigint): bigint => u64(rotate(h ^ round(0n, value), 27n) * P1 + P4);
const mixInt = (h: bigint, value: bigint): bigint => u64(rotate(h ^ u64(value * P1), 23n) * P2 + P3);
const mixByte = (h: bigint, value: bigint): bigint => u64(rotate(h ^ u64(value * P5), 11n) * P1);

function stripes(view: DataView, seed: bigint): { readonly hash: bigint; readonly at: number } {
  const lanes = [u64(seed + P1 + P2), u64(seed + P2), seed, u64(seed - P1)];
  let at = 0;
  for (; at + 32 <= view.byteLength; at += 32)
    for (let i = 0; i < 4; i++) lanes[i] = round(lanes[i]!, view.getBigUint64(at + 8 * i, true));
  let hash = u64(rotate(lanes[0]!, 1n) + rotate(lanes[1]!, 7n) + rotate(lanes[2]!, 12n) + rotate(lanes[3]!, 18n));
  for (const lane of lanes) hash = u64((hash ^ round(0n, lane)) * P1 + P4);
  return { hash, at };
}
export const XXHASH64: ValueHash<bigint> = {
  int: (value, seed) => finish(mixInt(u64(u64(seed) + P5 + 4n), BigInt(value >>> 0))),
  long: (value, seed) => finish(mixLong(u64(u64(seed) + P5 + 8n), u64(value))),
  bytes: (bytes, seed) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const start = bytes.length >= 32 ? stripes(view, u64(seed)) : { hash: u64(u64(seed) + P5), at: 0 };
    let [hash, at] = [u64(start.hash + BigInt(bytes.length)), start.at];
    for (; at + 8 <= bytes.length; at += 8) hash = mixLong(hash, view.getBigUint64(at, true));
    if (at + 4 <= bytes.length) {
      hash = mixInt(hash, BigInt(view.getUint32(at, true)));
      at += 4;
    }
    for (; at < bytes.length; at++) hash = mixByte(hash, BigInt(view.getUint8(at)));
    return finish(hash);
  },
};
