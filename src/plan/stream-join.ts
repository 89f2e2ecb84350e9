// Joins of two streams: equal keys, what reads one side alone, and until when a row may find a partner. Read off the condition by
// linear arithmetic over event times: `wm + c < t` bounds the rows at t that the other side's coming rows, all past wm, can still meet.
import type { Attribute, AttributeId, Expr } from '../expr/expr.ts';
import { attributesOf, conjunctsOf, readsOnly } from '../expr/conjuncts.ts';
import { typeOf } from '../expr/type-of.ts';
import { sameType } from '../types/data-type.ts';
import { eventTimesOf, timeTraitOf } from './event-times.ts';
import type { TimeTraits } from './event-times.ts';
import type { PlanOf } from './logical.ts';
import { outputOf } from './output.ts';

/** Rows at `time` meet no row of the other side past `time + reachUs`; isOpen: nor that at it. */
interface Reach {
  readonly time: Attribute;
  readonly reachUs: bigint;
  readonly isOpen: boolean;
}
export interface JoinParts {
  readonly keys: readonly { readonly left: Expr; readonly right: Expr; readonly isNullSafe: boolean }[];
  /** Conditions on rows of one side. */
  readonly left: readonly Expr[];
  readonly right: readonly Expr[];
  readonly both: readonly Expr[];
}
type Ids = ReadonlySet<AttributeId>;
type Join = PlanOf<'Join'>;
const idsOf = (attributes: readonly Attribute[]): Ids => new Set(attributes.map((a) => a.id));

export function partsOf({ condition, left, right }: Join): JoinParts {
  const [leftIds, rightIds] = [idsOf(outputOf(left)), idsOf(outputOf(right))];
  const parts = { keys: [] as JoinParts['keys'][number][], left: [] as Expr[], right: [] as Expr[], both: [] as Expr[] };
  for (const e of condition ? conjunctsOf(condition) : []) {
    const key = keyOf(e, leftIds, rightIds);
    if (key) parts.keys.push(key);
    else (readsOnly(e, leftIds) ? parts.left : readsOnly(e, rightIds) ? parts.right : parts.both).push(e);
  }
  return parts;
}
function keyOf(e: Expr, left: Ids, right: Ids): JoinParts['keys'][number] | undefined {
  if (e.kind !== 'Call' || (e.name !== 'equal' && e.name !== 'equal_null')) return undefined;
  const [a, b] = e.args as [Expr, Expr];
  if (!sameType(typeOf(a), typeOf(b)) || attributesOf(a).size === 0 || attributesOf(b).size === 0) return undefined;
  const isNullSafe = e.name === 'equal_null';
  if (readsOnly(a, left) && readsOnly(b, right)) return { left: a, right: b, isNullSafe };
  if (readsOnly(b, left) && readsOnly(a, right)) return { left: b, right: a, isNullSafe };
  return undefined;
}
/** Which key is event time, or the end of its window, on either side; -1: none. */
export function timedKey({ left, right }: Join, { keys }: JoinParts): number {
  const [leftTimes, rightTimes] = [eventTimesOf(left), eventTimesOf(right)];
  const isTimed = (e: Expr, times: TimeTraits): boolean => {
    const trait = timeTraitOf(e, times);
    return trait?.clock === 'event' && trait.part !== 'start';
  };
  return keys.findIndex((key) => isTimed(key.left, leftTimes) || isTimed(key.right, rightTimes));
}
/** Each bound that the condition sets to what rows of `side` can meet, if the other side has a watermark. */
export function reachesOf(join: Join, { both }: JoinParts, side: 'left' | 'right'): readonly Reach[] {
  const [own, other] = side === 'left' ? [join.left, join.right] : [join.right, join.left];
  const [ownTimes, otherTimes] = [eventTimesOf(own), eventTimesOf(other)];
  const isTime = (a: Attribute, times: TimeTraits): boolean =>
    times.get(a.id)?.clock === 'event' && times.get(a.id)?.part === 'time';
  return both.flatMap((e): Reach[] => {
    const less = lessThan(e);
    const sum = less && linear(less.left, 1n, less.right);
    if (!sum || sum.terms.length !== 2) return [];
    // terms: earlier - later + offset < 0
    const earlier = sum.terms.find(({ factor }) => factor === 1n)?.attribute;
    const later = sum.terms.find(({ factor }) => factor === -1n)?.attribute;
    if (!earlier || !later || !isTime(earlier, otherTimes) || !isTime(later, ownTimes)) return [];
    return [{ time: later, reachUs: -sum.offsetUs, isOpen: less.isOpen }];
  });
}
function lessThan(e: Expr): { readonly left: Expr; readonly right: Expr; readonly isOpen: boolean } | undefined {
  if (e.kind !== 'Call') return undefined;
  const [a, b] = e.args as [Expr, Expr];
  switch (e.name) {
    case 'less':
    case 'less_equal':
      return { left: a, right: b, isOpen: e.name === 'less' };
    case 'greater':
    case 'greater_equal':
      return { left: b, right: a, isOpen: e.name === 'greater' };
    default:
      return undefined;
  }
}
interface Linear {
  readonly terms: readonly { readonly attribute: Attribute; readonly factor: bigint }[];
  readonly offsetUs: bigint;
}
/** `sign * (a - b)` as times plus a constant; undefined where it is something else (months, other functions). */
function linear(a: Expr, sign: bigint, b?: Expr): Linear | undefined {
  if (b) return added(linear(a, sign), linear(b, -sign));
  switch (a.kind) {
    case 'Attribute':
      return { terms: [{ attribute: a, factor: sign }], offsetUs: 0n };
    case 'Alias':
      return linear(a.input, sign);
    case 'Literal':
      return a.type.kind === 'interval_day_time' && typeof a.value === 'bigint'
        ? { terms: [], offsetUs: sign * a.value }
        : undefined;
    case 'Call': {
      const [first, second] = a.args as [Expr, Expr];
      if (a.name === 'add') return added(linear(first, sign), linear(second, sign));
      return a.name === 'subtract' ? linear(first, sign, second) : undefined;
    }
    default:
      return undefined;
  }
}
const added = (a: Linear | undefined, b: Linear | undefined): Linear | undefined =>
  a && b && { terms: [...a.terms, ...b.terms], offsetUs: a.offsetUs + b.offsetUs };
