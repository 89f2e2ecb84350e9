// What an action has done so far, as users see it; and metrics of a finished one, as EXPLAIN ANALYZE prints them.
import { frameBytes } from '../column/frame.ts';
import type { ScanMetrics } from '../connectors/connector.ts';
import type { PhysicalPlan } from '../physical/physical.ts';
import { inputsOfNode } from '../physical/physical.ts';
import type { PhysicalNode } from '../physical/physical.ts';
import type { TaskResult } from './message.ts';

export interface OperatorProgress {
  readonly id: string;
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  readonly elapsedMs: number;
}
export interface Progress {
  readonly rows: number;
  readonly bytes: number;
  readonly totalBytes?: number;
  readonly elapsedMs: number;
  readonly operators: readonly OperatorProgress[];
}
export interface StageMetrics {
  tasks: number;
  elapsedMs: number;
  outputBytes: number;
  bytesRead: number;
  peakBytes: number;
  scan: ScanMetrics;
}
export interface QueryMetrics {
  /** By node id. */
  readonly nodes: Map<number, { rows: number; elapsedMs: number }>;
  readonly stages: Map<number, StageMetrics>;
  elapsedMs: number;
}

export class ProgressTracker {
  readonly metrics: QueryMetrics = { nodes: new Map(), stages: new Map(), elapsedMs: 0 };
  readonly #names = new Map<number, string>();
  readonly #sources = new Set<number>();
  readonly #startedAt = performance.now();
  #totalBytes: number | undefined = 0;
  #bytes = 0;

  constructor(plan: PhysicalPlan) {
    for (const stage of plan.stages) this.#name(stage.root);
  }
  stageStarted(stageId: number, tasks: number, scan: ScanMetrics, bytes: number | undefined): void {
    this.#totalBytes = bytes === undefined || this.#totalBytes === undefined ? undefined : this.#totalBytes + bytes;
    this.metrics.stages.set(stageId, { tasks, elapsedMs: 0, outputBytes: 0, bytesRead: 0, peakBytes: 0, scan: { ...scan } });
  }
  taskFinished(stageId: number, result: TaskResult): void {
    const stage = this.metrics.stages.get(stageId)!;
    for (const { id, rows, elapsedMs } of result.metrics) {
      const node = this.metrics.nodes.get(id) ?? { rows: 0, elapsedMs: 0 };
      node.rows += rows;
      node.elapsedMs += elapsedMs;
      this.metrics.nodes.set(id, node);
      stage.elapsedMs += elapsedMs;
    }
    for (const frame of result.frames) stage.outputBytes += frame ? frameBytes(frame) : 0;
    for (const [name, count] of Object.entries(result.scan)) stage.scan[name] = (stage.scan[name] ?? 0) + count;
    stage.bytesRead += result.bytesRead;
    stage.peakBytes = Math.max(stage.peakBytes, result.peakBytes);
    this.#bytes += result.bytesRead;
  }
  /** `live`: rows and bytes of tasks that are still running. */
  snapshot(live: { rows: number; bytes: number }): Progress {
    let rows = 0;
    for (const id of this.#sources) rows += this.metrics.nodes.get(id)?.rows ?? 0;
    const operators = [...this.metrics.nodes].map(([id, m]) => ({
      id: String(id),
      name: this.#names.get(id) ?? '',
      rows: m.rows,
      bytes: 0,
      elapsedMs: m.elapsedMs,
    }));
    const totalBytes = this.#totalBytes;
    return {
      rows: Math.max(rows, live.rows),
      bytes: Math.max(this.#bytes, live.bytes),
      elapsedMs: performance.now() - this.#startedAt,
      operators,
      ...(totalBytes === undefined ? {} : { totalBytes }),
    };
  }
  finish(): QueryMetrics {
    this.metrics.elapsedMs = performance.now() - this.#startedAt;
    return this.metrics;
  }
  #name(node: PhysicalNode): void {
    this.#names.set(node.id, node.kind);
    const inputs = inputsOfNode(node);
    if (inputs.length === 0 && node.kind !== 'StageInput') this.#sources.add(node.id);
    for (const input of inputs) this.#name(input);
  }
}
