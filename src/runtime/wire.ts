// The wire between two threads, and comlink's idea of it. Several may listen.
import type { Endpoint } from 'comlink';

export interface Wire {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
}
/** comlink sees only messages that `accepts` lets through. */
export function endpointOf(wire: Wire, accepts: (message: unknown) => boolean): Endpoint {
  const listeners = new Set<(event: MessageEvent) => void>();
  wire.onMessage((data) => {
    if (accepts(data)) for (const listener of listeners) listener({ data, origin: '' } as MessageEvent);
  });
  return {
    postMessage: (message, transfer) => wire.postMessage(message, (transfer ?? []) as ArrayBuffer[]),
    addEventListener: (_type, listener) => void listeners.add(listener as (event: MessageEvent) => void),
    removeEventListener: (_type, listener) => void listeners.delete(listener as (event: MessageEvent) => void),
  };
}
