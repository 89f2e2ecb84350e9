// prune-columns: every node computes and every scan reads only the columns somebody above asks for. One pass from the root.
// Columns that only a node itself reads are dropped by a projection right above it, which the operator fuses.
import type { AttributeId, NamedExpr } from '../../expr/expr.ts';
import { attributesOf } from '../../expr/conjuncts.ts';
import { eventTimesOf } from '../../plan/event-times.ts';
import type { Plan, PlanOf } from '../../plan/logical.ts';
import { outputOf } from '../../plan/output.ts';
import { exprsOf, mapInputs } from '../../plan/walk.ts';
import { change, project } from '../build.ts';
import type { Rule } from '../rule.ts';

type Ids = ReadonlySet<AttributeId>;
export const pruneColumns: Rule = { name: 'prune-columns', apply: (plan) => prune(plan, idsOf(outputOf(plan))) };

const idsOf = (attributes: readonly { readonly id: AttributeId }[]): Set<AttributeId> => new Set(attributes.map((a) => a.id));
/** Ids asked for and those the node's own expressions read. */
function withOwn(plan: Plan, needed: Ids): Set<AttributeId> {
  const all = new Set(needed);
  for (const e of exprsOf(plan)) attributesOf(e, all);
  return all;
}

/** Drops what only the node itself read. */
function narrowed(plan: Plan, needed: Ids): Plan {
  const output = outputOf(plan);
  const wanted = output.filter((a) => needed.has(a.id));
  return wanted.length === output.length ? plan : project(plan, wanted);
}

/** Late rows go to a side output as they came; triggers go by event time. */
function readByEmission({ input, emission }: PlanOf<'Aggregate'>): Ids {
  if (!emission) return new Set();
  return emission.lateTag === null ? new Set(eventTimesOf(input).keys()) : idsOf(outputOf(input));
}
function prune(plan: Plan, needed: Ids): Plan {
  switch (plan.kind) {
    case 'Scan':
      return pruneScan(plan, needed);
    case 'Values':
      return pruneValues(plan, needed);
    case 'StreamSource':
      return pruneStream(plan, needed);
    case 'Project': {
      const exprs = kept(plan.exprs, needed);
      const input = prune(plan.input, readBy(exprs));
      return exprs === plan.exprs && input === plan.input ? plan : project(input, exprs);
    }
    case 'Aggregate': {
      const aggregates = plan.aggregates.every((a) => needed.has(a.id))
        ? plan.aggregates
        : plan.aggregates.filter((a) => needed.has(a.id));
      const input = prune(plan.input, new Set([...readBy([...plan.groupings, ...aggregates]), ...readByEmission(plan)]));
      return narrowed(
        aggregates === plan.aggregates && input === plan.input ? plan : change(plan, { input, aggregates }),
        needed,
      );
    }
    case 'Window': {
      const calls = plan.calls.filter((c) => needed.has(c.id));
      if (calls.length === 0) return prune(plan.input, needed);
      const input = prune(plan.input, new Set([...needed, ...readBy(calls)]));
      return narrowed(calls.length === plan.calls.length && input === plan.input ? plan : change(plan, { input, calls }), needed);
    }
    case 'TopPerGroup': {
      const input = prune(plan.input, withOwn(plan, needed));
      const { rank, ...unranked } = plan;
      if (rank && !needed.has(rank.id)) return narrowed(Object.freeze({ ...unranked, input }), needed);
      return narrowed(input === plan.input ? plan : change(plan, { input }), needed);
    }
    case 'Union':
      return pruneUnion(plan, needed);
    // All columns decide which rows are equal; functions of users get rows whole.
    case 'SetOperation':
    case 'KeyedMap':
      return mapInputs(plan, (input) => prune(input, idsOf(outputOf(input))));
    case 'Distinct': {
      const all = plan.on.length === 0 ? idsOf(outputOf(plan)) : withOwn(plan, needed);
      // Duplicates are forgotten by event time. As in Spark, rows are late only by one that somebody else asks for.
      if (plan.withinWatermark) for (const id of eventTimesOf(plan.input).keys()) all.add(id);
      return narrowed(
        mapInputs(plan, (input) => prune(input, all)),
        needed,
      );
    }
    default: {
      const all = withOwn(plan, needed);
      return narrowed(
        mapInputs(plan, (input) => prune(input, all)),
        needed,
      );
    }
  }
}
const readBy = (exprs: readonly NamedExpr[]): Set<AttributeId> => {
  const ids = new Set<AttributeId>();
  for (const e of exprs) attributesOf(e, ids);
  return ids;
};
const kept = (exprs: readonly NamedExpr[], needed: Ids): readonly NamedExpr[] => {
  const used = exprs.filter((e) => needed.has(e.id));
  return used.length === exprs.length ? exprs : used;
};

function pruneScan(plan: PlanOf<'Scan'>, needed: Ids): Plan {
  const all = new Set(needed);
  for (const e of plan.filters) attributesOf(e, all);
  const picked = plan.output.map((_, i) => i).filter((i) => all.has(plan.output[i]!.id));
  if (picked.length === plan.output.length) return plan;
  return change(plan, { output: picked.map((i) => plan.output[i]!), columns: picked.map((i) => plan.columns[i]!) });
}
function pruneStream(plan: PlanOf<'StreamSource'>, needed: Ids): Plan {
  const picked = plan.output.map((_, i) => i).filter((i) => needed.has(plan.output[i]!.id));
  if (picked.length === plan.output.length) return plan;
  return change(plan, { output: picked.map((i) => plan.output[i]!), columns: picked.map((i) => plan.columns[i]!) });
}
function pruneValues(plan: PlanOf<'Values'>, needed: Ids): Plan {
  const picked = plan.output.map((_, i) => i).filter((i) => needed.has(plan.output[i]!.id));
  if (picked.length === plan.output.length) return plan;
  return change(plan, { output: picked.map((i) => plan.output[i]!), rows: plan.rows.map((row) => picked.map((i) => row[i]!)) });
}
function pruneUnion(plan: PlanOf<'Union'>, needed: Ids): Plan {
  const picked = plan.output.map((_, i) => i).filter((i) => needed.has(plan.output[i]!.id));
  const isAll = picked.length === plan.output.length;
  const inputs = plan.inputs.map((input) => {
    const columns = outputOf(input);
    const wanted = picked.map((i) => columns[i]!);
    const pruned = prune(input, idsOf(wanted));
    const now = outputOf(pruned);
    return now.length === wanted.length && now.every((a, i) => a.id === wanted[i]!.id) ? pruned : project(pruned, wanted);
  });
  if (isAll && inputs.every((input, i) => input === plan.inputs[i])) return plan;
  return change(plan, { inputs, output: picked.map((i) => plan.output[i]!) });
}
