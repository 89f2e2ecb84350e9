// What the grammar's actions build: unresolved expressions. Operators become calls by name; the analyzer asks the registry.
import type { DataType } from '../types/data-type.ts';
import { arrayOf, mapOf, structOf } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { Position } from '../types/error.ts';
import type {
  Expr,
  FrameBound,
  Literal,
  ScalarSubquery,
  SortOrder,
  UnresolvedCall,
  WindowFrame,
  WindowSpec,
} from '../expr/expr.ts';
import type { Plan } from '../plan/logical.ts';
import { intervalParts, string } from './literals.ts';

const freeze = <E extends Expr>(e: E): E => Object.freeze(e);

export function unsupported(what: string, position: Position, hint?: string): never {
  throw new CaudalError('UNSUPPORTED_FEATURE', `${what} is not supported.`, { position, hint });
}

export const call = (name: string, args: readonly Expr[], position: Position): UnresolvedCall =>
  freeze({ kind: 'UnresolvedCall', name, args, distinct: false, position });

const OPERATORS: Readonly<Record<string, string>> = {
  '=': 'equal',
  '==': 'equal',
  '<=>': 'equal_null',
  '<': 'less',
  '<=': 'less_equal',
  '>': 'greater',
  '>=': 'greater_equal',
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'mod',
  div: 'div',
  '||': 'concat',
  '&': 'bitwise_and',
  '|': 'bitwise_or',
  '^': 'bitwise_xor',
  '<<': 'shiftleft',
  '>>': 'shiftright',
  '>>>': 'shiftrightunsigned',
};
const binary = (op: string, left: Expr, right: Expr, position: Position): Expr =>
  op === '<>' || op === '!=' ? negated(call('equal', [left, right], position), 1) : call(OPERATORS[op]!, [left, right], position);
/** `a - b - c` from left to right. */
export const chain = (first: Expr, rest: readonly (readonly [{ op: string; at: Position }, Expr])[]): Expr =>
  rest.reduce((left, [{ op, at }, right]) => binary(op, left, right, at), first);
export const unary = (op: string, input: Expr, position: Position): Expr =>
  op === '+' ? input : call(op === '-' ? 'negative' : 'bitwise_not', [input], position);

/** A chain of AND or OR as a balanced tree: the order is kept and its depth is the logarithm of its length. */
export function balanced(kind: 'And' | 'Or', first: Expr, rest: readonly Expr[]): Expr {
  const all = [first, ...rest];
  const build = (from: number, to: number): Expr => {
    if (to - from === 1) return all[from]!;
    const middle = (from + to) >> 1;
    return freeze({ kind, left: build(from, middle), right: build(middle, to) });
  };
  return build(0, all.length);
}
export function negated(input: Expr, times: number): Expr {
  let e = input;
  for (let i = 0; i < times; i++) e = freeze({ kind: 'Not', input: e });
  return e;
}
/** IS DISTINCT FROM is a negation already. */
export const opposite = (e: Expr): Expr => (e.kind === 'Not' ? e.input : negated(e, 1));
export const isNull = (input: Expr): Expr => freeze({ kind: 'IsNull', input });
export const inList = (input: Expr, list: readonly Expr[]): Expr => freeze({ kind: 'In', input, list });
export const between = (input: Expr, low: Expr, high: Expr, symmetric: boolean, position: Position): Expr => {
  const test = call('between', [input, low, high], position);
  return symmetric ? balanced('Or', test, [call('between', [input, high, low], position)]) : test;
};
/** NOT is said of each pattern: of one that does not match for ANY, of all of them for ALL. */
export const likeMany = (
  op: string,
  input: Expr,
  patterns: readonly Expr[],
  escape: Expr | null,
  { all, negated: isNegated }: { readonly all: boolean; readonly negated: boolean },
  position: Position,
): Expr => {
  const [first, ...rest] = patterns.map((pattern) =>
    negated(call(op, escape ? [input, pattern, escape] : [input, pattern], position), isNegated ? 1 : 0),
  );
  return balanced(all ? 'And' : 'Or', first!, rest);
};

export const column = (parts: readonly string[], position: Position, quotedString = false): Expr =>
  freeze({ kind: 'UnresolvedColumn', parts, position, ...(quotedString && { quotedString }) });
export const star = (
  qualifier: readonly string[],
  position: Position | null,
  exclude?: readonly string[] | null,
  replace?: readonly { name: string; input: Expr }[] | null,
): Expr =>
  freeze({ kind: 'UnresolvedStar', qualifier, exclude: exclude ?? [], replace: replace ?? [], ...(position && { position }) });
