// session.streams: the running queries of a session, and listeners to all of them.
import type { StreamingQuery, StreamingQueryProgress } from '../dataframe/streaming-query.ts';
import { CaudalError } from '../types/error.ts';
import { isoTime } from './progress.ts';
import { within } from './query.ts';
import type { RunningQuery } from './query.ts';

export interface StreamingQueryListener {
  onQueryStarted?(event: { id: string; runId: string; name: string | null; timestamp: string }): void;
  onQueryProgress?(event: { progress: StreamingQueryProgress }): void;
  onQueryIdle?(event: { id: string; runId: string; timestamp: string }): void;
  onQueryTerminated?(event: { id: string; runId: string; exception: string | null; errorClassOnException: string | null }): void;
}

export class StreamingManager {
  readonly #active = new Map<string, RunningQuery>();
  readonly #listeners = new Set<StreamingQueryListener>();
  /** The first that ended since the start or the last reset. */
  #terminated: StreamingQuery | undefined;
  #onTerminated = new Set<() => void>();

  get active(): readonly StreamingQuery[] {
    return [...this.#active.values()];
  }
  /** By `id`; null when no such query is active. */
  get(id: string): StreamingQuery | null {
    return this.#active.get(id) ?? null;
  }
  addListener(listener: StreamingQueryListener): void {
    this.#listeners.add(listener);
  }
  removeListener(listener: StreamingQueryListener): void {
    this.#listeners.delete(listener);
  }
  awaitAnyTermination(): Promise<void>;
  awaitAnyTermination(timeoutMs: number): Promise<boolean>;
  async awaitAnyTermination(timeoutMs?: number): Promise<boolean | void> {
    const ended = this.#terminated
      ? Promise.resolve()
      : new Promise<void>((resolve) => {
          this.#onTerminated.add(resolve);
        });
    if (timeoutMs === undefined) await ended;
    else if (!(await within(ended, timeoutMs))) return false;
    const exception = this.#terminated?.exception;
    if (exception) throw exception;
    return timeoutMs === undefined ? undefined : true;
  }
  resetTerminated(): void {
    this.#terminated = undefined;
  }

  /** Throws if a query of that name is running. */
  checkName(name: string | null): void {
    if (name === null || ![...this.#active.values()].some((query) => query.name === name)) return;
    throw new CaudalError(
      'STREAMING_QUERY_ALREADY_ACTIVE',
      `Cannot start query with name ${name} as a query with that name is already active.`,
      { params: { name } },
    );
  }
  started(query: RunningQuery, timestampMs: number): void {
    const { id, runId, name } = query;
    this.#active.set(id, query);
    this.#tell((l) => l.onQueryStarted?.({ id, runId, name, timestamp: isoTime(timestampMs) }));
    void query.ended.then(() => this.#ended(query));
  }
  progress(progress: StreamingQueryProgress): void {
    this.#tell((l) => l.onQueryProgress?.({ progress }));
  }
  idle({ id, runId }: { readonly id: string; readonly runId: string }, timestampMs: number): void {
    this.#tell((l) => l.onQueryIdle?.({ id, runId, timestamp: isoTime(timestampMs) }));
  }
  async stopAll(): Promise<void> {
    await Promise.all([...this.#active.values()].map((query) => query.stop()));
  }

  #ended(query: RunningQuery): void {
    const { id, runId, exception } = query;
    this.#active.delete(id);
    this.#terminated ??= query;
    for (const resolve of this.#onTerminated) resolve();
    this.#onTerminated.clear();
    const errorClassOnException = exception instanceof CaudalError ? exception.code : null;
    this.#tell((l) => l.onQueryTerminated?.({ id, runId, exception: exception?.message ?? null, errorClassOnException }));
  }
  /** A listener that throws does not disturb the query. */
  #tell(event: (listener: StreamingQueryListener) => void): void {
    for (const listener of this.#listeners)
      try {
        event(listener);
      } catch (error) {
        console.warn('A StreamingQueryListener threw:', error);
      }
  }
}
