// SHA-1 (FIPS 180-4), as lower-case hexadecimal text.
import { hexWord, padded, rotateLeft } from './words.ts';

const CONSTANTS = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6];
const mix = (round: number, b: number, c: number, d: number): number =>
  round === 0 ? (b & c) | (~b & d) : round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;

export function sha1(bytes: Uint8Array): string {
  const message = padded(bytes, 64, false);
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
  const w = new Int32Array(80);
  for (let at = 0; at < message.byteLength; at += 64) {
    for (let i = 0; i < 80; i++)
      w[i] = i < 16 ? message.getInt32(at + 4 * i) : rotateLeft(w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!, 1);
    let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
    for (let i = 0; i < 80; i++) {
      const round = Math.floor(i / 20);
      const next = (rotateLeft(a, 5) + mix(round, b, c, d) + e + CONSTANTS[round]! + w[i]!) | 0;
      [a, b, c, d, e] = [next, a, rotateLeft(b, 30), c, d];
    }
    for (const [i, word] of [a, b, c, d, e].entries()) state[i] = state[i]! + word;
  }
  return Array.from(state, hexWord).join('');
}
