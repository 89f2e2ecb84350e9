// What a function is: one value per function, listed once in `functions/index.ts`. Resolution, constant folding, kernels' oracle tests,
// `docs/functions.md` and `SHOW FUNCTIONS` are derived from it.
import type { Column } from '../column/column.ts';
import type { Ptr } from '../column/memory.ts';
import type { DataType } from '../types/data-type.ts';
import type { Value } from '../types/value.ts';
import type { Engine } from '../wasm/engine.ts';
import type { Kernels } from '../wasm/kernels.gen.ts';

/** What a one-row evaluation may depend on; constant during one query. */
export interface EvaluationContext {
  readonly timeZone: string;
  readonly nowUs: bigint;
  readonly ansi: boolean;
  /** Where the row stands: the task and its rows before it. Only functions that are not deterministic are told. */
  readonly taskIndex?: number;
  readonly rowIndex?: number;
}
/** Types the analyzer casts the arguments to, and the result's. */
export interface Signature {
  readonly args: readonly DataType[];
  readonly returns: DataType;
}
/** Literal arguments are given as values (types of intervals, scales, formats may depend on them); undefined for others. */
export type ResolveSignature = (args: readonly DataType[], literals: readonly (Value | undefined)[]) => Signature;
/** A signature as a definition states it: told the function's name, for its errors. */
export type SignatureRule = (args: readonly DataType[], literals: readonly (Value | undefined)[], name: string) => Signature;

