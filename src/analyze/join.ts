// JOIN: ON conditions over both sides; USING and NATURAL become a condition, and each key appears once.
import type { Expr, NamedExpr } from '../expr/expr.ts';
import type { Join, JoinKind, PlanOf } from '../plan/logical.ts';
import { outputOf } from '../plan/output.ts';
import { unreachable } from '../types/assert.ts';
import { CaudalError } from '../types/error.ts';
import { asBoolean, toCommon } from './coerce.ts';
import type { Env } from './env.ts';
import { lookup, namesOf, unresolvedColumn } from './lookup.ts';
import { named, projection, withPlan } from './relation.ts';
import type { Relation, ScopeColumn } from './relation.ts';
import { scopeOf } from './scope.ts';

export function analyzeJoin(plan: PlanOf<'Join'>, left: Relation, right: Relation, env: Env): Relation {
  const using = plan.natural ? commonNames(left, right) : plan.using;
  const hint = plan.hint ? { hint: plan.hint } : {};
  if (using) return usingJoin(plan.type, left, right, using, hint, env);
  const both: Relation = {
    plan: left.plan,
    columns: [...left.columns, ...right.columns],
    hidden: [...left.hidden, ...right.hidden],
  };
  const condition =
    plan.condition &&
    asBoolean(env.resolve(plan.condition, scopeOf(both, env, { clause: 'ON' })), 'The condition of a join', env.context);
  const joined = joinOf(plan.type, left, right, condition, hint);
  return withPlan(sideOf(plan.type, left, both), joined);
}
const isHalf = (type: JoinKind): boolean => type === 'left_semi' || type === 'left_anti';
const sideOf = (type: JoinKind, left: Relation, both: Relation): Relation => (isHalf(type) ? left : both);
function joinOf(type: JoinKind, left: Relation, right: Relation, condition: Expr | undefined, hint: Pick<Join, 'hint'>): Join {
  const kind = type === 'inner' && !condition ? 'cross' : type === 'cross' && condition ? 'inner' : type;
  return Object.freeze({
    kind: 'Join',
    left: left.plan,
    right: right.plan,
    type: kind,
    ...(condition && { condition }),
    ...hint,
  });
}

const commonNames = (left: Relation, right: Relation): readonly string[] => {
  const rightNames = new Set(namesOf(right).map((n) => n.toLowerCase()));
  return namesOf(left).filter((name) => rightNames.has(name.toLowerCase()));
};
function keyOf(side: Relation, name: string, which: string): ScopeColumn {
  const found = lookup(side, { parts: [name] });
  const column = found && side.columns.find((c) => c.attribute.id === found.attribute.id);
  if (column) return column;
  const { message, hint } = unresolvedColumn({ parts: [name] }, namesOf(side));
  throw new CaudalError('UNRESOLVED_USING_COLUMN_FOR_JOIN', `USING column \`${name}\` is not on the ${which} side of the join.`, {
    ...(hint !== undefined && { hint }),
    params: { colName: name, message },
  });
}

function usingJoin(
  type: JoinKind,
  left: Relation,
  right: Relation,
  names: readonly string[],
  hint: Pick<Join, 'hint'>,
  env: Env,
): Relation {
  const keys = names.map((name) => ({ name, left: keyOf(left, name, 'left'), right: keyOf(right, name, 'right') }));
  const tests = keys.map((key): Expr => {
    const call = {
      kind: 'UnresolvedCall' as const,
      name: 'equal',
      args: [key.left.attribute, key.right.attribute],
      distinct: false,
    };
    return env.resolve(call, scopeOf(left, env));
  });
  const condition =
    tests.length > 0 ? tests.reduce((a, b): Expr => Object.freeze({ kind: 'And', left: a, right: b })) : undefined;
  const joined = joinOf(type, left, right, condition, hint);
  const both = withPlan(
    { plan: joined, columns: [...left.columns, ...right.columns], hidden: [...left.hidden, ...right.hidden] },
    joined,
  );
  if (isHalf(type)) return withPlan(left, joined);
  const now = new Map(both.columns.map((c) => [c.attribute.id, c]));
  const isKey = new Set(keys.flatMap((key) => [key.left.attribute.id, key.right.attribute.id]));
  const rest = both.columns.filter((c) => !isKey.has(c.attribute.id));
  const sides = keys.map((key) => ({ ...key, left: now.get(key.left.attribute.id)!, right: now.get(key.right.attribute.id)! }));
  switch (type) {
    case 'inner':
    case 'cross':
    case 'left':
      return {
        plan: joined,
        columns: [...sides.map((k) => k.left), ...rest],
        hidden: [...both.hidden, ...sides.map((k) => k.right)],
      };
    case 'right':
      return {
        plan: joined,
        columns: [...sides.map((k) => k.right), ...rest],
        hidden: [...both.hidden, ...sides.map((k) => k.left)],
      };
    case 'full': {
      const merged = sides.map((k): NamedExpr => named(coalesce(k.left.attribute, k.right.attribute, env), k.name));
      const plan = projection(joined, [...merged, ...outputOf(joined)]);
      const columns = outputOf(plan)
        .slice(0, merged.length)
        .map((attribute) => ({ attribute, qualifier: [], pins: [] }));
      return { plan, columns: [...columns, ...rest], hidden: [...both.hidden, ...sides.flatMap((k) => [k.left, k.right])] };
    }
    case 'left_semi':
    case 'left_anti':
      return withPlan(left, joined);
    default:
      return unreachable(type);
  }
}
/** The key of a full join: of whichever side has the row. */
function coalesce(left: Expr, right: Expr, env: Env): Expr {
  const { exprs } = toCommon([left, right], 'The keys of a join', env.context);
  const hasLeft: Expr = { kind: 'Not', input: { kind: 'IsNull', input: left } };
  return { kind: 'Case', branches: [{ when: hasLeft, then: exprs[0]! }], otherwise: exprs[1]! };
}
