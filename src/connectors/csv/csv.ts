// csv.ts: the CSV connector: RFC 4180 files and what people call CSV, with Spark's options.
import type { ScanSource } from '../../plan/scan-source.ts';
import type { Connector, ConnectorContext, ScanTask } from '../connector.ts';
import { sessionEngine } from '../session-engine.ts';
import { CsvReader } from './reader.ts';
import { resolveCsv } from './resolve.ts';
import type { CsvFile, CsvSpec, CsvTask } from './spec.ts';
import { findCuts } from './split.ts';
import { csvWriter } from './write-csv.ts';

export const csv: Connector = {
  name: 'csv',
  extension: 'csv',
  resolve: resolveCsv,
  writer: csvWriter,
  async tasks(source, _request, context) {
    const tasks: ScanTask[] = [];
    const { files } = source.spec as CsvSpec;
    for (let index = 0; index < files.length; index++) tasks.push(...(await fileTasks(source, index, context)));
    return { tasks, metrics: {} };
  },
  open: (source, task, request, context) => new CsvReader(source, task.spec as CsvTask, request, context),
};

/** Cutting needs every byte once, so files behind a network stay whole; compressed ones have to. */
const canCut = (file: CsvFile, taskBytes: number): boolean =>
  file.size > taskBytes * 1.5 && file.compression === undefined && file.handle.kind !== 'url' && file.handle.kind !== 'driver';

async function fileTasks(source: ScanSource, index: number, context: ConnectorContext): Promise<ScanTask[]> {
  const { files, dialect, taskBytes } = source.spec as CsvSpec;
  const file = files[index]!;
  const cuts = canCut(file, taskBytes) ? await findCuts(file, dialect, taskBytes, await sessionEngine(context), context) : [0];
  return cuts.map((from, i) => {
    const to = cuts[i + 1] ?? file.size;
    const spec: CsvTask = { file: index, from, to, header: i === 0 && dialect.header };
    const bytes = to - from;
    return { spec, bytes, rows: Math.ceil((bytes / Math.max(1, source.bytes ?? 1)) * (source.rows ?? 0)) };
  });
}
