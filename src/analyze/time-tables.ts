// FROM TUMBLE(TABLE t, DESCRIPTOR(ts), …) and its kin: the rows of a table under their windows, with the columns window_start, window_end
// and window_time (the window's last millisecond), as in Flink.
import type { AssignerFunction } from '../functions/define.ts';
import { findFunction } from '../functions/index.ts';
import type { Attribute, Expr } from '../expr/expr.ts';
import { newAttributeId } from '../expr/expr.ts';
import type { AssignWindows, MergeWindows, Plan, UnresolvedTimeTable } from '../plan/logical.ts';
import { outputOf } from '../plan/output.ts';
import { INTERVAL_DAY_TIME } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { Env } from './env.ts';
import { columnOf, named, projection } from './relation.ts';
import type { Relation } from './relation.ts';
import { scopeOf } from './scope.ts';
import { assignment } from './time-windows.ts';
import { isMultiple } from './window-lengths.ts';

/** Each table's arguments after the time, as Flink names and orders them; those in `optional` may be left out. */
const TABLES: Readonly<
  Record<
    UnresolvedTimeTable['name'],
    { readonly assigner: string; readonly order: readonly string[]; readonly optional: readonly string[] }
  >
> = {
  tumble: { assigner: 'window', order: ['size', 'offset'], optional: ['offset'] },
  hop: { assigner: 'window', order: ['slide', 'size', 'offset'], optional: ['offset'] },
  cumulate: { assigner: 'cumulate', order: ['step', 'size', 'offset'], optional: ['offset'] },
  session: { assigner: 'session_window', order: ['gap'], optional: [] },
};

export function timeTable(plan: UnresolvedTimeTable, input: Relation, env: Env): Relation {
  const scope = scopeOf(input, env, { clause: plan.name.toUpperCase() });
  const given = argumentsOf(plan);
  const definition = findFunction(TABLES[plan.name].assigner) as AssignerFunction;
  const call = {
    kind: 'UnresolvedCall' as const,
    name: plan.name,
    args: [plan.time, ...lengthsOf(plan.name, given)],
    distinct: false,
    ...(plan.position && { position: plan.position }),
  };
  const assigned = assignment(call, definition, input.plan, scope);
  if (plan.name === 'hop' && assigned.window.kind === 'hop')
    isMultiple('HOP', 'slide', assigned.window.size, assigned.window.slide);
  const keys = plan.partitionBy.map((e) => scope.resolve(e, scope));
  const [rows, start, end] = plan.name === 'session' ? sessions(assigned, keys) : [assigned, assigned.start, assigned.end];
  const time: Expr = { kind: 'UnresolvedCall', name: 'subtract', args: [end, MILLISECOND], distinct: false };
  const made = [named(start, 'window_start'), named(end, 'window_end'), named(scope.resolve(time, scope), 'window_time')];
  const output = projection(rows, [...outputOf(input.plan), ...made]);
  return {
    plan: output,
    columns: [...input.columns, ...outputOf(output).slice(-made.length).map(columnOf)],
    hidden: input.hidden,
  };
}
const MILLISECOND: Expr = Object.freeze({ kind: 'Literal', value: 1000n, type: INTERVAL_DAY_TIME });

function sessions(input: AssignWindows, keys: readonly Expr[]): readonly [Plan, Attribute, Attribute] {
  const renewed = (a: Attribute): Attribute => Object.freeze({ ...a, id: newAttributeId() });
  const { start, end } = input;
  const merged: MergeWindows = Object.freeze({
    kind: 'MergeWindows',
    input,
    how: 'session',
    keys,
    start,
    end,
    mergedStart: renewed(start),
    mergedEnd: renewed(end),
  });
  return [merged, merged.mergedStart, merged.mergedEnd];
}

/** By name: positional ones come first, in the table's order. */
function argumentsOf(plan: UnresolvedTimeTable): Readonly<Record<string, Expr>> {
  const { order, optional } = TABLES[plan.name];
  const given = Object.fromEntries(
    Object.entries(plan.args).map(([key, e]) => [/^\d+$/.test(key) ? (order[Number(key)] ?? key) : key, e]),
  );
  const unknown = Object.keys(given).find((name) => !order.includes(name));
  const missing = order.find((name) => !(name in given) && !optional.includes(name));
  if (unknown === undefined && missing === undefined) return given;
  throw new CaudalError(
    'WRONG_NUM_ARGS',
    `${plan.name.toUpperCase()} takes a table, DESCRIPTOR(time), ${order.map((n) => (optional.includes(n) ? `[${n}]` : n)).join(', ')}: ` +
      (missing === undefined ? `not ${unknown}.` : `${missing} is missing.`),
    { position: plan.position },
  );
}
/** In the order of the function that does the same. */
function lengthsOf(name: UnresolvedTimeTable['name'], given: Readonly<Record<string, Expr>>): readonly Expr[] {
  const { slide, size, step, gap, offset } = given;
  const last = offset ? [offset] : [];
  switch (name) {
    case 'tumble':
      return offset ? [size!, size!, offset] : [size!];
    case 'hop':
      return [size!, slide!, ...last];
    case 'cumulate':
      return [step!, size!, ...last];
    case 'session':
      return [gap!];
  }
}
