// The Parquet connector: resolve reads footers, tasks prunes and groups row groups, open decodes pages.
import type { ColumnStatistics, ScanSource } from '../../plan/scan-source.ts';
import type { Connector, ReadRequest } from '../connector.ts';
import { nodesToSchema } from './schema.ts';
import { partitionColumns } from '../partitions.ts';
import type { PartitionColumn } from '../partitions.ts';
import { columnStatistics } from './statistics.ts';
import type { ParquetSpec } from './source.ts';
import { filesOf, listSources, openAll, rememberFiles, unitedColumns } from './source.ts';
import type { ParquetTask } from './task.ts';
import { ParquetTaskReader } from './task-reader.ts';
import { planTasks } from './tasks.ts';

export const parquet: Connector = {
  name: 'parquet',
  extension: '.parquet',
  async resolve(request, context) {
    const files = await openAll(await listSources(request, context.platform), context);
    const partitions = partitionColumns(files.map((f) => f.file));
    const isFolder = (name: string): boolean => partitions.some((partition) => partition.name === name);
    // A column that the folders name has the folders' value, as in Spark.
    const columns = unitedColumns(files, isTrue(request, 'mergeschema')).filter((node) => !isFolder(node.name));
    const spec: ParquetSpec = { files: files.map((f) => f.file), partitions };
    rememberFiles(spec, files);
    const source: ScanSource = {
      format: 'parquet',
      label: labelOf(spec),
      schema: [...nodesToSchema(columns), ...partitions.map(({ name, type }) => ({ name, type, nullable: true }))],
      rows: files.reduce((sum, f) => sum + f.footer.rows, 0),
      rowsExact: true,
      bytes: files.reduce((sum, f) => sum + f.file.size, 0),
      columns: [...columns.map((node) => columnStatistics(files, node.name, node.type)), ...partitions.map(partitionStatistics)],
      spec,
    };
    return source;
  },
  async tasks(source, request, context) {
    const spec = source.spec as ParquetSpec;
    return planTasks(source, spec, await filesOf(spec, context), request, context);
  },
  open: (_source, task, _request, context) => new ParquetTaskReader(task.spec as ParquetTask, context),
};
const isTrue = (request: ReadRequest, option: string): boolean =>
  String(request.options[option] ?? 'false').toLowerCase() === 'true';
const labelOf = (spec: ParquetSpec): string => {
  const first = spec.files[0]?.label ?? 'nothing';
  return spec.files.length > 1 ? `${first} and ${spec.files.length - 1} more` : first;
};
const partitionStatistics = ({ values }: PartitionColumn): ColumnStatistics => ({ distinctCount: new Set(values).size });
