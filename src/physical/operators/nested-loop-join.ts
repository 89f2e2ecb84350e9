// NestedLoopJoin: every probe row meets every build row; the condition decides. The hash join's machinery with no keys: one group.
// State: the build side. Cost: probe x build evaluations of the condition, batchRows pairs at a time.
import { formatExpr } from '../../expr/format.ts';
import type { OperatorDef } from '../operator.ts';
import { hashJoin } from './hash-join.ts';

export const nestedLoopJoin: OperatorDef<'NestedLoopJoin'> = {
  kind: 'NestedLoopJoin',
  feedOrder: [1, 0],
  explain: (node) => `${node.type}${node.condition ? ` on ${formatExpr(node.condition)}` : ''}`,
  open: ({ id, output, input, build, type, condition }, context) =>
    hashJoin.open(
      {
        kind: 'HashJoin',
        id,
        output,
        input,
        build,
        type: type === 'cross' ? 'inner' : type,
        probeKeys: [],
        buildKeys: [],
        swapped: false,
        ...(condition ? { residual: condition } : {}),
      },
      context,
    ),
};
