// The build side of a hash join: rows kept whole, group ids of their keys, and the rows of each group in order.
// Memory (heap): the rows, the group table, starts (groups + 1 u32), rows by group (n u32), a bitmap of matched rows where asked for.
// Rows whose key has a NULL are in no group. Cost: as grouping by the keys, plus two passes.
import type { Batch } from '../../column/batch.ts';
import { bitmapBytes } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import { typeOf } from '../../expr/type-of.ts';
import type { Attribute, Expr } from '../../expr/expr.ts';
import type { OperatorContext } from '../operator.ts';
import { compileExprs } from '../expressions/compile.ts';
import { createGroupTable } from '../groups/group-table.ts';
import type { GroupTable } from '../groups/group-table.ts';
import { RowBuffer } from '../row-buffer.ts';
import { sliceBatch } from '../../wasm/move.ts';

const NO_GROUP = 0xffffffff;

export class BuildSide {
  readonly #context: OperatorContext;
  readonly #kept: RowBuffer;
  readonly #keys: readonly Expr[];
  readonly #input: readonly Attribute[];
  readonly #table: GroupTable;
  readonly #nullSafe: readonly boolean[];
  #rows: Batch | null = null;
  #idsPtr: Ptr = 0;
  startsPtr: Ptr = 0;
  rowsPtr: Ptr = 0;
  matchedPtr: Ptr = 0;
  /** Whether some row's key has a NULL. */
  hasNullKey = false;

  /** `nullSafe`, by key: NULL equals NULL. */
  constructor(context: OperatorContext, keys: readonly Expr[], input: readonly Attribute[], nullSafe: readonly boolean[] = []) {
    this.#nullSafe = nullSafe;
    this.#context = context;
    this.#keys = keys;
    this.#input = input;
    this.#kept = new RowBuffer(
      context.engine,
      input.map((a) => a.type),
    );
    this.#table = createGroupTable(context.engine, keys.map(typeOf));
  }
  get rows(): Batch {
    return this.#rows!;
  }
  get count(): number {
    return this.#kept.length;
  }
  append(batch: Batch): void {
    this.#kept.append(batch.columns, batch.length);
  }

  /** Ends the input. `track`: keep which rows have matched. */
  seal(track: boolean): void {
    const { engine, batchRows } = this.#context;
    const { memory, kernels } = engine;
    const rows = (this.#rows = this.#kept.whole());
    const n = rows.length;
    this.#idsPtr = memory.alloc(n * 4);
    const keys = compileExprs(this.#keys, this.#input, this.#context);
    try {
      const step = Math.max(batchRows, 1024);
      for (let from = 0; from < n; from += step) {
        const mark = memory.mark(),
          count = Math.min(step, n - from);
        const columns = keys.evaluate(sliceBatch(engine, rows, from, count, (bytes) => memory.temp(bytes)));
        const ids = this.#groupsOf(columns, count, (table) => table.assign(columns, count));
        this.hasNullKey = this.#maskNulls(columns, ids, count) || this.hasNullKey;
        memory.u32(this.#idsPtr + from * 4, count).set(memory.u32(ids, count));
        memory.release(mark);
      }
    } finally {
      keys.close();
    }
    const groups = this.#keys.length === 0 ? 1 : this.#table.count;
    this.startsPtr = memory.alloc((groups + 1) * 4);
    memory.u32(this.startsPtr, groups + 1).fill(0);
    this.rowsPtr = memory.alloc(n * 4);
    kernels.groupRows(this.#idsPtr, n, groups, this.startsPtr, this.rowsPtr);
    memory.free(this.#idsPtr);
    this.#idsPtr = 0;
    if (track) {
      this.matchedPtr = memory.alloc(Math.max(64, bitmapBytes(n)));
      memory.u8(this.matchedPtr, Math.max(64, bitmapBytes(n))).fill(0);
    }
  }
  /** Group of each probe row (temp u32), 0xffffffff where no build row has its key. */
  probe(keys: readonly Column[], n: number): Ptr {
    const ids = this.#groupsOf(keys, n, (table) => table.lookup(keys, n));
    this.#maskNulls(keys, ids, n);
    return ids;
  }
  close(): void {
    const { memory } = this.#context.engine;
    this.#table.close();
    this.#kept.clear();
    for (const ptr of [this.#idsPtr, this.startsPtr, this.rowsPtr, this.matchedPtr]) memory.free(ptr);
    this.#idsPtr = this.startsPtr = this.rowsPtr = this.matchedPtr = 0;
  }

  /** Without keys every row is in one group, if there is a build row at all. */
  #groupsOf(keys: readonly Column[], n: number, ask: (table: GroupTable) => Ptr): Ptr {
    if (keys.length > 0) return ask(this.#table);
    const { memory } = this.#context.engine;
    const ids = memory.temp(Math.max(1, n) * 4);
    memory.u32(ids, n).fill(this.count === 0 ? NO_GROUP : 0);
    return ids;
  }
  /** A NULL equals nothing. Returns whether there was one. */
  #maskNulls(keys: readonly Column[], ids: Ptr, n: number): boolean {
    const { memory, kernels } = this.#context.engine;
    let found = false;
    for (const [i, key] of keys.entries()) {
      if (this.#nullSafe[i]) continue;
      if (key.layout === 'null') memory.u32(ids, n).fill(NO_GROUP);
      else if (key.validityPtr) {
        found ||= kernels.countBits(key.validityPtr, n) < n;
        kernels.maskIds(ids, key.validityPtr, n);
      }
      found ||= key.layout === 'null' && n > 0;
    }
    return found;
  }
}
