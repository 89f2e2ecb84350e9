// What the driver knows of each stateful operator: its name in progress, and what its rows' event time is not older than, given the
// watermarks of its inputs (microseconds; undefined: none).
import type { StatefulNode } from '../physical/physical.ts';
import { least } from '../physical/state/event-times.ts';

type Us = bigint | undefined;
type NodeOf<K extends StatefulNode['kind']> = Extract<StatefulNode, { kind: K }>;
interface StatefulOperator<N extends StatefulNode> {
  progressName(node: N): string;
  outputWatermark(inputs: readonly Us[], node: N): Us;
}
const OPERATORS: { readonly [K in StatefulNode['kind']]: StatefulOperator<NodeOf<K>> } = {
  PaneAggregate: { progressName: () => 'stateStoreSave', outputWatermark: least },
  StatefulAggregate: { progressName: () => 'stateStoreSave', outputWatermark: least },
  Deduplicate: {
    progressName: ({ withinWatermark }) => (withinWatermark ? 'dedupeWithinWatermark' : 'dedupe'),
    outputWatermark: least,
  },
};
const of = <N extends StatefulNode>(node: N): StatefulOperator<N> => OPERATORS[node.kind] as unknown as StatefulOperator<N>;

export const progressNameOf = (node: StatefulNode): string => of(node).progressName(node);
export const outputWatermarkOf = (node: StatefulNode, inputs: readonly Us[]): Us => of(node).outputWatermark(inputs, node);
