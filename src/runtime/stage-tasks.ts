// Cuts a stage into tasks: one per scan task, per partition of its inputs, or one. The cut depends on the data, never on the worker count.
import { frameBytes } from '../column/frame.ts';
import type { InputRows } from '../column/encode-frame.ts';
import type { ConnectorContext, FindConnector, ScanMetrics } from '../connectors/connector.ts';
import type { LeafNode, PhysicalNode, Stage, StreamInputNode } from '../physical/physical.ts';
import { inputsOfNode, isLeaf } from '../physical/physical.ts';
import { must } from '../types/assert.ts';
import type { LeafInput } from './message.ts';

/** A guess for sources that do not know their rows. */
const BYTES_PER_ROW = 32;

/** Frames a finished stage left: [task][partition]. */
export type StageFrames = readonly (readonly (ArrayBuffer | null)[])[];
export interface StageTask {
  readonly inputs: Readonly<Record<number, LeafInput>>;
  readonly worker?: number;
  readonly rows: number;
  /** Whether it can run again: it takes nothing away that another copy does not have. */
  readonly repeatable: boolean;
}
export interface StageTasks {
  readonly tasks: readonly StageTask[];
  readonly metrics: ScanMetrics;
  readonly bytes: number | undefined;
}

export function leavesOf(node: PhysicalNode): LeafNode[] {
  return isLeaf(node) ? [node] : inputsOfNode(node).flatMap(leavesOf);
}

/** What a stream's epoch brings, and the engines there are for its state. */
export interface EpochCut {
  /** In pieces: a task each. */
  rowsOf(leaf: StreamInputNode): readonly InputRows[];
  readonly workers: number;
}
/** `framesOf` gives a stage's output; frames of an input that only one task reads may be transferred. */
export async function cutStage(
  stage: Stage,
  framesOf: (stageId: number) => StageFrames,
  context: ConnectorContext,
  findConnector: FindConnector,
  epoch?: EpochCut,
): Promise<StageTasks> {
  const leaves = leavesOf(stage.root);
  const scans: { leaf: LeafNode; inputs: readonly { input: LeafInput; worker?: number; rows: number }[] }[] = [];
  const metrics: ScanMetrics = {};
  let bytes: number | undefined = 0;
  for (const leaf of leaves) {
    if (leaf.kind === 'Scan') {
      const cut = await findConnector(leaf.source.format).tasks(leaf.source, leaf.request, context);
      for (const [name, value] of Object.entries(cut.metrics)) metrics[name] = (metrics[name] ?? 0) + value;
      bytes = leaf.source.bytes === undefined || bytes === undefined ? undefined : bytes + leaf.source.bytes;
      scans.push({
        leaf,
        inputs: cut.tasks.map((task) => ({
          input: { kind: 'scan', task },
          rows: task.rows ?? Math.ceil((task.bytes ?? 0) / BYTES_PER_ROW),
          ...(leaf.source.onDriver ? { worker: -1 } : task.worker === undefined ? {} : { worker: task.worker }),
        })),
      });
    } else if (leaf.kind === 'Values' || leaf.kind === 'Range') {
      scans.push({
        leaf,
        inputs: [{ input: { kind: 'generate' }, rows: leaf.kind === 'Range' ? leaf.count : leaf.values.length }],
      });
    } else if (leaf.kind === 'StreamInput') {
      const pieces = must(epoch, 'an epoch around StreamInput').rowsOf(leaf);
      scans.push({
        leaf,
        inputs: pieces.map((piece) => ({ input: { kind: 'rows', piece }, rows: piece.rows })),
      });
    } else if (leaf.mode === 'once') {
      scans.push({
        leaf,
        inputs: [{ input: { kind: 'frames', frames: allFrames(framesOf(leaf.stageId)), shared: false }, rows: 0 }],
      });
    }
  }
  const shared = broadcastInputs(leaves, framesOf);
  const partitioned = leaves.filter((leaf) => leaf.kind === 'StageInput' && leaf.mode === 'partition');
  if (partitioned.length > 0) {
    if (scans.length > 0) throw new Error('a stage reads partitions or scans, not both');
    // A batch has one epoch: its state is anywhere, for that of keyed functions is on the session's thread.
    const tasks =
      stage.statePartitions && epoch
        ? stateTasks(partitioned, shared, framesOf, stage.statePartitions, epoch.workers)
        : partitionTasks(partitioned, shared, framesOf);
    return { tasks, metrics, bytes };
  }
  if (scans.length === 0) return { tasks: [{ inputs: unshare(shared), rows: 0, repeatable: false }], metrics, bytes };
  const driving = scans.flatMap(({ leaf, inputs }) => inputs.map(({ input, worker, rows }) => ({ leaf, input, worker, rows })));
  const only = driving.length === 1;
  const tasks = driving.map(({ leaf, input, worker, rows }): StageTask => ({
    inputs: { ...(only ? unshare(shared) : shared), [leaf.id]: input },
    rows,
    // Frames of its own are handed over, not copied.
    repeatable: input.kind !== 'frames' && (!only || Object.keys(shared).length === 0),
    ...(worker === undefined ? {} : { worker }),
  }));
  return { tasks: tasks.length > 0 ? tasks : [{ inputs: shared, rows: 0, repeatable: false }], metrics, bytes };
}
/** One task for each partition of the state, rows or none, always in the same place. */
function stateTasks(
  leaves: readonly LeafNode[],
  shared: Inputs,
  framesOf: (stageId: number) => StageFrames,
  partitions: number,
  workers: number,
): StageTask[] {
  return Array.from({ length: partitions }, (_, p) => {
    const inputs: Inputs = { ...shared };
    for (const leaf of leaves) {
      if (leaf.kind !== 'StageInput') continue;
      const frames = framesOf(leaf.stageId).flatMap((task) => task[p] ?? []);
      inputs[leaf.id] = { kind: 'frames', frames, shared: false };
    }
    return { inputs, rows: 0, repeatable: false, worker: placeOfState(p, workers) };
  });
}
/** The worker that holds a partition of a state; -1: the session's own engine. */
export const placeOfState = (partition: number, workers: number): number => (workers === 0 ? -1 : partition % workers);
const allFrames = (frames: StageFrames): ArrayBuffer[] => frames.flatMap((task) => task.filter((f) => f !== null));
type Inputs = Record<number, LeafInput>;
function broadcastInputs(leaves: readonly LeafNode[], framesOf: (stageId: number) => StageFrames): Inputs {
  const out: Inputs = {};
  for (const leaf of leaves) {
    if (leaf.kind !== 'StageInput' || leaf.mode !== 'all') continue;
    out[leaf.id] = {
      kind: 'frames',
      frames: allFrames(framesOf(leaf.stageId)),
      shared: true,
    };
  }
  return out;
}
const bytesOfFrame = (frame: ArrayBuffer | null | undefined): number => (frame ? frameBytes(frame) : 0);
const unshare = (inputs: Inputs): Inputs =>
  Object.fromEntries(
    Object.entries(inputs).map(([id, input]) => [id, input.kind === 'frames' ? { ...input, shared: false } : input]),
  );

