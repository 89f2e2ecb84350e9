// KeyedMap: gives rows one by one, as values, to a user's function that keeps state per key, and takes its rows. Runs on the session's
// thread, where the function is. State: the function's. Order: as the function emits. Cost: microseconds a row.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { buildColumn } from '../../column/builder.ts';
import type { Column } from '../../column/column.ts';
import { readValues } from '../../column/values.ts';
import type { Attribute } from '../../expr/expr.ts';
import { formatExpr } from '../../expr/format.ts';
import { typeOf } from '../../expr/type-of.ts';
import { keyedFunction } from '../../plan/keyed-function.ts';
import type { KeyedEpoch, KeyedInstance } from '../../plan/keyed-function.ts';
import { NO_WATERMARK } from '../../plan/row-watermarks.ts';
import type { DataType, Schema } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import type { Engine } from '../../wasm/engine.ts';
import { compileExprs } from '../expressions/compile.ts';
import type { CompiledExprs } from '../expressions/compile.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import type { KeyedMapNode } from '../physical.ts';
import type { OperatorState, StateReader, StateSize, StateWriter } from '../stream.ts';

export const keyedMap: OperatorDef<'KeyedMap'> = {
  kind: 'KeyedMap',
  feedOrder: [1, 0],
  explain: (node) => `${keyedFunction(node.functionId).name} keys=[${node.keys.map(formatExpr).join(', ')}]`,
  open: (node, context) => new KeyedMap(node, context),
};
type Row = readonly Value[];
const ITEM_BYTES = 120;
const SAVE_ROWS = 4096;

class KeyedMap implements Operator {
  readonly #node: KeyedMapNode;
  readonly #context: OperatorContext;
  readonly #state: KeyedState;
  readonly #keys: CompiledExprs;
  readonly #initialKeys: CompiledExprs;
  readonly #columns: readonly number[];
  readonly #time: number;
  readonly #watermark: number;
  readonly #side = new Map<string, Row[]>();
  #out: Row[] = [];
  #sent = 0;

