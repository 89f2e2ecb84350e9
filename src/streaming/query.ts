// A started stream as its user holds it.
import type { DataFrame } from '../dataframe/dataframe.ts';
import { explainMode } from '../dataframe/arguments.ts';
import type { ExplainMode } from '../dataframe/host.ts';
import type { StreamingQuery, StreamingQueryProgress, StreamingQueryStatus } from '../dataframe/streaming-query.ts';
import { CaudalError } from '../types/error.ts';
import type { SideOutput } from './side-outputs.ts';
import type { StreamExecution } from './execution.ts';

export interface QueryIdentity {
  readonly id: string;
  readonly runId: string;
  readonly name: string | null;
}
const KEPT_PROGRESS = 100;

export class RunningQuery implements StreamingQuery {
  readonly id: string;
  readonly runId: string;
  readonly name: string | null;
  readonly #execution: StreamExecution;
  readonly #explain: (mode: ExplainMode) => Promise<string>;
  readonly #frameOf: (output: SideOutput) => DataFrame;
  readonly #ended: Promise<void>;
  #isActive = true;
  #exception: Error | null = null;
  #progress: readonly StreamingQueryProgress[] = [];

  constructor(
    identity: QueryIdentity,
    execution: StreamExecution,
    explain: (mode: ExplainMode) => Promise<string>,
    frameOf: (output: SideOutput) => DataFrame,
  ) {
    this.id = identity.id;
    this.runId = identity.runId;
    this.name = identity.name;
    this.#execution = execution;
    this.#explain = explain;
    this.#frameOf = frameOf;
    this.#ended = execution.run().then(
      () => void (this.#isActive = false),
      (error: unknown) => {
        this.#isActive = false;
        this.#exception = error instanceof Error ? error : new CaudalError('INTERNAL_ERROR', String(error));
      },
    );
  }
  /** Resolves when the query has ended, however. */
  get ended(): Promise<void> {
    return this.#ended;
  }
  get isActive(): boolean {
    return this.#isActive;
  }
  get exception(): Error | null {
    return this.#exception;
  }
  get status(): StreamingQueryStatus {
    const { message, isDataAvailable, isTriggerActive } = this.#execution;
    return { message, isDataAvailable, isTriggerActive };
  }
  get lastProgress(): StreamingQueryProgress | null {
    return this.#progress.at(-1) ?? null;
  }
  get recentProgress(): readonly StreamingQueryProgress[] {
    return this.#progress;
  }
  /** A report of the execution. */
  note(progress: StreamingQueryProgress): void {
    this.#progress = [...this.#progress.slice(1 - KEPT_PROGRESS), progress];
  }

  async processAllAvailable(): Promise<void> {
    if (this.#isActive) await this.#execution.settled();
    this.#throwFailure();
  }
  awaitTermination(): Promise<void>;
  awaitTermination(timeoutMs: number): Promise<boolean>;
  async awaitTermination(timeoutMs?: number): Promise<boolean | void> {
    if (timeoutMs === undefined) {
      await this.#ended;
      this.#throwFailure();
      return;
    }
    const hasEnded = await within(this.#ended, timeoutMs);
    this.#throwFailure();
    return hasEnded;
  }
  async stop(): Promise<void> {
    this.#execution.stop();
    await this.#ended;
  }
  async explain(mode: ExplainMode | boolean = 'simple'): Promise<string> {
    return this.#explain(explainMode(mode));
  }
  sideOutput(tag: string): DataFrame {
    const output = this.#execution.sideOutputs.get(tag);
    if (output) return this.#frameOf(output);
    throw new CaudalError('SIDE_OUTPUT_NOT_FOUND', `The query has no side output \`${tag}\`.`, { params: { tag } });
  }
  #throwFailure(): void {
    if (this.#exception) throw this.#exception;
  }
}

/** Whether the promise resolves within that time, real time. */
export async function within(promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  const ended = await Promise.race([promise.then(() => true), timeout]);
  clearTimeout(timer);
  return ended;
}
