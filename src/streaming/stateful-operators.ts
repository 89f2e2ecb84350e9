// What the driver knows of each stateful operator: its name in progress, and what its rows' event time is not older than, given the
// watermarks of its inputs (microseconds; undefined: none).
import type { StatefulNode } from '../physical/physical.ts';

type Us = bigint | undefined;
interface StatefulOperator {
  readonly progressName: string;
  readonly outputWatermark: (inputs: readonly Us[]) => Us;
}
export const least = (times: readonly Us[]): Us =>
  times.reduce((a, b) => (a === undefined ? b : b === undefined || a < b ? a : b), undefined);

export const STATEFUL_OPERATORS: { readonly [K in StatefulNode['kind']]: StatefulOperator } = {
  PaneAggregate: { progressName: 'stateStoreSave', outputWatermark: least },
  StatefulAggregate: { progressName: 'stateStoreSave', outputWatermark: least },
};
