// lz4-frame.ts: LZ4 frames as Arrow bodies hold them. Sizes and distances are checked: RangeError. Checksums are not looked at.

const MAGIC = 0x184d2204;

/** `size`: what the frame must decompress to. */
export function decompressLz4Frame(input: Uint8Array, size: number): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new RangeError('no LZ4 frame');
  const flags = view.getUint8(4);
  const hasBlockChecksum = (flags & 16) !== 0,
    hasSize = (flags & 8) !== 0,
    hasDictionary = (flags & 1) !== 0;
  let at = 7 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0);
  const output = new Uint8Array(size);
  let length = 0;
  for (;;) {
    const word = view.getUint32(at, true);
    at += 4;
    if (word === 0) break;
    const bytes = word & 0x7fffffff;
    if (at + bytes > input.length) throw new RangeError('an LZ4 block behind the end');
    const block = input.subarray(at, at + bytes);
    if (word >>> 31) {
      output.set(block, length);
      length += bytes;
    } else length = decompressBlock(block, output, length);
    at += bytes + (hasBlockChecksum ? 4 : 0);
  }
  if (length !== size) throw new RangeError(`${length} of ${size} bytes`);
  return output;
}

/** Appends to `output` at `to`; blocks may reach back into earlier ones. */
function decompressBlock(block: Uint8Array, output: Uint8Array, to: number): number {
  let at = 0;
  const extended = (start: number): number => {
    let length = start;
    if (start === 15)
      for (let byte = 255; byte === 255; length += byte) {
        if (at >= block.length) throw new RangeError('an LZ4 length behind the end');
        byte = block[at++]!;
      }
    return length;
  };
  while (at < block.length) {
    const token = block[at++]!;
    const literals = extended(token >> 4);
    if (at + literals > block.length || to + literals > output.length) throw new RangeError('LZ4 literals behind the end');
    output.set(block.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    if (at === block.length) break;
    const distance = block[at]! | (block[at + 1]! << 8);
    at += 2;
    const length = extended(token & 15) + 4;
    if (!(distance > 0 && distance <= to) || to + length > output.length) throw new RangeError('an LZ4 match outside the data');
    for (let i = 0; i < length; i++, to++) output[to] = output[to - distance]!;
  }
  return to;
}
