// Recompute: keeps the rows of its inputs by partition key; when an epoch's input has ended, runs its batch operators over the partitions
// that changed and sends what is different from before. State: RecomputeState. Cost per epoch: all rows of the changed partitions.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { buildColumn } from '../../column/builder.ts';
import { readValues } from '../../column/values.ts';
import { must } from '../../types/assert.ts';
import type { Value } from '../../types/value.ts';
import { rowKey } from '../../types/row-key.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import type { Attribute } from '../../expr/expr.ts';
import type { LeafNode, PhysicalNode, RecomputeNode } from '../physical.ts';
import { inputsOfNode, isLeaf } from '../physical.ts';
import type { Part } from '../state/recompute-state.ts';
import { RecomputeState } from '../state/recompute-state.ts';
import { RowBag } from '../state/row-bag.ts';
import type { StreamContext } from '../stream.ts';

export const recompute: OperatorDef<'Recompute'> = {
  kind: 'Recompute',
  feedOrder: [],
  explain: ({ stateId, keys, template }) =>
    `state=${stateId} keys=[${keys.map((k) => k.name).join(', ')}] runs again: ${kinds(template)}`,
  open: (node, context) => new Recompute(node, context),
};
const kinds = (node: PhysicalNode): string =>
  isLeaf(node) ? 'rows' : `${node.kind}(${inputsOfNode(node).map(kinds).join(', ')})`;
type Row = readonly Value[];
/** Rows of an input that come whole in every epoch, by partition. */
type Rows = Map<string, Row[]>;

