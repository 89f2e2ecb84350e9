// choose-join-order: chains of inner and cross joins are put together again from the smallest intermediate result up (greedy), and
// relations that share a condition before those that do not: commas in FROM become joins. Other join types are walls.
// Unknown sizes: the written order, but no cross product while a condition connects. Cost: relations³ at most.
import { attributesOf, conjunction, conjunctsOf, readsOnly } from '../../expr/conjuncts.ts';
import type { Expr } from '../../expr/expr.ts';
import type { Plan, PlanOf } from '../../plan/logical.ts';
import { outputOf } from '../../plan/output.ts';
import { mapInputs } from '../../plan/walk.ts';
import { idsOf, restore } from '../build.ts';
import { estimateRows, matchedRows } from '../estimate.ts';
import type { Rule } from '../rule.ts';

export const chooseJoinOrder: Rule = { name: 'choose-join-order', apply: reorderBelow };

const isInner = (plan: Plan): plan is PlanOf<'Join'> =>
  plan.kind === 'Join' && (plan.type === 'inner' || plan.type === 'cross') && !plan.hint;
const MAX_RELATIONS = 40;

function reorderBelow(plan: Plan): Plan {
  if (!isInner(plan)) return mapInputs(plan, reorderBelow);
  const relations: Plan[] = [];
  const conditions: Expr[] = [];
  flatten(plan, relations, conditions);
  const inputs = relations.map(reorderBelow);
  const isWritten = inputs.every((input, i) => input === relations[i]);
  if (inputs.length <= 2 || inputs.length > MAX_RELATIONS) return isWritten ? plan : mapInputs(plan, reorderBelow);
  const ordered = restore(build(inputs, conditions), outputOf(plan));
  return sameOrder(ordered, plan) && isWritten ? plan : ordered;
}
function flatten(plan: Plan, relations: Plan[], conditions: Expr[]): void {
  if (!isInner(plan)) return void relations.push(plan);
  flatten(plan.left, relations, conditions);
  flatten(plan.right, relations, conditions);
  if (plan.condition) conditions.push(...conjunctsOf(plan.condition));
}
/** Whether the joins meet the relations in the same order with the same shape: then the written plan is kept. */
function sameOrder(a: Plan, b: Plan): boolean {
  if (a === b) return true;
  return isInner(a) && isInner(b) && a.type === b.type && sameOrder(a.left, b.left) && sameOrder(a.right, b.right);
}

/** Starts with the pair that gives the fewest rows, then always adds the relation that keeps the result smallest. */
function build(inputs: readonly Plan[], conditions: readonly Expr[]): Plan {
  const isKnown = inputs.every((input) => estimateRows(input) !== undefined);
  const left = new Set(inputs);
  const unused = new Set(conditions);
  const connecting = (a: Plan, b: Plan): readonly Expr[] => {
    const [aIds, bIds] = [idsOf(a), idsOf(b)];
    const both = new Set([...aIds, ...bIds]);
    return [...unused].filter(
      (e) =>
        readsOnly(e, both) && [...attributesOf(e)].some((id) => aIds.has(id)) && [...attributesOf(e)].some((id) => bIds.has(id)),
    );
  };
  /** Lower is better: joins with a condition before cross products, then rows. */
  const cost = (a: Plan, b: Plan): number => {
    const on = connecting(a, b);
    const rows = isKnown ? matchedRows(on, a, b)! : 1;
    return on.length > 0 ? rows : 1e18 + rows;
  };
  let current = isKnown ? cheapestStart(inputs, cost) : inputs[0]!;
  left.delete(current);
  while (left.size > 0) {
    const next = [...left].reduce((best, plan) => (cost(current, plan) < cost(current, best) ? plan : best));
    const on = connecting(current, next);
    on.forEach((e) => unused.delete(e));
    left.delete(next);
    current = join(current, next, on);
  }
  // Conditions on fewer than two relations have been pushed down before; what is left reads no column.
  const rest = conjunction([...unused]);
  return rest ? Object.freeze({ kind: 'Filter', input: current, predicate: rest }) : current;
}
function cheapestStart(inputs: readonly Plan[], cost: (a: Plan, b: Plan) => number): Plan {
  let best = { cost: Infinity, plan: inputs[0]! };
  for (const [i, a] of inputs.entries())
    for (const b of inputs.slice(i + 1)) {
      const c = cost(a, b);
      if (c < best.cost) best = { cost: c, plan: estimateRows(a)! >= estimateRows(b)! ? a : b };
    }
  return best.plan;
}
function join(left: Plan, right: Plan, on: readonly Expr[]): Plan {
  const condition = conjunction(on);
  return Object.freeze({ kind: 'Join', left, right, type: condition ? 'inner' : 'cross', ...(condition && { condition }) });
}
