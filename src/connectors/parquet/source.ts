// What the connector keeps of a source: its files, and on the session's thread their footers (a task carries what it needs of them).
import type { FoundFile, Platform, SourceHandle } from '../../platform/platform.ts';
import { CaudalError } from '../../types/error.ts';
import { sameType } from '../../types/data-type.ts';
import { formatType } from '../../types/format-type.ts';
import type { ConnectorContext, ReadRequest } from '../connector.ts';
import type { PartitionColumn } from '../partitions.ts';
import { corruptFile } from './corrupt.ts';
import { readFooter } from './footer.ts';
import type { Footer } from './footer.ts';
import { leavesOf, schemaNodes } from './schema.ts';
import type { Node } from './schema.ts';

export interface ParquetFile {
  readonly handle: SourceHandle;
  readonly label: string;
  readonly version: string;
  readonly size: number;
  readonly partitions: readonly (readonly [string, string])[];
}
/** `spec` of a ScanSource. The schema is the files' columns, then the partition columns. */
export interface ParquetSpec {
  readonly files: readonly ParquetFile[];
  readonly partitions: readonly PartitionColumn[];
}
export interface OpenFile {
  readonly file: ParquetFile;
  readonly footer: Footer;
  readonly nodes: readonly Node[];
}

/** Footers that were read once, by the spec they belong to. */
const opened = new WeakMap<ParquetSpec, readonly OpenFile[]>();
export const rememberFiles = (spec: ParquetSpec, files: readonly OpenFile[]): void => void opened.set(spec, files);
/** The footers of a source; read again if this thread has not read them. */
export async function filesOf(spec: ParquetSpec, context: ConnectorContext): Promise<readonly OpenFile[]> {
  const known = opened.get(spec);
  if (known) return known;
  const files = await Promise.all(spec.files.map((file) => openFile(file.handle, file.label, file.partitions, context)));
  files.forEach(({ file }, i) => {
    if (file.version !== spec.files[i]!.version)
      throw new CaudalError('FILE_CHANGED', `${file.label} changed while it was read.`, { params: { file: file.label } });
  });
  rememberFiles(spec, files);
  return files;
}

export async function openFile(
  handle: SourceHandle,
  label: string,
  partitions: FoundFile['partitions'],
  { platform, signal }: ConnectorContext,
): Promise<OpenFile> {
  const source = await platform.open(handle);
  try {
    const footer = await readFooter(source, signal);
    const nodes = schemaNodes(footer.elements, label);
    checkRows(footer, nodes, label);
    return { file: { handle, label, version: source.version, size: source.size, partitions }, footer, nodes };
  } finally {
    source.close();
  }
}

/** Outside of lists a column has a value (or NULL) per row: so a wrong number of rows is found before it is counted. */
function checkRows({ rowGroups }: Footer, nodes: readonly Node[], file: string): void {
  const flat = nodes.flatMap(leavesOf).filter((leaf) => leaf.reps === 0);
  rowGroups.forEach(({ rows, chunks }, ordinal) => {
    for (const { column, path } of flat) {
      const { values } = chunks[column]!;
      if (values !== rows) throw corruptFile(file, `row group ${ordinal}, column ${path}`, `${values} values for ${rows} rows`);
    }
  });
}

/** Every file a request names, in order: paths expanded, then handles. */
export async function listSources(request: ReadRequest, platform: Platform): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  for (const path of request.paths) {
    const files = await platform.list(path);
    if (files.length === 0) throw new CaudalError('PATH_NOT_FOUND', `No file matches ${path}.`, { params: { path } });
    found.push(...files);
  }
  for (const handle of request.handles) found.push({ handle, label: handleLabel(handle), size: 0, partitions: [] });
  return found;
}
function handleLabel(handle: SourceHandle): string {
  switch (handle.kind) {
    case 'path':
    case 'opfs':
      return handle.path;
    case 'url':
      return handle.url;
    case 'blob':
    case 'bytes':
    case 'driver':
      return handle.name;
  }
}
/** All sources open at once would be many descriptors; so many at a time. */
const OPEN_AT_ONCE = 16;
export async function openAll(found: readonly FoundFile[], context: ConnectorContext): Promise<OpenFile[]> {
  const files: OpenFile[] = [];
  for (let i = 0; i < found.length; i += OPEN_AT_ONCE) {
    const batch = found.slice(i, i + OPEN_AT_ONCE);
    files.push(...(await Promise.all(batch.map((f) => openFile(f.handle, f.label, f.partitions, context)))));
  }
  return files;
}

/** Columns of all files by name, types from the first file that has them: of the first file only, or of all (`mergeSchema`). */
export function unitedColumns(files: readonly OpenFile[], merge: boolean): Node[] {
  const columns = new Map<string, Node>();
  for (const node of files[0]?.nodes ?? []) columns.set(node.name, node);
  if (files[0] && columns.size < files[0].nodes.length)
    throw corruptFile(files[0].file.label, 'schema', 'two columns have the same name');
  for (const { file, nodes } of files.slice(1)) {
    for (const node of nodes) {
      const known = columns.get(node.name);
      if (known) checkSameType(known, node, file.label);
      else if (merge) columns.set(node.name, { ...node, nullable: true });
    }
    for (const [name, node] of columns)
      if (!node.nullable && !nodes.some((n) => n.name === name && !n.nullable)) columns.set(name, { ...node, nullable: true });
  }
  return [...columns.values()];
}
function checkSameType(known: Node, node: Node, file: string): void {
  if (sameType(known.type, node.type)) return;
  throw new CaudalError(
    'SCHEMA_MISMATCH',
    `Column ${node.name} is ${formatType(node.type)} in ${file}, but ${formatType(known.type)} in the files before it.`,
    {
      hint: 'Read the files apart and cast the column.',
      params: { column: node.name, file },
    },
  );
}
