// arrow.ts: the Arrow connector: IPC files and streams, plain or with compressed bodies. A task is a run of record batches.
import type { ScanSource } from '../../plan/scan-source.ts';
import { CaudalError } from '../../types/error.ts';
import type { Connector, ConnectorContext, ReadRequest, ScanTask } from '../connector.ts';
import { findFiles, labelFiles, openFile } from '../files.ts';
import { partitionFields } from '../hive.ts';
import { sameType } from '../../types/data-type.ts';
import { dataTypeOf } from './arrow-type.ts';
import { guarded } from './corrupt.ts';
import { readIndex } from './ipc-source.ts';
import { ArrowReader } from './reader.ts';
import type { ArrowFile, ArrowSpec, ArrowTask } from './spec.ts';
import { arrowWriter } from './write-arrow.ts';

const TASK_ROWS = 1 << 18;

export const arrow: Connector = {
  name: 'arrow',
  extension: 'arrow',
  resolve: resolveArrow,
  writer: arrowWriter,
  tasks: (source) =>
    Promise.resolve({ tasks: (source.spec as ArrowSpec).files.flatMap((file, index) => fileTasks(file, index)), metrics: {} }),
  open: (source, task, request, context) => new ArrowReader(source, task.spec as ArrowTask, request, context),
};

async function resolveArrow(request: ReadRequest, context: ConnectorContext): Promise<ScanSource> {
  const files: ArrowFile[] = [];
  for (const file of await findFiles(request, context)) {
    const source = await openFile(context.platform, file);
    try {
      files.push({ ...file, ...(await guarded(source, () => readIndex(source, context.signal))) });
    } finally {
      source.close();
    }
  }
  const fields = files[0]!.fields.map(({ name, type }) => ({ name, nullable: true, type: dataTypeOf(type) }));
  for (const { fields: own, label } of files)
    if (
      own.length !== fields.length ||
      own.some((field, c) => field.name !== fields[c]!.name || !sameType(dataTypeOf(field.type), fields[c]!.type))
    )
      throw new CaudalError('INCOMPATIBLE_SCHEMA', `${label} has other columns than ${files[0]!.label}.`, {
        params: { file: label },
      });
  const rows = files.reduce((sum, file) => sum + file.records.reduce((n, block) => n + block.rows, 0), 0);
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const spec: ArrowSpec = { files, dataColumns: fields.length };
  return {
    format: 'arrow',
    label: labelFiles(files),
    schema: [...fields, ...partitionFields(files, context.timeZone)],
    rows,
    rowsExact: true,
    bytes,
    spec,
  };
}
function fileTasks({ records }: ArrowFile, file: number): ScanTask[] {
  const tasks: ScanTask[] = [];
  for (let from = 0; from < records.length;) {
    let to = from,
      rows = 0,
      bytes = 0;
    while (to < records.length && (to === from || rows + records[to]!.rows <= TASK_ROWS)) {
      rows += records[to]!.rows;
      bytes += records[to]!.bodyBytes;
      to++;
    }
    tasks.push({ spec: { file, from, to } satisfies ArrowTask, rows, bytes });
    from = to;
  }
  return tasks;
}
