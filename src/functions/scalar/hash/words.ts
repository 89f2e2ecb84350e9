// What the digests share: padded message blocks and words as hexadecimal text.

/** The message, 0x80, zeros and its length in bits at the end of the last block. */
export function padded(bytes: Uint8Array, blockBytes: 64 | 128, littleEndian: boolean): DataView {
  const lengthBytes = blockBytes === 64 ? 8 : 16;
  const blocks = Math.ceil((bytes.length + 1 + lengthBytes) / blockBytes);
  const view = new DataView(new ArrayBuffer(blocks * blockBytes));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  view.setBigUint64(view.byteLength - 8, BigInt(bytes.length) * 8n, littleEndian);
  return view;
}
export const rotateLeft = (x: number, n: number): number => (x << n) | (x >>> (32 - n));
export const rotateRight = (x: number, n: number): number => (x >>> n) | (x << (32 - n));
export const hexWord = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
/** The first primes. */
export function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p !== 0)) found.push(n);
  return found;
}
/** The first `bits` bits of the fraction of the k-th root (2 or 3) of n, exactly. */
export function rootFraction(n: number, k: 2 | 3, bits: number): bigint {
  const target = BigInt(n) << BigInt(bits * k);
  let root = 0n;
  for (let bit = BigInt(bits + 5); bit >= 0n; bit--) {
    const tried = root | (1n << bit);
    if (tried ** BigInt(k) <= target) root = tried;
  }
  return BigInt.asUintN(bits, root);
}
