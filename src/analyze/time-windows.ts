// Windows of time in a SELECT: the calls' rows are put into windows below it, and the struct of the window's bounds takes each call's place.
// One window expression to a SELECT, as in Spark: several would give each row once per pair.
import type { Attribute, Call, Expr, SortOrder, UnresolvedCall } from '../expr/expr.ts';
import { newAttributeId } from '../expr/expr.ts';
import { sameExpr } from '../expr/equal.ts';
import { formatExpr } from '../expr/format.ts';
import { typeOf } from '../expr/type-of.ts';
import { rewriteDown, some } from '../expr/walk.ts';
import type { AssignerFunction } from '../functions/define.ts';
import { at, evaluate, isConstant } from '../functions/evaluate.ts';
import { findFunction } from '../functions/index.ts';
import { durationUs, isWindow, windowOf } from '../functions/time-window/index.ts';
import type { AssignWindows, Plan, UnresolvedSelect } from '../plan/logical.ts';
import { INTERVAL_DAY_TIME, STRING, TIMESTAMP } from '../types/data-type.ts';
import type { DataType } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { castTo } from './coerce.ts';
import { GROUP_WINDOWS } from './group-windows.ts';
import type { Relation } from './relation.ts';
import { scopeOf } from './scope.ts';
import type { Base, Scope } from './scope.ts';
import { timeWindow } from './window-lengths.ts';

export interface Windowed {
  readonly select: UnresolvedSelect;
  readonly orders: readonly SortOrder[];
  readonly input: Relation;
  /** The name the window goes by in the other parts of the SELECT: `window.start`. */
  readonly names: ReadonlyMap<string, Expr>;
}
const assignerOf = (e: Expr): AssignerFunction | undefined => {
  const definition = e.kind === 'UnresolvedCall' && !e.over ? findFunction(e.name) : undefined;
  return definition?.kind === 'assigner' ? definition : undefined;
};
const isAssigner = (e: Expr): boolean => assignerOf(e) !== undefined || (e.kind === 'UnresolvedCall' && e.name in GROUP_WINDOWS);

export function assignWindows(select: UnresolvedSelect, orders: readonly SortOrder[], input: Relation, base: Base): Windowed {
  const groupBy = select.groupBy === 'all' ? [] : (select.groupBy ?? []);
  const written = [...select.exprs, ...groupBy, ...orders, select.having, select.qualify, ...(select.distinctOn ?? [])];
  if (!written.some((e) => e && some(e, isAssigner))) return { select, orders, input, names: new Map() };
  const level = new Level(input, base);
  const put = (e: Expr): Expr => level.replace(e);
  const windowed = {
    ...select,
    exprs: select.exprs.map((e) => named(e, put(e))),
    ...(select.groupBy && select.groupBy !== 'all' && { groupBy: select.groupBy.map(put) }),
    ...(select.having && { having: put(select.having) }),
    ...(select.qualify && { qualify: put(select.qualify) }),
    ...(select.distinctOn && { distinctOn: select.distinctOn.map(put) }),
  };
  const ordered = orders.map((o) => ({ ...o, input: put(o.input) }));
  return { select: windowed, orders: ordered, input: level.input, names: level.names };
}

/** An item keeps the name it has with the window's name in its place. */
function named(written: Expr, replaced: Expr): Expr {
  if (written === replaced || written.kind === 'Alias') return replaced;
  const byName = rewriteDown(written, (e) => {
    const definition = assignerOf(e);
    return definition && { kind: 'UnresolvedColumn', parts: [definition.column] };
  });
  return { kind: 'Alias', input: replaced, name: formatExpr(byName), id: 0 };
}

