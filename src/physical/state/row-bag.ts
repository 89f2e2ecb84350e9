// Rows with how often each stands, in the order in which they came. Counts may be negative within an epoch: a row may go before it comes.
// Memory: an entry of a Map a distinct row.
import type { DataType } from '../../types/data-type.ts';
import { rowKey } from '../../types/row-key.ts';
import type { Value } from '../../types/value.ts';

export interface BagRow {
  readonly values: readonly Value[];
  /** Tells the rows of a bag apart when they are saved. */
  readonly number: number;
  count: number;
  /** The epoch that changed it last. */
  changed: number;
}
export class RowBag {
  readonly #types: readonly DataType[];
  readonly #rows = new Map<string, BagRow>();
  constructor(types: readonly DataType[]) {
    this.#types = types;
  }
  get size(): number {
    return this.#rows.size;
  }
  rows(): Iterable<BagRow> {
    return this.#rows.values();
  }
  /** The row, and whether it has left. `number`: of a new row. */
  add(values: readonly Value[], weight: number, epoch: number, number: () => number): BagRow {
    const text = rowKey(values, this.#types);
    let row = this.#rows.get(text);
    if (!row) this.#rows.set(text, (row = { values, number: number(), count: 0, changed: epoch }));
    row.count += weight;
    row.changed = epoch;
    if (row.count === 0) this.#rows.delete(text);
    return row;
  }
  /** What must be added to become the other, rows that go first. */
  *difference(other: RowBag): Generator<readonly [values: readonly Value[], weight: number]> {
    for (const [text, { values, count }] of this.#rows) {
      const gone = count - (other.#rows.get(text)?.count ?? 0);
      if (gone > 0) yield [values, -gone];
    }
    for (const [text, { values, count }] of other.#rows) {
      const come = count - (this.#rows.get(text)?.count ?? 0);
      if (come > 0) yield [values, come];
    }
  }
}
