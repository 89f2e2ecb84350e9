// What a session has planned already, so that a query asked again is not planned again: SQL text with the names it was bound to, and
// physical plans. Planning costs 0.7 ms when its code is warm and several in a young process; a hit costs nothing.
// Any change of a name, a setting or a cached frame forgets everything; a plan that used what may change unseen (a file, the time,
// rows of a subquery) is never kept.
import type { PhysicalPlan } from '../physical/physical.ts';
import type { Plan } from '../plan/logical.ts';
import type { QueryRun } from './query-run.ts';

const MAX_TEXTS = 256;
const MAX_TEXT_LENGTH = 16_384;
/** Physical plans by the plan they are made from; replaced, not emptied, so that a run goes on with the one it began with. */
export type KeptPlans = WeakMap<Plan, PhysicalPlan>;

export class PlanCache {
  readonly #bound = new Map<string, Plan>();
  #kept: KeptPlans = new WeakMap();

  get kept(): KeptPlans {
    return this.#kept;
  }
  /** Something plans depend on has changed. */
  clear(): void {
    this.#bound.clear();
    this.#kept = new WeakMap();
  }
  bound(text: string): Plan | undefined {
    return this.#bound.get(text);
  }
  keepBound(text: string, plan: Plan): void {
    if (text.length > MAX_TEXT_LENGTH) return;
    if (this.#bound.size === MAX_TEXTS) this.#bound.delete(this.#bound.keys().next().value!);
    this.#bound.set(text, plan);
  }
}

export async function plannedOnce(plan: Plan, run: QueryRun, make: () => Promise<PhysicalPlan>): Promise<PhysicalPlan> {
  const known = run.kept.get(plan);
  if (known) return known;
  const made = await make();
  if (!run.isVolatile) run.kept.set(plan, made);
  return made;
}
