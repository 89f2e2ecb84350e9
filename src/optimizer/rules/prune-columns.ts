/** prune-columns: every node gives only what is read above it; scans read only those columns. Top-down. */
import type { AttributeId, Expr, NamedExpr } from '../../expr/expr.ts';
import type { Plan } from '../../plan/logical.ts';
import { outputOf } from '../../plan/output.ts';
import { exprsOf, mapInputs, withInput } from '../../plan/walk.ts';
import { referencesOf } from '../expressions.ts';
import type { Rule } from '../rule.ts';

type Needed = ReadonlySet<AttributeId>;
export const pruneColumns: Rule = {
  name: 'prune-columns',
  apply: (plan) => prune(plan, new Set(outputOf(plan).map((a) => a.id))),
};
const reads = (exprs: readonly Expr[]): AttributeId[] => exprs.flatMap((e) => [...referencesOf(e)]);
const plus = (needed: Needed, ids: Iterable<AttributeId>): Needed => new Set([...needed, ...ids]);
const kept = <E extends NamedExpr>(exprs: readonly E[], needed: Needed): readonly E[] => {
  const out = exprs.filter((e) => needed.has(e.id));
  return out.length === exprs.length ? exprs : Object.freeze(out);
};
/** Drops what only the node itself read. */
function narrowed(plan: Plan, needed: Needed): Plan {
  const output = outputOf(plan),
    exprs = kept(output, needed);
  return exprs === output ? plan : Object.freeze({ kind: 'Project', input: plan, exprs });
}
const over = <P extends Plan & { readonly input: Plan }>(plan: P, needed: Needed): P =>
  withInput(plan, prune(plan.input, needed));

function prune(plan: Plan, needed: Needed): Plan {
  switch (plan.kind) {
    case 'Project': {
      const exprs = kept(plan.exprs, needed);
      const next = over(plan, new Set(reads(exprs)));
      return exprs === plan.exprs ? next : Object.freeze({ ...next, exprs });
    }
    case 'Scan': {
      const keep = plan.output.map((a) => needed.has(a.id));
      if (keep.every(Boolean)) return plan;
      return Object.freeze({
        ...plan,
        output: plan.output.filter((_a, i) => keep[i]),
        columns: plan.columns.filter((_c, i) => keep[i]),
      });
    }
    case 'Values': {
      const keep = plan.output.map((a) => needed.has(a.id));
      if (keep.every(Boolean)) return plan;
      return Object.freeze({
        ...plan,
        output: plan.output.filter((_a, i) => keep[i]),
        rows: plan.rows.map((row) => row.filter((_v, i) => keep[i])),
      });
    }
    case 'Aggregate': {
      const aggregates = kept(plan.aggregates, needed);
      const next = over(plan, new Set(reads([...plan.groupings, ...aggregates])));
      return narrowed(aggregates === plan.aggregates ? next : Object.freeze({ ...next, aggregates }), needed);
    }
    case 'Filter':
      return narrowed(over(plan, plus(needed, reads([plan.predicate]))), needed);
    case 'Sort':
      return narrowed(over(plan, plus(needed, reads(plan.orders))), needed);
    case 'Window': {
      const calls = kept(plan.calls, needed);
      if (calls.length === 0) return prune(plan.input, needed);
      const next = over(plan, plus(needed, reads(calls)));
      return narrowed(calls === plan.calls ? next : Object.freeze({ ...next, calls }), needed);
    }
    case 'TopPerGroup': {
      const { rank, ...unranked } = over(plan, plus(needed, reads([...plan.keys, ...plan.orders])));
      return narrowed(Object.freeze(rank && needed.has(rank.id) ? { ...unranked, rank } : unranked), needed);
    }
    case 'Join': {
      const both = plus(needed, reads(exprsOf(plan)));
      const left = prune(plan.left, both),
        right = prune(plan.right, both);
      return narrowed(left === plan.left && right === plan.right ? plan : Object.freeze({ ...plan, left, right }), needed);
    }
    case 'Union': {
      const keep = plan.output.map((a) => needed.has(a.id));
      const inputs = plan.inputs.map((input) => {
        const wanted = new Set(
          outputOf(input)
            .filter((_a, i) => keep[i])
            .map((a) => a.id),
        );
        const pruned = prune(input, wanted);
        const exact = outputOf(input).filter((_a, i) => keep[i]);
        const same = outputOf(pruned).length === exact.length && outputOf(pruned).every((a, i) => a.id === exact[i]!.id);
        return same ? pruned : Object.freeze({ kind: 'Project' as const, input: pruned, exprs: exact });
      });
      if (keep.every(Boolean) && inputs.every((input, i) => input === plan.inputs[i])) return plan;
      return Object.freeze({ ...plan, inputs, output: plan.output.filter((_a, i) => keep[i]) });
    }
    case 'Generate':
      return over(plan, plus(needed, reads(plan.args)));
    case 'Limit':
    case 'Sample':
      return over(plan, needed);
    default:
      return mapInputs(plan, (input) => prune(input, new Set(outputOf(input).map((a) => a.id))));
  }
}
