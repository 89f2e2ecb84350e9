// Frames of a result -> blocks of an in-memory table: 2^17 rows each, one dictionary per string column for the whole table, statistics.
// Dictionaries are united here once, so that no worker ever has to translate codes of the table. A column whose rows tell of more than
// 2^20 values, the first 64 Ki of them at the earliest, goes on as plain text; earlier blocks keep their codes.
// Cost: about 10 ns a value, strings 15-150 ns by how many are distinct. One block of rows is held at a time.
import { makeBatch } from '../column/batch.ts';
import { makeColumn } from '../column/column.ts';
import type { Column, Dictionary } from '../column/column.ts';
import { buildColumn } from '../column/builder.ts';
import { FrameReader } from '../column/frame-reader.ts';
import { FrameWriter } from '../column/frame-writer.ts';
import { makeDictionary } from '../column/dictionary.ts';
import { countBits } from '../column/bitmap.ts';
import { Interner } from '../physical/groups/interner.ts';
import { keysBehind } from '../physical/plan/estimate.ts';
import type { ColumnStatistics } from '../plan/scan-source.ts';
import { storageOf } from '../types/data-type.ts';
import type { Field, Schema } from '../types/data-type.ts';
import type { EngineInstance } from '../wasm/instance.ts';
import { plainColumn } from '../wasm/move.ts';
import type { LocalWorker } from './local-worker.ts';
import type { BlockFrame, TableContents } from './tables.ts';

export const BLOCK_ROWS = 1 << 17;
const SAMPLE_ROWS = 65536;
const MAX_DISTINCT = 1 << 20;
const BOUNDS = { i8: 'boundsOfI8', i16: 'boundsOfI16', i32: 'boundsOfI32', i64: 'boundsOfI64' } as const;

/** `placeholder`: what coded columns name; `frame`: the dictionary as it stood when coding was given up. */
interface StringState {
  interner: Interner | null;
  frame: ArrayBuffer | null;
  readonly column: number;
  readonly placeholder: Dictionary;
}
interface Bounds {
  min: bigint | number | undefined;
  max: bigint | number | undefined;
  nulls: number;
  unknown: boolean;
}

/** `prefix` makes the dictionaries' ids unique in the session. Runs on the session's own engine, between its tasks. */
export async function buildTable(
  worker: LocalWorker,
  schema: Schema,
  frames: AsyncIterable<ArrayBuffer>,
  prefix: string,
): Promise<TableContents> {
  const builder = new TableBuilder(worker.engine, schema, prefix);
  try {
    for await (const frame of frames) await worker.exclusive(() => builder.append(frame));
    return await worker.exclusive(() => builder.finish());
  } finally {
    await worker.exclusive(() => builder.close());
  }
}

class TableBuilder {
  readonly #engine: EngineInstance;
  readonly #schema: Schema;
  readonly #prefix: string;
  readonly #strings: StringState[];
  readonly #bounds: Bounds[];
  readonly #blocks: BlockFrame[] = [];
  #writer: FrameWriter;
  #rows = 0;

