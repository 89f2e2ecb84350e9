// SHA-224 to SHA-512 (FIPS 180-4), as lower-case hexadecimal text. The constants are fractions of roots of primes.
import { hexWord, padded, primes, rootFraction, rotateRight } from './words.ts';

/** Made at the first use: exact roots take a few milliseconds. */
function makeConstants() {
  const first = primes(80);
  const squareRoots = first.slice(0, 16).map((p) => rootFraction(p, 2, 64));
  const cubeRoots = first.map((p) => rootFraction(p, 3, 64));
  const highHalf = (root: bigint): number => Number(root >> 32n);
  return {
    rounds32: Int32Array.from(cubeRoots.slice(0, 64), highHalf),
    rounds64: cubeRoots,
    start: {
      224: squareRoots.slice(8).map((root) => Number(root & 0xffff_ffffn)),
      256: squareRoots.slice(0, 8).map(highHalf),
      384: squareRoots.slice(8),
      512: squareRoots.slice(0, 8),
    },
  };
}
let made: ReturnType<typeof makeConstants> | undefined;
const constants = (): ReturnType<typeof makeConstants> => (made ??= makeConstants());

function sha2Narrow(bytes: Uint8Array, bits: 224 | 256): string {
  const message = padded(bytes, 64, false);
  const { rounds32, start } = constants();
  const state = Int32Array.from(start[bits]);
  const w = new Int32Array(64);
  for (let at = 0; at < message.byteLength; at += 64) {
    for (let i = 0; i < 64; i++) {
      if (i < 16) {
        w[i] = message.getInt32(at + 4 * i);
        continue;
      }
      const [x, y] = [w[i - 15]!, w[i - 2]!];
      const s0 = rotateRight(x, 7) ^ rotateRight(x, 18) ^ (x >>> 3);
      const s1 = rotateRight(y, 17) ^ rotateRight(y, 19) ^ (y >>> 10);
      w[i] = w[i - 16]! + s0 + w[i - 7]! + s1;
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const t1 =
        (h + (rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25)) + ((e & f) ^ (~e & g)) + rounds32[i]! + w[i]!) | 0;
      const t2 = ((rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [a, b, c, d, e, f, g, h] = [(t1 + t2) | 0, a, b, c, (d + t1) | 0, e, f, g];
    }
    for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = state[i]! + word;
  }
  return Array.from(state, hexWord)
    .join('')
    .slice(0, bits / 4);
}

const wide = (x: bigint): bigint => BigInt.asUintN(64, x);
const rotate = (x: bigint, n: bigint): bigint => wide((x >> n) | (x << (64n - n)));
function sha2Wide(bytes: Uint8Array, bits: 384 | 512): string {
  const message = padded(bytes, 128, false);
  const { rounds64, start } = constants();
  const state = [...start[bits]];
  for (let at = 0; at < message.byteLength; at += 128) {
    const w: bigint[] = [];
    for (let i = 0; i < 80; i++) {
      if (i < 16) {
        w.push(message.getBigUint64(at + 8 * i));
        continue;
      }
      const [x, y] = [w[i - 15]!, w[i - 2]!];
      const s0 = rotate(x, 1n) ^ rotate(x, 8n) ^ (x >> 7n);
      const s1 = rotate(y, 19n) ^ rotate(y, 61n) ^ (y >> 6n);
      w.push(wide(w[i - 16]! + s0 + w[i - 7]! + s1));
    }
    let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    for (let i = 0; i < 80; i++) {
      const t1 = h + (rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n)) + ((e & f) ^ (wide(~e) & g)) + rounds64[i]! + w[i]!;
      const t2 = (rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [wide(t1 + t2), a, b, c, wide(d + t1), e, f, g];
    }
    for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = wide(state[i]! + word);
  }
  return state
    .map((word) => word.toString(16).padStart(16, '0'))
    .join('')
    .slice(0, bits / 4);
}
/** 0 means 256; undefined for other sizes. */
export function sha2(bytes: Uint8Array, bits: number): string | undefined {
  switch (bits) {
    case 224:
      return sha2Narrow(bytes, 224);
    case 0:
    case 256:
      return sha2Narrow(bytes, 256);
    case 384:
    case 512:
      return sha2Wide(bytes, bits);
    default:
      return undefined;
  }
}
