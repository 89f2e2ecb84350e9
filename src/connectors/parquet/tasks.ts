// Cuts a scan into tasks: runs of neighbouring row groups of at least 2^17 rows, about 16 of them in all. Row groups above 2^20 rows are
// cut where their pages begin, if the file says where that is. Cuts depend on the data only.
import type { ScanSource } from '../../plan/scan-source.ts';
import { sameType } from '../../types/data-type.ts';
import type { ByteSource } from '../../platform/platform.ts';
import type { ConnectorContext, ScanMetrics, ScanRequest, ScanTask } from '../connector.ts';
import { openFile } from '../files.ts';
import type { RowGroup } from './footer.ts';
import { parseOffsetIndex, readHints } from './page-index.ts';
import { leavesOf } from './schema.ts';
import { namedAttributes, selectRows } from './select.ts';
import type { FilterColumn, OpenSource, Selection } from './select.ts';
import type { OpenFile, ParquetSpec } from './source.ts';
import type { ColumnPlan, ParquetTask, RowRange, TaskChunk, TaskFile, TaskGroup } from './task.ts';
import { rangeRows } from './task.ts';

const MIN_TASK_ROWS = 1 << 17;
const TASK_COUNT = 16;
const GIANT_ROWS = 1 << 20;
const PIECE_ROWS = 1 << 19;
/** Row groups whose indexes are read at the same time: over HTTP each costs requests. */
const GROUPS_AT_ONCE = 16;

/** Counts what pruning left; shown by EXPLAIN ANALYZE. */
class Pruning {
  rowGroups = 0;
  rowGroupsRead = 0;
  bloomSkipped = 0;
  pages = 0;
  pagesRead = 0;
  count(selection: Selection): void {
    this.rowGroups++;
    if (selection.ranges.length > 0) this.rowGroupsRead++;
    if (selection.byBloom) this.bloomSkipped++;
    this.pages += selection.pages ?? 0;
    this.pagesRead += selection.pagesRead ?? 0;
  }
  metrics(files: number, filesRead: number): ScanMetrics {
    const { rowGroups, rowGroupsRead, bloomSkipped, pages, pagesRead } = this;
    return {
      files,
      filesRead,
      rowGroups,
      rowGroupsRead,
      ...(bloomSkipped > 0 ? { bloomSkipped } : {}),
      ...(pages > 0 ? { pages, pagesRead } : {}),
    };
  }
}

export async function planTasks(
  source: ScanSource,
  spec: ParquetSpec,
  files: readonly OpenFile[],
  request: ScanRequest,
  context: ConnectorContext,
): Promise<{ tasks: readonly ScanTask[]; metrics: ScanMetrics }> {
  const taskFiles = files.map((file, i) => taskFile(source, spec, file, i, request.columns));
  const groups: TaskGroup[] = [],
    pruning = new Pruning();
  for (const [f, file] of files.entries()) {
    const opener = new SourceOpener(file, context);
    try {
      for (const group of await planFile(file, f, taskFiles[f]!, request, opener.open, pruning, context.signal))
        groups.push(group);
    } finally {
      opener.close();
    }
  }
  const limit = request.filters.length === 0 ? request.limit : undefined;
  const tasks = groupTasks(groups, limit).map((part) => makeTask(part, taskFiles, limit));
  return { tasks, metrics: pruning.metrics(files.length, new Set(groups.map((g) => g.file)).size) };
}

/** Opens a file when, and only if, its indexes are asked for. */
class SourceOpener {
  readonly #file: OpenFile;
  readonly #context: ConnectorContext;
  #source: Promise<ByteSource> | undefined;
  constructor(file: OpenFile, context: ConnectorContext) {
    this.#file = file;
    this.#context = context;
  }
  readonly open = (): Promise<ByteSource> => (this.#source ??= openFile(this.#context.platform, this.#file.file));
  close(): void {
    void this.#source?.then((source) => source.close());
  }
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
    if (!node) return { kind: 'constant', type: field.type, value: null };
    return { kind: 'file', node, ...(sameType(node.type, field.type) ? {} : { type: field.type }) };
  });
  return { source: file, columns: plans };
}

