// write-arrow.ts: batches as an Arrow IPC file, by apache-arrow (loaded when the first batch comes); a batch is a record batch.
import { arrowSchema, loadArrow, recordBatch } from '../../column/arrow-batch.ts';
import type { Batch } from '../../column/batch.ts';
import { FrameWriter } from '../../column/frame-writer.ts';
import { decodeFrame } from '../../column/result.ts';
import type { Schema } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { FormatWriter } from '../connector.ts';

export function arrowWriter(schema: Schema): FormatWriter {
  const ready: Uint8Array[] = [];
  const open = async () => {
    const arrow = await loadArrow();
    const output = new arrow.RecordBatchFileWriter();
    const shape = arrowSchema(arrow, schema, 'UTC', false);
    output.reset(undefined, shape);
    const drained = (async () => {
      for await (const chunk of output) ready.push(chunk);
    })();
    return { arrow, output, shape, drained };
  };
  let opened: ReturnType<typeof open> | undefined;
  return {
    async write(batch: Batch, { memory }: Engine) {
      // Copied before anything is awaited: the batch is borrowed.
      const frame = new FrameWriter(memory, schema);
      frame.append(batch);
      const { batches } = decodeFrame(frame.finish());
      const { arrow, output, shape } = await (opened ??= open());
      for (const part of batches) output.write(recordBatch(arrow, shape, part, []));
      return ready.splice(0);
    },
    async finish() {
      const { output, drained } = await (opened ??= open());
      output.close();
      await drained;
      return ready.splice(0);
    },
  };
}
