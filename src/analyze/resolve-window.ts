// Calls with OVER: ranking functions and aggregates over a window; named windows are put in their place.
import type { Expr, FrameBound, UnresolvedCall, WindowCall, WindowFrame, WindowSpec } from '../expr/expr.ts';
import { evaluate, isConstant } from '../functions/evaluate.ts';
import { typeOf } from '../expr/type-of.ts';
import type { FunctionDefinition } from '../functions/define.ts';
import { CaudalError } from '../types/error.ts';
import { refused, scalarCall, untypedAggregate } from './typed-call.ts';
import { resolveOrder } from './sort.ts';
import type { Scope } from './scope.ts';

export function resolveWindow(call: UnresolvedCall, definition: FunctionDefinition, scope: Scope): WindowCall {
  if (scope.windows === 'refused')
    throw refused(
      'UNSUPPORTED_EXPR_FOR_OPERATOR',
      `The window function \`${call.name}\` is not allowed in ${scope.clause}.`,
      call,
    );
  if (definition.kind !== 'aggregate' && definition.kind !== 'window')
    throw refused('UNSUPPORTED_EXPR_FOR_WINDOW', `\`${call.name}\` is no window function.`, call);
  if (call.distinct) throw refused('DISTINCT_WINDOW_FUNCTION_UNSUPPORTED', 'DISTINCT is not allowed in a window function.', call);
  const inner: Scope = { ...scope, windows: 'refused' };
  const spec = resolveSpec(mergeNamed(call.over!, scope, call), inner);
  const f = definition.kind === 'aggregate' ? untypedAggregate(call, definition, inner) : scalarCall(call, definition, inner);
  return Object.freeze({ kind: 'WindowCall', function: f, spec, type: f.type, ignoreNulls: call.ignoreNulls ?? false });
}

/** `OVER w` and `OVER (w ORDER BY …)`: what the window itself does not say comes from the named one. */
function mergeNamed(spec: WindowSpec, scope: Scope, call: UnresolvedCall): WindowSpec {
  if (spec.name === undefined) return spec;
  const base = scope.namedWindows[spec.name];
  if (!base) throw refused('MISSING_WINDOW_SPECIFICATION', `There is no window \`${spec.name}\`.`, call);
  const { partitionBy, orderBy, frame } = mergeNamed(
    base,
    { ...scope, namedWindows: without(scope.namedWindows, spec.name) },
    call,
  );
  const ownFrame = spec.frame ?? frame;
  return {
    partitionBy: spec.partitionBy.length > 0 ? spec.partitionBy : partitionBy,
    orderBy: spec.orderBy.length > 0 ? spec.orderBy : orderBy,
    ...(ownFrame && { frame: ownFrame }),
  };
}
/** A window cannot be defined by itself. */
const without = (windows: Scope['namedWindows'], name: string): Scope['namedWindows'] =>
  Object.fromEntries(Object.entries(windows).filter(([key]) => key !== name));

function resolveSpec(spec: WindowSpec, scope: Scope): WindowSpec {
  return Object.freeze({
    partitionBy: spec.partitionBy.map((e) => scope.resolve(e, scope)),
    orderBy: spec.orderBy.map((o) => resolveOrder(o, scope)),
    ...(spec.frame && { frame: resolveFrame(spec.frame, scope) }),
  });
}
function resolveFrame(frame: WindowFrame, scope: Scope): WindowFrame {
  const bound = (b: FrameBound): FrameBound =>
    'offset' in b ? { ...b, offset: constantOffset(b.offset, frame.unit, scope) } : b;
  return Object.freeze({ unit: frame.unit, start: bound(frame.start), end: bound(frame.end) });
}
function constantOffset(e: Expr, unit: WindowFrame['unit'], scope: Scope): Expr {
  const offset = scope.resolve(e, scope);
  if (!isConstant(offset)) throw new CaudalError('INVALID_WINDOW_FRAME', 'The bounds of a window frame must be constants.');
  const value = evaluate(offset, scope.context);
  const isCount = typeof value === 'bigint' || typeof value === 'number' ? value >= 0 : false;
  if (unit === 'rows' && !isCount)
    throw new CaudalError('INVALID_WINDOW_FRAME', 'The bounds of a ROWS frame must be whole numbers of rows, not negative.');
  return Object.freeze({ kind: 'Literal', value, type: typeOf(offset) });
}
