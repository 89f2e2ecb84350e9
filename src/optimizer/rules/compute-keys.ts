// compute-keys: keys that are expressions become columns below joins, windows and grouped aggregates: rows can then be exchanged by them,
// and each is computed once per row.
import type { Alias, Expr } from '../../expr/expr.ts';
import { newAttributeId } from '../../expr/expr.ts';
import { sameExpr } from '../../expr/equal.ts';
import { formatExpr } from '../../expr/format.ts';
import { attributesOf, conjunction, conjunctsOf, readsOnly } from '../../expr/conjuncts.ts';
import { isFallible } from '../../functions/evaluate.ts';
import { attributeOf, outputOf } from '../../plan/output.ts';
import type { Plan, PlanOf } from '../../plan/logical.ts';
import { change, idsOf, project, restore } from '../build.ts';
import { nodeRule } from '../rule.ts';

export const computeKeys = nodeRule('compute-keys', (plan) => {
  switch (plan.kind) {
    case 'Join':
      return joinKeys(plan);
    case 'Window':
      return windowKeys(plan);
    case 'Aggregate':
      return groupingKeys(plan);
    default:
      return plan;
  }
});

const isKey = (e: Expr): boolean => e.kind !== 'Attribute' && e.kind !== 'Literal' && attributesOf(e).size > 0;
/** Collects columns to compute, each once. */
class Columns {
  readonly added: Alias[] = [];
  of(e: Expr): Expr {
    if (!isKey(e)) return e;
    const known = this.added.find((a) => sameExpr(a.input, e));
    if (known) return attributeOf(known);
    const alias: Alias = Object.freeze({ kind: 'Alias', input: e, name: formatExpr(e), id: newAttributeId() });
    this.added.push(alias);
    return attributeOf(alias);
  }
  over(input: Plan): Plan {
    return this.added.length === 0 ? input : project(input, [...outputOf(input), ...this.added]);
  }
}

function joinKeys(plan: PlanOf<'Join'>): Plan {
  if (!plan.condition) return plan;
  const [left, right] = [new Columns(), new Columns()];
  const [leftIds, rightIds] = [idsOf(plan.left), idsOf(plan.right)];
  const side = (e: Expr): Expr =>
    isFallible(e) ? e : readsOnly(e, leftIds) ? left.of(e) : readsOnly(e, rightIds) ? right.of(e) : e;
  const parts = conjunctsOf(plan.condition).map((e) => {
    if (e.kind !== 'Call' || (e.name !== 'equal' && e.name !== 'equal_null') || !joinsSides(e.args, leftIds, rightIds)) return e;
    return Object.freeze({ ...e, args: e.args.map(side) });
  });
  if (left.added.length + right.added.length === 0) return plan;
  return restore(
    change(plan, { left: left.over(plan.left), right: right.over(plan.right), condition: conjunction(parts)! }),
    outputOf(plan),
  );
}
const joinsSides = ([a, b]: readonly Expr[], left: ReadonlySet<number>, right: ReadonlySet<number>): boolean =>
  !!a && !!b && ((readsOnly(a, left) && readsOnly(b, right)) || (readsOnly(a, right) && readsOnly(b, left)));

function windowKeys(plan: PlanOf<'Window'>): Plan {
  const columns = new Columns();
  const calls = plan.calls.map((alias) => {
    if (alias.input.kind !== 'WindowCall') return alias;
    const { spec } = alias.input;
    const partitionBy = spec.partitionBy.map((e) => columns.of(e));
    return Object.freeze({ ...alias, input: Object.freeze({ ...alias.input, spec: Object.freeze({ ...spec, partitionBy }) }) });
  });
  return columns.added.length === 0 ? plan : restore(change(plan, { input: columns.over(plan.input), calls }), outputOf(plan));
}
function groupingKeys(plan: PlanOf<'Aggregate'>): Plan {
  const aliases = plan.groupings.filter((g): g is Alias => g.kind === 'Alias' && g.input.kind !== 'Attribute');
  if (aliases.length === 0) return plan;
  const groupings = plan.groupings.map((g) => (g.kind === 'Alias' && g.input.kind !== 'Attribute' ? attributeOf(g) : g));
  return change(plan, { input: project(plan.input, [...outputOf(plan.input), ...aliases]), groupings });
}
