// Physical operators by the kind of their node. Those that keep state are added by who runs streams (stateful.ts).
import type { OperatorDef } from '../operator.ts';
import type { LeafNode, PhysicalKind } from '../physical.ts';
import { assignWindows } from './assign-windows.ts';
import { distinct } from './distinct.ts';
import { filter } from './filter.ts';
import { generate } from './generate.ts';
import { hashJoin } from './hash-join.ts';
import { hashAggregate } from './hash-aggregate.ts';
import { limit } from './limit.ts';
import { mergeWindows } from './merge-windows.ts';
import { nestedLoopJoin } from './nested-loop-join.ts';
import { project } from './project.ts';
import { sample } from './sample.ts';
import { setOperation } from './set-operation.ts';
import { sort } from './sort.ts';
import { topPerGroup } from './top-per-group.ts';
import { union } from './union.ts';
import { window } from './window.ts';

type OperatorKind = Exclude<PhysicalKind, LeafNode['kind']>;
export type Operators = { readonly [K in OperatorKind]?: OperatorDef<K> };
const OPERATORS: Operators = {
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
  Distinct: distinct,
  TopPerGroup: topPerGroup,
  AssignWindows: assignWindows,
  MergeWindows: mergeWindows,
};

/** Workers have all from their start; a session adds what keeps state with its first stream. */
export function addOperators(operators: Operators): void {
  Object.assign(OPERATORS, operators);
}
export function operatorOf<K extends OperatorKind>(kind: K): OperatorDef<K> {
  const definition = OPERATORS[kind];
  if (!definition) throw new Error(`no operator for ${kind}`);
  return definition;
}
