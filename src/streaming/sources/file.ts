// Files that come to a folder, as a stream: each is read once, whole, when it appears under its name; write elsewhere and move it in.
// Hive folders above a file are columns, where the schema names them.
// Offset: { logOffset } counts groups of files; which files a group has goes into the plan of its epoch, so a restart reads the same.
import type { Connector, ReadRequest } from '../../connectors/connector.ts';
import { committedFiles } from '../../connectors/sink-log.ts';
import type { ScanSource } from '../../plan/scan-source.ts';
import type { FoundFile, Platform } from '../../platform/platform.ts';
import type { Schema } from '../../types/data-type.ts';
import { formatType } from '../../types/format-type.ts';
import { CaudalError } from '../../types/error.ts';
import type { Cut, CutLimits, EpochRows, Offset, SourceContext, SourceReader } from '../source.ts';
import { checkCleanUp, cleanUpFile, cleanUpOf } from './clean-source.ts';
import type { CleanUp } from './clean-source.ts';
import type { SourceFactory } from './factory.ts';
import { fileLimits, SeenFiles } from './new-files.ts';
import type { FileLimits } from './new-files.ts';

type FileOffset = { readonly logOffset: number };
/** A group as the plan of its epoch keeps it. */
interface Group {
  readonly logOffset: number;
  readonly files: readonly FoundFile[];
  /** Of groups before it that are not kept any more: what was read. */
  readonly seen?: readonly (readonly [label: string, modifiedMs: number])[];
}
function addFiles(seen: SeenFiles, group: Group): void {
  for (const [label, modifiedMs] of group.seen ?? []) seen.add({ label, modifiedMs });
  for (const file of group.files) seen.add(file);
}
/** How often a folder is looked at while nothing else wakes the query. */
const LOOK_EVERY_MS = 500;
/** Options of the stream itself; the rest is the format's. */
const OWN = [
  'maxfilespertrigger',
  'maxbytespertrigger',
  'latestfirst',
  'filenameonly',
  'maxfileage',
  'cleansource',
  'sourcearchivedir',
  'path',
];

