// memory: the rows as a table named like the query, to be read at any time. complete: the last epoch's rows only.
import { CaudalError } from '../../types/error.ts';
import type { Schema } from '../../types/data-type.ts';
import type { SinkDefinition, SinkEpoch, SinkHost, StreamSink } from '../sink.ts';

export const memorySink: SinkDefinition = {
  name: 'memory',
  modes: ['append', 'update', 'complete', 'changelog'],
  create: ({ queryName }, host) => {
    if (queryName === undefined)
      throw new CaudalError('STREAMING_QUERY_NAME_MISSING', 'queryName must be specified for memory sink.', {
        hint: "Write .queryName('name'): the table is called so.",
      });
    return new MemorySink(queryName, host);
  },
};

class MemorySink implements StreamSink {
  readonly description = 'MemorySink';
  readonly #name: string;
  readonly #host: SinkHost;
  #frames: ArrayBuffer[] = [];
  #last = -1;
  #changed: (frames: readonly ArrayBuffer[]) => void = () => undefined;
  constructor(name: string, host: SinkHost) {
    this.#name = name;
    this.#host = host;
  }
  open(schema: Schema): void {
    this.#changed = this.#host.publish(this.#name, schema, () => [...this.#frames], true);
  }
  addEpoch({ id, mode, frames }: SinkEpoch): void {
    if (id <= this.#last) return;
    this.#last = id;
    if (mode === 'complete') this.#frames = [...frames];
    else this.#frames.push(...frames);
    this.#changed(this.#frames);
  }
}
