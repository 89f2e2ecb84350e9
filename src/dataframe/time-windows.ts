// time-windows.ts: windows of time as columns: `df.groupBy(window('time', '10 minutes'), 'key')`.
import type { Expr } from '../expr/expr.ts';
import { Column, callColumn } from './column.ts';
import { columnExpr } from './columns.ts';
import type { ColumnOrName } from './columns.ts';
import { literal } from './literal.ts';

/** `'5 minutes'`, `'1 hour 30 minutes'`. */
type Duration = string;

const lengths = (durations: readonly (Duration | undefined)[]): Expr[] => durations.filter((d) => d !== undefined).map(literal);

/** Windows of one size; with `slide`, one beginning every so often; `start` moves all. `time` may be a window. */
export const window = (time: ColumnOrName, size: Duration, slide?: Duration, start?: Duration): Column =>
  callColumn('window', columnExpr(time), ...lengths(start === undefined ? [size, slide] : [size, slide ?? size, start]));
/** Sessions: rows of a group closer than the gap, which may differ from row to row. */
export const sessionWindow = (time: ColumnOrName, gap: Duration | Column): Column =>
  callColumn('session_window', columnExpr(time), gap instanceof Column ? gap.expression : literal(gap));
/** Windows [s, s + k steps), up to `size`. */
export const cumulate = (time: ColumnOrName, step: Duration, size: Duration): Column =>
  callColumn('cumulate', columnExpr(time), ...lengths([step, size]));
/** Kafka's SlidingWindows: both ends inclusive. */
export const slidingWindow = (time: ColumnOrName, size: Duration): Column =>
  callColumn('sliding_window', columnExpr(time), ...lengths([size]));
/** End of the window - 1 µs; keeps the watermark. */
export const windowTime = (column: ColumnOrName): Column => callColumn('window_time', columnExpr(column));
/** When a row came: processing time. */
export const proctime = (): Column => callColumn('proctime');
export { sessionWindow as session_window, slidingWindow as sliding_window, windowTime as window_time };
