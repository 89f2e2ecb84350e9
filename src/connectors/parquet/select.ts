// Which rows of a row group can satisfy the filters: by the chunk's statistics, then its bloom filters, then page by page.
import type { ByteSource } from '../../platform/platform.ts';
import type { AttributeId, Expr } from '../../expr/expr.ts';
import { visit } from '../../expr/walk.ts';
import { canMatch } from '../prune.ts';
import type { Bounds } from '../prune.ts';
import type { RowGroup } from './footer.ts';
import { parseBloomFilter, parseColumnIndex, parseOffsetIndex, readHints } from './page-index.ts';
import { boundsOf } from './statistics.ts';
import type { LeafNode } from './schema.ts';
import type { ColumnPlan, PageLocation, RowRange } from './task.ts';

/** A column that filters name, and where it comes from. */
export interface FilterColumn {
  readonly id: AttributeId;
  readonly plan: ColumnPlan;
}
export interface Selection {
  readonly ranges: readonly RowRange[];
  /** Ruled out by a bloom filter alone. */
  readonly byBloom?: boolean;
  /** Pages of the filters' columns, and how many of them hold wanted rows. */
  readonly pages?: number;
  readonly pagesRead?: number;
}
/** Reads from the file; opened when first asked for. */
export type OpenSource = () => Promise<ByteSource>;
type FilterLeaf = FilterColumn & { readonly plan: { readonly kind: 'file'; readonly node: LeafNode } };
const isLeaf = (column: FilterColumn): column is FilterLeaf => column.plan.kind === 'file' && column.plan.node.kind === 'leaf';

const NONE: Selection = { ranges: [] };
export async function selectRows(
  group: RowGroup,
  filters: readonly Expr[],
  columns: readonly FilterColumn[],
  open: OpenSource,
  signal?: AbortSignal,
): Promise<Selection> {
  const { rows } = group;
  if (rows === 0) return NONE;
  const all: Selection = { ranges: [[0, rows]] };
  if (columns.length === 0) return all;
  const known = new Map(columns.map((column) => [column.id, chunkBounds(column, group)]));
  if (!canMatch(filters, (id) => known.get(id))) return NONE;
  const leaves = columns.filter(isLeaf);
  await addBloomFilters(known, group, leaves, filters, open, signal);
  if (!canMatch(filters, (id) => known.get(id))) return { ranges: [], byBloom: true };
  return (await selectPages(known, group, leaves, filters, open, signal)) ?? all;
}
function chunkBounds({ plan }: FilterColumn, { rows, chunks }: RowGroup): Bounds {
  if (plan.kind === 'constant')
    return plan.value === null ? { rows, nullCount: rows } : { rows, min: plan.value, max: plan.value, nullCount: 0 };
  return plan.node.kind === 'leaf' ? boundsOf(chunks[plan.node.column]!.statistics, plan.node, rows) : { rows };
}

/** Columns that filters speak of. */
export function namedAttributes(filters: readonly Expr[]): Set<AttributeId> {
  const ids = new Set<AttributeId>();
  for (const filter of filters)
    visit(filter, (expr) => {
      if (expr.kind === 'Attribute') ids.add(expr.id);
    });
  return ids;
}
/** Columns compared for equality: nothing else asks a bloom filter. */
function equalityColumns(filters: readonly Expr[]): Set<AttributeId> {
  const ids = new Set<AttributeId>();
  const note = (expr: Expr | undefined): void => {
    if (expr?.kind === 'Attribute') ids.add(expr.id);
  };
  for (const filter of filters)
    visit(filter, (expr) => {
      if (expr.kind === 'In') note(expr.input);
      if (expr.kind === 'Call' && expr.name === 'equal') expr.args.forEach(note);
    });
  return ids;
}
async function addBloomFilters(
  known: Map<AttributeId, Bounds>,
  group: RowGroup,
  leaves: readonly FilterLeaf[],
  filters: readonly Expr[],
  open: OpenSource,
  signal?: AbortSignal,
): Promise<void> {
  const asked = equalityColumns(filters);
  const filtered = leaves.filter(({ id, plan }) => asked.has(id) && group.chunks[plan.node.column]!.bloomFilter);
  if (filtered.length === 0) return;
  const parts = await readHints(
    await open(),
    filtered.map(({ plan }) => group.chunks[plan.node.column]!.bloomFilter),
    signal,
  );
  filtered.forEach(({ id, plan }, i) => {
    const mayContain = parseBloomFilter(parts[i]!, plan.node);
    if (mayContain) known.set(id, { ...known.get(id)!, mayContain });
  });
}

interface IndexedColumn {
  readonly id: AttributeId;
  readonly pages: readonly PageLocation[];
  readonly bounds: readonly Bounds[];
}
async function selectPages(
  known: ReadonlyMap<AttributeId, Bounds>,
  group: RowGroup,
  leaves: readonly FilterLeaf[],
  filters: readonly Expr[],
  open: OpenSource,
  signal?: AbortSignal,
): Promise<Selection | undefined> {
  const withIndex = leaves.filter(({ plan }) => {
    const { columnIndex, offsetIndex } = group.chunks[plan.node.column]!;
    return columnIndex && offsetIndex;
  });
  if (withIndex.length === 0) return undefined;
  const ranges = withIndex.flatMap(({ plan }) => [
    group.chunks[plan.node.column]!.offsetIndex,
    group.chunks[plan.node.column]!.columnIndex,
  ]);
  const parts = await readHints(await open(), ranges, signal);
  const indexed = withIndex.flatMap(({ id, plan }, i): IndexedColumn[] => {
    const pages = parseOffsetIndex(parts[i * 2]!, group.chunks[plan.node.column]!, group.rows);
    const bounds = pages && parseColumnIndex(parts[i * 2 + 1]!, plan.node, pages, group.rows);
    return bounds ? [{ id, pages, bounds }] : [];
  });
  if (indexed.length === 0) return undefined;
  const selected = matchingRanges(indexed, known, group.rows, filters);
  const pages = indexed.reduce((sum, column) => sum + column.pages.length, 0);
  return {
    ranges: selected,
    pages,
    pagesRead: indexed.reduce((sum, column) => sum + pagesIn(column.pages, selected, group.rows), 0),
  };
}
/** Between any two neighbouring page starts all columns' bounds are constant: one question per such stretch. */
function matchingRanges(
  columns: readonly IndexedColumn[],
  known: ReadonlyMap<AttributeId, Bounds>,
  rows: number,
  filters: readonly Expr[],
): RowRange[] {
  const starts = [...new Set(columns.flatMap(({ pages }) => pages.map((page) => page.firstRow)))].sort((a, b) => a - b);
  const at = columns.map(() => 0),
    ranges: [number, number][] = [];
  starts.forEach((from, s) => {
    const to = starts[s + 1] ?? rows;
    const here = new Map(known);
    columns.forEach(({ id, pages, bounds }, c) => {
      while ((pages[at[c]! + 1]?.firstRow ?? Infinity) <= from) at[c]!++;
      here.set(id, bounds[at[c]!]!);
    });
    if (!canMatch(filters, (id) => here.get(id))) return;
    const last = ranges.at(-1);
    if (last && last[1] === from) last[1] = to;
    else ranges.push([from, to]);
  });
  return ranges;
}
/** How many pages hold rows of the ranges. */
const pagesIn = (pages: readonly PageLocation[], ranges: readonly RowRange[], rows: number): number =>
  pages.filter((page, i) => ranges.some(([from, to]) => page.firstRow < to && (pages[i + 1]?.firstRow ?? rows) > from)).length;
