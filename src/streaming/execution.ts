// A running stream: the loop that cuts epochs, runs them and reports. One epoch at a time, in order: cut the sources -> write the plan of
// the epoch -> run it (epoch-runner.ts) -> progress -> listeners. The loop sleeps until a source, the clock or a caller wakes it.
import type { StreamingQueryProgress } from '../dataframe/streaming-query.ts';
import type { EvaluationContext } from '../functions/define.ts';
import type { PhysicalPlan } from '../physical/physical.ts';
import { keyedFunction } from '../plan/keyed-function.ts';
import { observedTag } from '../plan/stream.ts';
import { CaudalError } from '../types/error.ts';
import { alarm } from './clock.ts';
import type { Clock } from './clock.ts';
import { streamInputs } from './epoch.ts';
import type { EpochSettings } from './epoch.ts';
import { EpochRunner } from './epoch-runner.ts';
import type { EpochResult, OpenSource, RestartLimits } from './epoch-runner.ts';
import type { EpochPlan, Journal } from './journal.ts';
import { eventTimeOf, isoTime, progressOf, ratesOf } from './progress.ts';
import type { StreamSink } from './sink.ts';
import type { Cut, FileAccess, Offset, SourceDefinition } from './source.ts';
import { progressNameOf } from './stateful-operators.ts';
import { SideOutputs } from './side-outputs.ts';
import { Stopwatch } from './stopwatch.ts';
import type { Trigger } from './trigger.ts';
import { nextTick } from './trigger.ts';
import { statefulNodes, statefulNodesFromRoot, Watermarks } from './watermarks.ts';
import type { WatermarkPolicy } from './watermarks.ts';

export interface PlannedEpoch {
  readonly plan: PhysicalPlan;
  readonly evaluation: EvaluationContext;
}
/** All a query is made of, once its plan is known. */
export interface ExecutionParts {
  readonly id: string;
  readonly runId: string;
  readonly name: string | null;
  readonly settings: Omit<EpochSettings, 'run' | 'signal'>;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly files: FileAccess;
  readonly trigger: Trigger;
  readonly sources: readonly SourceDefinition[];
  readonly sink: StreamSink;
  /** Opens the query's journal once its plan is known. */
  journal(plan: PhysicalPlan): Promise<Journal>;
  readonly restarts: RestartLimits;
  readonly maxRowsPerEpoch: number | undefined;
  readonly emptyEpochs: boolean;
  readonly watermarkPolicy: WatermarkPolicy;
  /** The plan of an epoch that begins at that time; the same object while time does not matter. */
  plan(nowMs: number): Promise<PlannedEpoch>;
  readonly observations: readonly Observed[];
  onProgress(progress: StreamingQueryProgress): void;
  onIdle(timestampMs: number): void;
}
/** `df.observe(name, …)` of the query. */
export interface Observed {
  readonly name: string;
  /** Over the rows of one epoch. */
  metrics(frames: readonly ArrayBuffer[]): Promise<Readonly<Record<string, unknown>>>;
}
interface Source extends OpenSource {
  /** Rows up to here are in the sink. */
  at: Offset;
}
type Step = 'ran' | 'idle' | 'finished';
interface Waiter {
  resolve(): void;
  reject(error: unknown): void;
}
const IDLE_REPORT_MS = 10_000;

export class StreamExecution {
  readonly #parts: ExecutionParts;
  readonly #abort = new AbortController();
  readonly #sources: Source[] = [];
  #watermarks!: Watermarks;
  #journal!: Journal;
  #runner!: EpochRunner;
  /** Planned by an earlier start and not committed. */
  #pending: EpochPlan | undefined;
  #planned: PlannedEpoch | undefined;
  #epoch = 0;
  #isFinal = false;
  #targets: readonly Offset[] | undefined;
  #lastTriggerMs: number | undefined;
  #nextTickMs = -Infinity;
  #idleReportedMs = -Infinity;
  #operatorWakeMs: number | undefined;
  #wake: () => void = () => undefined;
  #woken = false;
  #waiters: Waiter[] = [];
  readonly sideOutputs = new SideOutputs();
  message = 'Initializing sources';
  isDataAvailable = false;
  isTriggerActive = false;

