// Flink's older windows of GROUP BY: TUMBLE(t, size), HOP(t, slide, size), SESSION(t, gap), and their bounds by TUMBLE_START(t, size) and so on.
import type { Expr, UnresolvedCall } from '../expr/expr.ts';
import { STRING } from '../types/data-type.ts';

type Rewrite = (call: UnresolvedCall) => Expr;
const callOf = (from: UnresolvedCall, name: string, args: readonly Expr[]): UnresolvedCall => ({ ...from, name, args });

const WINDOWS: Readonly<Record<string, Rewrite>> = {
  tumble: (call) => {
    const [time, size, ...offset] = call.args;
    return callOf(call, 'window', size && offset.length > 0 ? [time!, size, size, ...offset] : call.args);
  },
  hop: (call) => {
    const [time, slide, size, ...offset] = call.args;
    return callOf(call, 'window', size ? [time!, size, slide!, ...offset] : call.args);
  },
  session: (call) => callOf(call, 'session_window', call.args),
};
const field =
  (window: Rewrite, name: string): Rewrite =>
  (call) =>
    callOf(call, 'get_field', [window(call), Object.freeze({ kind: 'Literal', value: name, type: STRING })]);
const time =
  (window: Rewrite): Rewrite =>
  (call) =>
    callOf(call, 'window_time', [window(call)]);

/** By lower-case name: what the call stands for. */
export const GROUP_WINDOWS: Readonly<Record<string, Rewrite>> = Object.fromEntries(
  Object.entries(WINDOWS).flatMap(([name, window]) => [
    [name, window],
    [`${name}_start`, field(window, 'start')],
    [`${name}_end`, field(window, 'end')],
    [`${name}_rowtime`, time(window)],
    [`${name}_proctime`, time(window)],
  ]),
);
