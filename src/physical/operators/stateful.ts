// Operators that keep state from epoch to epoch, and what only streams have besides.
import type { Operators } from './index.ts';
import { changeTypes } from './change-types.ts';
import { deduplicate } from './deduplicate.ts';
import { eventTimeWatermark } from './event-time-watermark.ts';
import { keyedMap } from './keyed-map.ts';
import { observe } from './observe.ts';
import { paneAggregate } from './pane-aggregate.ts';
import { recompute } from './recompute.ts';
import { statefulAggregate } from './stateful-aggregate.ts';
import { streamJoin } from './stream-join.ts';
import { streamLimit } from './stream-limit.ts';
import { windowedAggregate } from './windowed-aggregate.ts';

export const STATEFUL_OPERATORS: Operators = {
  ChangeTypes: changeTypes,
  Deduplicate: deduplicate,
  EventTimeWatermark: eventTimeWatermark,
  KeyedMap: keyedMap,
  Observe: observe,
  PaneAggregate: paneAggregate,
  Recompute: recompute,
  StatefulAggregate: statefulAggregate,
  StreamJoin: streamJoin,
  StreamLimit: streamLimit,
  WindowedAggregate: windowedAggregate,
};
