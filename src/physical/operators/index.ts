// Every physical operator, by the kind of its node.
import type { OperatorDef } from '../operator.ts';
import type { LeafNode, PhysicalKind } from '../physical.ts';
import { assignWindows } from './assign-windows.ts';
import { keyedMap } from './keyed-map.ts';
import { windowedAggregate } from './windowed-aggregate.ts';
import { paneAggregate } from './pane-aggregate.ts';
import { eventTimeWatermark } from './event-time-watermark.ts';
import { changeTypes } from './change-types.ts';
import { deduplicate } from './deduplicate.ts';
import { distinct } from './distinct.ts';
import { filter } from './filter.ts';
import { generate } from './generate.ts';
import { hashJoin } from './hash-join.ts';
import { hashAggregate } from './hash-aggregate.ts';
import { limit } from './limit.ts';
import { mergeWindows } from './merge-windows.ts';
import { nestedLoopJoin } from './nested-loop-join.ts';
import { project } from './project.ts';
import { recompute } from './recompute.ts';
import { sample } from './sample.ts';
import { setOperation } from './set-operation.ts';
import { sort } from './sort.ts';
import { statefulAggregate } from './stateful-aggregate.ts';
import { streamJoin } from './stream-join.ts';
import { streamLimit } from './stream-limit.ts';
import { topPerGroup } from './top-per-group.ts';
import { union } from './union.ts';
import { window } from './window.ts';

type OperatorKind = Exclude<PhysicalKind, LeafNode['kind']>;
const OPERATORS: { readonly [K in OperatorKind]?: OperatorDef<K> } = {
  Filter: filter,
  Project: project,
  Limit: limit,
  Sort: sort,
  Union: union,
  Window: window,
  Sample: sample,
  Generate: generate,
  HashJoin: hashJoin,
  NestedLoopJoin: nestedLoopJoin,
  SetOperation: setOperation,
  HashAggregate: hashAggregate,
  Deduplicate: deduplicate,
  Distinct: distinct,
  TopPerGroup: topPerGroup,
  AssignWindows: assignWindows,
  MergeWindows: mergeWindows,
  EventTimeWatermark: eventTimeWatermark,
  KeyedMap: keyedMap,
  PaneAggregate: paneAggregate,
  WindowedAggregate: windowedAggregate,
  StatefulAggregate: statefulAggregate,
  Recompute: recompute,
  ChangeTypes: changeTypes,
  StreamJoin: streamJoin,
  StreamLimit: streamLimit,
};

export function operatorOf<K extends OperatorKind>(kind: K): OperatorDef<K> {
  const definition = OPERATORS[kind];
  if (!definition) throw new Error(`no operator for ${kind}`);
  return definition;
}
