// Watermarks of a stream, on the driver. A node's is the highest event time seen minus its delay, or what its source declares; the
// query's is the least of them (or the highest) and never falls. With spark it moves at the end of an epoch, and nodes that have seen
// nothing stand at 0; elsewhere it moves with each row, so operators close with what the epoch's own rows made, and it begins nowhere.
// The rules by which it passes through operators are static over the plan (Spark's propagation).
import type { EventTimeWatermarkNode, PhysicalNode, PhysicalPlan, StatefulNode } from '../physical/physical.ts';
import { inputsOfNode } from '../physical/physical.ts';
import { least } from '../physical/state/event-times.ts';
import { END_OF_TIME_US } from '../physical/stream.ts';
import type { EventTimeStats, PortWatermark, RowWatermark } from '../physical/stream.ts';
import { movesPerRow, watermarkLagMs } from '../plan/row-watermarks.ts';
import type { OutputMode, Semantics } from '../plan/stream.ts';
import { outputWatermarkOf, runsForWatermark } from './stateful-operators.ts';

export type WatermarkPolicy = 'min' | 'max';
interface NodeWatermark {
  readonly node: EventTimeWatermarkNode;
  /** The stream whose declared watermark the node takes. */
  readonly streamId: number | undefined;
  /** -Infinity before any row where it moves with each row. */
  ms: number;
  activeAtMs: number;
}
/** What outlives a run, as JSON; microseconds as text. */
export interface WatermarkState {
  /** null: none yet. */
  readonly globalMs: number | null;
  readonly nodes: readonly { readonly ms: number | null; readonly activeAtMs: number }[];
  readonly evicted: readonly (readonly [stateId: number, us: readonly (string | null)[]])[];
}
/** undefined: no event time; null: no watermark yet, which holds back what it meets. */
type Mark = bigint | undefined | null;
type Ports = ReadonlyMap<number, readonly (bigint | undefined)[]>;

export class Watermarks {
  readonly #plan: PhysicalPlan;
  readonly #policy: WatermarkPolicy;
  readonly #semantics: Semantics;
  readonly #nodes: readonly NodeWatermark[];
  /** By watermark id: the other nodes whose rows reach the same input of an operator. */
  readonly #meets: ReadonlyMap<number, readonly NodeWatermark[]>;
  #nowMs: number;
  #global: number;
  #isFinal = false;
  /** What the last epoch closed state with, by state id. */
  #evicted: Ports = new Map();
  #epoch: EventTimeStats | undefined;
  /** Of each input by itself, as the epoch began. */
  #began: Ports = new Map();

