// Memory tables: cache(), createDataFrame, read.arrow, CREATE TABLE. A task is a run of blocks that stand on one worker.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { blocksPerTask } from '../../column/memory-table.ts';
import type { MemorySpec } from '../../column/memory-table.ts';
import type { ScanSource } from '../../plan/scan-source.ts';
import { CaudalError } from '../../types/error.ts';
import { sliceColumn } from '../../wasm/move.ts';
import type { Connector, ScanRequest, ScanTask, TaskContext, TaskReader } from '../connector.ts';

interface MemoryTask {
  readonly blockIds: readonly string[];
}

export const memory: Connector = {
  name: 'memory',
  resolve: () =>
    Promise.reject(new CaudalError('DATA_SOURCE_NOT_FOUND', 'Memory tables are made by the session, not read by a path.')),
  tasks(source, _request, { tables }) {
    if (!tables) throw new Error('no table registry on this thread');
    const blocks = tables.blocks((source.spec as MemorySpec).tableId);
    const size = blocksPerTask(blocks.length),
      tasks: ScanTask[] = [];
    for (let i = 0; i < blocks.length; i += size) {
      const run = blocks.slice(i, i + size),
        worker = run[0]!.worker;
      tasks.push({
        spec: { blockIds: run.map((b) => b.id) } satisfies MemoryTask,
        rows: run.reduce((sum, b) => sum + b.rows, 0),
        bytes: run.reduce((sum, b) => sum + b.bytes, 0),
        ...(worker === undefined ? {} : { worker }),
      });
    }
    return Promise.resolve({ tasks, metrics: {} });
  },
  open: (_source: ScanSource, task: ScanTask, request: ScanRequest, context: TaskContext): TaskReader =>
    openBlocks(task.spec as MemoryTask, request, context),
};

function openBlocks(task: MemoryTask, { columns }: ScanRequest, { engine, batchRows, blocks }: TaskContext): TaskReader {
  if (!blocks) throw new Error('this host has no block store');
  const batches = task.blockIds.flatMap((id) => blocks.batches(id));
  const temp = (bytes: number): number => engine.memory.temp(bytes);
  let index = 0,
    from = 0;
  return {
    bytesRead: 0,
    metrics: {},
    next(): Batch | null {
      const batch = batches[index];
      if (!batch) return null;
      const count = Math.min(batchRows, batch.length - from);
      const wanted = columns.map((c) => batch.columns[c]!);
      const whole = from === 0 && count === batch.length;
      const out = makeBatch(count, whole ? wanted : wanted.map((column) => sliceColumn(engine, column, from, count, temp)));
      from += count;
      if (from === batch.length) {
        index++;
        from = 0;
      }
      return out;
    },
    close: () => undefined,
  };
}
