// Drives one stage tree: pushes batches from leaves to the sink, drains operators that have 'more', rewinds the arena, yields.
// A stack of frames mirrors the calls that are not finished; only the deepest is resumed, so nobody is called while what it
// emitted is still in use. Cost: one small object per call that returns 'more', none otherwise.
import type { Batch } from '../column/batch.ts';
import { operatorOf } from '../physical/operators/index.ts';
import type { Operator, OperatorContext, Output, Step } from '../physical/operator.ts';
import type { LeafNode, PhysicalNode } from '../physical/physical.ts';
import { inputsOfNode, isLeaf } from '../physical/physical.ts';

export interface Sink {
  accept(batch: Batch): boolean;
}
/** Work of one operator in one task. */
export interface NodeMetrics {
  readonly id: number;
  rows: number;
  batches: number;
  elapsedMs: number;
}
export interface Leaf {
  readonly node: LeafNode;
  readonly slot: Slot;
  readonly port: number;
  readonly metrics: NodeMetrics;
}
/** A place in the tree; the sink is the parent of the root. */
interface Slot {
  readonly operator: Operator;
  readonly parent: Slot | null;
  readonly parentPort: number;
  readonly out: Output;
  readonly metrics: NodeMetrics;
  openPorts: number;
  closed: boolean;
}
interface Unfinished {
  readonly slot: Slot;
  mark: number;
  more: boolean;
  readonly call: 'batch' | 'end';
}

export class Pipeline {
  /** Leaves in the order in which they are to be fed: build sides first. */
  readonly leaves: readonly Leaf[];
  readonly #slots: Slot[] = [];
  readonly #stack: Unfinished[] = [];
  readonly #context: OperatorContext;
  readonly #metrics: NodeMetrics[] = [];
  #running: Slot | null = null;
  #since = 0;

  constructor(root: PhysicalNode, sink: Sink, context: OperatorContext) {
    this.#context = context;
    const leaves: Leaf[] = [];
    const top: Slot = {
      operator: sinkOperator(sink),
      parent: null,
      parentPort: 0,
      out: { emit: () => false },
      metrics: newMetrics(-1),
      openPorts: 1,
      closed: false,
    };
    try {
      this.#build(root, top, 0, leaves);
    } catch (error) {
      this.close();
      throw error;
    }
    this.leaves = leaves;
  }
  get metrics(): readonly NodeMetrics[] {
    return this.#metrics;
  }

  #build(node: PhysicalNode, parent: Slot, parentPort: number, leaves: Leaf[]): void {
    const metrics = newMetrics(node.id);
    this.#metrics.push(metrics);
    const inputs = inputsOfNode(node);
    if (isLeaf(node)) {
      leaves.push({ node, slot: parent, port: parentPort, metrics });
      return;
    }
    const definition = operatorOf(node.kind);
    const operator = definition.open(node as never, this.#context);
    const slot: Slot = {
      operator,
      parent,
      parentPort,
      metrics,
      openPorts: inputs.length,
      closed: false,
      out: { emit: (batch) => this.#emit(slot, batch) },
    };
    this.#slots.push(slot);
    for (const port of feedOrder(definition.feedOrder, inputs.length)) this.#build(inputs[port]!, slot, port, leaves);
  }

  /** Whether everything above the leaf has seen enough. */
  isClosed(leaf: Leaf): boolean {
    for (let slot: Slot | null = leaf.slot; slot; slot = slot.parent) if (slot.closed) return true;
    return false;
  }
  /** Pushes one batch; `drain` must be empty before the next. */
  push(leaf: Leaf, batch: Batch): void {
    leaf.metrics.rows += batch.length;
    leaf.metrics.batches++;
    this.#enter(leaf.slot, 'batch', () => leaf.slot.operator.onBatch(leaf.port, batch, leaf.slot.out));
  }
  end(leaf: Leaf): void {
    this.#endPort(leaf.slot, leaf.port);
  }
  /** One step of unfinished work; false when there is none. */
  drainStep(): boolean {
    const entry = this.#stack[this.#stack.length - 1];
    if (!entry) return false;
    if (!entry.more) {
      this.#stack.pop();
      this.#finished(entry);
      return true;
    }
    this.#context.engine.memory.release(entry.mark);
    const caller = this.#charge(entry.slot);
    const step = entry.slot.operator.resume(entry.slot.out);
    this.#charge(caller);
    entry.more = step === 'more' && !entry.slot.closed;
    this.#noteClosed(entry.slot);
    return true;
  }
  close(): void {
    for (const slot of this.#slots.splice(0)) slot.operator.close();
    this.#stack.length = 0;
  }

  #enter(slot: Slot, call: 'batch' | 'end', run: () => Step): void {
    const entry: Unfinished = { slot, mark: 0, more: false, call };
    this.#stack.push(entry);
    const caller = this.#charge(slot);
    const step = run();
    this.#charge(caller);
    this.#noteClosed(slot);
    entry.mark = this.#context.engine.memory.mark();
    entry.more = step === 'more' && !slot.closed;
    if (!entry.more && this.#stack[this.#stack.length - 1] === entry) {
      this.#stack.pop();
      this.#finished(entry);
    }
  }
  /** Books the time since the last switch on whoever ran, and goes on with `next`: each operator is charged its own time only. */
  #charge(next: Slot | null): Slot | null {
    const now = performance.now(),
      before = this.#running;
    if (before) before.metrics.elapsedMs += now - this.#since;
    this.#since = now;
    this.#running = next;
    return before;
  }
  /** An operator whose last port has ended and that has no more output ends its parent's port. */
  #finished(entry: Unfinished): void {
    if (entry.call === 'end' && entry.slot.openPorts === 0 && entry.slot.parent)
      this.#endPort(entry.slot.parent, entry.slot.parentPort);
  }
  #endPort(slot: Slot, port: number): void {
    slot.openPorts--;
    this.#enter(slot, 'end', () => slot.operator.onEnd(port, slot.out));
  }
  #emit(slot: Slot, batch: Batch): boolean {
    slot.metrics.rows += batch.length;
    slot.metrics.batches++;
    const parent = slot.parent!;
    if (!parent.closed) this.#enter(parent, 'batch', () => parent.operator.onBatch(slot.parentPort, batch, parent.out));
    if (parent.closed) slot.closed = true;
    return !slot.closed;
  }
  #noteClosed(slot: Slot): void {
    if (slot.operator.satisfied) slot.closed = true;
  }
}

const newMetrics = (id: number): NodeMetrics => ({ id, rows: 0, batches: 0, elapsedMs: 0 });
const feedOrder = (order: readonly number[], inputs: number): readonly number[] =>
  order.length === inputs ? order : Array.from({ length: inputs }, (_, i) => i);
const sinkOperator = (sink: Sink): Operator =>
  ({
    satisfied: false,
    onBatch(_port, batch): Step {
      this.satisfied = !sink.accept(batch);
      return 'done';
    },
    onEnd: () => 'done',
    resume: () => 'done',
    close: () => undefined,
  }) as Operator & { satisfied: boolean };
