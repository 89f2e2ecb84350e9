// One epoch: the sources' rows of it bound to the plan's leaves, the stages run over kept state, the rows given to the sink.
import { viewFrame } from '../column/frame.ts';
import type { EvaluationContext } from '../functions/define.ts';
import type { PhysicalNode, PhysicalPlan, StreamInputNode } from '../physical/physical.ts';
import { inputsOfNode, withInputs } from '../physical/physical.ts';
import type { Epoch } from '../physical/stream.ts';
import type { OutputMode, Semantics } from '../plan/stream.ts';
import type { Runtime } from '../runtime/execute.ts';
import type { StreamReport } from '../runtime/message.ts';
import type { QueryMetrics } from '../runtime/progress.ts';
import type { SinkEpoch } from './sink.ts';
import type { EpochRows } from './source.ts';
import type { Watermarks } from './watermarks.ts';

/** What an epoch runs with that does not change during a run of its query. */
export interface EpochSettings {
  readonly runtime: Runtime;
  /** Name of the query's state. */
  readonly run: string;
  readonly query: { readonly queryId: string; readonly runId: string };
  readonly semantics: Semantics;
  readonly outputMode: OutputMode;
  readonly batchRows: number;
  readonly signal: AbortSignal;
}
export interface EpochInput {
  readonly epoch: Epoch;
  readonly isFirst: boolean;
  readonly plan: PhysicalPlan;
  readonly evaluation: EvaluationContext;
  /** By node id of the leaf. */
  readonly rows: ReadonlyMap<number, EpochRows>;
  readonly watermarks: Watermarks;
  onReport(report: StreamReport): void;
}
export interface EpochOutput extends SinkEpoch {
  /** By node id of a leaf. */
  readonly leafRows: ReadonlyMap<number, number>;
}

export const streamInputs = (plan: PhysicalPlan): readonly StreamInputNode[] =>
  plan.stages.flatMap(({ root }) => inputsBelow(root));
const inputsBelow = (node: PhysicalNode): readonly StreamInputNode[] =>
  node.kind === 'StreamInput' ? [node] : inputsOfNode(node).flatMap(inputsBelow);

export async function runEpoch(settings: EpochSettings, input: EpochInput): Promise<EpochOutput> {
  const { runtime, run, query, semantics, outputMode, batchRows, signal } = settings;
  const { epoch, isFirst, rows, watermarks } = input;
  let metrics: QueryMetrics | undefined;
  const frames: ArrayBuffer[] = [];
  const results = runtime.execute(bound(input.plan, rows), {
    signal,
    evaluation: input.evaluation,
    batchRows,
    plainText: false,
    onMetrics: (m) => void (metrics = m),
    stream: {
      task: { run, query, isFirst, epoch, semantics, outputMode, rowWatermarks: watermarks.rows() },
      rowsOf: (leaf) => {
        const given = rows.get(leaf.id);
        return given?.kind === 'rows' ? given.pieces : [];
      },
      watermarks: () => watermarks.ports(),
      onReport: (report) => input.onReport(report),
    },
  });
  for await (const frame of results) frames.push(frame);
  const leafRows = new Map([...rows.keys()].map((id) => [id, metrics?.nodes.get(id)?.rows ?? 0]));
  return {
    id: epoch.id,
    mode: outputMode,
    frames,
    rows: frames.reduce((sum, frame) => sum + viewFrame(frame).footer.rows, 0),
    leafRows,
  };
}

/** Sources that give files get a scan of them in the leaf's place. */
function bound(plan: PhysicalPlan, rows: ReadonlyMap<number, EpochRows>): PhysicalPlan {
  if (![...rows.values()].some((given) => given.kind === 'scan')) return plan;
  const rewrite = (node: PhysicalNode): PhysicalNode => {
    if (node.kind !== 'StreamInput') return withInputs(node, rewrite);
    const given = rows.get(node.id);
    if (given?.kind !== 'scan') return node;
    const { id, output } = node;
    return { kind: 'Scan', id, output, source: given.source, request: { columns: given.columns, output, filters: [] } };
  };
  return { ...plan, stages: plan.stages.map((stage) => ({ ...stage, root: rewrite(stage.root) })) };
}
