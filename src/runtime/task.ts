// Runs one task: feeds each leaf of the stage tree in order, drains, collects the sink's frames. One task at a time per engine
// (the arena is a stack). Yields a macrotask every 4 ms, or every 16 batches while the clock stands still, as it does at the edge.
import type { BlockStore } from '../column/block-store.ts';
import type { FramePool } from '../column/frame-pool.ts';
import type { FindConnector, ScanMetrics, TaskContext, TaskReader } from '../connectors/connector.ts';
import type { EngineInstance } from '../wasm/instance.ts';
import type { Platform } from '../platform/platform.ts';
import type { Batch } from '../column/batch.ts';
import type { LeafNode } from '../physical/physical.ts';
import { generatedReader, framesReader, rowsReader } from './leaf-reader.ts';
import type { LeafInput, StageRun, Task, TaskControl, TaskResult } from './message.ts';
import { Pipeline } from './pipeline.ts';
import type { Leaf } from './pipeline.ts';
import { openSink } from './sink.ts';
import { EpochTask } from './epoch-task.ts';
import type { StateRegistry } from './state-registry.ts';

const YIELD_EVERY_MS = 4;
const YIELD_EVERY_BATCHES = 16;

export interface TaskHost {
  readonly engine: EngineInstance;
  readonly platform: Platform;
  readonly findConnector: FindConnector;
  readonly blocks: BlockStore;
  readonly frames: FramePool;
  readonly states: StateRegistry;
}

export async function runTask(host: TaskHost, stageRun: StageRun, task: Task, control: TaskControl): Promise<TaskResult> {
  const { engine, platform } = host;
  const { stage, batchRows } = stageRun;
  const evaluation = { ...stageRun.evaluation, taskIndex: task.index };
  const sink = openSink(engine, stageRun, host.frames);
  const run = new TaskRun(host, control);
  const context = { engine, batchRows, evaluation, taskRows: rowsOf(task) };
  const stream = stageRun.stream && new EpochTask(stageRun.stream, task.index, host.states, context);
  try {
    const pipeline = new Pipeline(stage.root, sink, { ...context, ...(stream && { stream }) });
    run.pipeline = pipeline;
    for (const leaf of pipeline.leaves) {
      const input = task.inputs[leaf.node.id];
      if (input)
        await run.feed(
          leaf,
          openLeaf(leaf.node, input, { engine, platform, blocks: host.blocks, batchRows, timeZone: evaluation.timeZone }, host),
        );
      pipeline.end(leaf);
      await run.drain();
    }
    const frames = sink.finish();
    return {
      ...frames,
      metrics: pipeline.metrics,
      scan: run.scan,
      bytesRead: run.bytesRead,
      peakBytes: engine.memory.totalBytes,
      ...(stream && { stream: stream.report() }),
    };
  } finally {
    run.pipeline?.close();
    sink.close();
    engine.memory.clearArena();
  }
}

/** Of its scan; a stage has one, besides what it reads of other stages. */
const rowsOf = ({ inputs }: Task): number | undefined =>
  Object.values(inputs).reduce<number | undefined>((rows, input) => (input.kind === 'scan' ? input.task.rows : rows), undefined);

function openLeaf(node: LeafNode, input: LeafInput, context: TaskContext, { findConnector, frames }: TaskHost): TaskReader {
  switch (input.kind) {
    case 'scan': {
      if (node.kind !== 'Scan') throw new Error(`scan task for ${node.kind}`);
      return findConnector(node.source.format).open(node.source, input.task, node.request, context);
    }
    case 'frames':
      return framesReader(input, context, frames);
    case 'rows':
      return rowsReader(input.piece, context);
    case 'generate':
      return generatedReader(node, context);
  }
}

class TaskRun {
  pipeline: Pipeline | undefined;
  scan: ScanMetrics = {};
  bytesRead = 0;
  readonly #host: TaskHost;
  readonly #control: TaskControl;
  #yieldedAt = performance.now();
  #batches = 0;
  constructor(host: TaskHost, control: TaskControl) {
    this.#host = host;
    this.#control = control;
  }
  async feed(leaf: Leaf, reader: TaskReader): Promise<void> {
    const { memory } = this.#host.engine;
    const pipeline = this.pipeline!;
    const base = memory.mark();
    const isSource = leaf.node.kind !== 'StageInput';
    let bytes = 0;
    try {
      while (!pipeline.isClosed(leaf)) {
        const before = performance.now();
        const next = reader.next();
        const batch: Batch | null = next instanceof Promise ? await next : next;
        leaf.metrics.elapsedMs += performance.now() - before;
        if (batch === null) break;
        pipeline.push(leaf, batch);
        do {
          if (this.#isDue()) await this.#yield();
        } while (pipeline.drainStep());
        memory.release(base);
        this.#control.progress?.(isSource ? batch.length : 0, reader.bytesRead - bytes);
        bytes = reader.bytesRead;
      }
    } finally {
      this.bytesRead += reader.bytesRead;
      for (const [name, count] of Object.entries(reader.metrics)) this.scan[name] = (this.scan[name] ?? 0) + count;
      reader.close();
    }
  }
  async drain(): Promise<void> {
    do {
      if (this.#isDue()) await this.#yield();
    } while (this.pipeline!.drainStep());
  }
  #isDue(): boolean {
    const sinceMs = performance.now() - this.#yieldedAt;
    return sinceMs > YIELD_EVERY_MS || (++this.#batches >= YIELD_EVERY_BATCHES && sinceMs === 0);
  }
  async #yield(): Promise<void> {
    this.#control.check();
    await this.#control.yield();
    this.#control.check();
    this.#batches = 0;
    this.#yieldedAt = performance.now();
  }
}
