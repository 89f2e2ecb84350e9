// The plan of a changelog. A stream's rows only come until an operator takes some back: its output has a weight from there on (1 comes,
// -1 goes), a column that operators which take rows one by one pass on. What has no incremental form becomes a Recompute.
import type { AttributeId, Expr, NamedExpr } from '../../expr/expr.ts';
import { newAttributeId } from '../../expr/expr.ts';
import { eventTimesOf, timeTraitOf } from '../../plan/event-times.ts';
import { isStreaming } from '../../plan/is-streaming.ts';
import type { Plan, PlanKind, PlanOf } from '../../plan/logical.ts';
import { attributeOf, outputOf } from '../../plan/output.ts';
import { STREAM_SIDES } from '../../plan/stream-sides.ts';
import type { Semantics } from '../../plan/stream.ts';
import { inputsOf, mapInputs } from '../../plan/walk.ts';
import { INT } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import { hasPartialForm, specOf } from './aggregate-spec.ts';
import { newWeight, recomputed } from './recompute.ts';
import type { Changes } from './recompute.ts';

/** Take rows one by one and pass on all columns. */
const LINEAR: ReadonlySet<PlanKind> = new Set([
  'Filter',
  'Generate',
  'AssignWindows',
  'EventTimeWatermark',
  'Observe',
  'SubqueryAlias',
  'PlanReference',
  'Repartition',
]);

export function changesOf(plan: Plan, semantics: Semantics): Changes {
  const of = (input: Plan): Changes => changesOf(input, semantics);
  if (!isStreaming(plan)) return { plan };
  switch (plan.kind) {
    case 'StreamSource':
      return { plan };
    case 'Project':
      return projected(plan, of(plan.input));
    case 'Union':
      return united(plan, plan.inputs.map(of));
    case 'Aggregate':
      return aggregated(plan, of(plan.input), semantics);
    case 'Join':
      return joined(plan, of(plan.left), of(plan.right), semantics);
    case 'Distinct': {
      const input = of(plan.input);
      return input.weight ? recomputed(plan, [input], semantics) : { plan: over(plan, [input]) };
    }
    // Rows of a changelog are in no order.
    case 'Sort':
      return of(plan.input);
    case 'MergeWindows': {
      // The aggregate above merges them, unless rows may go.
      const input = of(plan.input);
      const isTimed = eventTimesOf(plan).has(plan.mergedEnd.id);
      return input.weight || !isTimed ? recomputed(plan, [input], semantics) : { plan: over(plan, [input]) };
    }
    case 'Limit':
      return recomputed(plan, [of(sortedInput(plan.input))], semantics);
    case 'Window':
    case 'TopPerGroup':
    case 'SetOperation':
    case 'Sample':
      return recomputed(plan, inputsOf(plan).map(of), semantics);
    default: {
      const inputs = inputsOf(plan).map(of);
      if (inputs.every(({ weight }) => weight === undefined)) return { plan: over(plan, inputs) };
      if (LINEAR.has(plan.kind)) return { ...inputs[0]!, plan: over(plan, inputs) };
      throw new CaudalError('UNSUPPORTED_FEATURE', `${plan.kind} over rows that may be taken back is not supported yet.`, {
        params: { feature: `${plan.kind} over a changelog` },
      });
    }
  }
}
const over = (plan: Plan, inputs: readonly Changes[]): Plan => {
  let i = 0;
  return mapInputs(plan, () => inputs[i++]!.plan);
};

function projected(plan: PlanOf<'Project'>, input: Changes): Changes {
  const { weight, key } = input;
  const exprs = weight ? [...plan.exprs, weight] : plan.exprs;
  const renamed = key?.map((id) => plan.exprs.find((e) => sourceOf(e) === id)?.id);
  const isKept = renamed?.every((id) => id !== undefined);
  return {
    plan: Object.freeze({ ...plan, input: input.plan, exprs }),
    ...(weight && { weight }),
    ...(isKept && { key: renamed as readonly AttributeId[] }),
  };
}
/** The column that a named expression only passes on. */
const sourceOf = (e: NamedExpr): AttributeId | undefined =>
  e.kind === 'Attribute' ? e.id : e.input.kind === 'Attribute' ? e.input.id : undefined;

function united(plan: PlanOf<'Union'>, inputs: readonly Changes[]): Changes {
  if (inputs.every(({ weight }) => weight === undefined)) return { plan: over(plan, inputs) };
  const weight = newWeight();
  const withWeight = inputs.map((input, i): Plan => {
    const own: Expr = input.weight ?? { kind: 'Literal', value: 1, type: INT };
    const alias = Object.freeze({ kind: 'Alias' as const, input: own, name: weight.name, id: newAttributeId() });
    return Object.freeze({ kind: 'Project', input: input.plan, exprs: [...outputOf(plan.inputs[i]!), alias] });
  });
  return { plan: Object.freeze({ ...plan, inputs: withWeight, output: [...plan.output, weight] }), weight };
}

function aggregated(plan: PlanOf<'Aggregate'>, input: Changes, semantics: Semantics): Changes {
  const key = plan.groupings.map((g) => attributeOf(g).id);
  const times = eventTimesOf(plan.input);
  const isTimed = plan.emission !== undefined || plan.groupings.some((g) => timeTraitOf(g, times) !== undefined);
  const canKeep = isTimed || plan.aggregates.every((a) => hasPartialForm(a) && specOf(a).states.length > 0);
  if (!input.weight && canKeep) {
    const weight = newWeight();
    return { plan: Object.freeze({ ...plan, input: input.plan, weight }), weight, key };
  }
  if (plan.emission)
    throw new CaudalError('UNSUPPORTED_FEATURE', 'Triggers over rows that may be taken back are not supported yet.', {
      params: { feature: 'triggers over a changelog' },
    });
  return { ...recomputed(plan, [input], semantics), key };
}
function joined(plan: PlanOf<'Join'>, left: Changes, right: Changes, semantics: Semantics): Changes {
  const side = isStreaming(plan.right) ? (isStreaming(plan.left) ? undefined : 'right') : 'left';
  if (side === undefined || !STREAM_SIDES[plan.type].includes(side)) return recomputed(plan, [left, right], semantics);
  const { weight } = side === 'left' ? left : right;
  return { plan: over(plan, [left, right]), ...(weight && { weight }) };
}
/** What a LIMIT, and the sort right below it, take their rows from. */
function sortedInput(plan: Plan): Plan {
  let sort = plan;
  while (sort.kind === 'Project' || sort.kind === 'SubqueryAlias') sort = sort.input;
  return sort.kind === 'Sort' ? sort.input : plan;
}