class Recompute implements Operator {
  readonly #node: RecomputeNode;
  readonly #context: OperatorContext;
  readonly #stream: StreamContext;
  readonly #state: RecomputeState;
  readonly #static: readonly Rows[];
  readonly #changed = new Map<string, Part>();
  readonly #ordinals: readonly {
    readonly columns: readonly number[];
    readonly keys: readonly number[];
    readonly weight: number;
  }[];
  readonly #outputTypes;
  #openPorts: number;
  #changes: (readonly [values: Row, weight: number])[] = [];
  #sent = 0;
  #updateMs = 0;

  constructor(node: RecomputeNode, context: OperatorContext) {
    this.#node = node;
    this.#context = context;
    this.#stream = must(context.stream, 'a stream around Recompute');
    this.#openPorts = node.ports.length;
    this.#outputTypes = node.template.output.map((a) => a.type);
    const types = [...node.ports.map(({ columns }) => columns.map((a) => a.type)), this.#outputTypes];
    this.#state = this.#stream.state(
      node.stateId,
      () =>
        new RecomputeState(
          context.engine,
          node.keys.map((key) => key.type),
          types,
        ),
    );
    this.#static = node.ports.map(() => new Map());
    this.#ordinals = node.ports.map(({ columns, keys, weight }, port) => {
      const at = (a: Attribute | undefined): number => node.inputs[port]!.output.findIndex((b) => b.id === a?.id);
      return { columns: columns.map(at), keys: keys.map(at), weight: at(weight) };
    });
  }
  onBatch(port: number, batch: Batch): Step {
    const since = performance.now();
    const { memory } = this.#context.engine;
    const { columns, keys, weight } = this.#ordinals[port]!;
    const all = batch.columns.map((column) => readValues(memory, column));
    const { id } = this.#stream.epoch;
    const rows = this.#node.ports[port]!.isStatic ? this.#static[port] : undefined;
    for (let row = 0; row < batch.length; row++) {
      const part = this.#state.partOf(keys.map((c) => all[c]![row]!));
      const values = columns.map((c) => all[c]![row]!);
      if (rows) {
        const known = rows.get(part.text);
        if (known) known.push(values);
        else rows.set(part.text, [values]);
        if (!this.#state.isNew) continue;
      } else this.#state.add(part, port, values, weight < 0 ? 1 : (all[weight]![row] as number), id);
      this.#changed.set(part.text, part);
    }
    this.#updateMs += performance.now() - since;
    return 'done';
  }
  onEnd(_port: number, out: Output): Step {
    if (--this.#openPorts > 0) return 'done';
    const since = performance.now();
    if (this.#state.isNew && this.#node.keys.length === 0) this.#changed.set('', this.#state.partOf([]));
    this.#state.isNew = false;
    if (this.#changed.size > 0) this.#run();
    this.#stream.reportState(this.#node.stateId, {
      rowsUpdated: this.#changes.length,
      rowsRemoved: 0,
      rowsDroppedByWatermark: 0,
      updateMs: this.#updateMs + performance.now() - since,
      removeMs: 0,
    });
    return this.#send(out);
  }
  resume(out: Output): Step {
    return this.#send(out);
  }
  close(): void {
    this.#changes = [];
  }

  #run(): void {
    const { memory } = this.#context.engine;
    const { template, keys } = this.#node;
    const output = this.#node.ports.length;
    const ordinals = keys.map((key) => template.output.findIndex((a) => a.id === key.id));
    const keyTypes = keys.map((key) => key.type);
    const results = new Map<string, RowBag>([...this.#changed.keys()].map((text) => [text, new RowBag(this.#outputTypes)]));
    this.#stream.rerun(
      template,
      (leaf) => this.#rowsOf(leaf),
      (batch) => {
        const columns = batch.columns.map((column) => readValues(memory, column));
        for (let row = 0; row < batch.length; row++) {
          const key = rowKey(
            ordinals.map((c) => columns[c]![row]!),
            keyTypes,
          );
          const bag = must(results.get(key), 'a row of a partition that ran');
          bag.add(
            columns.map((column) => column[row]!),
            1,
            0,
            () => 0,
          );
        }
      },
    );
    for (const [text, part] of this.#changed) {
      const changes = [...part.bags[output]!.difference(results.get(text)!)];
      for (const [values, weight] of changes) this.#state.add(part, output, values, weight, this.#stream.epoch.id);
      this.#changes.push(...changes);
      this.#state.tidy(part);
    }
  }
  /** Rows of the changed partitions, in the order in which they came. */
  *#rowsOf(leaf: LeafNode): Generator<Batch> {
    const { ports, lastFirst } = this.#node;
    const port = ports.findIndex((p) => p.leaf === leaf.id);
    const types = ports[port]!.columns.map((a) => a.type);
    let rows: Row[] = [];
    const { batchRows } = this.#context;
    for (const part of this.#changed.values()) {
      const own: Row[] = this.#static[port]!.get(part.text)?.slice() ?? [];
      for (const { values, count } of part.bags[port]!.rows()) for (let i = 0; i < count; i++) own.push(values);
      if (lastFirst) own.reverse();
      for (const row of own) {
        rows.push(row);
        if (rows.length < batchRows) continue;
        yield this.#batch(rows, types);
        rows = [];
      }
    }
    if (rows.length > 0) yield this.#batch(rows, types);
  }
  #batch(rows: readonly Row[], types: readonly Attribute['type'][]): Batch {
    const { memory } = this.#context.engine;
    const columns = types.map((type, i) =>
      buildColumn(
        memory,
        type,
        rows.map((row) => row[i]!),
        (bytes) => memory.temp(bytes),
      ),
    );
    return makeBatch(rows.length, columns);
  }
  #send(out: Output): Step {
    const from = this.#sent;
    const rows = this.#changes.slice(from, from + this.#context.batchRows);
    if (rows.length === 0) return 'done';
    this.#sent += rows.length;
    const types = [...this.#outputTypes, this.#node.weight.type];
    const batch = this.#batch(
      rows.map(([values, weight]) => [...values, weight]),
      types,
    );
    return out.emit(batch) && this.#sent < this.#changes.length ? 'more' : 'done';
  }
}
