// What a checkpoint says of the query that wrote it: its sources and the shape of its state. A restart with another query is refused
// before anything of the checkpoint is touched; what stands around the state (filters, projections, trigger, limits) may change.
import type { PhysicalNode, PhysicalPlan, StatefulNode } from '../physical/physical.ts';
import { inputsOfNode } from '../physical/physical.ts';
import type { Semantics } from '../plan/stream.ts';
import { formatType } from '../types/format-type.ts';
import { CaudalError } from '../types/error.ts';
import type { SourceDefinition } from './source.ts';
import { statefulNodes } from './watermarks.ts';

export interface QueryShape {
  readonly semantics: Semantics;
  readonly sources: readonly string[];
  /** By state id: operator, and the types of what it gives and keeps. */
  readonly states: readonly string[];
}

export function shapeOf(plan: PhysicalPlan, sources: readonly SourceDefinition[], semantics: Semantics): QueryShape {
  const nodes = [...statefulNodes(plan)].sort((a, b) => a.stateId - b.stateId);
  return { semantics, sources: sources.map(({ name }) => name), states: nodes.map(stateText) };
}
const stateText = (node: StatefulNode): string => {
  const types = node.output.map(({ type }) => formatType(type)).join(', ');
  const kept =
    'aggregates' in node
      ? node.aggregates.map((a) => `${a.call.name}(${a.states.map((s) => formatType(s.type)).join(', ')})`)
      : [];
  return `${node.kind}(${types})${kept.length > 0 ? ` keeps ${kept.join(', ')}` : ''}`;
};

/** `label` names the checkpoint. */
export function checkShape(then: QueryShape, now: QueryShape, label: string): void {
  const difference =
    differenceOf('semantics', [then.semantics], [now.semantics]) ??
    differenceOf('sources', then.sources, now.sources) ??
    differenceOf('stateful operators', then.states, now.states);
  if (difference === undefined) return;
  throw new CaudalError('CHECKPOINT_INCOMPATIBLE', `${label} is of another query: ${difference}.`, {
    params: { path: label },
    hint: 'Start a changed query with a checkpoint of its own. Nothing was changed.',
  });
}
function differenceOf(what: string, then: readonly string[], now: readonly string[]): string | undefined {
  const at = Array.from({ length: Math.max(then.length, now.length) }, (_, i) => i).find((i) => then[i] !== now[i]);
  if (at === undefined) return undefined;
  return then.length === now.length
    ? `its ${what} were ${then[at]}, not ${now[at]}`
    : `it had ${then.length} ${what}, not ${now.length}`;
}

/** Leading key columns of a state table by whose hash its input is exchanged. */
export function hashedKeysOf(node: StatefulNode, plan: PhysicalPlan): number {
  const below = inputsOfNode(node).find(
    (input): input is Extract<PhysicalNode, { kind: 'StageInput' }> => input.kind === 'StageInput',
  );
  const partitioning = below && plan.stages[below.stageId]!.partitioning;
  return partitioning?.kind === 'hash' ? partitioning.keys.length : 0;
}
