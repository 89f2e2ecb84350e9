// Logical plan: all node kinds, one frozen union. SQL and DataFrame build the unresolved form; `analyze/` resolves names and types;
// the optimizer rewrites; `physical/planner.ts` turns it into operators. Every resolved node's output attributes: `plan/output.ts`.
import type { Alias, Attribute, Expr, NamedExpr, SortOrder } from '../expr/expr.ts';
import type { Position } from '../types/error.ts';
import type { Value } from '../types/value.ts';
import type { Emission } from './firing.ts';
import type { FrameMethod } from './frame-method.ts';
import type { ScanSource } from './scan-source.ts';
import type { TimeWindow } from './time-window.ts';
import type { StreamDefinition } from './stream.ts';

/** FROM name: a view, table or CTE; or a file when `file` (quoted text). */
export interface UnresolvedRelation {
  readonly kind: 'UnresolvedRelation';
  readonly parts: readonly string[];
  readonly file: boolean;
  readonly position?: Position;
}
/** `range(10)`, `read_parquet('…', a => 1)`; DataFrame readers too (format + options as named arguments). */
export interface UnresolvedTableFunction {
  readonly kind: 'UnresolvedTableFunction';
  readonly name: string;
  readonly args: readonly Expr[];
  readonly named: Readonly<Record<string, Expr>>;
  readonly position?: Position;
}
/** A read by the DataFrame API: sources may be host objects, so the session keeps them and the plan holds the id. */
export interface UnresolvedRead {
  readonly kind: 'UnresolvedRead';
  readonly readId: number;
  readonly isStream?: true;
}
/** A DataFrame's already built plan with the id `df.col` pins to. */
export interface PlanReference {
  readonly kind: 'PlanReference';
  readonly planId: number;
  readonly input: Plan;
}
/** VALUES and small createDataFrame: rows of expressions (unresolved) or values. */
export interface Values {
  readonly kind: 'Values';
  readonly output: readonly Attribute[];
  readonly rows: readonly (readonly Value[])[];
}
export interface UnresolvedValues {
  readonly kind: 'UnresolvedValues';
  readonly rows: readonly (readonly Expr[])[];
  readonly names?: readonly string[];
}
export interface Range {
  readonly kind: 'Range';
  readonly output: readonly Attribute[];
  readonly start: bigint;
  readonly end: bigint;
  readonly step: bigint;
}
/**
 * Reads a source. `output` is the pruned list of columns (attribute i is source column `columns[i]`);
 * `filters` were pushed down for pruning only: the Filter above stays unless `exact`. `limit`: rows beyond are never needed.
 */
export interface Scan {
  readonly kind: 'Scan';
  readonly source: ScanSource;
  readonly output: readonly Attribute[];
  readonly columns: readonly number[];
  readonly filters: readonly Expr[];
  readonly limit?: number;
}
/** Reads what has come of a stream since the epoch before; attribute i is column `columns[i]` of the source. */
export interface StreamSource {
  readonly kind: 'StreamSource';
  readonly source: StreamDefinition;
  readonly output: readonly Attribute[];
  readonly columns: readonly number[];
}
/**
 * Declares `column` as event time: its watermark is the highest value seen minus `delayMs`; null: only the source moves it. In a batch
 * query the node means nothing.
 */
export interface EventTimeWatermark {
  readonly kind: 'EventTimeWatermark';
  readonly input: Plan;
  readonly column: Expr;
  readonly delayMs: number | null;
  /** Without rows for so long (processing time), the watermark holds nobody back. */
  readonly idleMs?: number;
  /** Also gives each row the watermark that the rows before it made. */
  readonly rowWatermark?: Attribute;
}
/** Of a stream: rows pass; in each epoch `aggregates`, unresolved, over them are its observed metrics of that name. */
export interface Observe {
  readonly kind: 'Observe';
  readonly input: Plan;
  readonly name: string;
  readonly aggregates: readonly Expr[];
  /** What they may read; none before analysis. */
  readonly columns: readonly Attribute[];
}
export interface Project {
  readonly kind: 'Project';
  readonly input: Plan;
  readonly exprs: readonly NamedExpr[];
}
/** Select list before analysis: anything, stars included. */
export interface UnresolvedProject {
  readonly kind: 'UnresolvedProject';
  readonly input: Plan;
  readonly exprs: readonly Expr[];
}
/**
 * The rest of a SELECT before analysis, in one node because its parts see each other (aliases, HAVING, QUALIFY, ORDER BY of hidden columns).
 * `groupBy` 'all' = GROUP BY ALL; absent = no grouping clause. `distinctOn` = DISTINCT ON (…).
 */
