// Rows per group, counted once per operator, and only if some aggregate asks (count(*), avg while no NULL has come).
import type { Ptr } from '../../column/memory.ts';
import { Counter } from '../../functions/aggregate/support/counter.ts';
import type { RowCounts } from '../../functions/define.ts';
import type { Engine } from '../../wasm/engine.ts';

export class SharedRowCounts implements RowCounts {
  readonly #counter: Counter;
  #wanted = false;

  constructor(engine: Engine) {
    this.#counter = new Counter(engine, {});
  }
  /** For `AggregateOptions.rowCounts`. */
  readonly request = (): RowCounts => {
    this.#wanted = true;
    return this;
  };
  ptr(): Ptr {
    return this.#counter.ptr;
  }
  /** After the accumulators have taken the batch. */
  update(groupIdsPtr: Ptr, groupCount: number, n: number): void {
    if (!this.#wanted) return;
    this.reserve(groupCount);
    this.#counter.update(groupIdsPtr, 0, n);
  }
  /** Room for groups that have had no row: the one group of an aggregate without groupings over no rows. */
  reserve(groupCount: number): void {
    if (this.#wanted) this.#counter.reserve(groupCount);
  }
  close(): void {
    this.#counter.close();
  }
}
