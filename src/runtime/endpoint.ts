// comlink's idea of a message channel over either end of a platform worker.
import type { Endpoint } from 'comlink';

interface Wire {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
}
export function endpointOf(wire: Wire): Endpoint {
  const listeners = new Set<(event: MessageEvent) => void>();
  wire.onMessage((data) => {
    for (const listener of listeners) listener({ data, origin: '' } as MessageEvent);
  });
  return {
    postMessage: (message, transfer) => wire.postMessage(message, (transfer ?? []) as ArrayBuffer[]),
    addEventListener: (_type, listener) => void listeners.add(listener as (event: MessageEvent) => void),
    removeEventListener: (_type, listener) => void listeners.delete(listener as (event: MessageEvent) => void),
  };
}
