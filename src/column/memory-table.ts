// memory-table.ts: what the session, its engines and the memory connector agree on about in-memory tables: their pieces, and how
// many of them make a task.

/** A piece of a table as the session knows it; `worker`: where it stands. */
export interface MemoryBlock {
  readonly id: string;
  readonly rows: number;
  readonly bytes: number;
  readonly worker?: number;
}
/** The session's list of in-memory tables. */
export interface TableRegistry {
  blocks(tableId: number): readonly MemoryBlock[];
}
export interface MemorySpec {
  readonly tableId: number;
}
/** Blocks per task grow with the table, so that partial results stay few: at most this many tasks, whatever the worker count. */
const MAX_MEMORY_TASKS = 16;
export const blocksPerTask = (blocks: number): number => Math.max(1, Math.ceil(blocks / MAX_MEMORY_TASKS));
