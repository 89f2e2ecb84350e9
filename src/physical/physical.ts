// Physical plan: a DAG of stages; a stage is a tree of nodes whose leaves are sources. Clonable data: it goes to workers as it is.
// Columns are addressed by attribute id; `output` of every node gives the order. All expressions are resolved.
// A task runs a whole stage tree over one piece of each leaf; operator state never outlives a task, so results follow (task, row)
// whatever the worker count, and a lost task is run again.
import type { Alias, AggregateCall, Attribute, Expr, SortOrder, WindowCall } from '../expr/expr.ts';
import type { JoinKind } from '../plan/logical.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import type { ScanRequest } from '../connectors/connector.ts';
import type { TimeWindow } from '../plan/time-window.ts';
import type { Firing } from '../plan/firing.ts';
import type { Value } from '../types/value.ts';

interface NodeBase {
  readonly id: number;
  readonly output: readonly Attribute[];
  /** Estimated rows. */ readonly rows?: number;
}
export interface ScanNode extends NodeBase {
  readonly kind: 'Scan';
  readonly source: ScanSource;
  readonly request: ScanRequest;
}
export interface ValuesNode extends NodeBase {
  readonly kind: 'Values';
  readonly values: readonly (readonly Value[])[];
}
export interface RangeNode extends NodeBase {
  readonly kind: 'Range';
  readonly start: bigint;
  readonly step: bigint;
  readonly count: number;
}
/** An epoch's rows of a stream. The driver gives them as frames, or puts a Scan of the epoch's files in the node's place. */
export interface StreamInputNode extends NodeBase {
  readonly kind: 'StreamInput';
  readonly streamId: number;
  /** Of the source. */
  readonly name: string;
  /** Output i is column `columns[i]` of the source. */
  readonly columns: readonly number[];
}
/** Frames of another stage: my partition of it, or all of it (broadcast, gather). Frames come in task order. */
export interface StageInputNode extends NodeBase {
  readonly kind: 'StageInput';
  readonly stageId: number;
  /** my partition; all, in every task (the small side of a join); all, in one task of its own (an input of a UNION). */
  readonly mode: 'partition' | 'all' | 'once';
}
export interface FilterNode extends NodeBase {
  readonly kind: 'Filter';
  readonly input: PhysicalNode;
  readonly predicate: Expr;
}
export interface ProjectNode extends NodeBase {
  readonly kind: 'Project';
  readonly input: PhysicalNode;
  readonly exprs: readonly (Alias | Attribute)[];
}
/** One aggregate: arguments, result attribute, and the partial state's attributes. */
export interface AggregateSpec {
  readonly call: AggregateCall;
  readonly result: Attribute;
  readonly states: readonly Attribute[];
}
/**
 * partial: rows -> keys + states; final: keys + states -> keys + results; single: rows -> keys + results.
 * Groups leave in order of first appearance. No groupings: exactly one row (in final and single).
 */
