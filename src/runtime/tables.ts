// In-memory tables of a session. Blocks begin as frames on the session's thread and move, by transfer, to the engine that reads them
// first; from then on tasks over them are pinned there. A block lost with its worker is made again by `rebuild` (lineage).
import { blocksPerTask } from '../column/memory-table.ts';
import type { MemoryBlock, MemorySpec, TableRegistry } from '../column/memory-table.ts';
import type { ColumnStatistics, ScanSource } from '../plan/scan-source.ts';
import type { Schema } from '../types/data-type.ts';

/** A block before it has moved to an engine. */
export interface BlockFrame {
  readonly frame: ArrayBuffer;
  readonly rows: number;
}
/** The text behind the codes of one column; every engine of the session holds a copy. */
export interface TableDictionary {
  readonly sharedId: string;
  readonly frame: ArrayBuffer;
}
export interface TableContents {
  readonly blocks: readonly BlockFrame[];
  readonly dictionaries: readonly TableDictionary[];
  readonly statistics: readonly ColumnStatistics[];
}
export interface TableDefinition {
  readonly label: string;
  readonly schema: Schema;
  /** Makes all blocks once more, equal to the first time. */
  readonly rebuild: () => Promise<TableContents>;
}
/** `place`: worker index, or -1 for the inline engine; undefined while the frame is still here. */
interface Block {
  readonly id: string;
  readonly rows: number;
  readonly bytes: number;
  frame: ArrayBuffer | null;
  place: number | undefined;
}
interface Table {
  readonly definition: TableDefinition;
  readonly blocks: Block[];
  readonly dictionaries: readonly TableDictionary[];
  /** Engines that hold the dictionaries. */
  readonly informed: Set<number>;
}

export class Tables implements TableRegistry {
  readonly #tables = new Map<number, Table>();
  #nextId = 1;

  /** An id for a table that is being built. */
  reserve(): number {
    return this.#nextId++;
  }
  create(tableId: number, definition: TableDefinition, contents: TableContents): ScanSource {
    const blocks = contents.blocks.map(({ frame, rows }, i): Block => ({
      id: `${tableId}/${i}`,
      rows,
      bytes: frame.byteLength,
      frame,
      place: undefined,
    }));
    this.#tables.set(tableId, { definition, blocks, dictionaries: contents.dictionaries, informed: new Set() });
    return {
      format: 'memory',
      label: definition.label,
      schema: definition.schema,
      rows: blocks.reduce((n, b) => n + b.rows, 0),
      rowsExact: true,
      bytes: blocks.reduce((n, b) => n + b.bytes, 0),
      columns: contents.statistics,
      spec: { tableId } satisfies MemorySpec,
    };
  }
  blocks(tableId: number): readonly MemoryBlock[] {
    return this.#table(tableId).blocks.map(({ id, rows, bytes, place }) =>
      place === undefined ? { id, rows, bytes } : { id, rows, bytes, worker: place },
    );
  }
  /** Decides where every block stands: runs of `blocksPerTask` go round over `workers` engines (0: the inline one). Returns what must be moved. */
  async place(tableId: number, workers: number): Promise<{ id: string; frame: ArrayBuffer; place: number }[]> {
    const { definition, blocks } = this.#table(tableId);
    if (blocks.some((b) => b.place === undefined && b.frame === null)) {
      const again = await definition.rebuild();
      blocks.forEach((block, i) => {
        if (block.place === undefined && block.frame === null) block.frame = again.blocks[i]!.frame;
      });
    }
    const run = blocksPerTask(blocks.length);
    return blocks.flatMap((block, i) => {
      if (block.place !== undefined) return [];
      const frame = block.frame!;
      block.place = workers === 0 || blocks.length === 1 ? -1 : Math.floor(i / run) % workers;
      block.frame = null;
      return [{ id: block.id, frame, place: block.place }];
    });
  }
  /** Dictionaries the engine at `place` does not hold yet; it is taken to hold them from now on. */
  dictionariesFor(tableId: number, place: number): readonly TableDictionary[] {
    const { dictionaries, informed } = this.#table(tableId);
    if (informed.has(place)) return [];
    informed.add(place);
    return dictionaries;
  }
  /** A worker is gone, and its blocks with it. */
  forget(place: number): void {
    for (const { blocks, informed } of this.#tables.values()) {
      informed.delete(place);
      for (const block of blocks) if (block.place === place) block.place = undefined;
    }
  }
  drop(tableId: number): string {
    this.#tables.delete(tableId);
    return `${tableId}/`;
  }
  /** Bytes of frames that wait here. */
  get heldBytes(): number {
    let bytes = 0;
    for (const { blocks, dictionaries } of this.#tables.values()) {
      for (const block of blocks) bytes += block.frame?.byteLength ?? 0;
      for (const dictionary of dictionaries) bytes += dictionary.frame.byteLength;
    }
    return bytes;
  }
  #table(tableId: number): Table {
    const table = this.#tables.get(tableId);
    if (!table) throw new Error(`table ${tableId} was dropped`);
    return table;
  }
}
