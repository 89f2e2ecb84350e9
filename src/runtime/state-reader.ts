// Gives a state back the rows it saved: of a base and the deltas over it, each key's last row, in the order in which keys came; of
// other partitions' files (the query had another number of them, or another hash), the keys that this partition owns now.
// Memory: all rows of a file set with deltas at once, in the arena; a base alone goes batch by batch.
import { makeBatch } from '../column/batch.ts';
import type { Batch } from '../column/batch.ts';
import { FrameReader } from '../column/frame-reader.ts';
import type { SavedState, SavedTable } from '../checkpoint/state-file.ts';
import { createGroupTable } from '../physical/groups/group-table.ts';
import { Partitioner } from '../physical/partition.ts';
import type { StateReader } from '../physical/stream.ts';
import { CaudalError } from '../types/error.ts';
import type { Engine } from '../wasm/engine.ts';
import { concatColumns, takeBatch } from '../wasm/move.ts';

/** State of one partition, to be loaded when its operator first asks. */
export interface RestoredState {
  readonly stateId: number;
  readonly partition: number;
  /** Of this partition, or of all partitions that there were; oldest first. */
  readonly files: readonly SavedState[];
  /** Absent: the files hold this partition's keys and no others. */
  readonly owned?: { readonly partitions: number; readonly hashedKeys: number };
}
type Each = (batch: Batch) => void;
const BATCH_ROWS = 8192;

export function stateReader(engine: Engine, { files, partition, owned }: RestoredState): StateReader {
  return {
    read(name, each) {
      const partitioner = owned && new Partitioner(engine, owned.partitions);
      const give: Each = partitioner ? (batch) => giveOwned(engine, partitioner, batch, owned.hashedKeys, partition, each) : each;
      for (const of of new Set(files.map((file) => file.partition))) {
        const own = files.filter((file) => file.partition === of).flatMap((file) => file.tables.filter((t) => t.name === name));
        const last = own.at(-1);
        if (!last) continue;
        if (owned && last.keys > 0 && last.keys < owned.hashedKeys) throw notSpread(name);
        if (last.keys === 0) eachBatch(engine, last.puts, each);
        else if (own.length === 1 && last.removed === null) eachBatch(engine, last.puts, give);
        else new Merge(engine, own).give(give);
      }
      partitioner?.close();
    },
  };
}

const notSpread = (table: string): CaudalError =>
  new CaudalError('UNSUPPORTED_FEATURE', `The state table ${table} cannot be spread over another number of workers.`, {
    params: { feature: 'another number of workers' },
    hint: 'Restart the query with as many workers as before.',
  });
function giveOwned(
  engine: Engine,
  partitioner: Partitioner,
  batch: Batch,
  hashedKeys: number,
  partition: number,
  each: Each,
): void {
  const { memory } = engine;
  const mark = memory.mark();
  const { idsPtr, starts } = partitioner.partition(batch.columns.slice(0, hashedKeys), batch.length);
  const from = starts[partition]!,
    n = starts[partition + 1]! - from;
  if (n > 0) each(takeBatch(engine, batch, idsPtr + from * 4, n, (bytes) => memory.temp(bytes)));
  memory.release(mark);
}
function eachBatch({ memory }: Engine, frame: ArrayBuffer | null, each: Each): void {
  if (frame === null) return;
  const reader = new FrameReader(memory, frame);
  for (let i = 0; i < reader.segments; i++) {
    const mark = memory.mark();
    each(reader.load(i, (bytes) => memory.temp(bytes)));
    memory.release(mark);
  }
  reader.close();
}

/** Last row of each key. */
class Merge {
  readonly #engine: Engine;
  readonly #tables: readonly SavedTable[];
  /** By key id: its row among all, -1 when it is gone; and when it came. */
  #rows: number[] = [];
  #came: number[] = [];
  #arrivals = 0;

  constructor(engine: Engine, tables: readonly SavedTable[]) {
    this.#engine = engine;
    this.#tables = tables;
    const [{ name, fields, keys }] = tables as readonly [SavedTable, ...SavedTable[]];
    const shape = JSON.stringify([fields, keys]);
    if (tables.every((table) => JSON.stringify([table.fields, table.keys]) === shape)) return;
    throw new CaudalError('CHECKPOINT_CORRUPT', `The columns of the state table ${name} are not those of its base.`);
  }
  give(each: Each): void {
    const last = this.#tables.at(-1)!;
    const { memory } = this.#engine;
    const mark = memory.mark();
    const keys = createGroupTable(
      this.#engine,
      last.fields.slice(0, last.keys).map((f) => f.type),
    );
    const open: FrameReader[] = [];
    const load = (frame: ArrayBuffer | null): Batch[] => {
      if (frame === null) return [];
      const reader = new FrameReader(memory, frame);
      open.push(reader);
      return Array.from({ length: reader.segments }, (_, i) => reader.load(i, (bytes) => memory.temp(bytes)));
    };
    const idsOf = (batch: Batch): Uint32Array => {
      const inner = memory.mark();
      const ids = memory.u32(keys.assign(batch.columns.slice(0, last.keys), batch.length), batch.length).slice();
      memory.release(inner);
      return ids;
    };
    const batches: Batch[] = [];
    let rows = 0;
    for (const { puts, removed } of this.#tables) {
      for (const batch of load(removed)) for (const id of idsOf(batch)) this.#rows[id] = -1;
      for (const batch of load(puts)) {
        for (const id of idsOf(batch)) this.#put(id, rows++);
        batches.push(batch);
      }
    }
    this.#giveRows(batches, each);
    for (const reader of open) reader.close();
    keys.close();
    memory.release(mark);
  }
  #put(id: number, row: number): void {
    if ((this.#rows[id] ?? -1) < 0) this.#came[id] = this.#arrivals++;
    this.#rows[id] = row;
  }
  #giveRows(batches: readonly Batch[], each: Each): void {
    const { memory } = this.#engine;
    const temp = (bytes: number): number => memory.temp(bytes);
    const live = this.#rows.flatMap((row, id) => (row < 0 ? [] : [id])).sort((a, b) => this.#came[a]! - this.#came[b]!);
    if (live.length === 0) return;
    const columns = batches[0]!.columns.map((_, c) =>
      concatColumns(
        this.#engine,
        batches.map((batch) => batch.columns[c]!),
        temp,
      ),
    );
    const whole = makeBatch(
      batches.reduce((n, batch) => n + batch.length, 0),
      columns,
    );
    for (let from = 0; from < live.length; from += BATCH_ROWS) {
      const mark = memory.mark();
      const n = Math.min(BATCH_ROWS, live.length - from);
      const idsPtr = temp(n * 4 + 32);
      memory.u32(idsPtr, n).set(live.slice(from, from + n).map((id) => this.#rows[id]!));
      each(takeBatch(this.#engine, whole, idsPtr, n, temp));
      memory.release(mark);
    }
  }
}
