// The last stage of a changelog: the epoch's changes come together, those that undo each other leave, the rest get their kind.
import type { Attribute } from '../../expr/expr.ts';
import { newAttributeId } from '../../expr/expr.ts';
import type { Plan } from '../../plan/logical.ts';
import type { Semantics } from '../../plan/stream.ts';
import { outputOf } from '../../plan/output.ts';
import { STRING } from '../../types/data-type.ts';
import { changesOf } from './changes.ts';
import type { PlanContext, Planned } from './planned.ts';

const CHANGE_TYPE = '_change_type';

export function planChangelog(plan: Plan, output: readonly Attribute[], semantics: Semantics, context: PlanContext): Planned {
  const { plan: changes, weight, key } = changesOf(plan, semantics);
  const changeType: Attribute = Object.freeze({
    kind: 'Attribute',
    id: newAttributeId(),
    name: CHANGE_TYPE,
    type: STRING,
    nullable: false,
  });
  const input = context.plan(changes);
  if (!weight) {
    const inserted = Object.freeze({
      kind: 'Alias' as const,
      input: { kind: 'Literal' as const, value: '+I', type: STRING },
      name: CHANGE_TYPE,
      id: changeType.id,
    });
    const exprs = [inserted, ...output];
    return {
      ...input,
      node: { kind: 'Project', id: context.nodeId(), input: input.node, exprs, output: [changeType, ...output] },
    };
  }
  const columns = outputOf(changes);
  const keys = key?.map((id) => columns.find((a) => a.id === id)!);
  const single = context.gathered(input);
  return {
    ...single,
    node: {
      kind: 'ChangeTypes',
      id: context.nodeId(),
      input: single.node,
      weight,
      key: keys ?? null,
      changeType,
      output: [changeType, ...output],
    },
  };
}
