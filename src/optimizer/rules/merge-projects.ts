// merge-projects: Project a (Project b x) => Project a∘b x, where that computes nothing twice; a projection that changes nothing goes.
import type { AttributeId, Expr, NamedExpr } from '../../expr/expr.ts';
import { substitute } from '../../expr/conjuncts.ts';
import { some, visit } from '../../expr/walk.ts';
import { isDeterministic } from '../../functions/evaluate.ts';
import { outputOf } from '../../plan/output.ts';
import type { PlanOf } from '../../plan/logical.ts';
import { project } from '../build.ts';
import { nodeRule } from '../rule.ts';

export const mergeProjects = nodeRule('merge-projects', (plan) => {
  if (plan.kind !== 'Project') return plan;
  if (isIdentity(plan)) return plan.input;
  if (plan.input.kind !== 'Project' || !mayMerge(plan.exprs, plan.input)) return plan;
  const values = new Map<AttributeId, Expr>(plan.input.exprs.map((e) => [e.id, e.kind === 'Alias' ? e.input : e]));
  return project(
    plan.input.input,
    plan.exprs.map((e) => merged(e, values)),
  );
});

function isIdentity(plan: PlanOf<'Project'>): boolean {
  const below = outputOf(plan.input);
  return (
    plan.exprs.length === below.length &&
    plan.exprs.every((e, i) => e.kind === 'Attribute' && e.id === below[i]!.id && e.name === below[i]!.name)
  );
}
/** Costs nothing however often it is written: a struct of columns is these columns. */
const isTrivial = (e: Expr): boolean =>
  e.kind === 'Attribute' || e.kind === 'Literal' || (e.kind === 'Call' && e.name === 'named_struct' && e.args.every(isTrivial));
function mayMerge(exprs: readonly NamedExpr[], below: PlanOf<'Project'>): boolean {
  const uses = new Map<AttributeId, number>();
  for (const e of exprs)
    visit(e, (node) => {
      if (node.kind === 'Attribute') uses.set(node.id, (uses.get(node.id) ?? 0) + 1);
    });
  return below.exprs.every((e) => {
    if (e.kind === 'Attribute' || isTrivial(e.input)) return true;
    return (uses.get(e.id) ?? 0) <= 1 && isDeterministic(e.input) && !some(e.input, (node) => node.kind === 'ScalarSubquery');
  });
}
/** A column keeps its id when what it stands for is put in its place. */
function merged(e: NamedExpr, values: ReadonlyMap<AttributeId, Expr>): NamedExpr {
  if (e.kind === 'Alias') {
    const input = substitute(e.input, values);
    return input === e.input ? e : Object.freeze({ ...e, input });
  }
  const value = values.get(e.id);
  if (!value) return e;
  if (value.kind === 'Attribute' && value.id === e.id)
    return value.name === e.name ? value : Object.freeze({ ...value, name: e.name });
  return Object.freeze({ kind: 'Alias', input: value, name: e.name, id: e.id });
}
