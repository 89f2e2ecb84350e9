// Frames built from JavaScript values, one batch a frame: rows of createDataFrame and results that become tables.
import type { Schema } from '../types/data-type.ts';
import type { Value } from '../types/value.ts';
import { makeBatch } from './batch.ts';
import { buildColumn } from './builder.ts';
import { FrameWriter } from './frame-writer.ts';
import { ScratchMemory } from './scratch-memory.ts';

/** `columns[i]` holds the values of field i, all of one length. */
export function encodeFrame(schema: Schema, columns: readonly (readonly Value[])[], length: number): ArrayBuffer {
  const memory = new ScratchMemory();
  const built = columns.map((values, i) => buildColumn(memory, schema[i]!.type, values, (bytes) => memory.alloc(bytes)));
  const writer = new FrameWriter(memory, schema);
  writer.append(makeBatch(length, built));
  return writer.finish();
}
