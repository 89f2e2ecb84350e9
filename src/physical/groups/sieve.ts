// Drops rows that cannot be among the first k of their group, before they are stored (see assembly/aggregate/top.ts).
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import type { SortOrder } from '../../expr/expr.ts';
import { typeOf } from '../../expr/type-of.ts';
import { GroupState } from '../../functions/aggregate/support/group-state.ts';
import { storageOf } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';

const SIEVE = { i8: 'sieveI8', i16: 'sieveI16', i32: 'sieveI32', i64: 'sieveI64', f32: 'sieveF32', f64: 'sieveF64' } as const;
type SieveStorage = keyof typeof SIEVE;
/** Beyond, keeping codes in order costs more than it saves. */
const MAX_LIMIT = 32;

export class Sieve {
  readonly #engine: Engine;
  readonly #order: SortOrder;
  readonly #limit: number;
  readonly #codes: GroupState;

  private constructor(engine: Engine, order: SortOrder, limit: number) {
    this.#engine = engine;
    this.#order = order;
    this.#limit = limit;
    this.#codes = new GroupState(engine, limit * 8, (memory, ptr, bytes) => void memory.u8(ptr, bytes).fill(255));
  }
  /** A sieve for one fixed-width sort column; undefined for other orders. */
  static for(engine: Engine, orders: readonly SortOrder[], limit: number): Sieve | undefined {
    const order = orders[0];
    if (!order || orders.length !== 1 || limit < 1 || limit > MAX_LIMIT) return undefined;
    return storageOf(typeOf(order.input)) in SIEVE ? new Sieve(engine, order, limit) : undefined;
  }
  /** Rows that may be among the first, in temp memory. */
  pass(column: Column, groupIdsPtr: Ptr, groupCount: number, n: number): { readonly rowsPtr: Ptr; readonly count: number } {
    const { memory, kernels } = this.#engine;
    const rowsPtr = memory.temp(n * 4 + 4);
    if (column.layout === 'null') {
      kernels.fillIds(rowsPtr, 0, n);
      return { rowsPtr, count: n };
    }
    this.#codes.reserve(groupCount);
    const { descending, nullsFirst } = this.#order;
    const kernel = SIEVE[storageOf(column.type) as SieveStorage];
    const states = this.#codes.ptr;
    const flags = [Number(descending), Number(nullsFirst)] as const;
    return {
      rowsPtr,
      count: kernels[kernel](column.ptr, column.validityPtr, ...flags, groupIdsPtr, states, this.#limit, rowsPtr, n),
    };
  }
  close(): void {
    this.#codes.close();
  }
}
