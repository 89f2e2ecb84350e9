// How plans of streams are cut: what keeps state from epoch to epoch. Loaded with the first stream (session/stateful.ts).
import { planChangelog } from './changelog.ts';
import { planKeyedMap } from './keyed-map.ts';
import { planRecompute } from './recompute.ts';
import { planStreamAggregate } from './stream-aggregate.ts';
import { planStreamJoin } from './stream-join.ts';
import { planDeduplicate } from './stream-keys.ts';
import { planEventTimeWatermark, planObserve, planStreamLimit } from './stream.ts';

export const STATEFUL_PLANNERS = {
  aggregate: planStreamAggregate,
  changelog: planChangelog,
  deduplicate: planDeduplicate,
  eventTimeWatermark: planEventTimeWatermark,
  observe: planObserve,
  join: planStreamJoin,
  keyedMap: planKeyedMap,
  limit: planStreamLimit,
  recompute: planRecompute,
} as const;
export type StatefulPlanners = typeof STATEFUL_PLANNERS;
