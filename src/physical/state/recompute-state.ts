// What a Recompute keeps: by partition key the rows of each input, and those it has given. Saved as tables of numbered rows.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { buildColumn } from '../../column/builder.ts';
import { readValues } from '../../column/values.ts';
import { BIGINT } from '../../types/data-type.ts';
import type { DataType, Field } from '../../types/data-type.ts';
import { rowKey } from '../../types/row-key.ts';
import type { Value } from '../../types/value.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { OperatorState, StateReader, StateSize, StateTableWriter, StateWriter } from '../stream.ts';
import type { BagRow } from './row-bag.ts';
import { RowBag } from './row-bag.ts';

export interface Part {
  readonly text: string;
  readonly key: readonly Value[];
  /** By input, and last the output. */
  readonly bags: readonly RowBag[];
}
interface Removed {
  readonly key: readonly Value[];
  readonly number: number;
  readonly epoch: number;
}
const ROW_BYTES = 120;
const SAVED_ROWS = 4096;

export class RecomputeState implements OperatorState {
  readonly #engine: Engine;
  readonly #keyTypes: readonly DataType[];
  /** Of each bag. */
  readonly #types: readonly (readonly DataType[])[];
  readonly #parts = new Map<string, Part>();
  #next = 0;
  #rows = 0;
  /** By bag; kept from the first save on. */
  #removed: Removed[][] | undefined;
  /** Nothing has run yet. */
  isNew = true;

  constructor(engine: Engine, keyTypes: readonly DataType[], types: readonly (readonly DataType[])[]) {
    this.#engine = engine;
    this.#keyTypes = keyTypes;
    this.#types = types;
  }
  partOf(key: readonly Value[]): Part {
    const text = rowKey(key, this.#keyTypes);
    let part = this.#parts.get(text);
    if (!part) this.#parts.set(text, (part = { text, key, bags: this.#types.map((types) => new RowBag(types)) }));
    return part;
  }
  add(part: Part, bag: number, values: readonly Value[], weight: number, epoch: number): void {
    const rows = part.bags[bag]!;
    const before = rows.size;
    const row = rows.add(values, weight, epoch, () => this.#next++);
    this.#rows += rows.size - before;
    if (row.count === 0) this.#removed?.[bag]!.push({ key: part.key, number: row.number, epoch });
  }
  /** Forgets a part that has no rows. */
  tidy(part: Part): void {
    if (part.bags.every((bag) => bag.size === 0)) this.#parts.delete(part.text);
  }

  save(writer: StateWriter, sinceEpoch: number | null): void {
    this.#types.forEach((_, bag) => {
      const table = writer.table(`rows${bag}`, this.#fields(bag), this.#keyTypes.length + 1);
      const gone = (this.#removed?.[bag] ?? []).filter(({ epoch }) => sinceEpoch !== null && epoch > sinceEpoch);
      this.#pieces(gone, (piece) => table.remove(makeBatch(piece.length, this.#keyColumns(piece))));
      this.#put(table, bag, sinceEpoch);
    });
    this.#removed = this.#types.map(() => []);
  }
  #put(table: StateTableWriter, bag: number, sinceEpoch: number | null): void {
    const rows: (BagRow & { readonly key: readonly Value[] })[] = [];
    for (const part of this.#parts.values())
      for (const row of part.bags[bag]!.rows())
        if (sinceEpoch === null || row.changed > sinceEpoch) rows.push({ ...row, key: part.key });
    this.#pieces(rows, (piece) => {
      const values = this.#types[bag]!.map((type, i) =>
        this.#column(
          type,
          piece.map((row) => row.values[i]!),
        ),
      );
      const counts = this.#column(
        BIGINT,
        piece.map((row) => BigInt(row.count)),
      );
      table.put(makeBatch(piece.length, [...this.#keyColumns(piece), ...values, counts]));
    });
  }
  load(reader: StateReader): void {
    const { memory } = this.#engine;
    const keys = this.#keyTypes.length;
    this.#types.forEach((types, bag) =>
      reader.read(`rows${bag}`, (batch: Batch) => {
        this.isNew = false;
        const columns = batch.columns.map((column) => readValues(memory, column));
        for (let row = 0; row < batch.length; row++) {
          const values = columns.map((column) => column[row]!);
          const number = Number(values[keys]);
          this.#next = Math.max(this.#next, number + 1);
          this.#rows++;
          const count = Number(values[keys + 1 + types.length]);
          this.partOf(values.slice(0, keys)).bags[bag]!.add(values.slice(keys + 1, -1), count, -1, () => number);
        }
      }),
    );
  }
  size(): StateSize {
    return { rows: this.#rows, bytes: this.#rows * ROW_BYTES };
  }
  close(): void {
    this.#parts.clear();
  }

  #pieces<T>(rows: readonly T[], each: (piece: readonly T[]) => void): void {
    const { memory } = this.#engine;
    for (let from = 0; from < rows.length; from += SAVED_ROWS) {
      const mark = memory.mark();
      each(rows.slice(from, from + SAVED_ROWS));
      memory.release(mark);
    }
  }
  #fields(bag: number): readonly Field[] {
    return [
      ...this.#keyTypes.map((type, i) => ({ name: `key${i}`, type, nullable: true })),
      { name: 'number', type: BIGINT, nullable: false },
      ...this.#types[bag]!.map((type, i) => ({ name: `value${i}`, type, nullable: true })),
      { name: 'count', type: BIGINT, nullable: false },
    ];
  }
  #keyColumns(rows: readonly { readonly key: readonly Value[]; readonly number: number }[]): ReturnType<typeof buildColumn>[] {
    return [
      ...this.#keyTypes.map((type, i) =>
        this.#column(
          type,
          rows.map(({ key }) => key[i]!),
        ),
      ),
      this.#column(
        BIGINT,
        rows.map(({ number }) => BigInt(number)),
      ),
    ];
  }
  #column(type: DataType, values: readonly Value[]): ReturnType<typeof buildColumn> {
    return buildColumn(this.#engine.memory, type, values, (bytes) => this.#engine.memory.temp(bytes));
  }
}
