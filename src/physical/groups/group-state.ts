// Groups with their aggregates as state of a stream: the group table, one accumulator per call, and the epoch that last touched each
// group. Kept between epochs by the engine it lives in; saved as logical rows: keys, then partial states.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import type { Alias, Attribute } from '../../expr/expr.ts';
import { typeOf } from '../../expr/type-of.ts';
import type { Accumulator } from '../../functions/define.ts';
import type { Field } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import type { Engine } from '../../wasm/engine.ts';
import { takeColumn } from '../../wasm/move.ts';
import type { OperatorContext } from '../operator.ts';
import type { AggregateSpec } from '../physical.ts';
import type { OperatorState, StateReader, StateSize, StateTableWriter, StateWriter } from '../stream.ts';
import { createAccumulator } from './aggregate-call.ts';
import type { CallInput } from './aggregate-call.ts';
import { createGroupTable } from './group-table.ts';
import type { GroupTable } from './group-table.ts';
import { zeroedTemp } from './key-source.ts';

const SAVED_ROWS = 8192;
const TABLE = 'groups';

/** Columns of saved groups: keys, then partial states. */
export const groupFields = (groupings: readonly (Alias | Attribute)[], specs: readonly AggregateSpec[]): readonly Field[] => [
  ...groupings.map((g) => ({ name: g.name, type: typeOf(g), nullable: true })),
  ...specs.flatMap((spec) => spec.states.map(({ name, type, nullable }) => ({ name, type, nullable }))),
];

export class GroupState implements OperatorState {
  readonly #engine: Engine;
  readonly #table: GroupTable;
  readonly #accumulators: readonly Accumulator[];
  readonly #keyFields: readonly Field[];
  readonly #specs: readonly AggregateSpec[];
  readonly #fields: readonly Field[];
  /** By group: the epoch that touched it last. */
  #epochs = new Float64Array(64).fill(-1);
  #epoch = -1;
  #touched: number[] = [];
  /** Without keys there is no table, and one group once anything has come. */
  #only = 0;
  #bytes = 0;

