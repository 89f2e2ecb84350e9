// cleanSource: what becomes of a stream's files once the epoch that read them is committed: Spark's options. A file that is gone already
// is nobody's loss; one that a crash left between the commit and its cleaning stays.
import { sinkLogFolder } from '../../connectors/sink-log.ts';
import { splitGlob } from '../../platform/glob.ts';
import type { Platform } from '../../platform/platform.ts';
import { CaudalError } from '../../types/error.ts';
import type { SourceOptions } from './factory.ts';

export type CleanUp =
  | { readonly kind: 'off' }
  | { readonly kind: 'delete' }
  /** Moved below `folder`, under the whole path it had. */
  | { readonly kind: 'archive'; readonly folder: string };

/** Keys are lower case. */
export function cleanUpOf(options: SourceOptions): CleanUp {
  const kind = String(options['cleansource'] ?? 'off').toLowerCase();
  if (kind === 'off' || kind === 'delete') return { kind };
  if (kind !== 'archive') throw invalid('cleanSource', kind, "It is 'off', 'delete' or 'archive'.");
  const folder = options['sourcearchivedir'];
  if (typeof folder === 'string' && folder !== '') return { kind, folder: folder.replace(/(?<=.)\/+$/, '') };
  throw invalid('sourceArchiveDir', String(folder ?? ''), "cleanSource 'archive' needs the path of a folder.");
}

/** Refuses an archive that would be read as the source, and to take files from a folder that has a list of them. */
export async function checkCleanUp(cleanUp: CleanUp, source: string, platform: Platform): Promise<void> {
  if (cleanUp.kind === 'off') return;
  if (await platform.exists(sinkLogFolder(source)))
    throw invalid('cleanSource', cleanUp.kind, `${source} was written by a stream: its list of files would name what is gone.`);
  if (cleanUp.kind === 'delete') return;
  const base = /[*?[{]/.test(source) ? splitGlob(source).base : source;
  if (`${platform.uriOf(cleanUp.folder)}/`.startsWith(`${platform.uriOf(base).replace(/\/+$/, '')}/`))
    throw invalid('sourceArchiveDir', cleanUp.folder, `It must not stand below ${base}, where the stream reads.`);
}

export async function cleanUpFile(cleanUp: CleanUp, path: string, platform: Platform): Promise<void> {
  if (cleanUp.kind === 'off' || !(await platform.exists(path))) return;
  if (cleanUp.kind === 'delete') return platform.remove(path);
  const whole = platform.uriOf(path).replace(/^[a-z]+:\/*/, '/');
  await platform.rename(path, cleanUp.folder + (path.startsWith('opfs:') ? whole : decodeURIComponent(whole)));
}

const invalid = (option: string, value: string, hint: string): CaudalError =>
  new CaudalError('INVALID_OPTION', `The option ${option} cannot be '${value}'.`, { params: { option, value }, hint });
