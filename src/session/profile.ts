// profile.ts: EXPLAIN ANALYZE as data: the physical plan's trees, each operator with what it did.
import type { OperatorProfile, QueryProfile } from '../dataframe/host.ts';
import { explainDetail, formatPartitioning } from '../physical/explain.ts';
import { inputsOfNode } from '../physical/physical.ts';
import type { PhysicalNode, PhysicalPlan } from '../physical/physical.ts';
import type { QueryMetrics } from '../runtime/progress.ts';

/** A stage that no task ran (an empty input, a limit met before) did nothing. */
const IDLE = { tasks: 0, bytesRead: 0, outputBytes: 0, peakBytes: 0, scan: {} } as const;

export function profileOf(plan: PhysicalPlan, metrics: QueryMetrics): QueryProfile {
  const stages = plan.stages.map(({ id, root, partitioning }) => {
    const { tasks, bytesRead, outputBytes, peakBytes, scan } = metrics.stages.get(id) ?? IDLE;
    return {
      id,
      tasks,
      bytesRead,
      outputBytes,
      peakBytes,
      scan,
      partitioning: formatPartitioning(partitioning),
      root: operatorProfile(root, metrics),
    };
  });
  return { elapsedMs: metrics.elapsedMs, stages };
}

function operatorProfile(node: PhysicalNode, metrics: QueryMetrics): OperatorProfile {
  const { rows, elapsedMs } = metrics.nodes.get(node.id) ?? { rows: 0, elapsedMs: 0 };
  return {
    id: node.id,
    name: node.kind,
    detail: explainDetail(node),
    rows,
    elapsedMs,
    ...(node.kind === 'StageInput' ? { stageId: node.stageId } : {}),
    inputs: inputsOfNode(node).map((input) => operatorProfile(input, metrics)),
  };
}
