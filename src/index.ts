// index.ts: the public API of package `caudal`.

export { Session } from './session.ts';
export { DataFrame, broadcast } from './dataframe/dataframe.ts';
export { GroupedData } from './dataframe/grouped-data.ts';
export { Column } from './dataframe/column.ts';
export { Window } from './dataframe/window.ts';
export { Observation } from './dataframe/observation.ts';
export {
  asc,
  avg,
  coalesce,
  col,
  collectList,
  collectSet,
  collect_list,
  collect_set,
  count,
  countDistinct,
  count_distinct,
  desc,
  expr,
  first,
  last,
  lit,
  max,
  min,
  sum,
  when,
} from './dataframe/columns.ts';
export type { StreamingQuery } from './dataframe/streaming-query.ts';
export type { OperatorProfile, QueryProfile, StageProfile } from './dataframe/host.ts';
export {
  cumulate,
  proctime,
  sessionWindow,
  session_window,
  slidingWindow,
  sliding_window,
  window,
  windowTime,
  window_time,
} from './dataframe/time-windows.ts';
export { CaudalError } from './types/error.ts';
export { trigger } from './dataframe/trigger.ts';
