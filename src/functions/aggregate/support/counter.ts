// Rows per group that have a value (i64 each). While no NULL has come these are the operator's shared row counts, and cost nothing here.
import type { Column } from '../../../column/column.ts';
import type { Ptr } from '../../../column/memory.ts';
import type { Engine } from '../../../wasm/engine.ts';
import type { AggregateOptions, RowCounts } from '../../define.ts';
import { GroupState } from './group-state.ts';

/** Scratch of kernels that keep four copies of the sums of up to 64 groups. */
export const SCRATCH_BYTES = 4 * 64 * 8;

export class Counter {
  readonly #engine: Engine;
  readonly #own: GroupState;
  #shared: RowCounts | undefined;
  #groups = 0;
  /** Groups before the last reserve: those the shared counts know. */
  #groupsBefore = 0;

  constructor(engine: Engine, options: Pick<AggregateOptions, 'rowCounts'>) {
    this.#engine = engine;
    this.#own = new GroupState(engine, 8);
    this.#shared = options.rowCounts?.();
  }
  reserve(groupCount: number): void {
    this.#groupsBefore = this.#groups;
    this.#groups = groupCount;
    if (!this.#shared) this.#own.reserve(groupCount);
  }
  update(idsPtr: Ptr, validityPtr: Ptr, n: number): void {
    if (this.#shared && validityPtr === 0) return;
    this.#detach();
    const { memory, kernels } = this.#engine;
    if (this.#groups === 1 && validityPtr === 0) memory.i64(this.#own.ptr, 1)[0]! += BigInt(n);
    else kernels.countRows(validityPtr, idsPtr, this.#own.ptr, this.#groups, memory.temp(SCRATCH_BYTES), n);
  }
  /** Adds counts of partial states. */
  merge(idsPtr: Ptr, counts: Column, n: number): void {
    const { memory, kernels } = this.#engine;
    kernels.sumI64(counts.ptr, counts.validityPtr, idsPtr, this.#own.ptr, this.#groups, memory.temp(SCRATCH_BYTES), n);
  }
  get ptr(): Ptr {
    return this.#shared?.ptr() ?? this.#own.ptr;
  }
  close(): void {
    this.#own.close();
  }
  /** From here on own counts, starting at the shared ones. */
  #detach(): void {
    if (!this.#shared) return;
    const { memory } = this.#engine;
    this.#own.reserve(this.#groups);
    memory.u8(this.#own.ptr, this.#groupsBefore * 8).set(memory.u8(this.#shared.ptr(), this.#groupsBefore * 8));
    this.#shared = undefined;
  }
}
