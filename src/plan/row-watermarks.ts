// Where the watermark moves with each row (all semantics but spark), the rows of an aggregation by event time carry it: the watermark node
// adds a column, and all nodes up to the aggregate, or the join, pass it on. A union passes on those of its inputs, each no further than
// the others stood when the epoch began. Above what mixes rows they are judged by the watermark that the epochs before left.
import type { Attribute } from '../expr/expr.ts';
import { newAttributeId } from '../expr/expr.ts';
import { BIGINT } from '../types/data-type.ts';
import { isStreaming } from './is-streaming.ts';
import type { Plan, PlanKind, PlanOf } from './logical.ts';
import { outputOf } from './output.ts';
import type { OutputMode, Semantics } from './stream.ts';
import { mapInputs } from './walk.ts';

export const movesPerRow = (semantics: Semantics): boolean => semantics !== 'spark';
/** How far the watermark stays behind the greatest event time. Flink's says that no time up to it will come any more. */
export const watermarkLagMs = (semantics: Semantics, delayMs: number): bigint =>
  BigInt(delayMs) + (semantics === 'flink' ? 1n : 0n);

/** The watermark of rows before any time: earlier than all. */
export const NO_WATERMARK = -(2n ** 63n);

/** Nodes that take rows one by one and pass on all columns but for a Project. */
const CARRIERS: ReadonlySet<PlanKind> = new Set(['Filter', 'Observe', 'AssignWindows', 'MergeWindows', 'Generate']);

export function carryRowWatermarks(plan: Plan, semantics: Semantics, mode: OutputMode): Plan {
  if (!movesPerRow(semantics) || !isStreaming(plan)) return plan;
  const inner = mapInputs(plan, (input) => carryRowWatermarks(input, semantics, mode));
  // In a changelog no row of a join is late.
  if (inner.kind === 'Join') return mode === 'changelog' ? inner : joined(inner, semantics);
  if (inner.kind !== 'Aggregate' && inner.kind !== 'KeyedMap') return inner;
  const column = newColumn();
  const input = carried(inner.input, column);
  return input ? Object.freeze({ ...inner, input, rowWatermark: column }) : inner;
}
const newColumn = (): Attribute =>
  Object.freeze({ kind: 'Attribute', id: newAttributeId(), name: '__watermark', type: BIGINT, nullable: true });
/** Flink calls rows of interval joins late; the columns end here. */
function joined(plan: PlanOf<'Join'>, semantics: Semantics): Plan {
  if (semantics === 'kafka' || !isStreaming(plan.left) || !isStreaming(plan.right)) return plan;
  const [onLeft, onRight] = [newColumn(), newColumn()];
  const [left, right] = [carried(plan.left, onLeft), carried(plan.right, onRight)];
  if (!left || !right) return plan;
  const join: Plan = Object.freeze({ ...plan, left, right, rowWatermarks: [onLeft, onRight] as const });
  return Object.freeze({ kind: 'Project', input: join, exprs: outputOf(plan) });
}
/** The plan with the column in its output; undefined where it cannot come. */
function carried(plan: Plan, column: Attribute): Plan | undefined {
  if (plan.kind === 'EventTimeWatermark')
    return plan.delayMs === null ? undefined : Object.freeze({ ...plan, rowWatermark: column });
  if (plan.kind === 'Project') {
    const input = carried(plan.input, column);
    return input && Object.freeze({ ...plan, input, exprs: [...plan.exprs, column] });
  }
  if (plan.kind === 'Union') {
    const inputs = plan.inputs.map((input) => carried(input, newColumn()));
    if (!inputs.every((input) => input !== undefined)) return undefined;
    return Object.freeze({ ...plan, inputs, output: [...plan.output, column] });
  }
  if (!CARRIERS.has(plan.kind)) return undefined;
  let found = false;
  const next = mapInputs(plan, (input) => {
    const below = carried(input, column);
    found = below !== undefined;
    return below ?? input;
  });
  return found ? next : undefined;
}
