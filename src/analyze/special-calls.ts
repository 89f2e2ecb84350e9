// Calls that are other expressions in disguise: BETWEEN, IF, NULLIF, EXTRACT and the like, rewritten before the registry is asked.
import type { Expr, Literal, UnresolvedCall } from '../expr/expr.ts';
import { NULL } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { didYouMean } from '../types/suggest.ts';

type Rewrite = (call: UnresolvedCall, args: readonly Expr[]) => Expr;
const NO_VALUE: Literal = Object.freeze({ kind: 'Literal', value: null, type: NULL });

const callOf = (name: string, args: readonly Expr[], from: UnresolvedCall): UnresolvedCall => ({ ...from, name, args });
const isNotNull = (input: Expr): Expr => ({ kind: 'Not', input: { kind: 'IsNull', input } });
const choose = (when: Expr, then: Expr, otherwise: Expr): Expr => ({ kind: 'Case', branches: [{ when, then }], otherwise });

const FIELDS: Readonly<Record<string, string>> = {
  YEAR: 'year',
  YEARS: 'year',
  YR: 'year',
  Y: 'year',
  QUARTER: 'quarter',
  QTR: 'quarter',
  MONTH: 'month',
  MONTHS: 'month',
  MON: 'month',
  WEEK: 'weekofyear',
  WEEKS: 'weekofyear',
  W: 'weekofyear',
  DAY: 'dayofmonth',
  DAYS: 'dayofmonth',
  D: 'dayofmonth',
  DOW: 'dayofweek',
  DAYOFWEEK: 'dayofweek',
  DOY: 'dayofyear',
  DAYOFYEAR: 'dayofyear',
  HOUR: 'hour',
  HOURS: 'hour',
  H: 'hour',
  HR: 'hour',
  MINUTE: 'minute',
  MINUTES: 'minute',
  MIN: 'minute',
  M: 'minute',
};
/** Fields whose function is not named after a column of its own: seconds with their fraction, ISO years and week days. */
const OTHER_FIELDS: Readonly<Record<string, string>> = {
  SECOND: 'extract_second',
  SECONDS: 'extract_second',
  SEC: 'extract_second',
  S: 'extract_second',
  YEAROFWEEK: 'year_of_week',
  ISOYEAR: 'year_of_week',
  DOW_ISO: 'weekday_iso',
  DAYOFWEEK_ISO: 'weekday_iso',
  ISODOW: 'weekday_iso',
  EPOCH: 'unix_timestamp',
};
function extract(call: UnresolvedCall, [field, input]: readonly Expr[]): Expr {
  const name = field?.kind === 'Literal' && typeof field.value === 'string' ? field.value.toUpperCase() : '';
  const f = FIELDS[name] ?? OTHER_FIELDS[name];
  if (f && input) return callOf(f, [input], call);
  throw new CaudalError('INVALID_EXTRACT_FIELD', `Cannot extract ${name || 'a field that is not a name'}.`, {
    position: call.position,
    hint: didYouMean(name, Object.keys(FIELDS)),
  });
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
  extract: { count: [2], rewrite: extract },
  date_part: { count: [2], rewrite: extract },
  datepart: { count: [2], rewrite: extract },
};
const UNSUPPORTED: Readonly<Record<string, string>> = {
  rollup: 'GROUP BY ROLLUP',
  cube: 'GROUP BY CUBE',
  grouping: 'grouping()',
  grouping_id: 'grouping_id()',
  unnest: 'unnest',
  explode: 'explode',
  inline: 'inline',
};

/** The expression a call stands for; the call itself when it is an ordinary one. */
export function rewriteSpecial(call: UnresolvedCall): Expr {
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

/** `percentile_cont(p) WITHIN GROUP (ORDER BY v)` is an aggregate of v and p. */
function withinGroup(call: UnresolvedCall): UnresolvedCall {
  if (!/^percentile_(cont|disc)$/.test(call.name) || call.args.length !== 1 || call.orderBy?.length !== 1) return call;
  const { orderBy, ...rest } = call;
  const [order] = orderBy;
  const p: Expr = order!.descending
    ? {
        kind: 'UnresolvedCall',
        name: 'subtract',
        args: [{ kind: 'Literal', value: 1, type: { kind: 'double' } }, call.args[0]!],
        distinct: false,
      }
    : call.args[0]!;
  return { ...rest, name: call.name, args: [order!.input, p] };
}