export interface UnresolvedSelect {
  readonly kind: 'UnresolvedSelect';
  readonly input: Plan;
  readonly exprs: readonly Expr[];
  readonly where?: Expr;
  readonly groupBy?: readonly Expr[] | 'all';
  readonly having?: Expr;
  readonly qualify?: Expr;
  readonly distinct: boolean;
  readonly distinctOn?: readonly Expr[];
  readonly windows: Readonly<Record<string, import('../expr/expr.ts').WindowSpec>>;
}
/** Adds or replaces columns (withColumn), resolved against the input. */
export interface UnresolvedWithColumns {
  readonly kind: 'UnresolvedWithColumns';
  readonly input: Plan;
  readonly columns: readonly { readonly name: string; readonly input: Expr }[];
}
/** drop / withColumnRenamed: names that do not exist are ignored. */
export interface UnresolvedDrop {
  readonly kind: 'UnresolvedDrop';
  readonly input: Plan;
  readonly columns: readonly Expr[];
}
export interface UnresolvedRename {
  readonly kind: 'UnresolvedRename';
  readonly input: Plan;
  readonly from: string;
  readonly to: string;
}
/**
 * A DataFrame method whose plan depends on its input's columns and types (fillna, describe, groupBy().sum()), or that is no part of
 * the query (observe): the session puts a plan in its place before analysis.
 */