export const alias = (input: Expr, name: string): Expr => freeze({ kind: 'Alias', input, name, id: 0 });
export const parameter = (name: string | number, position: Position): Expr => freeze({ kind: 'Parameter', name, position });
export const lambda = (parameters: readonly string[], body: Expr): Expr => freeze({ kind: 'Lambda', parameters, body });
export const cast = (input: Expr, type: DataType, mode: 'ansi' | 'try', position: Position): Expr =>
  freeze({ kind: 'Cast', input, type, mode, position });
export const field = (input: Expr, name: string, position: Position): Expr => call('get_field', [input, string(name)], position);
export const sortOrder = (input: Expr, descending: boolean, nulls: string | null): SortOrder =>
  freeze({ kind: 'SortOrder', input, descending, nullsFirst: nulls ? nulls === 'FIRST' : !descending });

export const scalarSubquery = (plan: Plan, position: Position): Expr => freeze({ kind: 'ScalarSubquery', plan, position });
export const isBareSubquery = (e: Expr): e is ScalarSubquery => e.kind === 'ScalarSubquery';
export const inSubquery = (input: Expr, plan: Plan, position: Position): Expr =>
  freeze({ kind: 'InSubquery', input, plan, position });
export const exists = (plan: Plan, position: Position): Expr => freeze({ kind: 'Exists', plan, position });

interface CallTail {
  readonly within: readonly SortOrder[] | null;
  readonly filter: Expr | null;
  readonly nulls: string | null;
  readonly over: WindowSpec | null;
}
interface CallBody {
  readonly distinct: boolean;
  readonly args: readonly Expr[];
  readonly orderBy: readonly SortOrder[] | null;
  readonly nulls: string | null;
}
export function functionCall(name: string, body: CallBody, tail: CallTail, position: Position): Expr {
  const orderBy = tail.within ?? body.orderBy;
  return freeze({
    kind: 'UnresolvedCall',
    name: name.toLowerCase(),
    args: body.args,
    distinct: body.distinct,
    position,
    ...(tail.filter && { filter: tail.filter }),
    ...(orderBy && { orderBy }),
    ...((tail.nulls ?? body.nulls) === 'IGNORE' && { ignoreNulls: true }),
    ...(tail.over && { over: tail.over }),
  });
}
export const windowSpec = (
  name: string | null,
  partitionBy: readonly Expr[] | null,
  orderBy: readonly SortOrder[] | null,
  frame: WindowFrame | null,
): WindowSpec =>
  Object.freeze({
    partitionBy: partitionBy ?? [],
    orderBy: orderBy ?? [],
    ...(frame && { frame }),
    ...(name !== null && { name: name.toLowerCase() }),
  });
export const frame = (unit: string, start: FrameBound, end: FrameBound): WindowFrame =>
  Object.freeze({ unit: unit === 'ROWS' ? 'rows' : 'range', start, end });

export function caseWhen(
  input: Expr | null,
  branches: readonly { when: Expr; then: Expr }[],
  otherwise: Expr | null,
  position: Position,
): Expr {
  return freeze({
    kind: 'Case',
    branches: input ? branches.map((b) => ({ when: call('equal', [input, b.when], position), then: b.then })) : branches,
    otherwise: otherwise ?? NO_VALUE,
  });
}
const NO_VALUE: Literal = Object.freeze({ kind: 'Literal', value: null, type: Object.freeze({ kind: 'null' }) });

/** Of the functions, `btrim` takes the text first, `ltrim` and `rtrim` the characters, as in Spark. */
export function trim(side: string | null, chars: Expr | null, input: Expr, position: Position): Expr {
  if (side === 'LEADING' || side === 'TRAILING')
    return call(side === 'LEADING' ? 'ltrim' : 'rtrim', chars ? [chars, input] : [input], position);
  return chars ? call('btrim', [input, chars], position) : call('trim', [input], position);
}
/** `INTERVAL (n) DAY`: so many times one day. */
export const intervalOf = (amount: Expr, unit: string, position: Position): Expr =>
  call('multiply', [intervalParts([{ amount: '1', unit }], false, position), amount], position);

export const stringArray = (texts: readonly string[], position: Position): Expr => call('array', texts.map(string), position);

export const arrayType = (element: DataType): DataType => arrayOf(element);
export const mapType = (key: DataType, value: DataType): DataType => mapOf(key, value);
export const structType = (fields: readonly { name: string; type: DataType; nullable: boolean }[]): DataType => structOf(fields);
