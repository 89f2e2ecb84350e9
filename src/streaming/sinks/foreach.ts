// foreach and foreachBatch: rows to the program's functions, on the session's thread; what they return is waited for. An epoch may come
// again: the number tells.
import { decodeFrame } from '../../column/result.ts';
import { toObjects } from '../../dataframe/rows.ts';
import type { ForeachWriter } from '../../dataframe/stream-writer.ts';
import { CaudalError } from '../../types/error.ts';
import type { Schema } from '../../types/data-type.ts';
import { userFailure } from '../../types/user-failure.ts';
import type { SinkDefinition, SinkEpoch, SinkHost } from '../sink.ts';

function withoutFunction(method: string): never {
  throw new CaudalError('INVALID_OPTION', `The sink ${method} has no function.`, {
    hint: `Use writeStream.${method}(…) instead of format('${method.toLowerCase()}').`,
    params: { option: 'format', value: method.toLowerCase() },
  });
}

export const foreachBatchSink: SinkDefinition = {
  name: 'foreachbatch',
  modes: ['append', 'update', 'complete', 'changelog'],
  create: (request, host) => {
    const call = request.foreachBatch ?? withoutFunction('foreachBatch');
    let schema: Schema = [];
    return {
      description: 'ForeachBatchSink',
      open: (given) => void (schema = given),
      async addEpoch({ id, frames }) {
        const batch = host.frameOf(schema, () => frames);
        try {
          await call(batch, id);
        } catch (error) {
          throw userFailure('FOREACH_BATCH_USER_FUNCTION_ERROR', `The function of foreachBatch failed in epoch ${id}`, error);
        }
      },
    };
  },
};

export const foreachSink: SinkDefinition = {
  name: 'foreach',
  modes: ['append', 'update', 'complete', 'changelog'],
  create: (request, host) => {
    const writer = request.foreach ?? withoutFunction('foreach');
    return { description: 'ForeachWriterTable', addEpoch: (epoch) => writeRows(writer, epoch, host) };
  },
};
/** `close` is called whenever `open` has returned, whatever it said. */
async function writeRows(writer: ForeachWriter, { id, frames }: SinkEpoch, host: SinkHost): Promise<void> {
  const failed = (where: string, error: unknown): Error =>
    userFailure('FOREACH_USER_FUNCTION_ERROR', `The writer of foreach failed in epoch ${id}, ${where}`, error);
  let isWanted: unknown;
  try {
    isWanted = await writer.open?.(0, id);
  } catch (error) {
    throw failed('open()', error);
  }
  let row = 0;
  let failure: Error | null = null;
  try {
    if (isWanted !== false)
      for (const frame of frames) {
        const { schema, batches } = decodeFrame(frame);
        for (const batch of batches)
          for (const object of toObjects(batch, schema, host.valueFormat)) {
            const waits: unknown = writer.process(object);
            // A promise for each row would cost more than the row.
            if (waits instanceof Promise) await waits;
            row++;
          }
      }
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw failed(`row ${row}`, error);
  } finally {
    await writer.close?.(failure);
  }
}