export interface UnresolvedMethod {
  readonly kind: 'UnresolvedMethod';
  readonly input: Plan;
  readonly method: FrameMethod;
}
export interface Filter {
  readonly kind: 'Filter';
  readonly input: Plan;
  readonly predicate: Expr;
}
/** Groups by `groupings`; outputs are groupings (as Attribute or Alias over one) and AggregateCalls inside Aliases. Empty groupings = one row. */
export interface Aggregate {
  readonly kind: 'Aggregate';
  readonly input: Plan;
  readonly groupings: readonly NamedExpr[];
  readonly aggregates: readonly Alias[];
  /** Of a stream; means nothing in a batch query. */
  readonly emission?: Emission;
  /** The input's column with the watermark before each row. */
  readonly rowWatermark?: Attribute;
  /** In a changelog: the column that says whether a row comes (1) or goes (-1). */
  readonly weight?: Attribute;
}
/** df.groupBy(…).agg(…) before analysis: output = groupings then aggregates. `pivot` lists its values. */
export interface UnresolvedAggregate {
  readonly kind: 'UnresolvedAggregate';
  readonly input: Plan;
  readonly groupings: readonly Expr[];
  readonly aggregates: readonly Expr[];
  readonly emission?: Emission;
}
export type JoinKind = 'inner' | 'cross' | 'left' | 'right' | 'full' | 'left_semi' | 'left_anti';
/** `nullAware`: NOT IN semantics for left_anti. After analysis `using`/`natural` have become a condition and a Project. */
export interface Join {
  readonly kind: 'Join';
  readonly left: Plan;
  readonly right: Plan;
  readonly type: JoinKind;
  readonly condition?: Expr;
  readonly using?: readonly string[];
  readonly natural?: boolean;
  readonly nullAware?: boolean;
  readonly hint?: 'broadcast_left' | 'broadcast_right';
  /** Of streams: where each input's rows carry the watermark. */
  readonly rowWatermarks?: readonly [left: Attribute, right: Attribute];
}
export interface Sort {
  readonly kind: 'Sort';
  readonly input: Plan;
  readonly orders: readonly SortOrder[];
}
/** `ORDER BY ALL` and ordinals are unresolved literals in `orders` until analysis. */
export interface Limit {
  readonly kind: 'Limit';
  readonly input: Plan;
  readonly limit: number | null;
  readonly offset: number;
}
/** LIMIT with expressions, before analysis. */
export interface UnresolvedLimit {
  readonly kind: 'UnresolvedLimit';
  readonly input: Plan;
  readonly limit?: Expr;
  readonly offset?: Expr;
}
/** First row per value of `on` (empty = all columns), in order of arrival. */
export interface Distinct {
  readonly kind: 'Distinct';
  readonly input: Plan;
  readonly on: readonly Attribute[];
  /** On a stream: equal rows are looked for no longer than the delay of the watermark. */
  readonly withinWatermark?: true;
  /** SELECT DISTINCT and UNION: on a stream Spark takes them for a grouping. */
  readonly isGrouping?: true;
}
export interface UnresolvedDistinct {
  readonly kind: 'UnresolvedDistinct';
  readonly input: Plan;
  readonly columns: readonly string[];
  readonly withinWatermark?: true;
}
/** UNION ALL by position after analysis; output attributes are new. */
export interface Union {
  readonly kind: 'Union';
  readonly inputs: readonly Plan[];
  readonly output: readonly Attribute[];
  readonly byName?: 'strict' | 'fill';
}
export interface SetOperation {
  readonly kind: 'SetOperation';
  readonly left: Plan;
  readonly right: Plan;
  readonly op: 'intersect' | 'except';
  readonly all: boolean;
}
/** Window functions with one specification; outputs are the input's attributes then `calls`. */
export interface Window {
  readonly kind: 'Window';
  readonly input: Plan;
  readonly calls: readonly Alias[];
}
/** First `limit` rows of each key in `orders`; `rank` is row_number()'s attribute where it is asked for. Made by the optimizer from Filter(row_number() <= k) over Window. */
export interface TopPerGroup {
  readonly kind: 'TopPerGroup';
  readonly input: Plan;
  readonly keys: readonly Expr[];
  readonly orders: readonly SortOrder[];
  readonly limit: number;
  readonly rank?: Attribute;
}
export interface SubqueryAlias {
  readonly kind: 'SubqueryAlias';
  readonly input: Plan;
  readonly name: string;
  readonly columns?: readonly string[];
}
export interface With {
  readonly kind: 'With';
  readonly input: Plan;
  readonly ctes: readonly { readonly name: string; readonly columns?: readonly string[]; readonly plan: Plan }[];
}
export interface Sample {
  readonly kind: 'Sample';
  readonly input: Plan;
  readonly fraction?: number;
  readonly rows?: number;
  readonly seed: bigint;
  readonly withReplacement: boolean;
}
/** Keeps order and rows; a door for repartition, coalesce and partition hints. */
export interface Repartition {
  readonly kind: 'Repartition';
  readonly input: Plan;
  readonly partitions?: number;
  readonly by: readonly Expr[];
  readonly how: 'hash' | 'range' | 'coalesce';
}
/** A table-generating function as FROM item or LATERAL VIEW / select item (explode): rows of `generator` per input row. */
export interface Generate {
  readonly kind: 'Generate';
  readonly input: Plan;
  readonly name: string;
  readonly args: readonly Expr[];
  readonly outer: boolean;
  readonly output: readonly Attribute[];
}
/** LATERAL VIEW before analysis: `columns` name what the generator gives. */
export interface UnresolvedGenerate {
  readonly kind: 'UnresolvedGenerate';
  readonly input: Plan;
  readonly call: Expr;
  readonly outer: boolean;
  readonly alias?: string;
  readonly columns: readonly string[];
  readonly position?: Position;
}
/** A FROM item over a table whose rows it puts into windows: TUMBLE, HOP, CUMULATE, SESSION. Arguments by Flink's names. */
export interface UnresolvedTimeTable {
  readonly kind: 'UnresolvedTimeTable';
  readonly name: 'tumble' | 'hop' | 'cumulate' | 'session';
  readonly input: Plan;
  readonly time: Expr;
  readonly partitionBy: readonly Expr[];
  readonly args: Readonly<Record<string, Expr>>;
  readonly position?: Position;
}
/**
 * Each row once per window that holds its `time`, with the window's bounds; rows whose time (or, of sessions, `gap`) is NULL, or whose
 * gap is not positive, are in none. The struct `window` is made of both bounds where it is asked for.
 */
