// Part of push-down-filter: predicates above a join, and those of its condition, go to the side they read; of an inner join
// those that read both become its condition. Outer joins whose NULL rows a predicate drops become inner ones first.
import { attributesOf, conjunction, conjunctsOf, readsOnly } from '../../expr/conjuncts.ts';
import type { Expr } from '../../expr/expr.ts';
import { isDeterministic, isFallible } from '../../functions/evaluate.ts';
import { findFunction } from '../../functions/index.ts';
import type { JoinKind, Plan, PlanOf } from '../../plan/logical.ts';
import { change, filter, idsOf } from '../build.ts';

type Ids = ReadonlySet<number>;
const mayMove = (e: Expr): boolean => !isFallible(e) && isDeterministic(e);

/** Sides to which predicates above the join may go, and sides to which parts of its own condition may. */
const ABOVE: { readonly [K in JoinKind]: readonly ('left' | 'right')[] } = {
  inner: ['left', 'right'],
  cross: ['left', 'right'],
  left: ['left'],
  right: ['right'],
  full: [],
  left_semi: ['left'],
  left_anti: ['left'],
};
export const INSIDE: { readonly [K in JoinKind]: readonly ('left' | 'right')[] } = {
  inner: ['left', 'right'],
  cross: ['left', 'right'],
  left: ['right'],
  right: ['left'],
  full: [],
  left_semi: ['left', 'right'],
  left_anti: ['right'],
};

/** The join with the predicates in it as far as they may go, the rest in a Filter above; the same join if nothing moved. */
export function pushIntoJoin(predicates: readonly Expr[], written: PlanOf<'Join'>): Plan {
  const left = idsOf(written.left);
  const right = idsOf(written.right);
  const type = innerType(written.type, predicates, left, right);
  const toSide = (e: Expr, sides: readonly ('left' | 'right')[]): 'left' | 'right' | undefined =>
    mayMove(e) && attributesOf(e).size > 0 ? sides.find((side) => readsOnly(e, side === 'left' ? left : right)) : undefined;
  const own = written.condition ? conjunctsOf(written.condition) : [];
  // NOT IN must see every row of both sides: a NULL among them decides.
  const inside = written.nullAware ? [] : INSIDE[type];
  const below = { left: [] as Expr[], right: [] as Expr[] };
  const take = (e: Expr, sides: readonly ('left' | 'right')[]): boolean => {
    const side = toSide(e, sides);
    if (side) below[side].push(e);
    return side !== undefined;
  };
  const above = predicates.filter((e) => !take(e, ABOVE[type]));
  const condition = own.filter((e) => !take(e, inside));
  const isInner = type === 'inner' || type === 'cross';
  const joined = isInner ? above.filter((e) => mayMove(e) && attributesOf(e).size > 0) : [];
  const isSame = type === written.type && below.left.length + below.right.length + joined.length === 0;
  if (isSame) return written;
  return filter(
    rebuilt(written, type, below, [...condition, ...joined]),
    above.filter((e) => !joined.includes(e)),
  );
}
function rebuilt(
  plan: PlanOf<'Join'>,
  type: JoinKind,
  below: { left: Expr[]; right: Expr[] },
  conditions: readonly Expr[],
): Plan {
  const { condition: _, ...rest } = plan;
  const condition = conjunction(conditions);
  const kind = type === 'cross' && condition ? 'inner' : type === 'inner' && !condition ? 'cross' : type;
  const join: PlanOf<'Join'> = { ...rest, type: kind, ...(condition && { condition }) };
  return change(join, { left: filter(plan.left, below.left), right: filter(plan.right, below.right) });
}

/** A predicate that no NULL row of a side can pass makes that side's outer join an inner one. */
function innerType(type: JoinKind, predicates: readonly Expr[], left: Ids, right: Ids): JoinKind {
  const drops = (ids: Ids): boolean => predicates.some((e) => rejectsNulls(e, ids));
  switch (type) {
    case 'left':
      return drops(right) ? 'inner' : 'left';
    case 'right':
      return drops(left) ? 'inner' : 'right';
    case 'full': {
      const [keepsLeft, keepsRight] = [drops(left), drops(right)];
      return keepsLeft && keepsRight ? 'inner' : keepsLeft ? 'left' : keepsRight ? 'right' : 'full';
    }
    case 'inner':
    case 'cross':
    case 'left_semi':
    case 'left_anti':
      return type;
  }
}
/** Whether the predicate is FALSE or NULL when all those columns are NULL. */
export function rejectsNulls(e: Expr, ids: Ids): boolean {
  switch (e.kind) {
    case 'Call':
      return isNullWith(e, ids);
    case 'And':
      return rejectsNulls(e.left, ids) || rejectsNulls(e.right, ids);
    case 'Or':
      return rejectsNulls(e.left, ids) && rejectsNulls(e.right, ids);
    case 'In':
      return isNullWith(e.input, ids);
    case 'Not':
      return e.input.kind === 'IsNull' ? isNullWith(e.input.input, ids) : isNullWith(e.input, ids);
    default:
      return false;
  }
}
function isNullWith(e: Expr, ids: Ids): boolean {
  switch (e.kind) {
    case 'Attribute':
      return ids.has(e.id);
    case 'Cast':
      return isNullWith(e.input, ids);
    case 'In':
      return isNullWith(e.input, ids);
    case 'Call': {
      const f = findFunction(e.name);
      return f?.kind === 'scalar' && f.nulls === 'propagate' && e.args.some((arg) => isNullWith(arg, ids));
    }
    default:
      return false;
  }
}