  constructor(parts: ExecutionParts) {
    this.#parts = parts;
  }
  get plan(): PhysicalPlan {
    return this.#planned!.plan;
  }
  /** Plans, opens journal, sources and sink: what fails here makes `start()` reject. */
  async open(): Promise<void> {
    const { clock, sink, watermarkPolicy } = this.#parts;
    const now = clock.now();
    this.#planned = await this.#parts.plan(now);
    this.#watermarks = new Watermarks(this.plan, watermarkPolicy, this.#parts.settings.semantics, undefined, now);
    for (const node of statefulNodes(this.plan))
      if (node.kind === 'PaneAggregate' && node.lateTag !== null)
        this.sideOutputs.declare(
          node.lateTag,
          node.lateColumns.map(({ name, type, nullable }) => ({ name, type, nullable })),
        );
      else if (node.kind === 'KeyedMap')
        for (const [tag, schema] of Object.entries(keyedFunction(node.functionId).sideOutputs))
          this.sideOutputs.declare(tag, schema);
    this.#journal = await this.#parts.journal(this.plan);
    try {
      await sink.open?.(
        this.plan.output.map(({ name, type, nullable }) => ({ name, type, nullable })),
        { id: this.#parts.id },
      );
      await this.#openSources();
      const { runId, settings, restarts } = this.#parts;
      const plan = (nowMs: number): Promise<PlannedEpoch> => this.#parts.plan(nowMs);
      const [sources, journal, watermarks, { signal }] = [this.#sources, this.#journal, this.#watermarks, this.#abort];
      const { sideOutputs } = this;
      this.#runner = new EpochRunner({
        runId,
        settings,
        signal,
        clock,
        sink,
        journal,
        watermarks,
        sources,
        sideOutputs,
        restarts,
        plan,
      });
    } catch (error) {
      for (const { reader } of this.#sources) await reader.close();
      await this.#journal.close();
      throw error;
    }
  }
  /** Where the last checkpoint left off, or where its rows cannot be had again, where the last commit did. */
  async #openSources(): Promise<void> {
    const { clock, sources, timeZone, files } = this.#parts;
    const { at, since, committed, last } = this.#journal.standing;
    const behind = since.filter((plan) => plan.epoch <= committed).at(-1);
    for (const [i, definition] of sources.entries()) {
      const start = at?.[i] ?? null;
      const details = this.#journal.details(i);
      const stands = behind ? behind.ends[i]! : start;
      const context = { clock, timeZone, files, start, committed: stands, details, wake: () => this.wake() };
      this.#sources.push({ definition, reader: await definition.open(context), at: stands });
    }
    const pending = since.find((plan) => plan.epoch > committed);
    this.#epoch = committed + 1;
    this.#pending = pending;
    if (last) this.#watermarks.load(last.watermarks);
    this.#operatorWakeMs = last?.wakeAtMs;
  }
  /** Until the end of input, `stop` or a failure, which it throws. */
  async run(): Promise<void> {
    let failure: Error | null = null;
    try {
      await this.#runner.recover();
      if (this.#pending && this.#runner.holds(this.#pending)) await this.#rerun(this.#pending);
      if (this.#parts.trigger.kind === 'availableNow') this.#targets = await this.#latest();
      await this.#loop();
    } catch (error) {
      if (!this.#abort.signal.aborted) failure = asError(error);
    }
    // Whatever closing does, nobody is left waiting.
    await this.#close(failure).catch((error: unknown) => (failure ??= asError(error)));
    for (const { resolve, reject } of this.#waiters.splice(0)) {
      if (failure === null) resolve();
      else reject(failure);
    }
    if (failure !== null) throw failure;
  }
  stop(): void {
    this.#abort.abort();
    this.wake();
  }
  wake(): void {
    this.#woken = true;
    this.#wake();
  }
  /** Resolves when a look that begins after this call finds nothing to do. */
  settled(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.wake();
    });
  }

  async #loop(): Promise<void> {
    const { trigger } = this.#parts;
    for (;;) {
      if (trigger.kind === 'processingTime') await this.#untilTick(trigger.intervalMs);
      if (this.#abort.signal.aborted) return;
      const waiters = this.#waiters.splice(0);
      this.#woken = false;
      let step: Step;
      try {
        step = await this.#step();
      } finally {
        this.#waiters.unshift(...waiters);
      }
      if (step === 'finished') return;
      if (step === 'ran') {
        // As in Spark, the epochs that only a watermark causes are left out.
        if (trigger.kind === 'once' && !this.#allEnded()) return;
        continue;
      }
      if (trigger.kind === 'availableNow' || trigger.kind === 'once') return;
      for (const waiter of this.#waiters.splice(0, waiters.length)) waiter.resolve();
      this.#reportIdle();
      if (trigger.kind !== 'processingTime') await this.#untilWoken(this.#nextEventMs());
    }
  }
  /** At most one epoch. */
  async #step(): Promise<Step> {
    const { clock, maxRowsPerEpoch, emptyEpochs, trigger } = this.#parts;
    const watch = new Stopwatch(clock.now());
    const cuts = await watch.timed('latestOffset', () =>
      Promise.all(
        this.#sources.map(async ({ reader, at }, i) =>
          reader.cut(at, {
            ...(maxRowsPerEpoch !== undefined && trigger.kind !== 'once' && { maxRows: maxRowsPerEpoch }),
            ...(this.#targets && { upTo: this.#targets[i] }),
          }),
        ),
      ),
    );
    this.isDataAvailable = cuts.some((cut) => cut.brings === 'rows');
    // Inputs may have become idle.
    this.#watermarks.advance(clock.now());
    if (this.isDataAvailable) {
      await this.#runEpoch(cuts, watch, false);
      return 'ran';
    }
    this.#declare(cuts);
    this.#watermarks.advance(clock.now());
    if (this.#allEnded()) {
      if (!this.#isFinal && this.#isTimed()) await this.#runEpoch(cuts, watch, true);
      return 'finished';
    }
    const isDue = this.#operatorWakeMs !== undefined && this.#operatorWakeMs <= clock.now();
    if (emptyEpochs && trigger.kind !== 'once' && (isDue || this.#watermarks.hasMoved(this.#parts.settings.outputMode))) {
      await this.#runEpoch(cuts, watch, false);
      return 'ran';
    }
    return cuts.some((cut) => cut.brings === 'watermark') ? this.#step() : 'idle';
  }
  async #runEpoch(cuts: readonly Cut[], watch: Stopwatch, isFinal: boolean): Promise<void> {
    const epoch: EpochPlan = {
      epoch: this.#epoch,
      timestampMs: this.#parts.clock.now(),
      isFinal,
      starts: this.#sources.map(({ at }) => at),
      ends: this.#endsOf(cuts),
      details: cuts.map(({ detail }) => detail ?? null),
      watermarks: this.#watermarks.save(),
    };
    await watch.timed('walCommit', () => this.#journal.planned(epoch));
    await this.#runPlanned(epoch, watch);
  }
  /** The epoch that an earlier start has planned, as it planned it. */
  async #rerun(epoch: EpochPlan): Promise<void> {
    await this.#runPlanned(epoch, new Stopwatch(this.#parts.clock.now()));
  }
  async #runPlanned(epoch: EpochPlan, watch: Stopwatch): Promise<void> {
    this.isTriggerActive = true;
    this.message = 'Processing new data';
    this.#isFinal = epoch.isFinal;
    const result = await this.#runner.run(epoch, watch);
    this.#planned = { ...this.#planned!, plan: result.plan };
    this.#sources.forEach((source, i) => (source.at = epoch.ends[i]!));
    this.#operatorWakeMs = result.states.wakeAtMs;
    this.#epoch = epoch.epoch + 1;
    this.isTriggerActive = false;
    this.message = 'Waiting for next trigger';
    const observed = await this.#observed(result);
    this.#report({ watch, epoch, result, latest: await this.#latest(), observed });
  }
  async #observed({ sideRows }: EpochResult): Promise<StreamingQueryProgress['observedMetrics']> {
    const { observations } = this.#parts;
    const metrics: Record<string, Readonly<Record<string, unknown>>> = {};
    for (const { name, metrics: of } of observations)
      metrics[name] = await of(sideRows.filter(({ tag }) => tag === observedTag(name)).map(({ frame }) => frame));
    return observations.length > 0 ? metrics : undefined;
  }
  #latest(): Promise<readonly Offset[]> {
    return Promise.all(this.#sources.map(async ({ reader }) => reader.latest()));
  }
  /** A source that brings nothing stays where it is. */
  #endsOf(cuts: readonly Cut[]): readonly Offset[] {
    return cuts.map(({ end, brings }, i) => (brings === 'nothing' ? this.#sources[i]!.at : end));
  }
  /** Sources stand at the ends of the cuts from now on; what they say of their watermarks holds. */
  #declare(cuts: readonly Cut[]): void {
    const ends = this.#endsOf(cuts);
    this.#runner.declare({ ends });
    this.#sources.forEach((source, i) => (source.at = ends[i]!));
  }
  #report(run: {
    readonly watch: Stopwatch;
    readonly epoch: EpochPlan;
    readonly result: EpochResult;
    readonly latest: readonly Offset[];
    readonly observed: StreamingQueryProgress['observedMetrics'];
  }): void {
    const { id, runId, name, sink, clock } = this.#parts;
    const { watch, epoch } = run;
    const { output, states } = run.result;
    const watermarkMs = this.#watermarks.ms === undefined ? undefined : epoch.watermarks.globalMs;
    const durations = watch.finish();
    const since = this.#lastTriggerMs === undefined ? undefined : watch.startedAt - this.#lastTriggerMs;
    this.#lastTriggerMs = watch.startedAt;
    this.#idleReportedMs = clock.now();
    const leaves = streamInputs(this.plan);
    const rowsOf = (streamId: number): number => {
      const leaf = leaves.find((node) => node.streamId === streamId);
      return leaf ? (output.leafRows.get(leaf.id) ?? 0) : 0;
    };
    const counts = this.#sources.map(({ definition }) => rowsOf(definition.streamId));
    const numInputRows = counts.reduce((a, b) => a + b, 0);
    const total = durations['triggerExecution']!;
    this.#parts.onProgress(
      progressOf({
        id,
        runId,
        name,
        timestamp: isoTime(watch.startedAt),
        batchId: output.id,
        batchDuration: total,
        numInputRows,
        ...ratesOf(numInputRows, since, total),
        durationMs: durations,
        eventTime: eventTimeOf(watermarkMs ?? undefined, this.#watermarks.epochStats),
        stateOperators: statefulNodesFromRoot(this.plan).map((node) => states.of(node.stateId, progressNameOf(node))),
        sources: this.#sources.map(({ reader, at }, i) => ({
          description: reader.description,
          startOffset: epoch.starts[i],
          endOffset: at,
          latestOffset: run.latest[i],
          numInputRows: counts[i]!,
          ...ratesOf(counts[i]!, since, total),
        })),
        sink: { description: sink.description, numOutputRows: output.rows },
        ...(run.observed && { observedMetrics: run.observed }),
      }),
    );
  }

  // ---------------------------------------------------------------- waiting
  #allEnded(): boolean {
    return this.#sources.every(({ reader, at }) => reader.isEnded(at));
  }
  #isTimed(): boolean {
    return statefulNodes(this.plan).some((node) => node.isTimed);
  }
  /** When something happens though no source calls. */
  #nextEventMs(): number | undefined {
    const now = this.#parts.clock.now();
    const times = [
      this.#operatorWakeMs,
      this.#watermarks.nextIdleAtMs(now),
      ...this.#sources.map(({ reader, at }) => reader.nextAtMs?.(at)),
    ].filter((time) => time !== undefined);
    return times.length > 0 ? Math.min(...times) : undefined;
  }
  /** Nobody waits for a tick that only a step of the clock by hand can bring. When all sources have ended nothing is waited for. */
  async #untilTick(intervalMs: number): Promise<void> {
    const { clock } = this.#parts;
    for (;;) {
      const latest = await this.#latest();
      if (this.#sources.every(({ reader }, i) => reader.isEnded(latest[i]!))) break;
      // From here to the wait nothing else runs: no step of the clock is missed.
      if (clock.now() >= this.#nextTickMs || this.#abort.signal.aborted) break;
      if (clock.subscribe) for (const waiter of this.#waiters.splice(0)) waiter.resolve();
      await this.#untilWoken(this.#nextTickMs);
    }
    this.#nextTickMs = nextTick(clock.now(), intervalMs);
  }
  async #untilWoken(atMs: number | undefined): Promise<void> {
    if (this.#woken) {
      this.#woken = false;
      return;
    }
    this.message = 'Waiting for data to arrive';
    let silence = (): void => undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (atMs !== undefined) silence = alarm(this.#parts.clock, atMs, resolve);
    });
    this.#wake = () => undefined;
    this.#woken = false;
    silence();
  }
  #reportIdle(): void {
    const now = this.#parts.clock.now();
    if (now - this.#idleReportedMs < IDLE_REPORT_MS) return;
    this.#idleReportedMs = now;
    this.#parts.onIdle(now);
  }
  async #close(failure: Error | null): Promise<void> {
    const { sink, settings } = this.#parts;
    this.isTriggerActive = false;
    this.isDataAvailable = false;
    this.message = failure === null ? 'Stopped' : `Terminated with exception: ${failure.message}`;
    for (const { reader } of this.#sources) await reader.close();
    await sink.close?.(failure);
    if (!settings.runtime.isClosed) await this.#runner.close();
    await this.#journal.close();
  }
}
const asError = (error: unknown): Error => (error instanceof Error ? error : new CaudalError('INTERNAL_ERROR', String(error)));
