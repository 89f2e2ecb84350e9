// Keys seen, each with the watermark at which it is forgotten. A key that goes keeps its place in the table until half of the table is
// gone; then the table is made anew of those that are left.
// Memory: the group table, and 17 bytes a key. Cost: a lookup a row; an epoch in which some key closes looks at all of them.
import { makeBatch } from '../../column/batch.ts';
import { buildColumn } from '../../column/builder.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import { BIGINT } from '../../types/data-type.ts';
import type { Field } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import { takeColumn } from '../../wasm/move.ts';
import { createGroupTable } from '../groups/group-table.ts';
import type { GroupTable } from '../groups/group-table.ts';
import { END_OF_TIME_US } from '../stream.ts';
import type { OperatorState, StateReader, StateSize, StateWriter } from '../stream.ts';
import { timesOf } from './event-times.ts';

const TABLE = 'keys';
const CLOSES: Field = { name: 'expiresAtMicros', type: BIGINT, nullable: true };
const CHUNK = 8192;
/** Below this many keys it is not worth making the table anew. */
const MIN_COMPACTED = 1024;

export class KeyState implements OperatorState {
  readonly #engine: Engine;
  readonly #fields: readonly Field[];
  #table: GroupTable;
  /** By key id. */
  #closesAt = new BigInt64Array(64);
  #isLive = new Uint8Array(64);
  /** The epoch in which the key came or went last. */
  #changed = new Float64Array(64);
  #live = 0;
  /** No live key closes before. */
  #firstClose = END_OF_TIME_US;
  #epoch = -1;
  /** Changes after this epoch are in no checkpoint; undefined: there is none. */
  #savedEpoch: number | undefined;

  constructor(engine: Engine, keys: readonly Omit<Field, 'nullable'>[]) {
    this.#engine = engine;
    this.#fields = keys.map(({ name, type }) => ({ name, type, nullable: true }));
    this.#table = this.#newTable();
  }
  /** Temp ids of the rows whose key is new, in order; `closesAt` says when the key of a row is forgotten. */
  add(keys: readonly Column[], n: number, epoch: number, closesAt: (row: number) => bigint): Uint32Array {
    this.#epoch = epoch;
    const ids = this.#engine.memory.u32(this.#table.assign(keys, n), n).slice();
    this.#reserve(this.#table.count);
    let fresh = 0;
    for (let row = 0; row < n; row++) {
      const id = ids[row]!;
      if (this.#isLive[id] === 1) continue;
      const closes = closesAt(row);
      this.#isLive[id] = 1;
      this.#closesAt[id] = closes;
      this.#changed[id] = epoch;
      if (closes < this.#firstClose) this.#firstClose = closes;
      ids[fresh++] = row;
    }
    this.#live += fresh;
    return ids.subarray(0, fresh);
  }
  /** Forgets the keys that close at `evictUs` or before; returns how many. */
  evict(evictUs: bigint, epoch: number): number {
    this.#epoch = epoch;
    if (evictUs < this.#firstClose) return 0;
    let first = END_OF_TIME_US;
    let removed = 0;
    for (let id = 0; id < this.#table.count; id++) {
      if (this.#isLive[id] === 0) continue;
      const closes = this.#closesAt[id]!;
      if (closes > evictUs) {
        if (closes < first) first = closes;
        continue;
      }
      this.#isLive[id] = 0;
      this.#changed[id] = epoch;
      removed++;
    }
    this.#firstClose = first;
    this.#live -= removed;
    if (this.#table.count > MIN_COMPACTED && this.#live * 2 < this.#table.count) this.#compact();
    return removed;
  }

  save(writer: StateWriter, sinceEpoch: number | null): void {
    const { memory } = this.#engine;
    const table = writer.table(TABLE, [...this.#fields, CLOSES], this.#fields.length);
    const isNew = (id: number): boolean => sinceEpoch === null || this.#changed[id]! > sinceEpoch;
    this.#eachChunk(
      (id) => this.#isLive[id] === 1 && isNew(id),
      (ids, keys) => {
        const closes = Array.from(ids, (id) => (this.#closesAt[id] === END_OF_TIME_US ? null : this.#closesAt[id]!));
        table.put(makeBatch(ids.length, [...keys, buildColumn(memory, BIGINT, closes, (bytes) => memory.temp(bytes))]));
      },
    );
    if (sinceEpoch !== null)
      this.#eachChunk(
        (id) => this.#isLive[id] === 0 && isNew(id),
        (ids, keys) => table.remove(makeBatch(ids.length, keys)),
      );
    this.#savedEpoch = this.#epoch;
  }
  load(reader: StateReader): void {
    reader.read(TABLE, ({ columns, length }) => {
      const closes = timesOf(this.#engine, columns[this.#fields.length]!, END_OF_TIME_US);
      this.add(columns.slice(0, -1), length, -1, (row) => closes[row]!);
    });
    this.#savedEpoch = -1;
  }
  size(): StateSize {
    return { rows: this.#live, bytes: this.#table.count * (17 + this.#fields.length * 16) };
  }
  close(): void {
    this.#table.close();
  }

  #newTable(): GroupTable {
    return createGroupTable(
      this.#engine,
      this.#fields.map((f) => f.type),
    );
  }
  /** Keys that went stay while the next delta must name them. */
  #compact(): void {
    const old = { table: this.#table, closesAt: this.#closesAt, isLive: this.#isLive, changed: this.#changed };
    const saved = this.#savedEpoch;
    const stays = (id: number): boolean => old.isLive[id] === 1 || (saved !== undefined && old.changed[id]! > saved);
    const table = this.#newTable();
    const kept: number[] = [];
    this.#eachChunk(stays, (ids, keys) => {
      table.assign(keys, ids.length);
      kept.push(...ids);
    });
    this.#table = table;
    this.#closesAt = BigInt64Array.from(kept, (id) => old.closesAt[id]!);
    this.#isLive = Uint8Array.from(kept, (id) => old.isLive[id]!);
    this.#changed = Float64Array.from(kept, (id) => old.changed[id]!);
    old.table.close();
  }
  /** Keys of the ids that `picks` names, ascending, in temp memory until `each` returns. */
  #eachChunk(picks: (id: number) => boolean, each: (ids: Uint32Array, keys: readonly Column[]) => void): void {
    const { memory } = this.#engine;
    const temp = (bytes: number): Ptr => memory.temp(bytes);
    for (let from = 0; from < this.#table.count; from += CHUNK) {
      const n = Math.min(CHUNK, this.#table.count - from);
      const ids = Uint32Array.from({ length: n }, (_, i) => from + i).filter(picks);
      if (ids.length === 0) continue;
      const mark = memory.mark();
      const rowsPtr = temp(ids.length * 4 + 32);
      memory.u32(rowsPtr, ids.length).set(ids.map((id) => id - from));
      const keys = this.#table.keys(from, n).map((key) => takeColumn(this.#engine, key, rowsPtr, ids.length, temp));
      each(ids, keys);
      memory.release(mark);
    }
  }
  #reserve(count: number): void {
    if (count <= this.#isLive.length) return;
    const size = Math.max(count, this.#isLive.length * 2);
    const grown = { closesAt: new BigInt64Array(size), isLive: new Uint8Array(size), changed: new Float64Array(size) };
    grown.closesAt.set(this.#closesAt);
    grown.isLive.set(this.#isLive);
    grown.changed.set(this.#changed);
    [this.#closesAt, this.#isLive, this.#changed] = [grown.closesAt, grown.isLive, grown.changed];
  }
}
