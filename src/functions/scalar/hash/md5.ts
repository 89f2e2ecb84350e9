// MD5 (RFC 1321), as lower-case hexadecimal text.
import { hexWord, padded, rotateLeft } from './words.ts';

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);

const mix = (round: number, b: number, c: number, d: number): number =>
  round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
const wordOf = (round: number, i: number): number =>
  round === 0 ? i : round === 1 ? (5 * i + 1) % 16 : round === 2 ? (3 * i + 5) % 16 : (7 * i) % 16;

export function md5(bytes: Uint8Array): string {
  const message = padded(bytes, 64, true);
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  for (let at = 0; at < message.byteLength; at += 64) {
    let [a, b, c, d] = state as unknown as [number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const sum = (a + mix(round, b, c, d) + SINES[i]! + message.getInt32(at + 4 * wordOf(round, i), true)) | 0;
      [a, b, c, d] = [d, (b + rotateLeft(sum, SHIFTS[4 * round + (i & 3)]!)) | 0, b, c];
    }
    for (const [i, word] of [a, b, c, d].entries()) state[i] = state[i]! + word;
  }
  const out = new DataView(new ArrayBuffer(16));
  for (const [i, word] of state.entries()) out.setInt32(4 * i, word, true);
  return [0, 4, 8, 12].map((i) => hexWord(out.getInt32(i))).join('');
}
