// websocket, eventsource: rows that a server pushes. Options: url; websocket: protocols, separated by commas. Each start of a query
// connects anew. A server that closes normally ends the stream; a connection that is lost fails the query, whose checkpoint stays.
import { CaudalError } from '../../types/error.ts';
import type { SourceFactory, SourceOptions } from './factory.ts';
import { iterableSource } from './iterable.ts';
import { Messages } from './messages.ts';

export const websocket = pushed('websocket', ['ws:', 'wss:', 'http:', 'https:'], (url, options) => {
  const host = hostClass('WebSocket');
  const protocols = String(options['protocols'] ?? '')
    .split(',')
    .map((name) => name.trim());
  const socket = new host(
    url,
    protocols.filter((name) => name !== ''),
  ) as WebSocket;
  const messages = new Messages(() => socket.close());
  socket.addEventListener('message', (event) => messages.push(event.data));
  // What a page's policy forbids ends with this alone; else the closing that follows knows more.
  socket.addEventListener('error', () => setTimeout(() => messages.fail(lost(url, 'it could not be made'))));
  socket.addEventListener('close', ({ code, reason }) => {
    if (code === NORMAL || code === NO_STATUS) messages.end();
    else messages.fail(lost(url, `code ${code}${reason === '' ? '' : `, ${reason}`}`));
  });
  return messages;
});
/** Close codes: the server said that it was done, or closed without a word. */
const NORMAL = 1000;
const NO_STATUS = 1005;

/** The browser connects again by itself; only when it gives up the query fails. */
export const eventsource = pushed('eventsource', ['http:', 'https:'], (url) => {
  const host = hostClass('EventSource');
  const source = new host(url) as EventSource;
  const messages = new Messages(() => source.close());
  source.addEventListener('message', (event) => messages.push(event.data));
  source.addEventListener('error', () => {
    if (source.readyState === source.CLOSED) messages.fail(lost(url, 'the server refused it'));
  });
  return messages;
});

function pushed(
  name: string,
  protocols: readonly string[],
  connect: (url: string, options: SourceOptions) => Messages,
): SourceFactory {
  return {
    name,
    open(options, { path, schema }) {
      const url = urlOf(name, options['url'] ?? path, protocols);
      return (context) => iterableSource(connect(url, options), schema)(context);
    },
  };
}
function urlOf(name: string, given: unknown, protocols: readonly string[]): string {
  const text = String(given ?? '');
  if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
  throw new CaudalError('INVALID_OPTION', `A stream of format ${name} takes a URL, not '${text}'.`, {
    params: { option: 'url', value: text },
    hint: `Write .option('url', '${protocols[0]}//…').`,
  });
}
function hostClass(name: 'WebSocket' | 'EventSource'): new (url: string, protocols?: readonly string[]) => unknown {
  const found = (globalThis as Record<string, unknown>)[name];
  if (typeof found === 'function') return found as ReturnType<typeof hostClass>;
  throw new CaudalError('UNSUPPORTED_FEATURE', `This host has no ${name}.`, {
    params: { feature: name },
    hint: 'Pages have both, Node has WebSocket from 22 on; elsewhere give an AsyncIterable to load().',
  });
}
const lost = (url: string, why: string): CaudalError =>
  new CaudalError('SOURCE_FAILED', `The connection to ${url} is lost: ${why}.`, { params: { url } });