export interface AssignWindows {
  readonly kind: 'AssignWindows';
  readonly input: Plan;
  readonly time: Expr;
  readonly window: TimeWindow;
  readonly gap?: Expr;
  readonly start: Attribute;
  readonly end: Attribute;
}
/**
 * Windows that depend on the other rows with the same `keys`: rows of AssignWindows (its `start` and `end`) under their final windows,
 * `mergedStart` and `mergedEnd`. Sessions that touch become one; a sliding row stands once in each of its neighbours' windows.
 */
export interface MergeWindows {
  readonly kind: 'MergeWindows';
  readonly input: Plan;
  readonly how: 'session' | 'sliding';
  readonly keys: readonly Expr[];
  readonly start: Attribute;
  readonly end: Attribute;
  readonly mergedStart: Attribute;
  readonly mergedEnd: Attribute;
}

/**
 * A user's function that keeps state per key (groupByKey, keyBy), by its id. `output` are its columns; `initial`, with as many keys, is the
 * state it begins with.
 */
export interface KeyedMap {
  readonly kind: 'KeyedMap';
  readonly input: Plan;
  readonly keys: readonly Expr[];
  readonly functionId: number;
  readonly initial?: Plan;
  readonly initialKeys: readonly Expr[];
  /** The input's column with the watermark before each row. */
  readonly rowWatermark?: Attribute;
  readonly output: readonly Attribute[];
}
/**
 * The changes of what `operator` gives when it runs over all rows of its inputs so far: on the parts by `keys` that changed. Only on
 * streams; the planner makes it where an operator has no incremental form.
 */
export interface Recompute {
  readonly kind: 'Recompute';
  readonly inputs: readonly Plan[];
  /** By input: the leaf that stands for it in `operator`, its partition keys, and the weights of its rows if they may go. */
  readonly ports: readonly RecomputePort[];
  readonly operator: Plan;
  /** Where the partition keys stand in the operator's output. */
  readonly keys: readonly Attribute[];
  readonly weight: Attribute;
  /** Of equal rows by the operator's order the last that came is first. */
  readonly lastFirst: boolean;
}
export interface RecomputePort {
  readonly leaf: Values;
  readonly keys: readonly Attribute[];
  readonly weight?: Attribute;
}

export type Plan =
  | UnresolvedRelation
  | UnresolvedTableFunction
  | UnresolvedRead
  | PlanReference
  | Values
  | UnresolvedValues
  | Range
  | Scan
  | StreamSource
  | EventTimeWatermark
  | Observe
  | Project
  | UnresolvedProject
  | UnresolvedSelect
  | UnresolvedWithColumns
  | UnresolvedDrop
  | UnresolvedRename
  | UnresolvedMethod
  | Filter
  | Aggregate
  | UnresolvedAggregate
  | Join
  | Sort
  | Limit
  | UnresolvedLimit
  | Distinct
  | UnresolvedDistinct
  | Union
  | SetOperation
  | Window
  | TopPerGroup
  | SubqueryAlias
  | With
  | Sample
  | Repartition
  | Generate
  | UnresolvedGenerate
  | UnresolvedTimeTable
  | AssignWindows
  | MergeWindows
  | KeyedMap
  | Recompute;
export type PlanKind = Plan['kind'];
export type PlanOf<K extends PlanKind> = Extract<Plan, { kind: K }>;
