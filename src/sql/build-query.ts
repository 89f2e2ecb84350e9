// What the grammar's actions build: unresolved plans.
import type { Position } from '../types/error.ts';
import type { Expr, SortOrder, WindowSpec } from '../expr/expr.ts';
import type { JoinKind, Plan, UnresolvedSelect, UnresolvedTimeTable, With } from '../plan/logical.ts';
import { star, unsupported } from './build.ts';

const freeze = <P extends Plan>(plan: P): P => Object.freeze(plan);

export const withCtes = (ctes: With['ctes'] | null, input: Plan): Plan => (ctes ? freeze({ kind: 'With', input, ctes }) : input);

interface SetTail {
  readonly op: 'UNION' | 'EXCEPT' | 'MINUS' | 'INTERSECT';
  readonly all: boolean;
  readonly byName: boolean;
  readonly plan: Plan;
}
/** From left to right; runs of UNION ALL become one node. */
export function setOperations(first: Plan, rest: readonly SetTail[]): Plan {
  let left = first;
  let run: Plan[] = [first];
  for (const [i, { op, all, byName, plan: right }] of rest.entries()) {
    if (op === 'UNION' && !byName) {
      run.push(right);
      const next = rest[i + 1];
      if (all && next?.op === 'UNION' && !next.byName) continue;
      left = united(run, all, false);
    } else if (op === 'UNION') left = united([left, right], all, true);
    else left = freeze({ kind: 'SetOperation', left, right, op: op === 'INTERSECT' ? 'intersect' : 'except', all });
    run = [left];
  }
  return left;
}
function united(inputs: readonly Plan[], all: boolean, byName: boolean): Plan {
  const union = freeze({ kind: 'Union', inputs, output: [], ...(byName && { byName: 'fill' as const }) });
  return all ? union : freeze({ kind: 'Distinct', input: union, on: [] });
}

export const sorted = (input: Plan, orders: readonly SortOrder[]): Plan => freeze({ kind: 'Sort', input, orders });
export const limited = (input: Plan, limit: { limit: Expr | null; offset: Expr | null } | null): Plan =>
  limit
    ? freeze({
        kind: 'UnresolvedLimit',
        input,
        ...(limit.limit && { limit: limit.limit }),
        ...(limit.offset && { offset: limit.offset }),
      })
    : input;

interface SampleAmount {
  readonly fraction?: number;
  readonly rows?: number;
}
export const sampled = (input: Plan, amount: SampleAmount | null | undefined): Plan =>
  amount ? freeze({ kind: 'Sample', input, ...amount, seed: 0n, withReplacement: false }) : input;

interface LateralView {
  readonly call: Expr;
  readonly outer: boolean;
  readonly alias?: string;
  readonly columns: readonly string[];
  readonly position: Position;
}
export const lateralView = (
  call: Expr,
  outer: boolean,
  alias: string | null,
  columns: readonly string[],
  position: Position,
): LateralView => ({ call, outer, columns, position, ...(alias !== null && { alias }) });

interface Clauses {
  readonly laterals: readonly LateralView[];
  readonly where: Expr | null;
  readonly groupBy: readonly Expr[] | 'all' | null;
  readonly having: Expr | null;
  readonly qualify: Expr | null;
  readonly windows: Readonly<Record<string, WindowSpec>> | null;
  readonly sample: SampleAmount | null;
}
/** One row without columns: the input of a SELECT without FROM. */
const ONE_ROW: Plan = freeze({ kind: 'Values', output: [], rows: [[]] });
export function select(
  how: { distinct?: boolean; distinctOn?: readonly Expr[] },
  exprs: readonly Expr[],
  from: Plan | null,
  clauses: Clauses,
): UnresolvedSelect {
  const { laterals, where, groupBy, having, qualify, windows, sample } = clauses;
  const rows = sampled(from ?? ONE_ROW, sample);
  return freeze({
    kind: 'UnresolvedSelect',
    input: laterals.reduce<Plan>((input, view) => freeze({ kind: 'UnresolvedGenerate', input, ...view }), rows),
    exprs,
    distinct: how.distinct ?? false,
    windows: windows ?? {},
    ...(where && { where }),
    ...(groupBy && { groupBy }),
    ...(having && { having }),
    ...(qualify && { qualify }),
    ...(how.distinctOn && { distinctOn: how.distinctOn }),
  });
}

