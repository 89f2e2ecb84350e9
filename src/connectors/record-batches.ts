// Batches out of records: what the readers of text formats do alike. Records come at once where bytes are at hand, else as a promise.
import type { Batch } from '../column/batch.ts';

/** Pulls records until some make a batch; null at the end of the input. `fail` turns what a record threw into the reader's error. */
export function nextBatch<Records>(
  pull: () => Records | null | Promise<Records | null>,
  toBatch: (records: Records) => Batch | null,
  fail: (error: unknown) => Promise<never>,
): Batch | null | Promise<Batch | null> {
  try {
    for (;;) {
      const records = pull();
      if (records instanceof Promise)
        return records.then((r) => (r ? (toBatch(r) ?? nextBatch(pull, toBatch, fail)) : null)).catch(fail);
      if (!records) return null;
      const batch = toBatch(records);
      if (batch) return batch;
    }
  } catch (error) {
    return fail(error);
  }
}
