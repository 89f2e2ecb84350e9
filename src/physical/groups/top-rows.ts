// The first k rows of each group in the order of one column, kept up as rows arrive (see assembly/aggregate/top.ts). Rows that get in are
// numbered; whoever keeps them is asked for few more than stay. Memory: 12 bytes x k per group.
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import type { SortOrder } from '../../expr/expr.ts';
import { typeOf } from '../../expr/type-of.ts';
import { GroupState } from '../../functions/aggregate/support/group-state.ts';
import type { FillState } from '../../functions/aggregate/support/group-state.ts';
import { storageOf } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import { allNull } from './key-source.ts';

const TOP = { i8: 'topI8', i16: 'topI16', i32: 'topI32', i64: 'topI64', f32: 'topF32', f64: 'topF64' } as const;
type TopStorage = keyof typeof TOP;
/** Beyond, keeping codes in order costs more than it saves. */
const MAX_LIMIT = 32;
const fillOnes: FillState = (memory, ptr, bytes) => void memory.u8(ptr, bytes).fill(255);

export class TopRows {
  readonly #engine: Engine;
  readonly #order: SortOrder;
  readonly #limit: number;
  readonly #codes: GroupState;
  readonly #entries: GroupState;

  private constructor(engine: Engine, order: SortOrder, limit: number) {
    this.#engine = engine;
    this.#order = order;
    this.#limit = limit;
    this.#codes = new GroupState(engine, limit * 8, fillOnes);
    this.#entries = new GroupState(engine, limit * 4, fillOnes);
  }
  /** For one fixed-width sort column; undefined for other orders. */
  static for(engine: Engine, orders: readonly SortOrder[], limit: number): TopRows | undefined {
    const order = orders[0];
    if (!order || orders.length !== 1 || limit < 1 || limit > MAX_LIMIT) return undefined;
    return storageOf(typeOf(order.input)) in TOP ? new TopRows(engine, order, limit) : undefined;
  }
  /** Rows that are among the first now, in temp memory; they are numbered from `base`. */
  enter(
    column: Column,
    groupIdsPtr: Ptr,
    groupCount: number,
    n: number,
    base: number,
  ): { readonly rowsPtr: Ptr; readonly count: number } {
    const { memory, kernels } = this.#engine;
    this.#codes.reserve(groupCount);
    this.#entries.reserve(groupCount);
    const rowsPtr = memory.temp(n * 4);
    const { ptr, validityPtr } = column.layout === 'null' ? allNull(this.#engine, n) : column;
    const { descending, nullsFirst } = this.#order;
    const flags = [Number(descending), Number(nullsFirst)] as const;
    const states = [this.#codes.ptr, this.#entries.ptr] as const;
    const kernel = TOP[storageOf(typeOf(this.#order.input)) as TopStorage];
    return { rowsPtr, count: kernels[kernel](ptr, validityPtr, ...flags, groupIdsPtr, ...states, this.#limit, base, rowsPtr, n) };
  }
  /** Numbers and ranks of the rows that are in, by group, in temp memory. From here on they have their places in this list as numbers. */
  rows(): { readonly idsPtr: Ptr; readonly ranksPtr: Ptr; readonly count: number } {
    const { memory, kernels } = this.#engine;
    const most = this.#entries.count * this.#limit;
    const idsPtr = memory.temp(most * 4),
      ranksPtr = memory.temp(most * 4);
    return {
      idsPtr,
      ranksPtr,
      count: kernels.enteredRows(this.#entries.ptr, this.#entries.count, this.#limit, idsPtr, ranksPtr),
    };
  }
  close(): void {
    this.#codes.close();
    this.#entries.close();
  }
}