interface FunctionInfo {
  /** Spark's snake_case name. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly group:
    | 'math'
    | 'string'
    | 'datetime'
    | 'conditional'
    | 'comparison'
    | 'bitwise'
    | 'hash'
    | 'collection'
    | 'json'
    | 'misc'
    | 'aggregate'
    | 'window'
    | 'time window'
    | 'generator';
  readonly doc: string;
  /** SQL text and its result as `show` prints it; run by a test. */
  readonly example?: readonly [sql: string, result: string];
  /** Throws DATATYPE_MISMATCH / WRONG_NUM_ARGS (helpers in `signature.ts`). */
  readonly signature: ResolveSignature;
}
export interface ScalarFunction extends FunctionInfo {
  readonly kind: 'scalar';
  /** propagate: NULL if any argument is, `value` and kernels never see NULL. custom: `value` sees null. */
  readonly nulls: 'propagate' | 'custom';
  /** Whether `value` may throw for valid input (overflow, division by zero, bad format). */
  readonly fallible: boolean;
  /** false: rand, uuid, monotonically_increasing_id: never folded, pushed or shared. */
  readonly deterministic?: boolean;
  /** Meaning of one row; throws CaudalError (without position: the caller adds it). */
  readonly value: (args: readonly Value[], context: EvaluationContext, types: readonly DataType[], returns: DataType) => Value;
  /**
   * Element-wise kernel for these (cast) argument types if there is one, called (…argPtrs, outPtr, n): 0 = ok, 1 = some row failed
   * (rows under NULL included: the caller then finds the first valid failing row with `value`). Boolean results are bitmaps.
   */
  readonly kernel?: (args: readonly DataType[]) => keyof Kernels | undefined;
  /**
   * Whole-column form for bytes columns and others that the element-wise shape does not fit. Result in temp memory; where NULLs propagate
   * their validity is the caller's.
   */
  readonly column?: (
    engine: Engine,
    args: readonly Column[],
    length: number,
    returns: DataType,
    literals: readonly (Value | undefined)[],
    context: EvaluationContext,
  ) => Column | undefined;
}
/** State of one aggregate over groups 0..count-1 in one task. Group ids are u32; heap memory is freed by `close`. */
export interface Accumulator {
  /** Makes room for groups 0..count-1; new ones start empty. Called before update and merge. */
  reserve(groupCount: number): void;
  /** Row i of `args` goes to group groupIds[i]. NULLs follow the function's rule. */
  update(groupIdsPtr: Ptr, args: readonly Column[], n: number): void;
  /** Row i of `states` (columns of `stateTypes`, made by `state`) goes to group groupIds[i]. */
  merge(groupIdsPtr: Ptr, states: readonly Column[], n: number): void;
  /** Partial state of groups [from, from + n), in temp memory. */
  state(from: number, n: number): readonly Column[];
  /** Result of groups [from, from + n), in temp memory. */
  result(from: number, n: number): Column;
  close(): void;
}
/** Rows per group (i64 each), counted once for all aggregates of one operator: rows of the batches before the one being updated. */
export interface RowCounts {
  ptr(): Ptr;
}
export interface AggregateOptions {
  readonly ignoreNulls: boolean;
  readonly literals: readonly (Value | undefined)[];
  /** Some groups may get no row at all (FILTER, DISTINCT): otherwise each group gets one in the update after the `reserve` that made it. */
  readonly sparse?: boolean;
  /** Asks for the shared counts; absent when rows are filtered, or states merged. */
  readonly rowCounts?: () => RowCounts;
}
export interface AggregateFunction extends FunctionInfo {
  readonly kind: 'aggregate';
  /** Types of the partial state; absent: no partial form, rows are exchanged by key first. */
  readonly stateTypes?: (args: readonly DataType[], returns: DataType) => readonly DataType[];
  /** Whether `update` takes INT columns as they are where the signature says DOUBLE: a pass to widen them is then saved. */
  readonly widensInts?: boolean;
  /** Whether a state holds every value of its group (median, collect_list): states then weigh as much as the rows. */
  readonly keepsValues?: boolean;
  /** How the aggregate takes rows back in a changelog (STREAMING point 5). */
  readonly retract: 'exact' | 'multiset' | 'none';
  /** Result for no rows where it is not NULL (count: 0). */
  readonly emptyValue?: Value;
  /** The function this one is over DISTINCT first arguments; operators may then run that, which is faster. */
  readonly distinctOf?: string;
  /** Whether duplicates change nothing (min, max, bool_and): DISTINCT is then dropped. */
  readonly duplicateInsensitive?: boolean;
  readonly create: (engine: Engine, args: readonly DataType[], returns: DataType, options: AggregateOptions) => Accumulator;
  /** Result over the rows' arguments in order: the oracle, and the meaning over a window frame. */
  readonly value: (
    rows: readonly (readonly Value[])[],
    types: readonly DataType[],
    returns: DataType,
    options: Pick<AggregateOptions, 'ignoreNulls' | 'literals'>,
  ) => Value;
}
/** Ranking and offset functions: evaluated by the window operator over one sorted partition. */
export interface WindowFunction extends FunctionInfo {
  readonly kind: 'window';
  /** Names the window operator's implementation. */
  readonly evaluate:
    | 'row_number'
    | 'rank'
    | 'dense_rank'
    | 'percent_rank'
    | 'cume_dist'
    | 'ntile'
    | 'lag'
    | 'lead'
    | 'nth_value'
    | 'first_value'
    | 'last_value';
}
/** explode and the like: many rows per row. */
export interface GeneratorFunction extends FunctionInfo {
  readonly kind: 'generator';
  readonly fields: (args: readonly DataType[]) => readonly { readonly name: string; readonly type: DataType }[];
  readonly value: (args: readonly Value[], types: readonly DataType[]) => readonly (readonly Value[])[];
}
/** Windows of time: one row becomes as many as there are windows that hold it. `column` is what a select list calls them. */
export interface AssignerFunction extends FunctionInfo {
  readonly kind: 'assigner';
  readonly column: string;
}
export type FunctionDefinition = ScalarFunction | AggregateFunction | WindowFunction | GeneratorFunction | AssignerFunction;

/** A definition as written: without its kind, the signature told the name. */
type Written<F extends FunctionInfo> = Omit<F, 'kind' | 'signature'> & { readonly signature: SignatureRule };
const resolver =
  (f: { readonly name: string; readonly signature: SignatureRule }): ResolveSignature =>
  (args, literals) =>
    f.signature(args, literals, f.name);
export const scalar = (f: Written<ScalarFunction>): ScalarFunction =>
  Object.freeze({ ...f, kind: 'scalar', signature: resolver(f) });
export const aggregate = (f: Written<AggregateFunction>): AggregateFunction =>
  Object.freeze({ ...f, kind: 'aggregate', signature: resolver(f) });
export const windowFunction = (f: Written<WindowFunction>): WindowFunction =>
  Object.freeze({ ...f, kind: 'window', signature: resolver(f) });
export const generator = (f: Written<GeneratorFunction>): GeneratorFunction =>
  Object.freeze({ ...f, kind: 'generator', signature: resolver(f) });
export const assigner = (f: Written<AssignerFunction>): AssignerFunction =>
  Object.freeze({ ...f, kind: 'assigner', signature: resolver(f) });