  constructor(groupings: readonly (Alias | Attribute)[], specs: readonly AggregateSpec[], context: OperatorContext) {
    this.#engine = context.engine;
    this.#specs = specs;
    this.#fields = groupFields(groupings, specs);
    this.#keyFields = this.#fields.slice(0, groupings.length);
    const before = this.#engine.memory.liveBytes;
    this.#table = createGroupTable(
      context.engine,
      this.#keyFields.map((f) => f.type),
    );
    this.#accumulators = specs.map((spec) => createAccumulator(spec, context));
    this.#bytes = this.#engine.memory.liveBytes - before;
  }
  get count(): number {
    return this.#keyFields.length > 0 ? this.#table.count : this.#only;
  }
  beginEpoch(id: number): void {
    this.#epoch = id;
    this.#touched = [];
  }
  /** Groups of this epoch, ascending. */
  touched(): Uint32Array {
    return Uint32Array.from(this.#touched).sort();
  }

  /** Groups of this epoch from the n-th to be touched on, ascending; those that earlier epochs knew. */
  touchedAgain(n: number, known: number): Uint32Array {
    return Uint32Array.from(this.#touched.slice(n).filter((id) => id < known)).sort();
  }
  get touchedCount(): number {
    return this.#touched.length;
  }

  /** Group ids of rows with these keys, in temp memory; the groups count as touched. */
  assign(keys: readonly Column[], n: number): Ptr {
    return this.#measured(() => {
      if (keys.length === 0) {
        this.touchOnly();
        return zeroedTemp(this.#engine, n * 4);
      }
      const idsPtr = this.#table.assign(keys, n);
      this.#reserve();
      const ids = this.#engine.memory.u32(idsPtr, n);
      for (let i = 0; i < n; i++) this.#touch(ids[i]!);
      return idsPtr;
    });
  }
  /** Touches the one group of an aggregate without keys. */
  touchOnly(): void {
    this.#only = 1;
    this.#reserve();
    this.#touch(0);
  }
  merge(idsPtr: Ptr, states: readonly (readonly Column[])[], n: number): void {
    this.#measured(() => this.#accumulators.forEach((accumulator, i) => accumulator.merge(idsPtr, states[i]!, n)));
  }
  update(rows: readonly ReturnType<CallInput['rows']>[]): void {
    this.#measured(() =>
      this.#accumulators.forEach((accumulator, i) => {
        const { groupIdsPtr, args, n } = rows[i]!;
        if (n > 0) accumulator.update(groupIdsPtr, args, n);
      }),
    );
  }

  /** Keys and results of groups [from, from + n), in temp memory. */
  results(from: number, n: number): Column[] {
    return [...this.#keys(from, n), ...this.#accumulators.map((accumulator) => accumulator.result(from, n))];
  }
  /** The same for groups that lie near each other, ascending. */
  resultsOf(ids: Uint32Array): Column[] {
    return this.#pick(ids, (from, n) => this.results(from, n));
  }

  save(writer: StateWriter, sinceEpoch: number | null): void {
    this.put(writer.table(TABLE, this.#fields, this.#keyFields.length), sinceEpoch);
  }
  /** All groups, or those touched after epoch `sinceEpoch`, into a table of these fields. */
  put(table: StateTableWriter, sinceEpoch: number | null): void {
    const { memory } = this.#engine;
    const stateless = this.#specs.find((spec) => spec.states.length === 0);
    if (stateless)
      throw new CaudalError('UNSUPPORTED_FEATURE', `The state of ${stateless.call.name} cannot be saved yet.`, {
        params: { feature: `checkpoint of ${stateless.call.name}` },
      });
    for (let from = 0; from < this.count; from += SAVED_ROWS) {
      const mark = memory.mark();
      const ids = this.#changed(from, Math.min(this.count, from + SAVED_ROWS), sinceEpoch);
      if (ids.length > 0)
        table.put(
          makeBatch(
            ids.length,
            this.#pick(ids, (at, n) => this.#rows(at, n)),
          ),
        );
      memory.release(mark);
    }
  }
  load(reader: StateReader): void {
    reader.read(TABLE, (batch) => this.take(batch));
    this.#touched = [];
  }
  /** Rows of keys and states. */
  take(batch: Batch): void {
    const idsPtr = this.assign(batch.columns.slice(0, this.#keyFields.length), batch.length);
    this.merge(idsPtr, this.#stateColumns(batch), batch.length);
  }
  size(): StateSize {
    return { rows: this.count, bytes: this.#bytes + this.#epochs.byteLength };
  }
  close(): void {
    for (const accumulator of this.#accumulators) accumulator.close();
    this.#table.close();
  }

  #keys(from: number, n: number): Column[] {
    return this.#keyFields.length > 0 ? this.#table.keys(from, n) : [];
  }
  #rows(from: number, n: number): Column[] {
    return [...this.#keys(from, n), ...this.#accumulators.flatMap((accumulator) => accumulator.state(from, n))];
  }
  #pick(ids: Uint32Array, columns: (from: number, n: number) => readonly Column[]): Column[] {
    const { memory } = this.#engine;
    const first = ids[0]!,
      n = ids.length;
    const reach = ids[n - 1]! - first + 1;
    const range = columns(first, reach);
    if (reach === n) return [...range];
    const idsPtr = memory.temp(n * 4 + 32);
    const local = memory.u32(idsPtr, n);
    for (let i = 0; i < n; i++) local[i] = ids[i]! - first;
    return range.map((column) => takeColumn(this.#engine, column, idsPtr, n, (bytes) => memory.temp(bytes)));
  }
  #changed(from: number, to: number, sinceEpoch: number | null): Uint32Array {
    const ids = new Uint32Array(to - from);
    const since = sinceEpoch ?? -Infinity;
    let n = 0;
    for (let id = from; id < to; id++) if (this.#epochs[id]! > since) ids[n++] = id;
    return ids.subarray(0, n);
  }
  #stateColumns(batch: Batch): readonly (readonly Column[])[] {
    let at = this.#keyFields.length;
    return this.#specs.map((spec) => batch.columns.slice(at, (at += spec.states.length)));
  }
  #touch(id: number): void {
    if (this.#epochs[id] === this.#epoch) return;
    this.#epochs[id] = this.#epoch;
    this.#touched.push(id);
  }
  #reserve(): void {
    const { count } = this;
    for (const accumulator of this.#accumulators) accumulator.reserve(count);
    if (count <= this.#epochs.length) return;
    const grown = new Float64Array(Math.max(count, this.#epochs.length * 2)).fill(-1);
    grown.set(this.#epochs);
    this.#epochs = grown;
  }
  /** Books what the work leaves on the heap. */
  #measured<T>(work: () => T): T {
    const { memory } = this.#engine;
    const before = memory.liveBytes;
    const result = work();
    this.#bytes += memory.liveBytes - before;
    return result;
  }
}
