// materialized: the changes of each epoch taken into a bag of rows, which a name shows at any moment: that of the last complete epoch.
// Memory: an entry a distinct row; the frame is built when somebody looks, once an epoch.
import { encodeFrame } from '../../column/encode-frame.ts';
import { decodeFrame } from '../../column/result.ts';
import { resultValues } from '../../column/result-values.ts';
import { RowBag } from '../../physical/state/row-bag.ts';
import { must } from '../../types/assert.ts';
import type { Schema } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import type { SinkDefinition, SinkEpoch, SinkHost, StreamSink } from '../sink.ts';

export const materializedSink: SinkDefinition = {
  name: 'materialized',
  modes: ['changelog'],
  create: ({ queryName }, host) => new MaterializedSink(must(queryName, 'the name of a view'), host),
};

class MaterializedSink implements StreamSink {
  readonly description = 'MaterializedView';
  readonly #name: string;
  readonly #host: SinkHost;
  #schema: Schema = [];
  #rows = new RowBag([]);
  #frame: readonly ArrayBuffer[] | undefined;
  #last = -1;
  constructor(name: string, host: SinkHost) {
    this.#name = name;
    this.#host = host;
  }
  /** The first column is the kind of change. */
  open(schema: Schema): void {
    this.#schema = schema.slice(1);
    this.#rows = new RowBag(this.#schema.map((field) => field.type));
    this.#host.publish(this.#name, this.#schema, () => (this.#frame ??= this.#encoded()));
  }
  addEpoch({ id, frames }: SinkEpoch): void {
    if (id <= this.#last) return;
    this.#last = id;
    for (const frame of frames)
      for (const batch of decodeFrame(frame).batches) {
        const [kinds, ...columns] = batch.columns.map(resultValues);
        for (let row = 0; row < batch.length; row++) {
          const weight = (kinds![row] as string).startsWith('+') ? 1 : -1;
          this.#rows.add(
            columns.map((values) => values[row]!),
            weight,
            id,
            () => 0,
          );
        }
        this.#frame = undefined;
      }
  }
  #encoded(): readonly ArrayBuffer[] {
    const rows: (readonly Value[])[] = [];
    for (const { values, count } of this.#rows.rows()) for (let i = 0; i < count; i++) rows.push(values);
    const columns = this.#schema.map((_, i) => rows.map((row) => row[i]!));
    return rows.length === 0 ? [] : [encodeFrame(this.#schema, columns, rows.length)];
  }
}
