// Readers for leaves that are not connectors: frames of earlier stages, rows of streams, VALUES, ranges.
import { makeBatch } from '../column/batch.ts';
import type { Batch } from '../column/batch.ts';
import { buildColumn } from '../column/builder.ts';
import { makeColumn } from '../column/column.ts';
import type { FramePool } from '../column/frame-pool.ts';
import { columnOf, pieceOf } from '../column/encode-frame.ts';
import type { InputRows } from '../column/encode-frame.ts';
import { FrameReader } from '../column/frame-reader.ts';
import type { TaskContext, TaskReader } from '../connectors/connector.ts';
import type { LeafNode, RangeNode, ValuesNode } from '../physical/physical.ts';
import type { LeafInput } from './message.ts';

/** Segments of the frames in order, one batch each, copied into the arena. The buffers go to the pool unless other tasks read them too. */
export function framesReader(
  { frames, shared }: Extract<LeafInput, { kind: 'frames' }>,
  context: TaskContext,
  pool: FramePool,
): TaskReader {
  const { memory } = context.engine;
  let frame = 0,
    segment = 0;
  let reader: FrameReader | null = null;
  return {
    bytesRead: 0,
    metrics: {},
    next(): Batch | null {
      for (;;) {
        if (reader && segment < reader.segments) return reader.load(segment++, (n) => memory.temp(n));
        if (reader) {
          reader.close();
          if (!shared) pool.give(frames[frame - 1]!);
        }
        reader = null;
        if (frame === frames.length) return null;
        reader = new FrameReader(memory, frames[frame++]!, context.blocks);
        segment = 0;
      }
    },
    close(): void {
      reader?.close();
      reader = null;
    },
  };
}

/** Rows from the session's thread, copied once: into the arena. */
export function rowsReader({ schema, columns, rows }: InputRows, { engine: { memory }, batchRows }: TaskContext): TaskReader {
  let at = 0;
  return {
    bytesRead: 0,
    metrics: {},
    next(): Batch | null {
      if (at >= rows) return null;
      const from = at;
      at = Math.min(rows, from + batchRows);
      const built = columns.map((values, c) =>
        columnOf(memory, schema[c]!.type, pieceOf(values, from, at), (bytes) => memory.temp(bytes)),
      );
      return makeBatch(at - from, built);
    },
    close: () => undefined,
  };
}

export function generatedReader(node: LeafNode, context: TaskContext): TaskReader {
  switch (node.kind) {
    case 'Values':
      return valuesReader(node, context);
    case 'Range':
      return rangeReader(node, context);
    default:
      throw new Error(`${node.kind} is not generated`);
  }
}
function valuesReader(node: ValuesNode, { engine: { memory }, batchRows }: TaskContext): TaskReader {
  let at = 0;
  return {
    bytesRead: 0,
    metrics: {},
    next(): Batch | null {
      if (at >= node.values.length) return null;
      const rows = node.values.slice(at, at + batchRows);
      at += rows.length;
      return makeBatch(
        rows.length,
        node.output.map((a, c) =>
          buildColumn(
            memory,
            a.type,
            rows.map((row) => row[c]!),
            (n) => memory.temp(n),
          ),
        ),
      );
    },
    close: () => undefined,
  };
}
function rangeReader(node: RangeNode, { engine: { memory }, batchRows }: TaskContext): TaskReader {
  let at = 0;
  return {
    bytesRead: 0,
    metrics: {},
    next(): Batch | null {
      const n = Math.min(batchRows, node.count - at);
      if (n <= 0) return null;
      const ptr = memory.temp(n * 8);
      const view = memory.i64(ptr, n);
      let value = node.start + BigInt(at) * node.step;
      for (let i = 0; i < n; i++, value += node.step) view[i] = value;
      at += n;
      return makeBatch(
        n,
        node.output.map((a) => makeColumn({ type: a.type, layout: 'fixed', length: n, ptr })),
      );
    },
    close: () => undefined,
  };
}
