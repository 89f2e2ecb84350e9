// foreach and foreachBatch: rows to the program's functions, on the session's thread. An epoch may come again: the number tells.
import { decodeFrame } from '../../column/result.ts';
import { toObjects } from '../../dataframe/rows.ts';
import { must } from '../../types/assert.ts';
import type { Schema } from '../../types/data-type.ts';
import type { SinkDefinition } from '../sink.ts';

export const foreachBatchSink: SinkDefinition = {
  name: 'foreachbatch',
  modes: ['append', 'update', 'complete', 'changelog'],
  create: (request, host) => {
    const call = must(request.foreachBatch, 'a function of foreachBatch');
    let schema: Schema = [];
    return {
      description: 'ForeachBatchSink',
      open: (given) => void (schema = given),
      addEpoch: async ({ id, frames }) =>
        call(
          host.frameOf(schema, () => frames),
          id,
        ),
    };
  },
};

export const foreachSink: SinkDefinition = {
  name: 'foreach',
  modes: ['append', 'update', 'complete', 'changelog'],
  create: (request, host) => {
    const writer = must(request.foreach, 'a writer of foreach');
    return {
      description: 'ForeachWriterTable',
      addEpoch({ id, frames }) {
        if (writer.open?.(0, id) === false) return;
        let failure: Error | null = null;
        try {
          for (const frame of frames) {
            const { schema, batches } = decodeFrame(frame);
            for (const batch of batches) for (const row of toObjects(batch, schema, host.valueFormat)) writer.process(row);
          }
        } catch (error) {
          failure = error instanceof Error ? error : new Error(String(error));
          throw error;
        } finally {
          writer.close?.(failure);
        }
      },
    };
  },
};
