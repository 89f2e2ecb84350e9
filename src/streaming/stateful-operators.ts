// What the driver knows of each stateful operator: its name in progress, and what its rows' event time is not older than, given the
// watermarks of its inputs (microseconds; undefined: none).
import type { StatefulNode } from '../physical/physical.ts';
import type { OutputMode, Semantics } from '../plan/stream.ts';
import { keyedFunction } from '../plan/keyed-function.ts';
import { least } from '../physical/state/event-times.ts';

type Us = bigint | undefined;
type NodeOf<K extends StatefulNode['kind']> = Extract<StatefulNode, { kind: K }>;
interface StatefulOperator<N extends StatefulNode> {
  progressName(node: N): string;
  outputWatermark(inputs: readonly Us[], node: N): Us;
}
const nameOf = ({ functionId }: NodeOf<'KeyedMap'>): string => keyedFunction(functionId).name;
/** Spark's words for them. */
const KEYED_NAMES: Readonly<Record<string, string>> = {
  mapGroupsWithState: 'flatMapGroupsWithState',
  transformWithState: 'transformWithStateExec',
};
const OPERATORS: { readonly [K in StatefulNode['kind']]: StatefulOperator<NodeOf<K>> } = {
  KeyedMap: {
    progressName: (node) => KEYED_NAMES[nameOf(node)] ?? nameOf(node),
    // As in Spark: what (flat)mapGroupsWithState gives has no event time.
    outputWatermark: ([rows], node) => (nameOf(node).endsWith('GroupsWithState') ? 0n : rows),
  },
  WindowedAggregate: { progressName: () => 'stateStoreSave', outputWatermark: least },
  PaneAggregate: {
    progressName: ({ window }) => (window?.kind === 'session' ? 'sessionWindowStateStoreSaveExec' : 'stateStoreSave'),
    outputWatermark: least,
  },
  StatefulAggregate: { progressName: () => 'stateStoreSave', outputWatermark: least },
  Deduplicate: {
    progressName: ({ withinWatermark }) => (withinWatermark ? 'dedupeWithinWatermark' : 'dedupe'),
    outputWatermark: least,
  },
  StreamLimit: { progressName: () => 'globalLimit', outputWatermark: least },
  // Rows may go again, whatever time they are of.
  Recompute: { progressName: () => 'recompute', outputWatermark: () => undefined },
  StreamJoin: {
    progressName: () => 'symmetricHashJoin',
    // Rows of a side come out until they close: the longer they are kept, the older they may be.
    outputWatermark(inputs, { sides }) {
      const us = least(inputs);
      return us === undefined ? undefined : least([us, ...sides.map(({ closing }) => closing && us - closing.afterUs)]);
    },
  },
};
const of = <N extends StatefulNode>(node: N): StatefulOperator<N> => OPERATORS[node.kind] as unknown as StatefulOperator<N>;

export const progressNameOf = (node: StatefulNode): string => of(node).progressName(node);
export const outputWatermarkOf = (node: StatefulNode, inputs: readonly Us[]): Us => of(node).outputWatermark(inputs, node);
/** Whether a watermark that has moved is reason enough to run it. Spark runs aggregates and deduplication even if nothing of theirs closes. */
export function runsForWatermark({ kind, isTimed }: StatefulNode, mode: OutputMode, semantics: Semantics): boolean {
  if (semantics !== 'spark' || mode === 'changelog') return isTimed;
  if (kind === 'Deduplicate') return true;
  return kind.endsWith('Aggregate') ? mode !== 'complete' : isTimed;
}
