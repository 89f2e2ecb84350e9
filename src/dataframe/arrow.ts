// Results as apache-arrow tables and batches. apache-arrow takes 120 ms to import, so it is loaded when first asked for.
import type { RecordBatch, Table } from 'apache-arrow';
import { arrowDictionary } from '../column/arrow-dictionary.ts';
import { arrowSchema, loadArrow, recordBatch } from '../column/arrow-batch.ts';
import type { QueryResult } from './host.ts';
import { collectBatches } from './rows.ts';

export type { RecordBatch, Table } from 'apache-arrow';

export async function toArrowTable(result: QueryResult, dictionaries: boolean, timeZone: string): Promise<Table> {
  const arrow = await loadArrow();
  const batches = await collectBatches(result);
  const schema = arrowSchema(arrow, result.schema, timeZone, dictionaries);
  const interning = result.schema.map((f, i) =>
    dictionaries && f.type.kind === 'string'
      ? arrowDictionary(
          arrow,
          batches.map((b) => b.columns[i]!),
          schema.fields[i]!.type,
        )
      : undefined,
  );
  return new arrow.Table(
    schema,
    batches.map((batch) => recordBatch(arrow, schema, batch, interning)),
  );
}
export async function* streamRecordBatches(result: QueryResult, timeZone: string): AsyncGenerator<RecordBatch, void, undefined> {
  const arrow = await loadArrow();
  const schema = arrowSchema(arrow, result.schema, timeZone, false);
  for await (const batch of result.batches) yield recordBatch(arrow, schema, batch, []);
}