/** Small partitions are read by one task, up to this many bytes: starting a task costs about 0.2 ms. Groups keep the order of partitions. */
const COALESCE_BYTES = 1 << 20;

function partitionTasks(leaves: readonly LeafNode[], shared: Inputs, framesOf: (stageId: number) => StageFrames): StageTask[] {
  const sources = leaves.flatMap((leaf) => (leaf.kind === 'StageInput' ? [{ leaf, frames: framesOf(leaf.stageId) }] : []));
  const count = Math.max(1, ...sources.flatMap(({ frames }) => frames.map((task) => task.length)));
  const bytesOf = (p: number): number =>
    sources.reduce((sum, { frames }) => sum + frames.reduce((n, task) => n + bytesOfFrame(task[p]), 0), 0);
  const tasks: StageTask[] = [];
  for (let from = 0; from < count;) {
    let to = from + 1;
    for (let bytes = bytesOf(from); to < count && bytes + bytesOf(to) <= COALESCE_BYTES; to++) bytes += bytesOf(to);
    const inputs: Inputs = { ...shared };
    for (const { leaf, frames } of sources) {
      const mine: ArrayBuffer[] = [];
      for (let p = from; p < to; p++)
        for (const task of frames) {
          const frame = task[p];
          if (frame) mine.push(frame);
        }
      inputs[leaf.id] = { kind: 'frames', frames: mine, shared: false };
    }
    tasks.push({ inputs, rows: 0, repeatable: false });
    from = to;
  }
  return tasks;
}