  constructor(plan: PhysicalPlan, policy: WatermarkPolicy, semantics: Semantics, startMs: number | undefined, nowMs: number) {
    this.#plan = plan;
    this.#policy = policy;
    this.#semantics = semantics;
    const start = movesPerRow(semantics) ? -Infinity : 0;
    this.#global = startMs ?? start;
    this.#nodes = watermarkNodes(plan).map((node) => ({
      node,
      streamId: node.delayMs === null ? streamBelow(node, plan) : undefined,
      ms: start,
      activeAtMs: nowMs,
    }));
    this.#nowMs = nowMs;
    const groups = meetingNodes(plan).filter((ids) => ids.length > 1);
    this.#meets = new Map(
      groups.flatMap((ids) =>
        ids.map((id) => [id, this.#nodes.filter(({ node: { watermarkId } }) => watermarkId !== id && ids.includes(watermarkId))]),
      ),
    );
  }
  save(): WatermarkState {
    return {
      globalMs: finite(this.#global),
      nodes: this.#nodes.map(({ ms, activeAtMs }) => ({ ms: finite(ms), activeAtMs })),
      evicted: [...this.#evicted].map(([stateId, ports]) => [stateId, ports.map((us) => (us === undefined ? null : String(us)))]),
    };
  }
  load({ globalMs, nodes, evicted }: WatermarkState): void {
    this.#global = globalMs ?? -Infinity;
    this.#nodes.forEach((node, i) => {
      node.ms = nodes[i]!.ms ?? -Infinity;
      node.activeAtMs = nodes[i]!.activeAtMs;
    });
    this.#evicted = new Map(
      evicted.map(([stateId, ports]) => [stateId, ports.map((us) => (us === null ? undefined : BigInt(us)))]),
    );
  }
  /** Milliseconds; undefined without event time. */
  get ms(): number | undefined {
    return this.#nodes.length > 0 && this.#global > -Infinity ? this.#global : undefined;
  }
  /** Event times of the epoch so far. */
  get epochStats(): EventTimeStats | undefined {
    return this.#epoch;
  }
  beginEpoch(isFinal: boolean): void {
    this.#epoch = undefined;
    this.#isFinal = false;
    this.#began = this.#flow().own;
    this.#isFinal = isFinal;
  }
  observe(eventTimes: Readonly<Record<number, EventTimeStats>>, nowMs: number): void {
    for (const watermark of this.#nodes) {
      const stats = eventTimes[watermark.node.watermarkId];
      if (!stats) continue;
      watermark.activeAtMs = nowMs;
      if (watermark.node.delayMs !== null)
        watermark.ms = Math.max(watermark.ms, stats.max - Number(watermarkLagMs(this.#semantics, watermark.node.delayMs)));
      this.#epoch = this.#epoch ? merged(this.#epoch, stats) : stats;
    }
  }
  /** What a source says of itself. */
  declare(streamId: number, timeUs: bigint): void {
    for (const watermark of this.#nodes)
      if (watermark.streamId === streamId) watermark.ms = Math.max(watermark.ms, Number(timeUs / 1000n));
  }
  /** Moves the query's watermark; between epochs. */
  advance(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#global = Math.max(this.#global, this.#together(this.#nodes) ?? -Infinity);
  }
  /** Of the nodes that are not idle; undefined if all are. */
  #together(nodes: readonly NodeWatermark[]): number | undefined {
    const times = nodes.filter((node) => !this.#isIdle(node)).map(({ ms }) => ms);
    if (times.length === 0) return undefined;
    return this.#policy === 'min' ? Math.min(...times) : Math.max(...times);
  }
  #isIdle({ node, activeAtMs }: NodeWatermark): boolean {
    return node.idleMs !== undefined && this.#nowMs - activeAtMs >= node.idleMs;
  }
  /** By watermark id: what each node stands at, for rows to go on from. */
  rows(): Record<number, RowWatermark> {
    if (!movesPerRow(this.#semantics)) return {};
    return Object.fromEntries(
      this.#nodes.map(({ node: { watermarkId }, ms }): [number, RowWatermark] => {
        const others = this.#meets.get(watermarkId);
        const together = others && this.#together(others);
        const policy = this.#policy;
        return [
          watermarkId,
          { us: microseconds(ms), ...(together !== undefined && { others: { us: microseconds(together), policy } }) },
        ];
      }),
    );
  }
  /** When a node that has rows no more stops holding the others back. */
  nextIdleAtMs(nowMs: number): number | undefined {
    const times = this.#nodes.flatMap(({ node, activeAtMs }) => (node.idleMs === undefined ? [] : [activeAtMs + node.idleMs]));
    const later = times.filter((time) => time > nowMs);
    return later.length > 0 ? Math.min(...later) : undefined;
  }

  /** For the epoch that runs: closes with the watermark now, late is what the epoch before closed with. */
  ports(): Record<number, readonly PortWatermark[]> {
    const out: Record<number, readonly PortWatermark[]> = {};
    const { evict, own } = this.#flow();
    for (const [stateId, ports] of evict)
      out[stateId] = ports.map((evictUs, port) => ({
        evictUs,
        lateUs: evictUs === undefined ? undefined : (this.#evicted.get(stateId)?.[port] ?? this.#originUs),
        own: { beganUs: this.#began.get(stateId)?.[port], nowUs: own.get(stateId)?.[port] },
      }));
    return out;
  }
  endEpoch(): void {
    this.#evicted = this.#flow().evict;
  }
  /** Whether state that time closes has not seen the watermark that there is now. */
  hasMoved(mode: OutputMode): boolean {
    const timed = new Set(
      statefulNodes(this.#plan).flatMap((node) => (runsForWatermark(node, mode, this.#semantics) ? [node.stateId] : [])),
    );
    return [...this.#flow().evict].some(
      ([stateId, ports]) =>
        timed.has(stateId) &&
        ports.some((us, port) => us !== undefined && isAfter(us, this.#evicted.get(stateId)?.[port] ?? this.#originUs)),
    );
  }
  /** Before anything: 1970 in Spark, nowhere elsewhere. */
  get #originUs(): bigint | undefined {
    return movesPerRow(this.#semantics) ? undefined : 0n;
  }
  /** Flink's inputs have watermarks of their own, which meet where their rows do; an idle one holds nobody back. */
  #outputOf(id: number): bigint | undefined {
    if (this.#isFinal) return END_OF_TIME_US;
    const isOwn = this.#policy === 'min' && (this.#semantics === 'flink' || this.#semantics === 'flink-sql');
    const own = isOwn ? this.#nodes.find(({ node }) => node.watermarkId === id) : undefined;
    return microseconds(own && !this.#isIdle(own) ? own.ms : this.#global);
  }
  /** The watermark at each input of each stateful operator, bottom-up: as the operator sees it, and of the input by itself. */
  #flow(): { readonly evict: Ports; readonly own: Ports } {
    const evict = new Map<number, readonly (bigint | undefined)[]>();
    const own = new Map<number, readonly (bigint | undefined)[]>();
    const outputs: Mark[] = [];
    const out = (node: PhysicalNode): Mark => {
      if (node.kind === 'StageInput') return outputs[node.stageId];
      if (node.kind === 'EventTimeWatermark') return this.#outputOf(node.watermarkId) ?? null;
      const given = inputsOfNode(node).map(out);
      const inputs = given.map((us) => us ?? undefined);
      const isWaiting = given.includes(null);
      if ('stateId' in node) {
        own.set(node.stateId, inputs);
        evict.set(node.stateId, isWaiting ? inputs.map(() => undefined) : inputs);
      }
      if (isWaiting) return null;
      return 'stateId' in node ? outputWatermarkOf(node, inputs) : least(inputs);
    };
    for (const stage of this.#plan.stages) outputs[stage.id] = out(stage.root);
    return { evict, own };
  }
}
const microseconds = (ms: number): bigint | undefined => (ms > -Infinity ? BigInt(ms) * 1000n : undefined);
const finite = (ms: number): number | null => (Number.isFinite(ms) ? ms : null);
const isAfter = (us: bigint, before: bigint | undefined): boolean => before === undefined || us > before;
const merged = (a: EventTimeStats, b: EventTimeStats): EventTimeStats => ({
  count: a.count + b.count,
  min: Math.min(a.min, b.min),
  max: Math.max(a.max, b.max),
  sum: a.sum + b.sum,
});

/** From the root down, as progress names them. */
export function statefulNodesFromRoot(plan: PhysicalPlan): readonly StatefulNode[] {
  const found = new Set<StatefulNode>();
  const visit = (node: PhysicalNode): void => {
    if ('stateId' in node) found.add(node);
    (node.kind === 'StageInput' ? [plan.stages[node.stageId]!.root] : inputsOfNode(node)).forEach(visit);
  };
  visit(plan.stages.at(-1)!.root);
  return [...found];
}
const nodesOf = (node: PhysicalNode): readonly PhysicalNode[] => [node, ...inputsOfNode(node).flatMap(nodesOf)];
const allNodes = (plan: PhysicalPlan): readonly PhysicalNode[] => plan.stages.flatMap((stage) => nodesOf(stage.root));
export const statefulNodes = (plan: PhysicalPlan): readonly StatefulNode[] =>
  allNodes(plan).filter((node): node is StatefulNode => 'stateId' in node);
const watermarkNodes = (plan: PhysicalPlan): readonly EventTimeWatermarkNode[] =>
  allNodes(plan).filter((node) => node.kind === 'EventTimeWatermark');

/** Watermark ids by what they reach: an input of a stateful operator, or the result. */
function meetingNodes(plan: PhysicalPlan): readonly (readonly number[])[] {
  const groups: number[][] = [];
  const reaching = (node: PhysicalNode): number[] => {
    if (node.kind === 'StageInput') return reaching(plan.stages[node.stageId]!.root);
    if (node.kind === 'EventTimeWatermark') return [node.watermarkId];
    const inputs = inputsOfNode(node).map(reaching);
    if (!('stateId' in node)) return inputs.flat();
    groups.push(...inputs);
    return [];
  };
  groups.push(reaching(plan.stages.at(-1)!.root));
  return groups;
}
function streamBelow(node: PhysicalNode, plan: PhysicalPlan): number | undefined {
  if (node.kind === 'StreamInput') return node.streamId;
  const inputs = node.kind === 'StageInput' ? [plan.stages[node.stageId]!.root] : inputsOfNode(node);
  for (const input of inputs) {
    const found = streamBelow(input, plan);
    if (found !== undefined) return found;
  }
  return undefined;
}