export const values = (rows: readonly (readonly Expr[])[]): Plan => freeze({ kind: 'UnresolvedValues', rows });
/** `(1, 2)` was read as a row constructor. */
export const rowOf = (e: Expr): readonly Expr[] => (e.kind === 'UnresolvedCall' && e.name === 'struct' ? e.args : [e]);

interface JoinTail {
  readonly type: JoinKind;
  readonly right: Plan;
  readonly natural?: boolean;
  readonly condition?: Expr;
  readonly using?: readonly string[];
}
export const joins = (first: Plan, rest: readonly JoinTail[]): Plan =>
  rest.reduce<Plan>((left, join) => freeze({ kind: 'Join', left, ...join }), first);
export const crossJoins = (chains: readonly Plan[]): Plan =>
  chains.reduce((left, right) => freeze({ kind: 'Join', left, right, type: 'cross' }));

export const aliased = (input: Plan, alias: { name: string; columns: readonly string[] | null } | null): Plan =>
  alias ? freeze({ kind: 'SubqueryAlias', input, name: alias.name, ...(alias.columns && { columns: alias.columns }) }) : input;
/** A parenthesised query, which may go on as a set operation; anything else in parentheses is a relation. */
const RELATION_KINDS: ReadonlySet<string> = new Set([
  'UnresolvedRelation',
  'UnresolvedTableFunction',
  'Join',
  'SubqueryAlias',
  'Sample',
  'UnresolvedTimeTable',
]);
export const isDerived = (plan: Plan): boolean => !RELATION_KINDS.has(plan.kind);
export const relation = (parts: readonly string[], position: Position): Plan =>
  freeze({ kind: 'UnresolvedRelation', parts, file: false, position });
export const fileRelation = (name: string, position: Position): Plan =>
  freeze({ kind: 'UnresolvedRelation', parts: [name], file: true, position });
export const tableFunction = (name: string, args: readonly { name?: string; input: Expr }[], position: Position): Plan =>
  freeze({
    kind: 'UnresolvedTableFunction',
    name: name.toLowerCase(),
    position,
    args: args.filter((a) => a.name === undefined).map((a) => a.input),
    named: Object.fromEntries(args.filter((a) => a.name !== undefined).map((a) => [a.name!.toLowerCase(), a.input])),
  });

interface TimeArgument {
  readonly name: string | null;
  readonly table?: Plan;
  readonly keys?: readonly Expr[];
  readonly time?: Expr;
  readonly value?: Expr;
}
/** Arguments by name, those without one by their place behind the table and the time. */
export function timeTable(name: string, args: readonly TimeArgument[], position: Position): Plan {
  const data = args.find((arg) => arg.table);
  const time = args.find((arg) => arg.time);
  if (!data?.table || !time?.time)
    return unsupported(`${name} without TABLE and DESCRIPTOR`, position, `Write it as FROM ${name}(TABLE t, DESCRIPTOR(ts), …).`);
  const values = args.filter((arg) => arg.value);
  return freeze({
    kind: 'UnresolvedTimeTable',
    name: name.toLowerCase() as UnresolvedTimeTable['name'],
    input: data.table,
    time: time.time,
    partitionBy: data.keys ?? [],
    args: Object.fromEntries(values.map((arg, i) => [arg.name ?? String(i), arg.value!])),
    position,
  });
}
export const allColumns = (): readonly Expr[] => [star([], null)];
