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
/**
 * Blocks per task: at least two, because starting a task costs about what 20,000 rows do; more as the table grows, so that partial
 * results stay few. Never a matter of the worker count.
 */
const MIN_BLOCKS_PER_TASK = 2;
const MAX_TASKS = 8;
export const blocksPerTask = (blocks: number): number => Math.max(MIN_BLOCKS_PER_TASK, Math.ceil(blocks / MAX_TASKS));
