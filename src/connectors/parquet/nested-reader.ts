// A list, map or struct: repetition and definition levels of every leaf, then columns from the leaves up (Dremel's assembly, by column).
// State: per leaf the levels of entries that were decoded but belong to later rows. A row may span pages.
import { makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import type { Memory, Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { ColumnReader } from './column-reader.ts';
import { SKIP_ROWS } from './column-reader.ts';
import type { LeafCursor } from './leaf-cursor.ts';
import { makeSink, zeroBitmap } from './leaf-sink.ts';
import type { LeafSink } from './leaf-sink.ts';
import type { LeafNode, ListNode, Node, StructNode } from './schema.ts';
import { leavesOf } from './schema.ts';

const STEP_ENTRIES = 8192;

export class NestedReader implements ColumnReader {
  readonly #engine: Engine;
  readonly #node: Node;
  readonly #leaves: readonly LeafLevels[];
  /** `cursors`: one per leaf of the node, in order. */
  constructor(engine: Engine, node: Node, cursors: readonly LeafCursor[]) {
    this.#engine = engine;
    this.#node = node;
    this.#leaves = cursors.map((cursor) => new LeafLevels(engine, cursor));
  }
  get bytesRead(): number {
    return this.#leaves.reduce((sum, leaf) => sum + leaf.cursor.bytesRead, 0);
  }
  read(n: number): Column {
    for (const leaf of this.#leaves) leaf.readRows(n);
    const column = this.#build(this.#node, 0);
    if (column.length !== n) throw this.#disagree();
    for (const leaf of this.#leaves) leaf.consume();
    return column;
  }
  skip(n: number): void {
    const { memory } = this.#engine;
    for (let left = n; left > 0;) {
      const k = Math.min(left, SKIP_ROWS),
        mark = memory.mark();
      this.read(k);
      memory.release(mark);
      left -= k;
    }
  }
  close(): void {
    for (const leaf of this.#leaves) leaf.close();
  }

  /** `first`: ordinal of the node's first leaf. */
  #build(node: Node, first: number): Column {
    const leaf = this.#leaves[first]!;
    const validity = zeroBitmap(this.#engine, leaf.entries);
    const slots = this.#engine.kernels.slotValidity(
      leaf.reps,
      leaf.defs,
      leaf.entries,
      node.reps,
      node.slotDef,
      node.def,
      validity,
    );
    const validityPtr = this.#engine.kernels.countBits(validity, slots) === slots ? 0 : validity;
    if (node.kind === 'leaf') return leaf.sink.finish(slots, validityPtr);
    return node.kind === 'list' ? this.#list(node, first, slots, validityPtr) : this.#struct(node, first, slots, validityPtr);
  }
  #list(node: ListNode, first: number, slots: number, validityPtr: Ptr): Column {
    const leaf = this.#leaves[first]!;
    const ptr = this.#engine.memory.temp((slots + 1) * 4);
    const elements = this.#engine.kernels.slotOffsets(
      leaf.reps,
      leaf.defs,
      leaf.entries,
      node.reps,
      node.slotDef,
      node.def + 1,
      ptr,
    );
    return makeColumn({
      type: node.type,
      layout: 'list',
      length: slots,
      validityPtr,
      ptr,
      children: this.#children(node, first, elements),
    });
  }
  #struct(node: StructNode, first: number, slots: number, validityPtr: Ptr): Column {
    return makeColumn({
      type: node.type,
      layout: 'struct',
      length: slots,
      validityPtr,
      children: this.#children(node, first, slots),
    });
  }
  #children(node: ListNode | StructNode, first: number, length: number): Column[] {
    let at = first;
    return node.children.map((child) => {
      const column = this.#build(child, at);
      if (column.length !== length) throw this.#disagree();
      at += leavesOf(child).length;
      return column;
    });
  }
  #disagree(): Error {
    return this.#leaves[0]!.cursor.fail(`the columns of ${this.#node.name} disagree about where values stand`);
  }
}

/** Entries of one leaf, decoded up to the end of the wanted rows. */
class LeafLevels {
  readonly cursor: LeafCursor;
  readonly #engine: Engine;
  readonly #node: LeafNode;
  #reps: Ptr;
  #defs: Ptr;
  #capacity = STEP_ENTRIES * 2;
  /** Entries decoded, of those the ones whose values went to the sink, and the ones that make the wanted rows. */
  #have = 0;
  #taken = 0;
  entries = 0;
  sink: LeafSink;

  constructor(engine: Engine, cursor: LeafCursor) {
    this.#engine = engine;
    this.cursor = cursor;
    this.#node = cursor.node;
    this.#reps = engine.memory.alloc(this.#capacity);
    this.#defs = engine.memory.alloc(this.#capacity);
    this.sink = makeSink(engine, cursor.node, 0);
  }
  get reps(): Ptr {
    return this.#reps;
  }
  get defs(): Ptr {
    return this.#defs;
  }

  readRows(n: number): void {
    const { kernels } = this.#engine;
    this.sink = makeSink(this.#engine, this.#node, n);
    this.#taken = 0;
    for (;;) {
      this.entries = kernels.rowEntries(this.#reps, this.#have, n);
      if (this.entries < this.#have || !this.#more()) break;
    }
    this.#takeValues(this.entries);
    if (kernels.rowCount(this.#reps, this.entries) !== n || this.#startsMidRow())
      throw this.cursor.fail('the column has fewer rows than its row group');
  }
  /** Drops the entries of the rows that were read. */
  consume(): void {
    const { memory } = this.#engine;
    const left = this.#have - this.entries;
    memory.u8(this.#reps, this.#have).copyWithin(0, this.entries);
    memory.u8(this.#defs, this.#have).copyWithin(0, this.entries);
    this.#have = left;
    this.entries = 0;
  }
  close(): void {
    this.#engine.memory.free(this.#reps);
    this.#engine.memory.free(this.#defs);
    this.cursor.close();
  }

  #startsMidRow(): boolean {
    return this.entries > 0 && this.#engine.memory.u8(this.#reps, 1)[0] !== 0;
  }
  /** Decodes levels of more entries; false at the end of the column. */
  #more(): boolean {
    if (this.cursor.left === 0) {
      // The wanted rows reach the end of this page at least, so its values are wanted; the next page replaces it.
      this.#takeValues(this.#have);
      if (!this.cursor.nextPage()) return false;
    }
    const k = Math.min(STEP_ENTRIES, this.cursor.left);
    this.#reserve(this.#have + k);
    this.cursor.takeLevels(this.#reps + this.#have, this.#defs + this.#have, k);
    this.#have += k;
    return true;
  }
  #takeValues(upTo: number): void {
    const count = this.#engine.kernels.countLevels(this.#defs + this.#taken, upTo - this.#taken, this.cursor.maxDef);
    this.cursor.takeValues(this.sink, count);
    this.#taken = upTo;
  }
  #reserve(entries: number): void {
    if (entries <= this.#capacity) return;
    const { memory } = this.#engine;
    this.#capacity = Math.max(entries, this.#capacity * 2);
    this.#reps = grow(memory, this.#reps, this.#capacity);
    this.#defs = grow(memory, this.#defs, this.#capacity);
  }
}
const grow = (memory: Memory, ptr: Ptr, bytes: number): Ptr => memory.realloc(ptr, bytes);