  constructor(engine: EngineInstance, schema: Schema, prefix: string) {
    this.#engine = engine;
    this.#schema = schema;
    this.#prefix = prefix;
    this.#strings = schema.flatMap((field, column) =>
      storageOf(field.type) === 'bytes'
        ? [{ interner: new Interner(engine, field.type), frame: null, column, placeholder: this.#placeholder(field, column) }]
        : [],
    );
    this.#bounds = schema.map(() => ({ min: undefined, max: undefined, nulls: 0, unknown: false }));
    this.#writer = this.#newWriter();
  }
  append(frame: ArrayBuffer): void {
    const { memory } = this.#engine;
    const reader = new FrameReader(memory, frame);
    try {
      for (let i = 0; i < reader.segments; i++) {
        const mark = memory.mark();
        const batch = reader.load(i, (bytes) => memory.temp(bytes));
        batch.columns.forEach((column, c) => this.#note(column, this.#bounds[c]!));
        this.#writer.append(makeBatch(batch.length, this.#coded(batch.columns)));
        memory.release(mark);
        this.#rows += batch.length;
        if (this.#writer.rows >= BLOCK_ROWS) this.#cutBlock();
      }
    } finally {
      reader.close();
      memory.clearArena();
    }
  }
  finish(): TableContents {
    if (this.#writer.rows > 0) this.#cutBlock();
    const dictionaries = this.#strings.map(({ interner, frame, column }) => ({
      sharedId: this.#sharedId(column),
      frame: frame ?? this.#dictionaryFrame(interner!, this.#schema[column]!),
    }));
    const statistics = this.#bounds.map(({ min, max, nulls, unknown }, c): ColumnStatistics => {
      const count = this.#strings.find((s) => s.column === c)?.interner?.count;
      return {
        nullCount: nulls,
        ...(unknown || min === undefined || max === undefined ? {} : { min, max }),
        ...(count === undefined ? {} : { distinctCount: count }),
      };
    });
    return { blocks: this.#blocks, dictionaries, statistics };
  }
  close(): void {
    for (const { interner } of this.#strings) interner?.close();
    this.#engine.memory.clearArena();
  }

  #newWriter(): FrameWriter {
    return new FrameWriter(this.#engine.memory, this.#schema, { external: true });
  }
  #cutBlock(): void {
    const rows = this.#writer.rows;
    this.#blocks.push({ frame: this.#writer.finish(), rows });
    this.#writer = this.#newWriter();
  }
  #sharedId(column: number): string {
    return `${this.#prefix}dictionary/${column}`;
  }
  /** String columns as codes of the table's dictionaries. */
  #coded(columns: readonly Column[]): Column[] {
    const { memory } = this.#engine;
    const out = [...columns];
    for (const state of this.#strings) {
      const column = columns[state.column]!;
      if (!state.interner || column.layout === 'null') continue;
      const n = column.length,
        codesPtr = memory.temp(Math.max(1, n) * 4);
      this.#intern(state.interner, column, codesPtr);
      out[state.column] = makeColumn({
        type: column.type,
        layout: 'dict',
        length: n,
        ptr: codesPtr,
        validityPtr: column.validityPtr,
        dictionary: state.placeholder,
      });
      if (this.#rows + n >= SAMPLE_ROWS && keysBehind(state.interner.count, this.#rows + n) > MAX_DISTINCT) this.#giveUp(state);
    }
    return out;
  }
  /** Values of a dictionary column are interned once, its codes translated. */
  #intern(interner: Interner, column: Column, codesPtr: number): void {
    const { memory } = this.#engine;
    if (!column.dictionary || column.dictionary.count > column.length) {
      interner.intern(
        plainColumn(this.#engine, column, (bytes) => memory.temp(bytes)),
        codesPtr,
      );
      return;
    }
    const { values, count } = column.dictionary;
    const tablePtr = memory.temp(Math.max(1, count) * 4);
    interner.intern(values, tablePtr);
    const table = memory.u32(tablePtr, count),
      from = memory.u32(column.ptr, column.length),
      to = memory.u32(codesPtr, column.length);
    for (let i = 0; i < column.length; i++) to[i] = table[from[i]!] ?? 0;
  }
  /** Later rows go on as text; what is coded so far stays, with the dictionary as it is now. */
  #giveUp(state: StringState): void {
    state.frame = this.#dictionaryFrame(state.interner!, this.#schema[state.column]!);
    state.interner!.close();
    state.interner = null;
  }
  /** The writer only reads the id of a named dictionary; its values follow in a frame of their own. */
  #placeholder(field: Field, column: number): Dictionary {
    return makeDictionary(
      this.#engine.memory,
      makeColumn({ type: field.type, layout: 'plain', length: 0 }),
      0,
      true,
      this.#sharedId(column),
    );
  }
  #dictionaryFrame(interner: Interner, field: Field): ArrayBuffer {
    const { memory } = this.#engine;
    const writer = new FrameWriter(memory, [field]);
    // A column of NULLs has no values; codes under NULL may still be looked at, so there is always an entry 0.
    const values =
      interner.count > 0
        ? interner.dictionary().values
        : buildColumn(memory, field.type, [field.type.kind === 'binary' ? new Uint8Array(0) : ''], (bytes) => memory.temp(bytes));
    writer.append(makeBatch(values.length, [values]));
    return writer.finish();
  }
  /** Widens the bounds of integer-like columns; counts NULLs. */
  #note(column: Column, bounds: Bounds): void {
    const { memory } = this.#engine;
    const n = column.length;
    const valid = column.validityPtr === 0 ? n : countBits(memory, column.validityPtr, n);
    bounds.nulls += column.layout === 'null' ? n : n - valid;
    const storage = storageOf(column.type);
    if (
      column.layout !== 'fixed' ||
      valid < n ||
      !(storage === 'i8' || storage === 'i16' || storage === 'i32' || storage === 'i64')
    ) {
      if (valid > 0 && valid < n) bounds.unknown = true;
      return;
    }
    const outPtr = memory.temp(16);
    if (this.#engine.kernels[BOUNDS[storage]](column.ptr, 0, outPtr, n) === 0) return;
    for (const value of memory.i64(outPtr, 2)) {
      const v = storage === 'i64' ? value : Number(value);
      if (bounds.min === undefined || v < bounds.min) bounds.min = v;
      if (bounds.max === undefined || v > bounds.max) bounds.max = v;
    }
  }
}
