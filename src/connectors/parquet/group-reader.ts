// One row group: a column reader per requested column, stepping through the wanted row ranges together.
import type { Batch } from '../../column/batch.ts';
import { makeBatch } from '../../column/batch.ts';
import type { Column } from '../../column/column.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { ReadInto } from './chunk-bytes.ts';
import { fitColumn } from './fit-column.ts';
import { GrowingBuffer } from './growing-buffer.ts';
import { FlatReader } from './column-reader.ts';
import type { ColumnReader } from './column-reader.ts';
import { constantColumn } from '../constant-column.ts';
import { LeafCursor } from './leaf-cursor.ts';
import { NestedReader } from './nested-reader.ts';
import { PageReader } from './page.ts';
import { leavesOf } from './schema.ts';
import type { Node } from './schema.ts';
import type { ColumnPlan, TaskChunk, TaskFile, TaskGroup } from './task.ts';

interface OpenColumn {
  readonly plan: ColumnPlan;
  readonly reader: ColumnReader | null;
  readonly chunk: TaskChunk | undefined;
  readonly cursor: LeafCursor | undefined;
}

export class GroupReader {
  readonly #engine: Engine;
  readonly #group: TaskGroup;
  readonly #columns: OpenColumn[] = [];
  readonly #compressed = new GrowingBuffer();
  #range = 0;
  /** Row of the group at which the readers stand. */
  #at = 0;

  constructor(engine: Engine, file: TaskFile, group: TaskGroup, read: ReadInto) {
    this.#engine = engine;
    this.#group = group;
    try {
      for (const plan of file.columns)
        this.#columns.push(openColumn(engine, plan, file.source.label, group, read, this.#compressed));
    } catch (error) {
      this.close();
      throw error;
    }
  }
  get bytesRead(): number {
    return this.#columns.reduce((sum, { reader }) => sum + (reader?.bytesRead ?? 0), 0);
  }
  /** At most n rows; null after the last range. */
  next(n: number): Batch | null {
    let range = this.#group.ranges[this.#range];
    if (range && this.#at >= range[1]) range = this.#group.ranges[++this.#range];
    if (!range) return null;
    if (this.#at < range[0]) this.#goTo(range[0]);
    const rows = Math.min(n, range[1] - this.#at);
    this.#at += rows;
    return makeBatch(
      rows,
      this.#columns.map(({ plan, reader }): Column => {
        if (plan.kind === 'constant') return constantColumn(this.#engine, plan.type, plan.value, rows);
        const column = reader!.read(rows);
        return plan.type ? fitColumn(this.#engine, column, plan.type) : column;
      }),
    );
  }
  close(): void {
    for (const { reader } of this.#columns) reader?.close();
    this.#compressed.free(this.#engine.memory);
    this.#columns.length = 0;
  }

  #goTo(row: number): void {
    for (const column of this.#columns) {
      if (!column.reader) continue;
      const from = this.#seekPage(column, row);
      column.reader.skip(row - from);
    }
    this.#at = row;
  }
  /** Jumps to the page that holds the row if that is further on and known; returns the row where the reader then stands. */
  #seekPage({ chunk, cursor }: OpenColumn, row: number): number {
    const pages = chunk?.pages ?? [],
      index = pages.filter((p) => p.firstRow <= row).length - 1,
      page = pages[index];
    if (!page || !cursor || page.firstRow <= this.#at) return this.#at;
    cursor.seek(page.offset, this.#group.rows - page.firstRow, (pages[index + 1]?.firstRow ?? this.#group.rows) - page.firstRow);
    return page.firstRow;
  }
}

function openColumn(
  engine: Engine,
  plan: ColumnPlan,
  file: string,
  group: TaskGroup,
  read: ReadInto,
  compressed: GrowingBuffer,
): OpenColumn {
  if (plan.kind === 'constant') return { plan, reader: null, chunk: undefined, cursor: undefined };
  const cursors: LeafCursor[] = [];
  for (const leaf of leavesOf(plan.node)) {
    const chunk = group.chunks.get(leaf.column)!,
      place = `row group ${group.ordinal}, column ${leaf.path}`;
    cursors.push(new LeafCursor(engine, new PageReader(engine, read, chunk, file, place, compressed), leaf, chunk));
  }
  if (!isFlat(plan.node))
    return { plan, reader: new NestedReader(engine, plan.node, cursors), chunk: undefined, cursor: undefined };
  return { plan, reader: new FlatReader(engine, cursors[0]!), chunk: group.chunks.get(plan.node.column), cursor: cursors[0] };
}
const isFlat = (node: Node): node is Extract<Node, { kind: 'leaf' }> => node.kind === 'leaf';