  constructor(node: KeyedMapNode, context: OperatorContext) {
    this.#node = node;
    this.#context = context;
    const input = node.input.output;
    const ordinal = (a: Attribute | undefined): number => (a ? input.findIndex((b) => b.id === a.id) : -1);
    this.#columns = node.columns.map(ordinal);
    this.#time = ordinal(node.time);
    this.#watermark = ordinal(node.watermark);
    this.#keys = compileExprs(node.keys, input, context);
    this.#initialKeys = compileExprs(node.initialKeys, node.build?.output ?? [], context);
    const make = (): KeyedState => new KeyedState(node, context.engine);
    this.#state = context.stream ? context.stream.state(node.stateId, make) : make();
    this.#state.instance.begin(this.#epoch());
  }
  onBatch(port: number, batch: Batch, out: Output): Step {
    const { instance } = this.#state;
    const { memory } = this.#context.engine;
    if (port === 1) {
      if (this.#isFirst) this.#initial(batch);
      return 'done';
    }
    const values = (columns: readonly Column[]): Value[][] => columns.map((column) => readValues(memory, column));
    const keys = values(this.#keys.evaluate(batch));
    const columns = values(this.#columns.map((at) => batch.columns[at]!));
    const [times, marks] = [this.#time, this.#watermark].map((at) =>
      at < 0 ? undefined : readValues(memory, batch.columns[at]!),
    );
    for (let i = 0; i < batch.length; i++)
      instance.row({
        key: keys.map((column) => column[i]!),
        row: columns.map((column) => column[i]!),
        timeUs: (times?.[i] ?? null) as bigint | null,
        watermarkUs: markOf(marks?.[i]),
      });
    return this.#send(out);
  }
  onEnd(port: number, out: Output): Step {
    if (port === 1) return 'done';
    const report = this.#state.instance.end();
    this.#context.stream?.reportState(this.#node.stateId, { ...report, updateMs: 0, removeMs: 0 });
    for (const [tag, rows] of this.#side) this.#sideOutput(tag, rows);
    return this.#send(out);
  }
  resume(out: Output): Step {
    return this.#send(out);
  }
  close(): void {
    this.#keys.close();
    this.#initialKeys.close();
    if (!this.#context.stream) this.#state.close();
  }

  get #isFirst(): boolean {
    return this.#context.stream === undefined || this.#context.stream.epoch.id === 0;
  }
  #initial(batch: Batch): void {
    const { memory } = this.#context.engine;
    const keys = this.#initialKeys.evaluate(batch).map((column) => readValues(memory, column));
    const columns = batch.columns.map((column) => readValues(memory, column));
    for (let i = 0; i < batch.length; i++)
      this.#state.instance.initial?.({
        key: keys.map((column) => column[i]!),
        row: columns.map((column) => column[i]!),
        timeUs: null,
        watermarkUs: null,
      });
  }
  #epoch(): KeyedEpoch {
    const { stream, evaluation } = this.#context;
    const [watermark] = stream?.watermarks(this.#node.stateId) ?? [];
    return {
      id: stream?.epoch.id ?? 0,
      run: stream?.run ?? { queryId: '', runId: '' },
      timestampMs: stream?.epoch.timestampMs ?? Number(evaluation.nowUs / 1000n),
      lateUs: watermark?.lateUs,
      startUs: stream?.semantics === 'spark' ? undefined : watermark?.lateUs,
      watermarkUs: watermark?.evictUs,
      emit: (row) => void this.#out.push(row),
      sideOutput: (tag, row) => {
        const rows = this.#side.get(tag) ?? [];
        rows.push(row);
        this.#side.set(tag, rows);
      },
    };
  }
  #send(out: Output): Step {
    const rows = this.#out.slice(this.#sent, this.#sent + this.#context.batchRows);
    if (rows.length === 0) return 'done';
    this.#sent += rows.length;
    const types = this.#node.output.map((a) => a.type);
    const wanted = out.emit(makeBatch(rows.length, columnsOf(this.#context.engine, types, rows)));
    if (wanted && this.#sent < this.#out.length) return 'more';
    this.#out = [];
    this.#sent = 0;
    return 'done';
  }
  #sideOutput(tag: string, rows: readonly Row[]): void {
    const schema = keyedFunction(this.#node.functionId).sideOutputs[tag]!;
    const types = schema.map((field) => field.type);
    this.#context.stream?.sideOutput(tag, schema, makeBatch(rows.length, columnsOf(this.#context.engine, types, rows)));
  }
}
const markOf = (mark: Value | undefined): bigint | null => (typeof mark === 'bigint' && mark > NO_WATERMARK ? mark : null);
const columnsOf = ({ memory }: Engine, types: readonly DataType[], rows: readonly Row[]): Column[] =>
  types.map((type, c) =>
    buildColumn(
      memory,
      type,
      rows.map((row) => row[c]!),
      (bytes) => memory.temp(bytes),
    ),
  );
const schemaOf = (attributes: readonly Attribute[]): Schema =>
  attributes.map(({ name, type, nullable }) => ({ name, type, nullable }));

class KeyedState implements OperatorState {
  readonly instance: KeyedInstance;
  readonly #engine: Engine;
  constructor({ functionId, columns, keys, build }: KeyedMapNode, engine: Engine) {
    this.#engine = engine;
    const key = keys.map((e, i) => ({ name: e.kind === 'Attribute' ? e.name : `key${i}`, type: typeOf(e), nullable: true }));
    this.instance = keyedFunction(functionId).create(schemaOf(columns), key, schemaOf(build?.output ?? []));
  }
  save(writer: StateWriter, sinceEpoch: number | null): void {
    const { memory } = this.#engine;
    for (const { name, fields, keys, changes } of this.instance.tables) {
      const table = writer.table(name, fields, keys);
      const types = fields.map((field) => field.type);
      const { puts, removed } = changes(sinceEpoch);
      const each = (rows: readonly Row[], of: readonly DataType[], give: (batch: Batch) => void): void => {
        for (let from = 0; from < rows.length; from += SAVE_ROWS) {
          const mark = memory.mark();
          const part = rows.slice(from, from + SAVE_ROWS);
          give(makeBatch(part.length, columnsOf(this.#engine, of, part)));
          memory.release(mark);
        }
      };
      each(removed, types.slice(0, keys), (batch) => table.remove(batch));
      each(puts, types, (batch) => table.put(batch));
    }
  }
  load(reader: StateReader): void {
    for (const { name, restore } of this.instance.tables)
      reader.read(name, (batch) => {
        const columns = batch.columns.map((column) => readValues(this.#engine.memory, column));
        for (let i = 0; i < batch.length; i++) restore(columns.map((column) => column[i]!));
      });
  }
  size(): StateSize {
    const rows = this.instance.size();
    return { rows, bytes: rows * ITEM_BYTES };
  }
  close(): void {
    this.instance.close();
  }
}
