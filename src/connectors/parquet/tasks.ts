// Cuts a scan into tasks: runs of neighbouring row groups of at least 2^17 rows, about 32 of them in all. Row groups above 2^20 rows are
// cut where their pages begin, if the file says where that is. Cuts depend on the data only.
import type { ScanSource } from '../../plan/scan-source.ts';
import type { ConnectorContext, ScanMetrics, ScanRequest, ScanTask } from '../connector.ts';
import type { RowGroup } from './footer.ts';
import { leavesOf } from './schema.ts';
import type { OpenFile, ParquetSpec } from './source.ts';
import type { ColumnPlan, ParquetTask, TaskChunk, TaskFile, TaskGroup } from './task.ts';
import { rangeRows } from './task.ts';

const MIN_TASK_ROWS = 1 << 17;
const TASK_COUNT = 32;

export async function planTasks(
  source: ScanSource,
  spec: ParquetSpec,
  files: readonly OpenFile[],
  request: ScanRequest,
  _context: ConnectorContext,
): Promise<{ tasks: readonly ScanTask[]; metrics: ScanMetrics }> {
  const taskFiles = files.map((file, i) => taskFile(source, spec, file, i, request.columns));
  const groups: TaskGroup[] = [];
  let total = 0;
  files.forEach((file, f) =>
    file.footer.rowGroups.forEach((group, ordinal) => {
      total++;
      if (group.rows > 0)
        groups.push({
          file: f,
          ordinal,
          rows: group.rows,
          ranges: [[0, group.rows]],
          chunks: wantedChunks(group, taskFiles[f]!),
        });
    }),
  );
  const limit = request.filters.length === 0 ? request.limit : undefined;
  const tasks = groupTasks(groups, limit).map((part) => makeTask(part, taskFiles, limit));
  return { tasks, metrics: { files: files.length, rowGroups: total, rowGroupsRead: groups.length } };
}

/** Where each requested column comes from in this file. */
function taskFile(
  source: ScanSource,
  spec: ParquetSpec,
  { file, nodes }: OpenFile,
  ordinal: number,
  columns: readonly number[],
): TaskFile {
  const fileColumns = source.schema.length - spec.partitions.length;
  const plans = columns.map((column): ColumnPlan => {
    const field = source.schema[column]!;
    if (column >= fileColumns)
      return { kind: 'constant', type: field.type, value: spec.partitions[column - fileColumns]!.values[ordinal]! };
    const node = nodes.find((n) => n.name === field.name);
    return node ? { kind: 'file', node } : { kind: 'constant', type: field.type, value: null };
  });
  return { handle: file.handle, label: file.label, version: file.version, columns: plans };
}
function wantedChunks(group: RowGroup, file: TaskFile): Map<number, TaskChunk> {
  const chunks = new Map<number, TaskChunk>();
  for (const plan of file.columns)
    if (plan.kind === 'file') for (const leaf of leavesOf(plan.node)) chunks.set(leaf.column, bare(group.chunks[leaf.column]!));
  return chunks;
}
/** A chunk without what only planning needs. */
const bare = ({ offset, length, codec, values }: TaskChunk): TaskChunk => ({ offset, length, codec, values });

/** Runs of groups of about equal rows. A limit without filters ends the list where it is reached. */
function groupTasks(groups: readonly TaskGroup[], limit = Infinity): TaskGroup[][] {
  const rows = groups.reduce((sum, group) => sum + rangeRows(group.ranges), 0);
  const target = Math.max(MIN_TASK_ROWS, Math.ceil(Math.min(rows, limit) / TASK_COUNT));
  const runs: TaskGroup[][] = [];
  let inRun = target,
    before = 0;
  for (const group of groups) {
    if (before >= limit) break;
    if (inRun >= target) {
      runs.push([]);
      inRun = 0;
    }
    runs.at(-1).push(group);
    inRun += rangeRows(group.ranges);
    before += rangeRows(group.ranges);
  }
  return runs;
}
function makeTask(groups: readonly TaskGroup[], files: readonly TaskFile[], limit: number | undefined): ScanTask {
  const used = [...new Set(groups.map((group) => group.file))];
  const spec: ParquetTask = {
    files: used.map((f) => files[f]!),
    groups: groups.map((group) => ({ ...group, file: used.indexOf(group.file) })),
    ...(limit === undefined ? {} : { limit }),
  };
  const bytes = groups.reduce((sum, group) => sum + [...group.chunks.values()].reduce((b, chunk) => b + chunk.length, 0), 0);
  return { spec, rows: groups.reduce((sum, group) => sum + rangeRows(group.ranges), 0), bytes };
}
