// One running action: its signal, its clock, what it opened. Ends once, also when the caller leaves early.
import type { Plan } from '../plan/logical.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import type { EvaluationContext } from '../functions/define.ts';
import { checkActionOptions } from '../dataframe/action-options.ts';
import type { Progress, QueryProfile, ResultForm, RunOptions } from '../dataframe/host.ts';
import type { QueryMetrics } from '../runtime/progress.ts';
import type { KeptPlans } from './plan-cache.ts';
import { followSignal, untilAborted } from './cancel.ts';

/** A reason of its own: the default one, a DOMException with its stack, takes 50 us to make. */
const ENDED = 'The action has ended.';

export class QueryRun {
  readonly evaluation: EvaluationContext;
  /** Sources by request, so that a query opens each once. */
  readonly opened = new Map<string, Promise<ScanSource | undefined>>();
  /** Metrics to compute when the rows have passed. */
  readonly observed: { readonly observationId: number; readonly plan: Plan }[] = [];
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly onProfile: ((profile: QueryProfile) => void) | undefined;
  form: ResultForm = {};
  onMetrics: ((metrics: QueryMetrics) => void) | undefined;
  /** Plans of earlier runs, as they stood when this one began. */
  readonly kept: KeptPlans;
  /** Whether planning asked for what the next run may find changed: the time, a file, rows of a subquery. */
  isVolatile = false;
  readonly #controller: AbortController;
  readonly #release: () => void;
  readonly #running: Set<QueryRun>;

  constructor(options: RunOptions, timeZone: string, kept: KeptPlans, running: Set<QueryRun>, nowMs: number) {
    checkActionOptions(options);
    // Fixed during one query.
    const nowUs = BigInt(nowMs) * 1000n;
    const askedTheTime = (): void => void (this.isVolatile = true);
    this.evaluation = {
      timeZone,
      ansi: true,
      get nowUs() {
        askedTheTime();
        return nowUs;
      },
    };
    this.kept = kept;
    const { controller, release } = followSignal(options.signal);
    this.#controller = controller;
    this.#release = release;
    this.onProgress = options.onProgress;
    this.onProfile = options.onProfile;
    this.#running = running;
    running.add(this);
  }
  get signal(): AbortSignal {
    return this.#controller.signal;
  }
  /** The promise, or CANCELLED at once when the action is cancelled. */
  wait<T>(promise: Promise<T>): Promise<T> {
    return untilAborted(promise, this.signal);
  }
  cancel(): void {
    this.#controller.abort();
  }
  end(): void {
    this.#release();
    this.#running.delete(this);
    this.#controller.abort(ENDED);
  }
}
