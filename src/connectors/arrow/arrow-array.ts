// arrow-array.ts: a column of Arrow as bytes outside WASM memory, whether it came from a file or from a table object.
import type { ArrowType } from './arrow-type.ts';

export interface ArrowArray {
  readonly type: ArrowType;
  readonly length: number;
  /** Bit at which `validity` (and the bits of a Bool) start; the other buffers start at row 0. */
  readonly bitOffset: number;
  readonly validity: Uint8Array | null;
  readonly values: Uint8Array;
  /** i32 or i64 (Large types), length + 1. */
  readonly offsets: Uint8Array;
  readonly children: readonly ArrowArray[];
  readonly dictionary: ArrowArray | null;
}
export const EMPTY = new Uint8Array(0);

export const isValidAt = ({ validity, bitOffset }: ArrowArray, row: number): boolean =>
  validity === null || ((validity[(bitOffset + row) >> 3]! >> ((bitOffset + row) & 7)) & 1) === 1;
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
