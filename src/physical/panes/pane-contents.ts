// What panes hold of their rows: one group of an accumulator per pane where the aggregate has a partial form, else the rows' arguments as
// values. Rows are noted one by one and handed to the accumulators together, before a result is read. Groups of panes that are gone
// are left dead; when most are, the live ones move to fresh accumulators. Cost: about a microsecond a row.
import type { Batch } from '../../column/batch.ts';
import { buildColumn } from '../../column/builder.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import { readValue } from '../../column/values.ts';
import type { Attribute } from '../../expr/expr.ts';
import { typeOf } from '../../expr/type-of.ts';
import type { Accumulator } from '../../functions/define.ts';
import type { DataType } from '../../types/data-type.ts';
import { StructValue } from '../../types/value.ts';
import type { Value } from '../../types/value.ts';
import { takeBatch, takeColumn } from '../../wasm/move.ts';
import { compileInput, createAccumulator } from '../groups/aggregate-call.ts';
import type { CallInput } from '../groups/aggregate-call.ts';
import type { OperatorContext } from '../operator.ts';
import type { AggregateSpec } from '../physical.ts';

/** Dead groups are worth a move when they are so many, and most. */
const MIN_DEAD = 4096;

/** One aggregate over all panes; groups are numbers. */
interface Cell {
  update(groupIdsPtr: Ptr, args: readonly Column[], n: number, groupCount: number): void;
  merge(into: number, from: number): void;
  result(group: number): Value;
  /** States of groups, as columns of `stateTypes`. */
  states(groups: readonly number[]): readonly Column[];
  /** Row i of `columns` becomes the state of groups[i], which is empty. */
  load(groups: readonly number[], columns: readonly Column[], groupCount: number): void;
  release(group: number): void;
  /** Keeps the groups given, renumbered by their order. */
  compact(groups: readonly number[]): void;
  close(): void;
}

export class PaneContents {
  readonly #specs: readonly AggregateSpec[];
  #context: OperatorContext;
  #inputs: readonly CallInput[] = [];
  readonly #cells: readonly Cell[];
  #groups = 0;
  #dead = 0;
  #batch: Batch | null = null;
  readonly #pendingRows: number[] = [];
  readonly #pendingGroups: number[] = [];

