// plan-tree.ts: a profile as one tree to draw: what a stage reads from another is that stage's tree below it, with the exchange between
// them; a stage that two read is drawn once. Shares are of all operators' time, which workers spend side by side.
import type { OperatorProfile, QueryProfile, StageProfile } from '../src/index.ts';

export interface DrawnOperator {
  readonly operator: OperatorProfile;
  /** Of all operators' time, 0 to 1. */
  readonly share: number;
  /** For scans: what the stage read and skipped. */
  readonly scan: StageProfile | undefined;
  readonly inputs: readonly DrawnInput[];
}
export interface DrawnInput {
  /** The exchange above this input, when it is another stage. */
  readonly exchange: StageProfile | undefined;
  /** Undefined where the stage is drawn elsewhere. */
  readonly node: DrawnOperator | undefined;
}
export interface DrawnPlan {
  readonly root: DrawnInput;
  readonly operatorMs: number;
  readonly tasks: number;
  readonly bytesRead: number;
  readonly peakBytes: number;
}

const operatorsOf = (root: OperatorProfile): OperatorProfile[] => [root, ...root.inputs.flatMap(operatorsOf)];
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

export function drawPlan({ stages }: QueryProfile): DrawnPlan {
  const byId = new Map(stages.map((s) => [s.id, s]));
  const operatorMs = sum(stages.flatMap((s) => operatorsOf(s.root)).map((o) => o.elapsedMs));
  const drawn = new Set<number>();
  const input = (operator: OperatorProfile, stage: StageProfile): DrawnInput => {
    const from = operator.stageId === undefined ? undefined : byId.get(operator.stageId);
    return from ? below(from) : { exchange: undefined, node: node(operator, stage) };
  };
  const below = (stage: StageProfile): DrawnInput => {
    if (drawn.has(stage.id)) return { exchange: stage, node: undefined };
    drawn.add(stage.id);
    const { node: top } = input(stage.root, stage);
    return { exchange: stage, node: top };
  };
  const node = (operator: OperatorProfile, stage: StageProfile): DrawnOperator => ({
    operator,
    share: operatorMs > 0 ? operator.elapsedMs / operatorMs : 0,
    scan: operator.name === 'Scan' ? stage : undefined,
    inputs: operator.inputs.map((child) => input(child, stage)),
  });
  return {
    root: below(stages.at(-1)!),
    operatorMs,
    tasks: sum(stages.map((s) => s.tasks)),
    bytesRead: sum(stages.map((s) => s.bytesRead)),
    peakBytes: Math.max(0, ...stages.map((s) => s.peakBytes)),
  };
}
