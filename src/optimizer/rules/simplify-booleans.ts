// simplify-booleans: TRUE AND p => p, FALSE OR p => p, NOT NOT p => p, p AND FALSE => FALSE, CASE with decided branches.
// NOT of a comparison becomes the opposite comparison (NaN is ordered, so that holds for doubles too).
import type { Case, Expr } from '../../expr/expr.ts';
import { sameExpr } from '../../expr/equal.ts';
import { nullableOf } from '../../expr/type-of.ts';
import { transform } from '../../expr/walk.ts';
import { isDeterministic, isFallible } from '../../functions/evaluate.ts';
import { mapExprs } from '../../plan/walk.ts';
import { BOOLEAN } from '../../types/data-type.ts';
import { nodeRule } from '../rule.ts';

export const simplifyBooleans = nodeRule('simplify-booleans', (plan) => mapExprs(plan, (e) => transform(e, simplify)));

const literal = (value: boolean): Expr => Object.freeze({ kind: 'Literal', value, type: BOOLEAN });
const is = (e: Expr, value: boolean): boolean => e.kind === 'Literal' && e.value === value;
const isSafe = (e: Expr): boolean => !isFallible(e) && isDeterministic(e);
const OPPOSITE: Readonly<Record<string, string>> = {
  less: 'greater_equal',
  less_equal: 'greater',
  greater: 'less_equal',
  greater_equal: 'less',
};

function simplify(e: Expr): Expr {
  switch (e.kind) {
    case 'And':
      return simplifyPair(e.left, e.right, true) ?? e;
    case 'Or':
      return simplifyPair(e.left, e.right, false) ?? e;
    case 'Not':
      return simplifyNot(e.input) ?? e;
    case 'IsNull':
      return !nullableOf(e.input) && isSafe(e.input) ? literal(false) : e;
    case 'Case':
      return simplifyCase(e);
    case 'In':
      return e.list.length === 1 ? Object.freeze({ kind: 'Call', name: 'equal', args: [e.input, e.list[0]!], type: BOOLEAN }) : e;
    default:
      return e;
  }
}
/** `neutral`: TRUE for AND, FALSE for OR; its opposite decides. */
function simplifyPair(left: Expr, right: Expr, neutral: boolean): Expr | undefined {
  if (is(left, neutral)) return right;
  if (is(right, neutral)) return left;
  if (is(left, !neutral)) return left;
  if (is(right, !neutral)) return right;
  return sameExpr(left, right) && isDeterministic(left) ? left : undefined;
}
function simplifyNot(input: Expr): Expr | undefined {
  if (input.kind === 'Not') return input.input;
  if (input.kind !== 'Call' || !Object.hasOwn(OPPOSITE, input.name)) return undefined;
  return Object.freeze({ ...input, name: OPPOSITE[input.name]! });
}
function simplifyCase(e: Case): Expr {
  const possible = e.branches.filter((b) => !(is(b.when, false) || (b.when.kind === 'Literal' && b.when.value === null)));
  const decided = possible.findIndex((b) => is(b.when, true));
  if (decided === 0) return possible[0]!.then;
  const branches = decided > 0 ? possible.slice(0, decided) : possible;
  const otherwise = decided > 0 ? possible[decided]!.then : e.otherwise;
  if (branches.length === 0) return otherwise;
  return branches.length === e.branches.length && otherwise === e.otherwise
    ? e
    : Object.freeze({ kind: 'Case', branches, otherwise });
}
