// Calls that are other expressions in disguise: BETWEEN, IF, NULLIF and the like, rewritten before the registry is asked.
import type { Expr, Literal, UnresolvedCall } from '../expr/expr.ts';
import { BOOLEAN, DOUBLE, NULL, STRING } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';

type Rewrite = (call: UnresolvedCall, args: readonly Expr[]) => Expr;
const NO_VALUE: Literal = Object.freeze({ kind: 'Literal', value: null, type: NULL });

const ONE: Literal = Object.freeze({ kind: 'Literal', value: 1, type: DOUBLE });
const DESCENDING: Literal = Object.freeze({ kind: 'Literal', value: true, type: BOOLEAN });

const callOf = (name: string, args: readonly Expr[], from: UnresolvedCall): UnresolvedCall => ({ ...from, name, args });
const isNotNull = (input: Expr): Expr => ({ kind: 'Not', input: { kind: 'IsNull', input } });
const choose = (when: Expr, then: Expr, otherwise: Expr): Expr => ({ kind: 'Case', branches: [{ when, then }], otherwise });

/** `datediff(DAY, a, b)`: the unit is a bare word. */
const withUnit: Rewrite = (call, [unit, ...rest]) => {
  const word = unit?.kind === 'UnresolvedColumn' && unit.parts.length === 1 && call.args.length === 3 ? unit.parts[0] : undefined;
  return word === undefined ? call : callOf(call.name, [text(word), ...rest], call);
};
const text = (value: string): Literal => Object.freeze({ kind: 'Literal', value, type: STRING });
/** Fields are named after aliases and columns, else col1, col2, … */
function namedFields(call: UnresolvedCall, args: readonly Expr[]): Expr {
  if (args.some((arg) => arg.kind === 'UnresolvedStar')) return call;
  const nameOf = (arg: Expr, i: number): string =>
    arg.kind === 'Alias' ? arg.name : arg.kind === 'UnresolvedColumn' ? arg.parts.at(-1)! : `col${i + 1}`;
  const pairs = args.flatMap((arg, i) => [text(nameOf(arg, i)), arg.kind === 'Alias' ? arg.input : arg]);
  return callOf('named_struct', pairs, call);
}

const REWRITES: Readonly<Record<string, { readonly count: readonly number[]; readonly rewrite: Rewrite }>> = {
  between: {
    count: [3],
    rewrite: (call, [input, low, high]) => ({
      kind: 'And',
      left: callOf('greater_equal', [input!, low!], call),
      right: callOf('less_equal', [input!, high!], call),
    }),
  },
  if: { count: [3], rewrite: (_, [when, then, otherwise]) => choose(when!, then!, otherwise!) },
  iff: { count: [3], rewrite: (_, [when, then, otherwise]) => choose(when!, then!, otherwise!) },
  nullif: { count: [2], rewrite: (call, [a, b]) => choose(callOf('equal', [a!, b!], call), NO_VALUE, a!) },
  nvl2: { count: [3], rewrite: (_, [test, then, otherwise]) => choose(isNotNull(test!), then!, otherwise!) },
  isnull: { count: [1], rewrite: (_, [input]) => ({ kind: 'IsNull', input: input! }) },
  isnotnull: { count: [1], rewrite: (_, [input]) => isNotNull(input!) },
  not: { count: [1], rewrite: (_, [input]) => ({ kind: 'Not', input: input! }) },
  timestampdiff: { count: [3], rewrite: withUnit },
  timestampadd: { count: [3], rewrite: withUnit },
  datediff: { count: [2, 3], rewrite: withUnit },
  date_diff: { count: [2, 3], rewrite: withUnit },
  date_add: { count: [2, 3], rewrite: withUnit },
  dateadd: { count: [2, 3], rewrite: withUnit },
};
const UNSUPPORTED: Readonly<Record<string, string>> = {
  rollup: 'GROUP BY ROLLUP',
  cube: 'GROUP BY CUBE',
  grouping: 'grouping()',
  grouping_id: 'grouping_id()',
  unnest: 'unnest',
};

/** The expression a call stands for; the call itself when it is an ordinary one. */
export function rewriteSpecial(call: UnresolvedCall): Expr {
  if (call.name === 'struct') return namedFields(call, call.args);
  const special = Object.hasOwn(REWRITES, call.name) ? REWRITES[call.name] : undefined;
  if (special) {
    if (special.count.includes(call.args.length)) return special.rewrite(call, call.args);
    throw new CaudalError(
      'WRONG_NUM_ARGS',
      `The function \`${call.name}\` takes ${special.count.join(' or ')} arguments, not ${call.args.length}.`,
      { position: call.position },
    );
  }
  const unsupported = Object.hasOwn(UNSUPPORTED, call.name) ? UNSUPPORTED[call.name] : undefined;
  if (unsupported)
    throw new CaudalError('UNSUPPORTED_FEATURE', `${unsupported} is not supported yet.`, { position: call.position });
  return withinGroup(call);
}

/**
 * `percentile_cont(p) WITHIN GROUP (ORDER BY v)` is an aggregate of v and p, from the other end when descending; `mode()` one of v.
 * Other aggregates take their arguments in the given order.
 */
function withinGroup(call: UnresolvedCall): UnresolvedCall {
  const { orderBy, ...rest } = call;
  const order = orderBy?.[0];
  if (!order || orderBy.length !== 1) return call;
  const { input, descending } = order;
  const [p] = call.args;
  if (call.name === 'mode' && !p) return { ...rest, args: [input] };
  if (call.args.length !== 1 || !p) return call;
  if (call.name === 'percentile_cont') return { ...rest, args: [input, descending ? callOf('subtract', [ONE, p], rest) : p] };
  if (call.name === 'percentile_disc') return { ...rest, args: descending ? [input, p, DESCENDING] : [input, p] };
  return call;
}