export interface HashAggregateNode extends NodeBase {
  readonly kind: 'HashAggregate';
  readonly input: PhysicalNode;
  readonly mode: 'partial' | 'final' | 'single';
  readonly groupings: readonly (Alias | Attribute)[];
  readonly aggregates: readonly AggregateSpec[];
  /** Key bounds from statistics, by grouping: [min, max] of the integer or dictionary code; absent = full width. */
  readonly bounds?: readonly ({ readonly min: bigint; readonly max: bigint; readonly nullable: boolean } | null)[];
  /** partial, over tumbling windows of this length: which groupings are the windows' bounds. */
  readonly window?: { readonly start: number; readonly end: number; readonly sizeUs: bigint };
}
/** inputs: [probe, build]. Keys are pairwise comparable; `residual` sees both sides. Output order: probe order, then build order. */
export interface HashJoinNode extends NodeBase {
  readonly kind: 'HashJoin';
  readonly input: PhysicalNode;
  readonly build: PhysicalNode;
  readonly type: Exclude<JoinKind, 'cross'>;
  readonly probeKeys: readonly Expr[];
  readonly buildKeys: readonly Expr[];
  readonly residual?: Expr;
  readonly nullAware?: boolean;
  /** true: the build side is the plan's left input (types are given as seen from the probe side; output order is still `output`). */
  readonly swapped: boolean;
}
export interface NestedLoopJoinNode extends NodeBase {
  readonly kind: 'NestedLoopJoin';
  readonly input: PhysicalNode;
  readonly build: PhysicalNode;
  readonly type: JoinKind;
  readonly condition?: Expr;
}
/** Sorts all rows of the task; stable. `limit`: only the first rows are kept (top n). `inputSorted`: frames are sorted runs, to merge. */
export interface SortNode extends NodeBase {
  readonly kind: 'Sort';
  readonly input: PhysicalNode;
  readonly orders: readonly SortOrder[];
  readonly limit?: number;
}
export interface LimitNode extends NodeBase {
  readonly kind: 'Limit';
  readonly input: PhysicalNode;
  readonly limit: number | null;
  readonly offset: number;
}
/** Input holds whole partitions; they leave in order of first appearance, rows in window order. */
export interface WindowNode extends NodeBase {
  readonly kind: 'Window';
  readonly input: PhysicalNode;
  readonly calls: readonly { readonly call: WindowCall; readonly result: Attribute }[];
}
/** First `limit` rows per key in `orders`: row_number() … <= k. `rank` is the row number's attribute if it is asked for. */
export interface TopPerGroupNode extends NodeBase {
  readonly kind: 'TopPerGroup';
  readonly input: PhysicalNode;
  readonly keys: readonly Expr[];
  readonly orders: readonly SortOrder[];
  readonly limit: number;
  readonly rank?: Attribute;
}
/** First row per key in arrival order. */
export interface DistinctNode extends NodeBase {
  readonly kind: 'Distinct';
  readonly input: PhysicalNode;
  readonly keys: readonly Attribute[];
}
/** inputs: left, right. INTERSECT/EXCEPT [ALL] over whole rows, NULLs equal; left order kept. */
export interface SetOperationNode extends NodeBase {
  readonly kind: 'SetOperation';
  readonly input: PhysicalNode;
  readonly build: PhysicalNode;
  readonly op: 'intersect' | 'except';
  readonly all: boolean;
}
export interface UnionNode extends NodeBase {
  readonly kind: 'Union';
  readonly inputs: readonly PhysicalNode[];
}
export interface SampleNode extends NodeBase {
  readonly kind: 'Sample';
  readonly input: PhysicalNode;
  readonly fraction: number;
  readonly seed: bigint;
  readonly withReplacement: boolean;
}
export interface GenerateNode extends NodeBase {
  readonly kind: 'Generate';
  readonly input: PhysicalNode;
  readonly name: string;
  readonly args: readonly Expr[];
  readonly outer: boolean;
}
/** A row per window that holds it: columns of the input, `start` and `end`, those that `output` asks for. */
export interface AssignWindowsNode extends NodeBase {
  readonly kind: 'AssignWindows';
  readonly input: PhysicalNode;
  readonly time: Expr;
  readonly window: TimeWindow;
  readonly gap?: Expr;
  readonly start: Attribute;
  readonly end: Attribute;
}
/** Input holds all rows of its keys, which leave sorted by time, keys in order of first appearance. */
export interface MergeWindowsNode extends NodeBase {
  readonly kind: 'MergeWindows';
  readonly input: PhysicalNode;
  readonly how: 'session' | 'sliding';
  readonly keys: readonly Expr[];
  readonly start: Attribute;
  readonly end: Attribute;
  readonly mergedStart: Attribute;
  readonly mergedEnd: Attribute;
}

/** Passes rows on and reports the event times among them; the driver makes the watermark of that. */
export interface EventTimeWatermarkNode extends NodeBase {
  readonly kind: 'EventTimeWatermark';
  readonly input: PhysicalNode;
  readonly column: Attribute;
  readonly watermarkId: number;
  readonly delayMs: number | null;
  /** Also gives each row the watermark that the rows before it made. */
  readonly rowWatermark?: Attribute;
  readonly idleMs?: number;
}
/** Passes rows on, and gives `columns` of them to the side output `tag`. */
export interface ObserveNode extends NodeBase {
  readonly kind: 'Observe';
  readonly input: PhysicalNode;
  readonly tag: string;
  readonly columns: readonly Attribute[];
}
/** What every stateful operator has: the number its state goes by, the same at every start of the query. */
interface StatefulBase extends NodeBase {
  readonly stateId: number;
  /** Parts of the state, by the hash of its key. */
  readonly partitions: number;
  /** The watermark closes parts of it: it must see it move, in an empty epoch if no row comes. */
  readonly isTimed: boolean;
}
/** Groups kept from epoch to epoch. states: takes partial states (keys + states); rows: takes rows. Emits what the output mode asks for. */
export interface StatefulAggregateNode extends StatefulBase {
  readonly kind: 'StatefulAggregate';
  readonly input: PhysicalNode;
  readonly takes: 'states' | 'rows';
  readonly groupings: readonly (Alias | Attribute)[];
  readonly aggregates: readonly AggregateSpec[];
  /** In a changelog: the output's column of weights. */
  readonly weight?: Attribute;
}

