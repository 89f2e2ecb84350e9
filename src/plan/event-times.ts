// Which columns are time that moves: event time for which a watermark was declared, processing time, and the windows made of them. Followed
// bottom-up through whatever passes them on, renames them, or makes windows and their fields of them.
import type { AttributeId, Expr, NamedExpr } from '../expr/expr.ts';
import { typeOf } from '../expr/type-of.ts';
import { isWindow } from '../functions/time-window/index.ts';
import type { Plan } from './logical.ts';
import { outputOf } from './output.ts';
import { inputsOf } from './walk.ts';

export interface TimeTrait {
  readonly clock: 'event' | 'processing';
  /** The time itself, a bound of the window it was put in, or both bounds. A window is as late, and closes, as its end. */
  readonly part: 'time' | 'start' | 'end' | 'window';
  /** How far the watermark stays behind; 0 where the source declares it. */
  readonly delayMs?: number;
}
export type TimeTraits = ReadonlyMap<AttributeId, TimeTrait>;

const cache = new WeakMap<Plan, TimeTraits>();
/** Of a resolved plan's output. */
export function eventTimesOf(plan: Plan): TimeTraits {
  let traits = cache.get(plan);
  if (!traits) cache.set(plan, (traits = compute(plan)));
  return traits;
}
function compute(plan: Plan): TimeTraits {
  const below = new Map(inputsOf(plan).flatMap((input) => [...eventTimesOf(input)]));
  const add = (id: AttributeId, trait: TimeTrait | undefined): void => {
    if (trait) below.set(id, trait);
  };
  switch (plan.kind) {
    case 'EventTimeWatermark':
      if (plan.column.kind === 'Attribute')
        add(plan.column.id, {
          clock: 'event',
          part: isWindow(typeOf(plan.column)) ? 'window' : 'time',
          delayMs: plan.delayMs ?? 0,
        });
      break;
    case 'Project':
      addNamed(plan.exprs, below);
      break;
    case 'Aggregate':
      addNamed(plan.groupings, below);
      break;
    case 'AssignWindows': {
      const time = timeTraitOf(plan.time, below);
      if (time?.part !== 'time') break;
      add(plan.start.id, { ...time, part: 'start' });
      add(plan.end.id, { ...time, part: 'end' });
      break;
    }
    case 'MergeWindows':
      add(plan.mergedStart.id, below.get(plan.start.id));
      add(plan.mergedEnd.id, below.get(plan.end.id));
      break;
    case 'Union':
      plan.output.forEach((a, i) => add(a.id, plan.inputs.map((input) => below.get(outputOf(input)[i]!.id)).find(Boolean)));
      break;
    default:
      break;
  }
  const output = new Set(outputOf(plan).map((a) => a.id));
  return new Map([...below].filter(([id]) => output.has(id)));
}
function addNamed(exprs: readonly NamedExpr[], traits: Map<AttributeId, TimeTrait>): void {
  const made = exprs.map((e) => [e.id, timeTraitOf(e, traits)] as const);
  for (const [id, trait] of made) if (trait) traits.set(id, trait);
}

/** Of an expression over columns with these traits. */
export function timeTraitOf(e: Expr, traits: TimeTraits): TimeTrait | undefined {
  switch (e.kind) {
    case 'Attribute':
      return traits.get(e.id);
    case 'Alias':
      return timeTraitOf(e.input, traits);
    case 'Call':
      break;
    default:
      return undefined;
  }
  const [first, second, , fourth] = e.args;
  const of = first && timeTraitOf(first, traits);
  switch (e.name) {
    case 'proctime':
      return { clock: 'processing', part: 'time' };
    case 'window_time':
      return of?.part === 'window' ? { ...of, part: 'time' } : undefined;
    case 'get_field':
      return of?.part === 'window' && second?.kind === 'Literal' ? partOf(of, String(second.value)) : undefined;
    // The column window_time of TUMBLE and its kin.
    case 'subtract':
      return of?.part === 'end' && isMillisecond(second) ? { ...of, part: 'time' } : undefined;
    case 'named_struct': {
      const [start, end] = [second, fourth].map((bound) => bound && timeTraitOf(bound, traits));
      return isWindow(e.type) && start?.part === 'start' && end?.part === 'end' ? { ...end, part: 'window' } : undefined;
    }
    default:
      return undefined;
  }
}
const partOf = (window: TimeTrait, field: string): TimeTrait => ({
  ...window,
  part: field.toLowerCase() === 'end' ? 'end' : 'start',
});
const isMillisecond = (e: Expr | undefined): boolean =>
  e?.kind === 'Literal' && e.type.kind === 'interval_day_time' && e.value === 1000n;
