// Frame: batches as one transferable ArrayBuffer; the format of exchange, results, cached blocks (and later spill and checkpoints).
// Layout: u32 magic, u32 version, u32 footerOffset, u32 footerBytes, padding to 64, buffers (64-byte aligned), footer (JSON, UTF-8).
// The footer lists column types, dictionaries (once per frame) and segments; a segment is one batch. Buffers are as in column.ts with
// offsets rebased to 0. Unknown magic or newer version is an error; frames never come from outside the package.
import { STORAGE_BYTES, storageOf } from '../types/data-type.ts';
import type { DataType, Field } from '../types/data-type.ts';
import type { Layout } from './column.ts';

export const FRAME_MAGIC = 0x464c4443;
export const FRAME_VERSION = 1;
export const FRAME_HEADER_BYTES = 64;

/** Where a column's buffers stand in the frame; -1 = absent. */
export interface FrameColumnHeader {
  readonly layout: Layout;
  readonly length: number;
  readonly validity: number;
  readonly values: number;
  readonly valuesBytes: number;
  readonly bytes: number;
  readonly bytesLength: number;
  readonly dictionary: number;
  readonly children: readonly FrameColumnHeader[];
}
/** `values` absent: the reader holds the dictionary under `sharedId`. */
export interface FrameDictionaryHeader {
  readonly sharedId?: string;
  readonly count: number;
  readonly unique: boolean;
  readonly values?: FrameColumnHeader;
}
export interface FrameFooter {
  readonly fields: readonly Field[];
  readonly dictionaries: readonly FrameDictionaryHeader[];
  readonly segments: readonly { readonly rows: number; readonly columns: readonly FrameColumnHeader[] }[];
  readonly rows: number;
}
export interface FrameView {
  readonly buffer: ArrayBuffer;
  readonly footer: FrameFooter;
}

const decoder = new TextDecoder();
export function viewFrame(buffer: ArrayBuffer): FrameView {
  const header = new Uint32Array(buffer, 0, 4);
  if (header[0] !== FRAME_MAGIC) throw new Error('not a frame');
  if (header[1]! !== FRAME_VERSION) throw new Error(`frame version ${header[1]}, expected ${FRAME_VERSION}`);
  const footer = decoder.decode(new Uint8Array(buffer, header[2], header[3]));
  return { buffer, footer: JSON.parse(footer) as FrameFooter };
}
/** Bytes in use: a buffer between engines may be larger. */
export function frameBytes(buffer: ArrayBuffer): number {
  const [, , footer, length] = new Uint32Array(buffer, 0, 4);
  return footer! + length!;
}
/** Bytes of a fixed or bits value buffer. */
export const valueBytes = (type: DataType, length: number): number =>
  storageOf(type) === 'bits' ? (length + 7) >> 3 : length * STORAGE_BYTES[storageOf(type)];