  constructor(specs: readonly AggregateSpec[], context: OperatorContext) {
    this.#specs = specs;
    this.#context = context;
    this.#cells = specs.map((spec) => (hasStates(spec) ? accumulatorCell(spec, context) : rowsCell(spec, context)));
  }
  /** Compiles the arguments, for the rows of one epoch. */
  beginEpoch(input: readonly Attribute[], context: OperatorContext): void {
    this.#context = context;
    this.#inputs = this.#specs.map((spec) => compileInput(spec, input, context));
  }
  endEpoch(): void {
    for (const input of this.#inputs) input.close();
    this.#inputs = [];
  }
  /** The batch whose rows are noted next. */
  begin(batch: Batch): void {
    this.#batch = batch;
  }
  newGroup(): number {
    return this.#groups++;
  }
  add(group: number, row: number): void {
    this.#pendingRows.push(row);
    this.#pendingGroups.push(group);
  }
  /** Hands over the rows noted so far; before the batch goes, and before a result, a merge or a state is asked for. */
  flush(): void {
    const n = this.#pendingRows.length;
    if (n === 0) return;
    const { engine } = this.#context;
    const mark = engine.memory.mark();
    const idsPtr = ids(engine.memory, this.#pendingRows);
    const groupsPtr = ids(engine.memory, this.#pendingGroups);
    const rows = takeBatch(engine, this.#batch!, idsPtr, n, (bytes) => engine.memory.temp(bytes));
    this.#cells.forEach((cell, i) => {
      const taken = this.#inputs[i]!.rows(rows, groupsPtr);
      cell.update(taken.groupIdsPtr, taken.args, taken.n, this.#groups);
    });
    engine.memory.release(mark);
    this.#pendingRows.length = 0;
    this.#pendingGroups.length = 0;
  }
  merge(into: number, from: number): void {
    this.flush();
    for (const cell of this.#cells) cell.merge(into, from);
  }
  release(group: number): void {
    this.#dead++;
    for (const cell of this.#cells) cell.release(group);
  }
  results(group: number): readonly Value[] {
    this.flush();
    const { memory } = this.#context.engine;
    const mark = memory.mark();
    const values = this.#cells.map((cell) => cell.result(group));
    memory.release(mark);
    return values;
  }
  states(groups: readonly number[]): readonly Column[] {
    this.flush();
    return this.#cells.flatMap((cell) => cell.states(groups));
  }
  /** New groups with the states given, one per row. */
  load(columns: readonly Column[], n: number): readonly number[] {
    const groups = Array.from({ length: n }, () => this.newGroup());
    let from = 0;
    this.#cells.forEach((cell, i) => {
      const count = paneStateTypes(this.#specs[i]!).length;
      cell.load(groups, columns.slice(from, from + count), this.#groups);
      from += count;
    });
    return groups;
  }
  /** Whether to call `compact`. */
  get isSparse(): boolean {
    return this.#dead > MIN_DEAD && this.#dead * 2 > this.#groups;
  }
  /** Keeps the groups given; group i of the list is number i afterwards. */
  compact(groups: readonly number[]): void {
    this.flush();
    for (const cell of this.#cells) cell.compact(groups);
    this.#groups = groups.length;
    this.#dead = 0;
  }
  close(): void {
    for (const cell of this.#cells) cell.close();
  }
}

const hasStates = ({ call, states }: AggregateSpec): boolean => states.length > 0 && !call.distinct && !call.orderBy?.length;
/** Types of the columns in which `states` gives a call's state. */
export function paneStateTypes(spec: AggregateSpec): readonly DataType[] {
  return hasStates(spec) ? spec.states.map((state) => state.type) : [rowsType(spec)];
}
const argumentTypes = ({ call }: AggregateSpec): readonly DataType[] => [
  ...call.args.map(typeOf),
  ...(call.orderBy ?? []).map((order) => typeOf(order.input)),
];
const rowsType = (spec: AggregateSpec): DataType => ({
  kind: 'array',
  element: {
    kind: 'struct',
    fields: argumentTypes(spec).map((type, i) => ({ name: `a${i}`, type, nullable: true })),
  },
  containsNull: false,
});

function ids(memory: OperatorContext['engine']['memory'], numbers: readonly number[]): Ptr {
  const ptr = memory.temp(numbers.length * 4);
  memory.u32(ptr, numbers.length).set(numbers);
  return ptr;
}

function accumulatorCell(spec: AggregateSpec, context: OperatorContext): Cell {
  const { engine } = context;
  const temp = (bytes: number): Ptr => engine.memory.temp(bytes);
  let accumulator: Accumulator = createAccumulator(spec, context, { mayBeEmpty: true });
  const take = (columns: readonly Column[], rows: readonly number[]): readonly Column[] => {
    const idsPtr = ids(engine.memory, rows);
    return columns.map((column) => takeColumn(engine, column, idsPtr, rows.length, temp));
  };
  const states = (groups: readonly number[]): readonly Column[] => {
    if (groups.length === 0) return accumulator.state(0, 0);
    const from = groups.reduce((a, b) => Math.min(a, b));
    const to = groups.reduce((a, b) => Math.max(a, b)) + 1;
    accumulator.reserve(to);
    return take(
      accumulator.state(from, to - from),
      groups.map((group) => group - from),
    );
  };
  const load = (groups: readonly number[], columns: readonly Column[], groupCount: number): void => {
    accumulator.reserve(groupCount);
    if (groups.length > 0) accumulator.merge(ids(engine.memory, groups), columns, groups.length);
  };
  return {
    update(groupIdsPtr, args, n, groupCount) {
      accumulator.reserve(groupCount);
      if (n > 0) accumulator.update(groupIdsPtr, args, n);
    },
    merge(into, from) {
      const mark = engine.memory.mark();
      accumulator.reserve(Math.max(into, from) + 1);
      accumulator.merge(ids(engine.memory, [into]), accumulator.state(from, 1), 1);
      engine.memory.release(mark);
    },
    result(group) {
      accumulator.reserve(group + 1);
      return readValue(engine.memory, accumulator.result(group, 1), 0);
    },
    states,
    load,
    release: () => undefined,
    compact(groups) {
      const mark = engine.memory.mark();
      const kept = states(groups);
      const before = accumulator;
      accumulator = createAccumulator(spec, context, { mayBeEmpty: true });
      load(
        groups.map((_, i) => i),
        kept,
        groups.length,
      );
      before.close();
      engine.memory.release(mark);
    },
    close: () => accumulator.close(),
  };
}

/** Keeps each group's arguments, and asks the aggregate anew for every result. */
function rowsCell(spec: AggregateSpec, context: OperatorContext): Cell {
  const { engine } = context;
  const { memory } = engine;
  const types = argumentTypes(spec);
  const temp = (bytes: number): Ptr => memory.temp(bytes);
  let groups: (readonly Value[])[][] = [];
  const rowsOf = (group: number): (readonly Value[])[] => (groups[group] ??= []);
  return {
    update(groupIdsPtr, args, n) {
      const of = memory.u32(groupIdsPtr, n).slice();
      for (let row = 0; row < n; row++) rowsOf(of[row]!).push(args.map((column) => readValue(memory, column, row)));
    },
    merge(into, from) {
      rowsOf(into).push(...rowsOf(from));
    },
    result(group) {
      const rows = rowsOf(group);
      const accumulator = createAccumulator(spec, context, { mayBeEmpty: true });
      try {
        const args = types.map((type, c) =>
          buildColumn(
            memory,
            type,
            rows.map((row) => row[c]!),
            temp,
          ),
        );
        accumulator.reserve(1);
        if (rows.length > 0) accumulator.update(ids(memory, Array<number>(rows.length).fill(0)), args, rows.length);
        return readValue(memory, accumulator.result(0, 1), 0);
      } finally {
        accumulator.close();
      }
    },
    states: (wanted) => [
      buildColumn(
        memory,
        rowsType(spec),
        wanted.map((group) => rowsOf(group).map((row) => new StructValue(row))),
        temp,
      ),
    ],
    load(into, [column]) {
      into.forEach((group, row) => {
        groups[group] = (readValue(memory, column!, row) as StructValue[]).map(({ values }) => values);
      });
    },
    release(group) {
      groups[group] = [];
    },
    compact(kept) {
      groups = kept.map(rowsOf);
    },
    close() {
      groups = [];
    },
  };
}
