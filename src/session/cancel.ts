// Cancelling: a signal ends a wait at once, whatever the work behind it still does.
import type { AbortSignalLike } from '../dataframe/host.ts';
import { CaudalError } from '../types/error.ts';

export const cancelled = (cause?: unknown): CaudalError => new CaudalError('CANCELLED', 'The action was cancelled.', { cause });

/** A controller that follows the user's signal; `release` stops following. */
export function followSignal(signal: AbortSignalLike | undefined): { readonly controller: AbortController; release(): void } {
  const controller = new AbortController();
  if (!signal) return { controller, release: () => undefined };
  if (signal.aborted) {
    controller.abort(signal.reason);
    return { controller, release: () => undefined };
  }
  const onAbort = (): void => controller.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return { controller, release: () => signal.removeEventListener('abort', onAbort) };
}

/** The promise, or CANCELLED as soon as the signal says so. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    promise.catch(() => undefined);
    return Promise.reject(cancelled(signal.reason));
  }
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(cancelled(signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
