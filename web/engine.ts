// engine.ts: the page's one session. BIGINT stays exact in the grid; names of files are relative to the page.
import { CaudalError, Session } from '../src/index.ts';
import type { QueryError } from './state.ts';

let opening: Promise<Session> | undefined;
export const session = (): Promise<Session> => (opening ??= Session.create({ integers: 'bigint', baseUrl: document.baseURI }));

/** Starts the workers while the visitor reads the page: the first question then does not wait for them. */
export async function warmUp(): Promise<void> {
  await (await session()).range(500_000).filter('id % 7 = 3').count();
}

/** A file's name as SQL text. */
export const quoted = (name: string): string => `'${name.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;

export function asError(e: unknown, text: string): QueryError {
  if (!(e instanceof CaudalError)) return { code: 'ERROR', message: e instanceof Error ? e.message : String(e), text };
  // The message says code and hint too; the page shows each in its place.
  let message = e.message.replace(`[${e.code}] `, '');
  if (e.hint && message.endsWith(e.hint)) message = message.slice(0, -e.hint.length).trimEnd();
  return { code: e.code, message, text, ...(e.hint && { hint: e.hint }), ...(e.position && { position: e.position }) };
}
