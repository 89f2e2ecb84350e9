// A source that cannot be opened: where the statement names it, and which name it may have meant.
import type { SourceRequest } from '../analyze/catalog.ts';
import type { Platform } from '../platform/platform.ts';
import { CaudalError } from '../types/error.ts';
import { nearest } from '../types/suggest.ts';

/** The error with the place of the name, and for a file that is not there with the nearest name that is. */
export async function placed(
  error: unknown,
  request: SourceRequest,
  named: ReadonlyMap<string, unknown>,
  platform: Platform,
): Promise<unknown> {
  if (!(error instanceof CaudalError) || error.position || request.kind === 'read' || !request.position) return error;
  const { code, params, hint: given, cause } = error;
  const text = error.message.slice(`[${code}] `.length, given ? -` ${given}`.length : undefined);
  const hint = given ?? (code === 'PATH_NOT_FOUND' ? await meant(request, named, platform) : undefined);
  return new CaudalError(code, text, { params, position: request.position, hint, cause });
}

async function meant(
  request: Exclude<SourceRequest, { kind: 'read' }>,
  named: ReadonlyMap<string, unknown>,
  platform: Platform,
): Promise<string | undefined> {
  const name = request.kind === 'file' ? request.name : request.args[0];
  if (typeof name !== 'string' || /[*?[{]/.test(name)) return undefined;
  const [near] = nearest(name, [...named.keys(), ...(await beside(name, platform))], 1);
  return near === undefined ? undefined : `Did you mean '${near}'?`;
}
/** Files of the folder that the name says. A page cannot list its server's. */
async function beside(name: string, platform: Platform): Promise<readonly string[]> {
  if (platform.name !== 'node' || /^[a-z][a-z0-9+.-]+:/i.test(name)) return [];
  const folder = name.slice(0, name.lastIndexOf('/') + 1);
  const files = await platform.list(`${folder}*`).catch(() => []);
  return files.map(({ label }) => label);
}
