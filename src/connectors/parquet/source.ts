// What the connector keeps of a source: its files, and on the session's thread their footers (a task carries what it needs of them).
import type { DataType, Schema } from '../../types/data-type.ts';
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
  given: Schema | undefined,
  context: ConnectorContext,
): Promise<{ spec: ParquetSpec; files: readonly OpenFile[] }> {
  const partitions = partitionFields(files, context.timeZone, given).map(({ name, type }, i): PartitionColumn => ({
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
