// Work that several actions may wait for (filling a cache). It runs once, reports to all who wait, and is cancelled when the last of them is.
import type { Progress, QueryProfile } from '../dataframe/host.ts';
import type { QueryRun } from './query-run.ts';

export interface BuildOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly onProfile: (profile: QueryProfile) => void;
}
export class SharedBuild<T> {
  readonly #controller = new AbortController();
  readonly #waiting = new Set<QueryRun>();
  readonly #result: Promise<T>;
  #settled = false;

  constructor(start: (options: BuildOptions) => Promise<T>) {
    const onProgress = (progress: Progress): void => {
      for (const run of this.#waiting) run.onProgress?.(progress);
    };
    const onProfile = (profile: QueryProfile): void => {
      for (const run of this.#waiting) run.onProfile?.(profile);
    };
    this.#result = start({ signal: this.#controller.signal, onProgress, onProfile }).finally(() => {
      this.#settled = true;
    });
    // Everybody who waits hears of a failure; nobody may be left when it comes.
    this.#result.catch(() => undefined);
  }
  /** The result, or CANCELLED when `run` is; the work goes on as long as somebody waits. */
  async join(run: QueryRun): Promise<T> {
    this.#waiting.add(run);
    try {
      return await run.wait(this.#result);
    } finally {
      this.#waiting.delete(run);
      if (this.#waiting.size === 0 && !this.#settled) this.#controller.abort();
    }
  }
  /** Whether it was given up: a later action starts anew. */
  get isAbandoned(): boolean {
    return this.#controller.signal.aborted;
  }
}
