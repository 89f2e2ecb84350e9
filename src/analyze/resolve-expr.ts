// Expressions: names to attributes, calls to registered functions, casts where types differ. One case per kind.
import { conjunction } from '../expr/conjuncts.ts';
import type { Expr, In, Literal, UnresolvedColumn } from '../expr/expr.ts';
import { typeOf } from '../expr/type-of.ts';
import { outputOf } from '../plan/output.ts';
import { STRING } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { Position } from '../types/error.ts';
import { asBoolean, castTo, explicitCast, toCommon } from './coerce.ts';
import { projection, named } from './relation.ts';
import { resolveCall } from './resolve-call.ts';
import { resolveOrder } from './sort.ts';
import { missing } from './scope.ts';
import type { Scope } from './scope.ts';

const freeze = <E extends Expr>(e: E): E => Object.freeze(e);

/** The expression with types and attributes only. Aggregates and window calls stand where they were written. */
export function resolveExpr(e: Expr, scope: Scope): Expr {
  const resolve = (child: Expr): Expr => resolveExpr(child, scope);
  const { context } = scope;
  switch (e.kind) {
    case 'Literal':
    case 'Attribute':
    case 'Call':
    case 'AggregateCall':
    case 'WindowCall':
      return e;
    case 'UnresolvedColumn':
      return resolveColumn(e, scope);
    case 'UnresolvedCall':
      return resolveCall(e, scope);
    case 'Parameter':
      throw new CaudalError(
        'UNBOUND_SQL_PARAMETER',
        `The parameter ${typeof e.name === 'number' ? `${e.name + 1} (?)` : `:${e.name}`} has no value.`,
        {
          position: e.position,
        },
      );
    case 'UnresolvedStar':
      throw new CaudalError('INVALID_USAGE_OF_STAR_OR_REGEX', `A star is not allowed in ${scope.clause}.`, {
        position: e.position,
      });
    case 'Cast':
      return explicitCast(resolve(e.input), e.type, e.mode, e.position);
    case 'Case': {
      const whens = e.branches.map((b) => asBoolean(resolve(b.when), 'The condition after WHEN', context));
      const { exprs } = toCommon([...e.branches.map((b) => b.then), e.otherwise].map(resolve), 'The branches of CASE', context);
      return freeze({ kind: 'Case', branches: whens.map((when, i) => ({ when, then: exprs[i]! })), otherwise: exprs.at(-1)! });
    }
    case 'And':
    case 'Or': {
      const what = `Both sides of ${e.kind.toUpperCase()}`;
      return freeze({
        kind: e.kind,
        left: asBoolean(resolve(e.left), what, context),
        right: asBoolean(resolve(e.right), what, context),
      });
    }
    case 'Not':
      return freeze({ kind: 'Not', input: asBoolean(resolve(e.input), 'The argument of NOT', context) });
    case 'IsNull':
      return freeze({ kind: 'IsNull', input: resolve(e.input) });
    case 'In': {
      const rows = rowComparisons(e);
      if (rows) return resolve(rows);
      const { exprs } = toCommon([e.input, ...e.list].map(resolve), 'The values of IN', context);
      return freeze({ kind: 'In', input: exprs[0]!, list: exprs.slice(1) });
    }
    case 'Alias':
      return freeze({ ...e, input: resolve(e.input) });
    case 'SortOrder':
      return resolveOrder(e, scope);
    case 'Lambda':
      throw new CaudalError('UNSUPPORTED_FEATURE', 'A lambda is not allowed here: higher-order functions are not supported yet.');
    case 'ScalarSubquery': {
      const plan = scope.subquery(e.plan, scope);
      const columns = outputOf(plan);
      if (columns.length !== 1) throw subqueryColumns(columns.length, e);
      return freeze({ ...e, plan, type: columns[0]!.type });
    }
    case 'InSubquery':
      return resolveInSubquery(e, scope);
    case 'Exists':
      return freeze({ ...e, plan: scope.subquery(e.plan, scope) });
  }
}

function resolveColumn(column: UnresolvedColumn, scope: Scope): Expr {
  const found = scope.find(column);
  if (!found) {
    if (column.quotedString) return text(column.parts[0]!);
    throw missing(column, scope);
  }
  return found.fields.reduce<Expr>((input, field) => fieldOf(input, field, column, scope), found.expr);
}
function fieldOf(input: Expr, field: string, column: UnresolvedColumn, scope: Scope): Expr {
  if (typeOf(input).kind !== 'struct') throw missing(column, scope);
  const call = { kind: 'UnresolvedCall' as const, name: 'get_field', args: [input, text(field)], distinct: false };
  return resolveCall(column.position ? { ...call, position: column.position } : call, scope);
}
const text = (value: string): Literal => freeze({ kind: 'Literal', value, type: STRING });

function subqueryColumns(n: number, e: { readonly position?: Position }): CaudalError {
  return new CaudalError('INVALID_SUBQUERY_EXPRESSION', `A subquery used as a value must have one column, not ${n}.`, {
    position: e.position,
  });
}
function resolveInSubquery(e: Extract<Expr, { kind: 'InSubquery' }>, scope: Scope): Expr {
  if (e.input.kind === 'UnresolvedCall' && e.input.name === 'struct' && e.input.args.length > 1)
    throw new CaudalError('UNSUPPORTED_FEATURE', 'IN with several columns and a subquery is not supported.', {
      position: e.position,
      hint: 'Write it as a LEFT SEMI JOIN.',
    });
  const plan = scope.subquery(e.plan, scope);
  const [column, ...more] = outputOf(plan);
  if (!column || more.length > 0) throw subqueryColumns(more.length + 1, e);
  const { exprs, type } = toCommon([resolveExpr(e.input, scope), column], 'The sides of IN', scope.context);
  const cast = exprs[1]!;
  return freeze({
    ...e,
    input: castTo(exprs[0]!, type, scope.context),
    plan: cast === column ? plan : projection(plan, [named(cast, column.name)]),
  });
}

/** `(a, b) IN ((1, 2), …)`: a row equals another when all its columns do. */
function rowComparisons(e: In): Expr | undefined {
  const columns = rowOf(e.input);
  const rows = e.list.map(rowOf);
  if (!columns || !rows.every((row) => row?.length === columns.length)) return undefined;
  const equal = (a: Expr, b: Expr): Expr => ({ kind: 'UnresolvedCall', name: 'equal', args: [a, b], distinct: false });
  const tests = rows.map((row) => conjunction(columns.map((c, i) => equal(c, row![i]!)))!);
  return tests.reduce((left, right): Expr => ({ kind: 'Or', left, right }));
}
const rowOf = (e: Expr): readonly Expr[] | undefined =>
  e.kind === 'UnresolvedCall' && e.name === 'struct' && e.args.length > 1 ? e.args : undefined;
