// table-shape.ts: an apache-arrow Table or RecordBatch of any version, known by its shape (no instanceof: a page may hold several copies of
// the library), as arrays; and as frames for a table in memory. Nothing of the caller's is detached or kept.
import { makeBatch } from '../../column/batch.ts';
import { FrameWriter } from '../../column/frame-writer.ts';
import type { Schema } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import type { WasmMemory } from '../../wasm/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import { ArrayColumns } from './array-columns.ts';
import { EMPTY } from './arrow-array.ts';
import type { ArrowArray } from './arrow-array.ts';
import { dataTypeOf } from './arrow-type.ts';
import type { ArrowField, ArrowType } from './arrow-type.ts';

/** apache-arrow's Data. */
interface DataShape {
  readonly type: ArrowType;
  readonly length: number;
  readonly offset: number;
  readonly nullCount: number;
  /** A typed array where there is one. */
  readonly values?: unknown;
  readonly valueOffsets?: unknown;
  readonly nullBitmap?: Uint8Array | null;
  readonly children?: readonly DataShape[] | null;
  readonly dictionary?: { readonly data: readonly DataShape[] } | null;
}
export interface TableShape {
  readonly schema: { readonly fields: readonly ArrowField[] };
  readonly batches: readonly { readonly data: DataShape }[];
}
const BATCH_ROWS = 8192;
const FRAME_ROWS = 1 << 17;

export const isArrowTable = (value: unknown): value is TableShape =>
  typeof value === 'object' &&
  value !== null &&
  Array.isArray((value as Partial<TableShape>).batches) &&
  Array.isArray((value as Partial<TableShape>).schema?.fields);

export const tableSchema = ({ schema }: TableShape): Schema =>
  schema.fields.map(({ name, type, nullable }) => ({ name, nullable, type: dataTypeOf(type) }));

const bytesOf = (view: unknown): Uint8Array =>
  ArrayBuffer.isView(view) ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : EMPTY;
/** Dictionaries keep their identity: `known` gives each one array. */
function arrayOf(data: DataShape, known: Map<object, ArrowArray>): ArrowArray {
  const bitmap = data.nullBitmap;
  return {
    type: data.type,
    length: data.length,
    bitOffset: data.offset,
    validity: bitmap && bitmap.length > 0 && data.nullCount !== 0 ? bitmap : null,
    values: bytesOf(data.values),
    offsets: bytesOf(data.valueOffsets),
    children: (data.children ?? []).map((child) => arrayOf(child, known)),
    dictionary: data.dictionary ? dictionaryOf(data.dictionary.data, known) : null,
  };
}
function dictionaryOf(chunks: readonly DataShape[], known: Map<object, ArrowArray>): ArrowArray {
  if (chunks.length !== 1)
    throw new CaudalError('UNSUPPORTED_DATATYPE', 'An Arrow dictionary in several chunks cannot be read.', {
      hint: 'Pass tableToIPC(table) instead of the table.',
    });
  let array = known.get(chunks[0]!);
  if (!array) known.set(chunks[0]!, (array = arrayOf(chunks[0]!, known)));
  return array;
}

/** The table's rows as frames, copied. `engine` is idle between two frames. */
export function* tableFrames(table: TableShape, engine: Engine & { readonly memory: WasmMemory }): Generator<ArrayBuffer> {
  const { memory } = engine;
  const schema = tableSchema(table);
  const known = new Map<object, ArrowArray>();
  for (const batch of table.batches) {
    const arrays = (batch.data.children ?? []).map((child) => arrayOf(child, known));
    for (let start = 0; start < batch.data.length; start += FRAME_ROWS) {
      const columns = new ArrayColumns(engine);
      const writer = new FrameWriter(memory, schema);
      const end = Math.min(batch.data.length, start + FRAME_ROWS);
      for (let from = start; from < end; from += BATCH_ROWS) {
        const n = Math.min(BATCH_ROWS, end - from);
        const mark = memory.mark();
        writer.append(
          makeBatch(
            n,
            arrays.map((array, c) => columns.column(array, schema[c]!.type, from, n)),
          ),
        );
        memory.release(mark);
      }
      columns.close();
      memory.clearArena();
      yield writer.finish();
    }
  }
}
