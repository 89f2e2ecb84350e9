// Windows of time: assigned row by row within a stage; those that depend on other rows need all rows of a key in one task.
import type { Alias, Attribute } from '../../expr/expr.ts';
import { outputOf } from '../../plan/output.ts';
import type { PlanOf } from '../../plan/logical.ts';
import { windowsPerRow } from '../../plan/time-window.ts';
import { isStreaming } from '../../plan/is-streaming.ts';
import { together } from './by-key.ts';
import type { PlanContext, Planned } from './planned.ts';

export function planAssignWindows(plan: PlanOf<'AssignWindows'>, context: PlanContext): Planned {
  const input = context.plan(plan.input);
  const { time, window, gap, start, end } = plan;
  return {
    ...input,
    rows: input.rows === undefined ? undefined : input.rows * windowsPerRow(window),
    node: {
      kind: 'AssignWindows',
      id: context.nodeId(),
      input: input.node,
      time,
      window,
      ...(gap && { gap }),
      start,
      end,
      output: outputOf(plan),
    },
  };
}
export function planMergeWindows(plan: PlanOf<'MergeWindows'>, context: PlanContext): Planned {
  if (isStreaming(plan.input)) return planUnmerged(plan, context);
  const { how, keys, start, end, mergedStart, mergedEnd } = plan;
  const input = together(context.plan(plan.input), keys, context);
  return {
    ...input,
    node: {
      kind: 'MergeWindows',
      id: context.nodeId(),
      input: input.node,
      how,
      keys,
      start,
      end,
      mergedStart,
      mergedEnd,
      output: outputOf(plan),
    },
  };
}
/** On a stream the aggregate merges windows as rows come; here each row still has its own. */
function planUnmerged(plan: PlanOf<'MergeWindows'>, context: PlanContext): Planned {
  const input = context.plan(plan.input);
  const { start, end, mergedStart, mergedEnd } = plan;
  const renamed = (from: Attribute, to: Attribute): Alias =>
    Object.freeze({ kind: 'Alias', input: from, name: to.name, id: to.id });
  const output = outputOf(plan);
  return {
    ...input,
    node: {
      kind: 'Project',
      id: context.nodeId(),
      input: input.node,
      exprs: [...outputOf(plan.input), renamed(start, mergedStart), renamed(end, mergedEnd)],
      output,
    },
  };
}