export const fileSource = (format: string): SourceFactory => ({
  name: format,
  open(options, { path, schema }) {
    const folder = folderOf(path, format);
    const limits = fileLimits(options);
    const cleanUp = cleanUpOf(options);
    const rest = Object.fromEntries(Object.entries(options).filter(([name]) => !OWN.includes(name))) as ReadRequest['options'];
    return async (context) => {
      const { platform } = context.files.context;
      if (!/[*?[{]/.test(folder) && !(await platform.exists(folder)))
        throw new CaudalError('PATH_NOT_FOUND', `There is no folder ${folder} to stream from.`, { params: { path: folder } });
      await checkCleanUp(cleanUp, folder, platform);
      const connector = context.files.find(format);
      return new FileReader({ folder, limits, cleanUp, connector, schema, options: rest, context });
    };
  },
});
function folderOf(path: unknown, format: string): string {
  if (typeof path === 'string' && path !== '') return path;
  if (path instanceof URL && path.protocol === 'file:') return decodeURIComponent(path.pathname);
  throw new CaudalError('INVALID_OPTION', `A stream of ${format} files takes the path of a folder.`, {
    params: { option: 'path', value: String(path) },
    hint: "Give a path, or 'opfs:/…' on a page.",
  });
}
interface Parts {
  readonly folder: string;
  readonly limits: FileLimits;
  readonly cleanUp: CleanUp;
  readonly connector: Connector;
  readonly schema: Schema;
  readonly options: ReadRequest['options'];
  readonly context: SourceContext;
}
class FileReader implements SourceReader {
  readonly description: string;
  readonly #parts: Parts;
  readonly #seen: SeenFiles;
  /** Planned and not committed, by offset. */
  readonly #groups = new Map<number, Group>();
  /** Labels of the files that were there when `latest` gave an offset. */
  readonly #snapshots = new WeakMap<object, ReadonlySet<string>>();
  #next = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.description = `FileStreamSource[${parts.folder}]`;
    this.#seen = new SeenFiles(parts.limits);
    for (const group of parts.context.details as readonly Group[]) this.#plan(group);
    this.#forget(parts.context.start);
  }
  get #platform(): Platform {
    return this.#parts.context.files.context.platform;
  }
  #plan(group: Group): void {
    addFiles(this.#seen, group);
    this.#groups.set(group.logOffset, group);
    this.#next = group.logOffset + 1;
  }

  async latest(): Promise<Offset> {
    const unread = await this.#unread();
    let groups = 0;
    for (let left = unread; left.length > 0; left = left.slice(this.#seen.take(left).length)) groups++;
    const offset = this.#offset(this.#next - 1 + groups);
    if (offset) this.#snapshots.set(offset, new Set(unread.map(({ label }) => label)));
    return offset;
  }
  async cut(start: Offset, { upTo }: CutLimits): Promise<Cut> {
    const at = numberOf(start);
    if (upTo !== undefined && at >= numberOf(upTo)) return { end: start, brings: 'nothing' };
    const snapshot = upTo ? this.#snapshots.get(upTo as FileOffset) : undefined;
    const unread = (await this.#unread()).filter(({ label }) => snapshot?.has(label) ?? true);
    const files = this.#seen.take(unread);
    if (files.length === 0) return { end: start, brings: 'nothing' };
    const group: Group = {
      logOffset: this.#next,
      files,
    };
    this.#plan(group);
    return { end: this.#offset(group.logOffset), brings: 'rows', detail: group };
  }
  async read(start: Offset, end: Offset, columns: readonly number[]): Promise<EpochRows> {
    const files: FoundFile[] = [];
    for (let at = numberOf(start) + 1; at <= numberOf(end); at++) files.push(...(this.#groups.get(at)?.files ?? []));
    if (files.length === 0) return { kind: 'rows', pieces: [] };
    const { connector, schema, options, context } = this.#parts;
    const request: ReadRequest = { paths: [], handles: [], found: files, options, schema };
    const source = await connector.resolve(request, context.files.context);
    return { kind: 'scan', source, columns: columns.map((c) => this.#ordinal(source, c)) };
  }
  /** The column by its name: a file may have others too, and in another order. */
  #ordinal(source: ScanSource, column: number): number {
    const { name, type } = this.#parts.schema[column]!;
    const ordinal = source.schema.findIndex((field) => field.name.toLowerCase() === name.toLowerCase());
    const found = source.schema[ordinal];
    if (found && formatType(found.type) === formatType(type)) return ordinal;
    throw new CaudalError(
      'DATATYPE_MISMATCH',
      `${source.label} has ${found ? `the column \`${name}\` as ${formatType(found.type)}, not ${formatType(type)}` : `no column \`${name}\``}.`,
      { params: { file: source.label, column: name } },
    );
  }
  nextAtMs(): number {
    return this.#parts.context.clock.now() + LOOK_EVERY_MS;
  }
  isEnded(): boolean {
    return false;
  }
  async commit(end: Offset): Promise<void> {
    const done = this.#forget(end);
    for (const { files } of done) for (const { label } of files) await cleanUpFile(this.#parts.cleanUp, label, this.#platform);
    this.#seen.forgetOld();
  }
  condense(details: readonly unknown[]): readonly unknown[] {
    const groups = details as readonly Group[];
    if (groups.length < 2) return groups;
    const seen = new SeenFiles(this.#parts.limits);
    for (const group of groups) addFiles(seen, group);
    seen.forgetOld();
    return [{ logOffset: groups.at(-1)!.logOffset, files: [], seen: seen.entries() } satisfies Group];
  }
  close(): void {}

  /** Groups up to the offset are not read again. */
  #forget(end: Offset): readonly Group[] {
    const done = [...this.#groups.values()].filter(({ logOffset }) => logOffset <= numberOf(end));
    for (const { logOffset } of done) this.#groups.delete(logOffset);
    return done;
  }
  #offset(n: number): FileOffset | null {
    return n < 0 ? null : { logOffset: n };
  }
  async #unread(): Promise<readonly FoundFile[]> {
    const { folder } = this.#parts;
    const files = (await committedFiles(folder, this.#platform)) ?? (await this.#platform.list(folder));
    return this.#seen.unread(files);
  }
}
const numberOf = (offset: Offset): number => (offset as FileOffset | null)?.logOffset ?? -1;