async function planFile(
  { footer }: OpenFile,
  ordinal: number,
  file: TaskFile,
  request: ScanRequest,
  open: OpenSource,
  pruning: Pruning,
  signal?: AbortSignal,
): Promise<TaskGroup[]> {
  const named = namedAttributes(request.filters);
  const filterColumns = request.output.flatMap(({ id }, i): FilterColumn[] =>
    named.has(id) ? [{ id, plan: file.columns[i]! }] : [],
  );
  const planGroup = async (group: RowGroup, g: number): Promise<TaskGroup[]> => {
    const selection = await selectRows(group, request.filters, filterColumns, open, signal);
    pruning.count(selection);
    const { ranges } = selection;
    if (ranges.length === 0) return [];
    const base: TaskGroup = { file: ordinal, ordinal: g, rows: group.rows, ranges, chunks: wantedChunks(group, file) };
    const isPartial = rangeRows(ranges) < group.rows;
    if (!isPartial && group.rows <= GIANT_ROWS) return [base];
    return splitGiant(await withPages(base, group, file, open, signal), file);
  };
  const groups: TaskGroup[] = [];
  for (let g = 0; g < footer.rowGroups.length; g += GROUPS_AT_ONCE) {
    const some = footer.rowGroups.slice(g, g + GROUPS_AT_ONCE);
    groups.push(...(await Promise.all(some.map((group, i) => planGroup(group, g + i)))).flat());
  }
  return groups;
}
function wantedChunks(group: RowGroup, file: TaskFile): Map<number, TaskChunk> {
  const chunks = new Map<number, TaskChunk>();
  for (const plan of file.columns)
    if (plan.kind === 'file') for (const leaf of leavesOf(plan.node)) chunks.set(leaf.column, bare(group.chunks[leaf.column]!));
  return chunks;
}
/** A chunk without what only planning needs. */
const bare = ({ offset, length, codec, values }: TaskChunk): TaskChunk => ({ offset, length, codec, values });

/** Adds where pages begin, for columns that can be entered in the middle: lists and structs cannot. */
async function withPages(
  base: TaskGroup,
  group: RowGroup,
  file: TaskFile,
  open: OpenSource,
  signal?: AbortSignal,
): Promise<TaskGroup> {
  const columns = [
    ...new Set(file.columns.flatMap((plan) => (plan.kind === 'file' && plan.node.kind === 'leaf' ? [plan.node.column] : []))),
  ];
  const indexed = columns.filter((column) => group.chunks[column]!.offsetIndex);
  if (indexed.length === 0) return base;
  const parts = await readHints(
    await open(),
    indexed.map((column) => group.chunks[column]!.offsetIndex),
    signal,
  );
  const chunks = new Map(base.chunks);
  indexed.forEach((column, i) => {
    const pages = parseOffsetIndex(parts[i]!, group.chunks[column]!, group.rows);
    if (pages) chunks.set(column, { ...chunks.get(column)!, pages });
  });
  return { ...base, chunks };
}
/** Pieces of about PIECE_ROWS that begin at pages of the first column; whole if some column cannot be entered in the middle. */
function splitGiant(group: TaskGroup, file: TaskFile): TaskGroup[] {
  const canEnter = file.columns.every(
    (plan) => plan.kind === 'constant' || (plan.node.kind === 'leaf' && group.chunks.get(plan.node.column)!.pages),
  );
  const pages = [...group.chunks.values()][0]?.pages;
  if (group.rows <= GIANT_ROWS || !canEnter || !pages) return [group];
  const pieces: TaskGroup[] = [];
  let from = 0;
  for (const end of [...pages.slice(1).map((page) => page.firstRow), group.rows]) {
    if (end - from < PIECE_ROWS && end < group.rows) continue;
    const ranges = clip(group.ranges, from, end);
    if (ranges.length > 0) pieces.push({ ...group, ranges });
    from = end;
  }
  return pieces;
}
const clip = (ranges: readonly RowRange[], from: number, to: number): RowRange[] =>
  ranges.map(([a, b]): RowRange => [Math.max(a, from), Math.min(b, to)]).filter(([a, b]) => a < b);

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
    runs.at(-1)!.push(group);
    inRun += rangeRows(group.ranges);
    before += rangeRows(group.ranges);
  }
  // The short last row group of a file is not worth a task.
  if (runs.length > 1 && inRun < target / 4) runs.at(-2)!.push(...runs.pop()!);
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