/** The windows of one SELECT. A window over a window, written inside one call, is put into windows of its own first. */
class Level {
  input: Relation;
  names: ReadonlyMap<string, Expr> = new Map();
  readonly #base: Base;
  #below: Level | undefined;
  #node: AssignWindows | undefined;
  constructor(input: Relation, base: Base) {
    this.input = input;
    this.#base = base;
  }
  replace(e: Expr): Expr {
    return rewriteDown(e, (node) => {
      if (node.kind !== 'UnresolvedCall') return undefined;
      const group = node.over || !Object.hasOwn(GROUP_WINDOWS, node.name) ? undefined : GROUP_WINDOWS[node.name];
      if (group) return this.replace(group(node));
      const definition = assignerOf(node);
      return definition && this.#bounds(node, definition);
    });
  }
  #bounds(call: UnresolvedCall, definition: AssignerFunction): Expr {
    const [time, ...rest] = call.args;
    const inner = time && some(time, isAssigner) ? this.#inner(call, time) : time;
    const scope = scopeOf(this.input, this.#base, { clause: `the time of ${call.name}` });
    const node = assignment(
      { ...call, args: inner ? [inner, ...rest] : [] },
      definition,
      this.#node?.input ?? this.input.plan,
      scope,
    );
    if (!this.#node) {
      this.#node = node;
      this.input = { ...this.input, plan: node };
      this.names = new Map([[definition.column, structOf(node.start, node.end)]]);
    } else if (!sameWindows(this.#node, node)) throw severalWindows(call);
    return structOf(this.#node.start, this.#node.end);
  }
  #inner(call: UnresolvedCall, time: Expr): Expr {
    if (this.#node && !this.#below) throw severalWindows(call);
    this.#below ??= new Level(this.input, this.#base);
    const replaced = this.#below.replace(time);
    if (!this.#node) this.input = this.#below.input;
    return replaced;
  }
}
const sameWindows = (a: AssignWindows, b: AssignWindows): boolean =>
  sameExpr(a.time, b.time) &&
  (a.gap && b.gap ? sameExpr(a.gap, b.gap) : a.gap === b.gap) &&
  Object.entries(a.window).every(([key, value]) => (b.window as unknown as Record<string, unknown>)[key] === value);
const severalWindows = (call: UnresolvedCall): CaudalError =>
  new CaudalError(
    'UNSUPPORTED_FEATURE',
    'Multiple time/session window expressions would result in a cartesian product of rows, therefore they are currently not supported.',
    { position: call.position, hint: 'Assign the other one in a SELECT of its own.' },
  );

/** The node that puts the input's rows into the windows of a call. */
export function assignment(call: UnresolvedCall, definition: AssignerFunction, input: Plan, scope: Scope): AssignWindows {
  const { context } = scope;
  const args = call.args.map((arg) => scope.resolve(arg.kind === 'Alias' ? arg.input : arg, scope));
  return at(call.position, (): AssignWindows => {
    const signature = definition.signature(args.map(typeOf), []);
    const [given, ...lengths] = args.map((arg, i) => castTo(arg, signature.args[i]!, context, call.position));
    const time = isWindow(typeOf(given!)) ? endOf(given!, signature.returns) : given!;
    const bounds = { start: bound('start', typeOf(time)), end: bound('end', typeOf(time)) };
    if (definition.name === 'session_window') {
      const gap = gapOf(lengths[0]!, scope);
      return Object.freeze({ kind: 'AssignWindows' as const, input, time, window: { kind: 'session' as const }, gap, ...bounds });
    }
    const durations = lengths.map((e) => {
      const value = isConstant(e) ? evaluate(e, context) : null;
      if (value === null)
        throw new CaudalError(
          'UNEXPECTED_INPUT_TYPE',
          `The duration and time inputs to ${call.name} must be an integer, long or string literal.`,
        );
      return durationUs(value);
    });
    return Object.freeze({ kind: 'AssignWindows', input, time, window: timeWindow(definition.name, durations), ...bounds });
  });
}
const endOf = (window: Expr, bounds: DataType): Call =>
  Object.freeze({
    kind: 'Call',
    name: 'window_time',
    args: [window],
    type: bounds.kind === 'struct' ? bounds.fields[1]!.type : TIMESTAMP,
  });
/** A constant gap becomes one length; others are read row by row. */
function gapOf(gap: Expr, scope: Scope): Expr {
  if (typeOf(gap).kind === 'interval_day_time') return gap;
  if (isConstant(gap)) {
    const value = evaluate(gap, scope.context);
    if (value !== null) return Object.freeze({ kind: 'Literal', value: durationUs(value), type: INTERVAL_DAY_TIME });
  }
  return scope.resolve({ kind: 'UnresolvedCall', name: 'session_gap', args: [gap], distinct: false }, scope);
}
const bound = (name: string, type: DataType): Attribute =>
  Object.freeze({ kind: 'Attribute', id: newAttributeId(), name, type, nullable: false });
const text = (value: string): Expr => Object.freeze({ kind: 'Literal', value, type: STRING });
/** The struct `window`. */
export const structOf = (start: Expr, end: Expr): Call =>
  Object.freeze({
    kind: 'Call',
    name: 'named_struct',
    args: [text('start'), start, text('end'), end],
    type: windowOf(typeOf(start)),
  });
