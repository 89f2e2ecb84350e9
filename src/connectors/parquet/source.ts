// What the connector keeps of a source: its files, and on the session's thread their footers (a task carries what it needs of them).
import { CaudalError } from '../../types/error.ts';
import type { DataType } from '../../types/data-type.ts';
import { sameType } from '../../types/data-type.ts';
import { formatType } from '../../types/format-type.ts';
import type { Value } from '../../types/value.ts';
import type { ConnectorContext } from '../connector.ts';
import { openFile } from '../files.ts';
import type { SourceFile } from '../files.ts';
import { partitionFields, partitionValue } from '../hive.ts';
import { corruptFile } from './corrupt.ts';
import { readFooter } from './footer.ts';
import type { Footer } from './footer.ts';
import { leavesOf, schemaNodes } from './schema.ts';
import type { Node } from './schema.ts';

/** A column of Hive folders, with one value per file. */
export interface PartitionColumn {
  readonly name: string;
  readonly type: DataType;
  readonly values: readonly Value[];
}
/** `spec` of a ScanSource. The schema is the files' columns, then the partition columns. */
export interface ParquetSpec {
  readonly files: readonly SourceFile[];
  readonly partitions: readonly PartitionColumn[];
}
export interface OpenFile {
  readonly file: SourceFile;
  readonly footer: Footer;
  readonly nodes: readonly Node[];
}

/** Footers that were read once, by the spec they belong to. */
const opened = new WeakMap<ParquetSpec, readonly OpenFile[]>();
/** Files are opened so many at a time: each is a descriptor. */
const OPEN_AT_ONCE = 16;

export async function openSpec(
  files: readonly SourceFile[],
  context: ConnectorContext,
): Promise<{ spec: ParquetSpec; files: readonly OpenFile[] }> {
  const partitions = partitionFields(files, context.timeZone).map(({ name, type }, i): PartitionColumn => ({
    name,
    type,
    values: files.map((file) => partitionValue(file, i, type, context.timeZone)),
  }));
  const spec: ParquetSpec = { files, partitions };
  return { spec, files: await filesOf(spec, context) };
}
/** The footers of a source; read again if this thread has not read them. */
export async function filesOf(spec: ParquetSpec, context: ConnectorContext): Promise<readonly OpenFile[]> {
  const known = opened.get(spec);
  if (known) return known;
  const files: OpenFile[] = [];
  for (let i = 0; i < spec.files.length; i += OPEN_AT_ONCE) {
    files.push(...(await Promise.all(spec.files.slice(i, i + OPEN_AT_ONCE).map((file) => readFile(file, context)))));
  }
  opened.set(spec, files);
  return files;
}
async function readFile(file: SourceFile, { platform, signal }: ConnectorContext): Promise<OpenFile> {
  const source = await openFile(platform, file);
  try {
    const footer = await readFooter(source, file.label, signal);
    const nodes = schemaNodes(footer.elements, file.label);
    checkRows(footer, nodes, file.label);
    return { file, footer, nodes };
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
