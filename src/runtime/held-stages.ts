// Which stages a worker holds, as the session's thread keeps account of it: a stage is sent once and named by a number afterwards, also
// by later queries that run the same plan. A worker holds the last 64; one that reads files, whose plan may hold their bytes and is made
// anew by every query, only until another stage comes. Stages are referred to weakly here: tables they read go when nobody else asks.
import type { Stage } from '../physical/physical.ts';
import { leavesOf } from './stage-tasks.ts';

const MAX_HELD = 64;

/** How a message names its stage. */
export interface StageName {
  readonly number: number;
  /** Present when the worker does not hold it yet. */
  readonly stage?: Stage;
  /** Numbers the worker may drop. */
  readonly forget?: readonly number[];
}

export class HeldStages {
  readonly #numbers = new WeakMap<Stage, number>();
  /** Numbers in order of arrival; whether the stage is worth holding. */
  readonly #held = new Map<number, boolean>();
  #next = 1;

  name(stage: Stage): StageName {
    const known = this.#numbers.get(stage);
    if (known !== undefined && this.#held.has(known)) return { number: known };
    const forget: number[] = [];
    for (const [number, lasting] of this.#held) if (!lasting || this.#held.size - forget.length >= MAX_HELD) forget.push(number);
    for (const number of forget) this.#held.delete(number);
    const number = this.#next++;
    this.#numbers.set(stage, number);
    this.#held.set(number, readsNoFile(stage));
    return { number, stage, ...(forget.length > 0 && { forget }) };
  }
  /** It could not be sent. */
  forget(stage: Stage): void {
    this.#numbers.delete(stage);
  }
}
const readsNoFile = (stage: Stage): boolean =>
  leavesOf(stage.root).every((leaf) => leaf.kind !== 'Scan' || leaf.source.format === 'memory');