/**
 * Groups by windows of event time from partial states, a table per window end: freed whole when the watermark passes it. For what sends
 * results by the epoch alone; PaneAggregate does the rest.
 */
export interface WindowedAggregateNode extends StatefulBase {
  readonly kind: 'WindowedAggregate';
  readonly input: PhysicalNode;
  readonly groupings: readonly Attribute[];
  /** The grouping that is the window's end. */
  readonly end: Attribute;
  readonly aggregates: readonly AggregateSpec[];
}

/** Aggregation by window, row by row: sessions, triggers, lateness, an update per record. Without `window` a key has one pane for ever. */
export interface PaneAggregateNode extends StatefulBase {
  readonly kind: 'PaneAggregate';
  readonly input: PhysicalNode;
  /** Groupings other than the window's bounds. */
  readonly keys: readonly (Alias | Attribute)[];
  readonly window: TimeWindow | null;
  readonly start?: Attribute;
  readonly end?: Attribute;
  /** Event time of a row, where it can be told. */
  readonly time?: Expr;
  /** The watermark before each row. */
  readonly watermark?: Attribute;
  /** Windows are of processing time: the clock is the watermark. */
  readonly isProcessingTime: boolean;
  readonly latenessUs: bigint;
  readonly firing: Firing | null;
  /** Where late rows go, and which columns of the input they have. */
  readonly lateTag: string | null;
  readonly lateColumns: readonly Attribute[];
  readonly aggregates: readonly AggregateSpec[];
  readonly weight?: Attribute;
}

/** When the watermark passes what a row of state is kept for: `afterUs` behind the time in one of its columns. */
export interface Closing {
  readonly time: Attribute;
  readonly afterUs: bigint;
}
export interface StreamJoinSide {
  readonly keys: readonly Expr[];
  /** What rows must fulfil by themselves to have a partner. */
  readonly filter?: Expr;
  /** Rows are late by it: a time, or the end of a window. */
  readonly late?: { readonly time: Attribute; readonly part: 'time' | 'end' };
  /** Column with the side's watermark before each row; it is not kept. */
  readonly watermark?: Attribute;
  readonly closing?: Closing;
}
/** inputs: left, right. Rows of both sides are kept until they close; an outer row without a partner leaves then. */
export interface StreamJoinNode extends StatefulBase {
  readonly kind: 'StreamJoin';
  readonly inputs: readonly [PhysicalNode, PhysicalNode];
  readonly type: Exclude<JoinKind, 'cross'>;
  readonly sides: readonly [StreamJoinSide, StreamJoinSide];
  /** By key: NULL equals NULL. */
  readonly nullSafe: readonly boolean[];
  /** What reads both sides, beside the keys. */
  readonly condition?: Expr;
}
/** First row per key over the whole stream. With `closing` a key is forgotten when the watermark reaches that of its first row. */
export interface DeduplicateNode extends StatefulBase {
  readonly kind: 'Deduplicate';
  readonly input: PhysicalNode;
  readonly keys: readonly Attribute[];
  /** Keys are kept for the watermark's delay after their first row; else while their own event time is not passed. */
  readonly withinWatermark: boolean;
  /** Rows are late by it. */
  readonly eventTime?: Attribute;
  readonly closing?: Closing;
}
/** The first `limit` rows of the whole stream. */
export interface StreamLimitNode extends StatefulBase {
  readonly kind: 'StreamLimit';
  readonly input: PhysicalNode;
  readonly limit: number;
}

/** A user's function over rows by key, on the session's thread. inputs: the rows, and the initial state if there is one. */
export interface KeyedMapNode extends StatefulBase {
  readonly kind: 'KeyedMap';
  readonly input: PhysicalNode;
  readonly build?: PhysicalNode;
  readonly functionId: number;
  readonly keys: readonly Expr[];
  readonly initialKeys: readonly Expr[];
  /** Event time of the input, where it has one. */
  readonly time?: Attribute;
  /** The watermark before each row. */
  readonly watermark?: Attribute;
  /** Columns of the input that the function gets. */
  readonly columns: readonly Attribute[];
}

