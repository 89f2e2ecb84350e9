// Physical plan as text, stage by stage, last first; with metrics when it has run (EXPLAIN ANALYZE).
import { formatExpr } from '../expr/format.ts';
import { operatorOf } from './operators/index.ts';
import { inputsOfNode, isLeaf } from './physical.ts';
import type { LeafNode, Partitioning, PhysicalNode, PhysicalPlan, Stage } from './physical.ts';

/** What ran, as far as the printer needs it. */
export interface PlanMetrics {
  readonly nodes: ReadonlyMap<number, { readonly rows: number; readonly elapsedMs: number }>;
  readonly stages: ReadonlyMap<number, StageRun>;
  readonly elapsedMs: number;
}
export interface StageRun {
  readonly tasks: number;
  readonly bytesRead: number;
  readonly outputBytes: number;
  readonly peakBytes: number;
  readonly scan: Readonly<Record<string, number>>;
}

export function explainPhysical(plan: PhysicalPlan, metrics?: PlanMetrics): string {
  const stages = [...plan.stages].reverse().map((stage) => explainStage(stage, metrics));
  const total = metrics ? [`Total: ${formatMs(metrics.elapsedMs)}`] : [];
  return [...stages, ...total].join('\n');
}
function explainStage(stage: Stage, metrics: PlanMetrics | undefined): string {
  const run = metrics?.stages.get(stage.id);
  const facts = run
    ? [
        `tasks=${run.tasks}`,
        ...(run.bytesRead > 0 ? [`read=${formatBytes(run.bytesRead)}`] : []),
        `output=${formatBytes(run.outputBytes)}`,
        `memory=${formatBytes(run.peakBytes)}`,
      ]
    : [];
  const header = [
    `Stage ${stage.id}`,
    formatPartitioning(stage.partitioning),
    ...(stage.rowLimit === undefined ? [] : [`until ${stage.rowLimit} rows`]),
    ...facts,
  ];
  const scan = run ? Object.entries(run.scan).map(([name, count]) => `    ${name}=${count}`) : [];
  return [header.join(' '), ...explainNode(stage.root, 1, metrics), ...scan].join('\n');
}
function explainNode(node: PhysicalNode, depth: number, metrics: PlanMetrics | undefined): string[] {
  const detail = explainDetail(node);
  const ran = metrics?.nodes.get(node.id);
  const facts = ran ? ` [rows=${ran.rows} time=${formatMs(ran.elapsedMs)}]` : '';
  const line = `${'  '.repeat(depth)}${node.kind}${detail === '' ? '' : ` ${detail}`}${facts}`;
  return [line, ...inputsOfNode(node).flatMap((input) => explainNode(input, depth + 1, metrics))];
}
/** What a node does, without its name. */
export function explainDetail(node: PhysicalNode): string {
  return isLeaf(node) ? explainLeaf(node) : operatorOf(node.kind).explain(node as never);
}

function explainLeaf(node: LeafNode): string {
  switch (node.kind) {
    case 'Scan': {
      const { filters, limit } = node.request;
      const pushed = filters.length > 0 ? ` pushed=[${filters.map(formatExpr).join(', ')}]` : '';
      return `${node.source.format} ${node.source.label} [${node.output.map((a) => a.name).join(', ')}]${pushed}${limit === undefined ? '' : ` limit=${limit}`}`;
    }
    case 'Values':
      return `${node.values.length} rows`;
    case 'Range':
      return `${node.start} step ${node.step} count ${node.count}`;
    case 'StreamInput':
      return `${node.name} [${node.output.map((a) => a.name).join(', ')}]`;
    case 'StageInput':
      return `stage ${node.stageId}${node.mode === 'partition' ? ' by partition' : ''}`;
  }
}
export function formatPartitioning(p: Partitioning): string {
  return p.kind === 'single' ? 'to one' : `to ${p.partitions} by hash(${p.keys.map((k) => k.name).join(', ')})`;
}
const formatMs = (ms: number): string => `${ms.toFixed(ms < 10 ? 2 : 1)}ms`;
function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let value = bytes,
    unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${unit === 0 ? value : value.toFixed(1)}${units[unit]}`;
}
