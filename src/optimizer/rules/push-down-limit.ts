// push-down-limit: a limit also cuts what feeds it: the inputs of a UNION ALL, the kept side of an outer join, a scan.
// The limit above stays (offset and exact count are its own).
import { isStreaming } from '../../plan/is-streaming.ts';
import type { Plan } from '../../plan/logical.ts';
import { change } from '../build.ts';
import { nodeRule } from '../rule.ts';

export const pushDownLimit = nodeRule('push-down-limit', (plan) => {
  // A limit of a stream is state: there is one.
  if (plan.kind !== 'Limit' || plan.limit === null || isStreaming(plan)) return plan;
  const input = cut(plan.input, plan.limit + plan.offset);
  return input === plan.input ? plan : change(plan, { input });
});

/** The plan, which need not give more than so many rows. */
function cut(plan: Plan, rows: number): Plan {
  switch (plan.kind) {
    case 'Project': {
      const input = cut(plan.input, rows);
      return input === plan.input ? plan : change(plan, { input });
    }
    case 'Scan':
      return plan.limit !== undefined && plan.limit <= rows ? plan : change(plan, { limit: rows });
    case 'Union': {
      const inputs = plan.inputs.map((input) => limited(input, rows));
      return inputs.every((input, i) => input === plan.inputs[i]) ? plan : change(plan, { inputs });
    }
    case 'Join': {
      if (plan.type === 'left') {
        const left = limited(plan.left, rows);
        return left === plan.left ? plan : change(plan, { left });
      }
      return plan;
    }
    default:
      return plan;
  }
}
function limited(plan: Plan, rows: number): Plan {
  if (plan.kind === 'Limit' && plan.limit !== null && plan.limit <= rows) return plan;
  if (plan.kind === 'Values' && plan.rows.length <= rows) return plan;
  return Object.freeze({ kind: 'Limit', input: cut(plan, rows), limit: rows, offset: 0 });
}
