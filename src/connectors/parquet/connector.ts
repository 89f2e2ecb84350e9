// The Parquet connector: resolve reads footers, tasks prunes and groups row groups, open decodes pages.
import type { ColumnStatistics, ScanSource } from '../../plan/scan-source.ts';
import type { Connector, ConnectorContext, ReadRequest } from '../connector.ts';
import { findFiles, labelFiles } from '../files.ts';
import type { SourceFile } from '../files.ts';
import { withoutPartitions } from '../hive.ts';
import { booleanOption } from '../options.ts';
import { Recent } from '../recent.ts';
import { columnStatistics } from './statistics.ts';
import type { ParquetSpec, PartitionColumn } from './source.ts';
import { filesOf, openSpec } from './source.ts';
import type { ParquetTask } from './task.ts';
import { ParquetTaskReader } from './task-reader.ts';
import { planTasks } from './tasks.ts';
import { unitedSchema } from './united-schema.ts';
import { parquetWriter } from './writer.ts';

export const parquet: Connector = {
  name: 'parquet',
  extension: '.parquet',
  async resolve(request, context) {
    const files = await findFiles(request, context);
    return recent.get(files, [request.options, request.schema, context.timeZone], () => resolveFiles(files, request, context));
  },
  async tasks(source, request, context) {
    const spec = source.spec as ParquetSpec;
    return planTasks(source, spec, await filesOf(spec, context), request, context);
  },
  writer: parquetWriter,
  open: (_source, task, _request, context) => new ParquetTaskReader(task.spec as ParquetTask, context),
};
/** Few: each keeps the footers of its files. */
const RECENT_SOURCES = 16;
const recent = new Recent<ScanSource>(RECENT_SOURCES);

async function resolveFiles(found: readonly SourceFile[], request: ReadRequest, context: ConnectorContext): Promise<ScanSource> {
  const { spec, files } = await openSpec(found, request.schema, context);
  // A column that the folders name has the folders' value, as in Spark.
  const given = request.schema && withoutPartitions(request.schema, spec.partitions);
  const united = unitedSchema(files, given, booleanOption(request.options, 'mergeSchema', false));
  const columns = withoutPartitions(united, spec.partitions);
  const source: ScanSource = {
    format: 'parquet',
    label: labelFiles(spec.files),
    schema: [...columns, ...spec.partitions.map(({ name, type }) => ({ name, type, nullable: true }))],
    rows: files.reduce((sum, f) => sum + f.footer.rows, 0),
    rowsExact: true,
    bytes: files.reduce((sum, f) => sum + f.file.size, 0),
    columns: [
      ...columns.map(({ name, type }) => columnStatistics(files, name, type)),
      ...spec.partitions.map(partitionStatistics),
    ],
    spec,
  };
  return source;
}
const partitionStatistics = ({ values }: PartitionColumn): ColumnStatistics => ({ distinctCount: new Set(values).size });
