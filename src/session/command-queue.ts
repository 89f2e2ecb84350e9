// Commands start when they are given and take effect in that order, each once. Whoever acts later waits for them; a failure that
// nobody awaited is thrown by the next action, or by close().

interface Started {
  readonly promise: Promise<unknown>;
  error?: unknown;
  failed: boolean;
  awaited: boolean;
}

export class CommandQueue {
  #tail: Promise<void> = Promise.resolve();
  #started: Started[] = [];

  /** `run` begins now, and waits for `previous` before what depends on earlier commands. Returns how to await the result. */
  start<T>(run: (previous: Promise<void>) => Promise<T>): () => Promise<T> {
    const previous = this.#tail;
    const promise = run(previous);
    const entry: Started = { promise, failed: false, awaited: false };
    this.#started.push(entry);
    this.#tail = Promise.allSettled([previous, promise]).then(() => undefined);
    promise.then(
      () => this.#forget(entry),
      (error: unknown) => {
        entry.failed = true;
        entry.error = error;
      },
    );
    return () => {
      entry.awaited = true;
      promise.then(undefined, () => this.#forget(entry));
      return promise;
    };
  }
  /** All commands have run; throws the first failure nobody has seen. */
  async settled(): Promise<void> {
    await this.#tail;
    const failure = this.#started.find((entry) => entry.failed && !entry.awaited);
    if (!failure) return;
    this.#forget(failure);
    throw failure.error;
  }
  #forget(entry: Started): void {
    this.#started = this.#started.filter((other) => other !== entry);
  }
}