/** One input of a Recompute: the template's leaf that gets its rows. */
export interface RecomputePort {
  readonly leaf: number;
  readonly columns: readonly Attribute[];
  readonly keys: readonly Attribute[];
  readonly weight?: Attribute;
  /** Its rows come whole in every epoch. */
  readonly isStatic: boolean;
}
/** Keeps the rows of its inputs by partition key; at the end of an epoch runs `template` over the partitions that changed, and gives the difference. */
export interface RecomputeNode extends StatefulBase {
  readonly kind: 'Recompute';
  readonly inputs: readonly PhysicalNode[];
  readonly ports: readonly RecomputePort[];
  /** One tree over Values leaves. */
  readonly template: PhysicalNode;
  readonly keys: readonly Attribute[];
  readonly weight: Attribute;
  readonly lastFirst: boolean;
}
/** The net changes of an epoch under the name of their kind (+I -U +U -D); without `key` nothing is an update. */
export interface ChangeTypesNode extends NodeBase {
  readonly kind: 'ChangeTypes';
  readonly input: PhysicalNode;
  readonly weight: Attribute;
  readonly key: readonly Attribute[] | null;
  readonly changeType: Attribute;
}

export type LeafNode = ScanNode | ValuesNode | RangeNode | StageInputNode | StreamInputNode;
export type StatefulNode =
  | StatefulAggregateNode
  | WindowedAggregateNode
  | PaneAggregateNode
  | DeduplicateNode
  | KeyedMapNode
  | RecomputeNode
  | StreamJoinNode
  | StreamLimitNode;
export type PhysicalNode =
  | LeafNode
  | FilterNode
  | ProjectNode
  | HashAggregateNode
  | HashJoinNode
  | NestedLoopJoinNode
  | SortNode
  | LimitNode
  | WindowNode
  | TopPerGroupNode
  | DistinctNode
  | SetOperationNode
  | UnionNode
  | SampleNode
  | GenerateNode
  | AssignWindowsNode
  | MergeWindowsNode
  | EventTimeWatermarkNode
  | ObserveNode
  | ChangeTypesNode
  | StatefulNode;
export type PhysicalKind = PhysicalNode['kind'];
export type PhysicalOf<K extends PhysicalKind> = Extract<PhysicalNode, { kind: K }>;

/** How a stage's rows leave its tasks. hash: `partitions` parts by the hash of the key values (equal values of any layout go together). */
export type Partitioning =
  | { readonly kind: 'single' }
  | { readonly kind: 'hash'; readonly keys: readonly Attribute[]; readonly partitions: number };
export interface Stage {
  readonly id: number;
  readonly root: PhysicalNode;
  readonly partitioning: Partitioning;
  /** Stages whose frames StageInput leaves read. */
  readonly dependsOn: readonly number[];
  /** Holds state of a stream: one task for each of so many partitions, each always on the same worker. */
  readonly statePartitions?: number;
  /** Runs on the session's thread, where users' functions are. */
  readonly onDriver?: boolean;
  /** Stop asking tasks (in order) once this many rows have come. */
  readonly rowLimit?: number;
}
/** Stages in an order in which every dependency comes first; the last one's rows are the result. */
export interface PhysicalPlan {
  readonly stages: readonly Stage[];
  readonly output: readonly Attribute[];
}

const LEAVES: ReadonlySet<PhysicalKind> = new Set(['Scan', 'Values', 'Range', 'StageInput', 'StreamInput']);
export const isLeaf = (node: PhysicalNode): node is LeafNode => LEAVES.has(node.kind);

/** Inputs of a node, port order. */
export const inputsOfNode = (node: PhysicalNode): readonly PhysicalNode[] => {
  switch (node.kind) {
    case 'Scan':
    case 'Values':
    case 'Range':
    case 'StageInput':
    case 'StreamInput':
      return [];
    case 'KeyedMap':
      return node.build ? [node.input, node.build] : [node.input];
    case 'HashJoin':
    case 'NestedLoopJoin':
    case 'SetOperation':
      return [node.input, node.build];
    case 'Union':
    case 'Recompute':
    case 'StreamJoin':
      return node.inputs;
    default:
      return [node.input];
  }
};
/** The node over other inputs. */
export function withInputs(node: PhysicalNode, rewrite: (node: PhysicalNode) => PhysicalNode): PhysicalNode {
  const changed: Record<string, unknown> = { ...node };
  if ('input' in node) changed['input'] = rewrite(node.input);
  if ('build' in node && node.build) changed['build'] = rewrite(node.build);
  if ('inputs' in node) changed['inputs'] = node.inputs.map(rewrite);
  return changed as unknown as PhysicalNode;
}
