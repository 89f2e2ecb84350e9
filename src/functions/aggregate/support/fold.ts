// Accumulators whose state is a JavaScript value per group: for aggregates that are rare, or whose values are strings or nested.
// Cost: 100 ns a row and more. Rows are read as values; states cross as columns of the function's stateTypes.
import { buildColumn } from '../../../column/builder.ts';
import type { Column } from '../../../column/column.ts';
import type { Ptr } from '../../../column/memory.ts';
import type { DataType } from '../../../types/data-type.ts';
import type { Value } from '../../../types/value.ts';
import type { Engine } from '../../../wasm/engine.ts';
import type { Accumulator } from '../../define.ts';
import { columnReader } from './reader.ts';

export interface Fold<S> {
  start(): S;
  /** State with one row added; the state may be changed in place. */
  add(state: S, row: readonly Value[]): S;
  result(state: S): Value;
  /** Whether no further row can change the state: rows are then not even read. */
  isDone?(state: S): boolean;
  /** Partial form, if there is one: the state as values of `types`, and a state with such values added. */
  readonly partial?: {
    readonly types: readonly DataType[];
    save(state: S): readonly Value[];
    merge(state: S, saved: readonly Value[]): S;
  };
}

/** Result over the rows in order: what `value` of such a function is. */
export const foldRows = <S>(fold: Fold<S>, rows: readonly (readonly Value[])[]): Value =>
  fold.result(rows.reduce((state, row) => fold.add(state, row), fold.start()));

export function foldAccumulator<S>({ memory }: Engine, fold: Fold<S>, returns: DataType): Accumulator {
  const states: S[] = [];
  const temp = (bytes: number): Ptr => memory.temp(bytes);
  const each = (idsPtr: Ptr, columns: readonly Column[], n: number, step: (state: S, row: readonly Value[]) => S): void => {
    const ids = memory.u32(idsPtr, n);
    const readers = columns.map((column) => columnReader(memory, column));
    for (let row = 0; row < n; row++) {
      const state = states[ids[row]!]!;
      if (fold.isDone?.(state)) continue;
      states[ids[row]!] = step(
        state,
        readers.map((read) => read(row)),
      );
    }
  };
  const partial = (): NonNullable<Fold<S>['partial']> => {
    if (!fold.partial) throw new Error('this aggregate has no partial form');
    return fold.partial;
  };
  return {
    reserve(groupCount) {
      while (states.length < groupCount) states.push(fold.start());
    },
    update: (idsPtr, args, n) => each(idsPtr, args, n, (state, row) => fold.add(state, row)),
    merge: (idsPtr, columns, n) => each(idsPtr, columns, n, (state, saved) => partial().merge(state, saved)),
    state(from, n) {
      const saved = states.slice(from, from + n).map((state) => partial().save(state));
      return partial().types.map((type, c) =>
        buildColumn(
          memory,
          type,
          saved.map((values) => values[c]!),
          temp,
        ),
      );
    },
    result: (from, n) =>
      buildColumn(
        memory,
        returns,
        states.slice(from, from + n).map((state) => fold.result(state)),
        temp,
      ),
    close() {
      states.length = 0;
    },
  };
}
