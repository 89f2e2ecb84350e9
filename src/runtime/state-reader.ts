// Gives a state back the rows it saved: of a base and the deltas over it, each key's last row, in the order in which keys came; of
// other partitions' files (the query had another number of them, or another hash), the keys that this partition owns now.
// Memory: the keys of a file set with deltas; then its rows batch by batch, but where a key's last row came after rows of later keys:
// there the rows that live, twice. What is dead in the files, half of them in a window of keys that never repeat, is never kept.
import { makeBatch } from '../column/batch.ts';
import type { Batch } from '../column/batch.ts';
import { freeColumn } from '../column/dictionary.ts';
import { FrameReader } from '../column/frame-reader.ts';
import type { SavedState, SavedTable } from '../checkpoint/state-file.ts';
import { createGroupTable } from '../physical/groups/group-table.ts';
import { Partitioner } from '../physical/partition.ts';
import type { StateReader } from '../physical/stream.ts';
import { CaudalError } from '../types/error.ts';
import type { Engine } from '../wasm/engine.ts';
import { concatColumns, copyColumn, takeBatch } from '../wasm/move.ts';

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
    this.#findRows();
    const live = this.#rows.flatMap((row, id) => (row < 0 ? [] : [id])).sort((a, b) => this.#came[a]! - this.#came[b]!);
    const rows = live.map((id) => this.#rows[id]!);
    if (rows.every((row, i) => i === 0 || row > rows[i - 1]!)) this.#eachLive(rows, each);
    else this.#giveInOrder(rows, each);
  }
  #findRows(): void {
    const { memory } = this.#engine;
    const last = this.#tables.at(-1)!;
    const keys = createGroupTable(
      this.#engine,
      last.fields.slice(0, last.keys).map((f) => f.type),
    );
    const idsOf = (batch: Batch): Uint32Array =>
      memory.u32(keys.assign(batch.columns.slice(0, last.keys), batch.length), batch.length).slice();
    let rows = 0;
    for (const { puts, removed } of this.#tables) {
      eachBatch(this.#engine, removed, (batch) => {
        for (const id of idsOf(batch)) this.#rows[id] = -1;
      });
      eachBatch(this.#engine, puts, (batch) => {
        for (const id of idsOf(batch)) this.#put(id, rows++);
      });
    }
    keys.close();
  }
  #put(id: number, row: number): void {
    if ((this.#rows[id] ?? -1) < 0) this.#came[id] = this.#arrivals++;
    this.#rows[id] = row;
  }
  /** The rows of these numbers, ascending, as they stand in the files. */
  #eachLive(rows: readonly number[], each: Each): void {
    const { memory } = this.#engine;
    let first = 0,
      next = 0;
    for (const { puts } of this.#tables)
      eachBatch(this.#engine, puts, (batch) => {
        const from = next;
        while (next < rows.length && rows[next]! < first + batch.length) next++;
        if (next > from) {
          const idsPtr = this.#ids(rows.slice(from, next).map((row) => row - first));
          each(takeBatch(this.#engine, batch, idsPtr, next - from, (bytes) => memory.temp(bytes)));
        }
        first += batch.length;
      });
  }
  #giveInOrder(rows: readonly number[], each: Each): void {
    const { memory } = this.#engine;
    const temp = (bytes: number): number => memory.temp(bytes);
    const mark = memory.mark();
    const kept: Batch[] = [];
    const ascending = Float64Array.from(rows).sort();
    // Kept on the heap: what `eachBatch` gives is gone with its batch.
    this.#eachLive([...ascending], ({ length, columns }) => {
      const copies = columns.map((column) => copyColumn(this.#engine, column, (bytes) => memory.alloc(bytes)));
      kept.push(makeBatch(length, copies));
    });
    const columns = kept[0]!.columns.map((_, c) =>
      concatColumns(
        this.#engine,
        kept.map((batch) => batch.columns[c]!),
        temp,
      ),
    );
    for (const batch of kept) for (const column of batch.columns) freeColumn(memory, column);
    const whole = makeBatch(rows.length, columns);
    const place = new Map([...ascending].map((row, i) => [row, i]));
    for (let from = 0; from < rows.length; from += BATCH_ROWS) {
      const inner = memory.mark();
      const part = rows.slice(from, from + BATCH_ROWS).map((row) => place.get(row)!);
      each(takeBatch(this.#engine, whole, this.#ids(part), part.length, temp));
      memory.release(inner);
    }
    memory.release(mark);
  }
  #ids(ids: readonly number[]): number {
    const { memory } = this.#engine;
    const ptr = memory.temp(ids.length * 4 + 32);
    memory.u32(ptr, ids.length).set(ids);
    return ptr;
  }
}
