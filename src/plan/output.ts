// Output attributes of a resolved plan, bottom-up. Cached by node identity: plans are frozen.
import type { Attribute, NamedExpr } from '../expr/expr.ts';
import { nullableOf, typeOf } from '../expr/type-of.ts';
import { unreachable } from '../types/assert.ts';
import type { Plan } from './logical.ts';

const cache = new WeakMap<Plan, readonly Attribute[]>();
export const attributeOf = (e: NamedExpr): Attribute =>
  e.kind === 'Attribute'
    ? e
    : Object.freeze({ kind: 'Attribute', id: e.id, name: e.name, type: typeOf(e.input), nullable: nullableOf(e.input) });
const nullable = (attributes: readonly Attribute[]): readonly Attribute[] =>
  attributes.map((a) => (a.nullable ? a : Object.freeze({ ...a, nullable: true })));

/** Columns of the plan's rows, in order. Throws for nodes that must have left in analysis. */
export function outputOf(plan: Plan): readonly Attribute[] {
  let out = cache.get(plan);
  if (!out) cache.set(plan, (out = Object.freeze(compute(plan))));
  return out;
}
function compute(plan: Plan): readonly Attribute[] {
  switch (plan.kind) {
    case 'Values':
    case 'Range':
    case 'Scan':
    case 'StreamSource':
    case 'KeyedMap':
    case 'Union':
      return plan.output;
    case 'Project':
      return plan.exprs.map(attributeOf);
    case 'Aggregate':
      return [...plan.groupings.map(attributeOf), ...plan.aggregates.map(attributeOf), ...(plan.weight ? [plan.weight] : [])];
    case 'Recompute':
      return [...outputOf(plan.operator), plan.weight];
    case 'Window':
      return [...outputOf(plan.input), ...plan.calls.map(attributeOf)];
    case 'TopPerGroup':
      return plan.rank ? [...outputOf(plan.input), plan.rank] : outputOf(plan.input);
    case 'Generate':
      return [...outputOf(plan.input), ...plan.output];
    case 'AssignWindows':
      return [...outputOf(plan.input), plan.start, plan.end];
    case 'MergeWindows':
      return [...outputOf(plan.input), plan.mergedStart, plan.mergedEnd];
    case 'Join': {
      const left = outputOf(plan.left),
        right = outputOf(plan.right);
      switch (plan.type) {
        case 'left_semi':
        case 'left_anti':
          return left;
        case 'left':
          return [...left, ...nullable(right)];
        case 'right':
          return [...nullable(left), ...right];
        case 'full':
          return [...nullable(left), ...nullable(right)];
        case 'inner':
        case 'cross':
          return [...left, ...right];
        default:
          return unreachable(plan.type);
      }
    }
    case 'SetOperation':
      return outputOf(plan.left);
    case 'SubqueryAlias':
      return outputOf(plan.input).map((a) => Object.freeze({ ...a, qualifier: [plan.name] }));
    case 'EventTimeWatermark':
      return plan.rowWatermark ? [...outputOf(plan.input), plan.rowWatermark] : outputOf(plan.input);
    case 'Observe':
    case 'Filter':
    case 'Sort':
    case 'Limit':
    case 'Distinct':
    case 'Sample':
    case 'Repartition':
    case 'PlanReference':
      return outputOf(plan.input);
    default:
      throw new Error(`${plan.kind} has no output before analysis`);
  }
}
