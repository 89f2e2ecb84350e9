// partitionBy: one file per folder `year=2024/month=1`. Rows come sorted by the partition columns, so one file is open at a time.
import { FrameReader } from '../column/frame-reader.ts';
import { decodeFrame } from '../column/result.ts';
import type { ResultBatch } from '../column/result.ts';
import { resultValues } from '../column/result-values.ts';
import { makeBatch } from '../column/batch.ts';
import type { Batch } from '../column/batch.ts';
import { partitionPath } from '../connectors/hive.ts';
import type { WriteRequest } from '../dataframe/host.ts';
import type { PhysicalPlan } from '../physical/physical.ts';
import { CaudalError } from '../types/error.ts';
import { formatValue } from '../types/format-value.ts';
import type { EngineInstance } from '../wasm/instance.ts';
import { sliceColumn } from '../wasm/move.ts';
import type { SessionCore } from './core.ts';
import type { Chunks, WriteTarget } from './destination.ts';
import { partName } from './destination.ts';
import type { QueryRun } from './query-run.ts';
import { formatWriter, writeEngine } from './format-writer.ts';

/** Neighbouring rows of one folder, without the partition columns; valid until the next is asked for. */
interface Run {
  readonly folder: string;
  readonly batch: Batch;
}

export async function writePartitioned(
  physical: PhysicalPlan,
  request: WriteRequest,
  core: SessionCore,
  run: QueryRun,
  target: WriteTarget,
): Promise<void> {
  const keys = request.partitionBy.map((name) => columnIndex(physical, name));
  const rest = physical.output.map((_, i) => i).filter((i) => !keys.includes(i));
  if (rest.length === 0) throw new CaudalError('ALL_PARTITION_COLUMNS_NOT_ALLOWED', 'Not all columns can be partition columns.');
  const engine = await writeEngine(core);
  const runs = folderRuns(
    core.frames(physical, run),
    keys,
    keys.map((key) => physical.output[key]!.name),
    rest,
    engine,
    core.valueFormat.timeZone,
  );
  const id = `${run.evaluation.nowUs.toString(36)}-c000`;
  let current = await runs.next();
  for (let part = 0; !current.done; part++) {
    const { folder } = current.value;
    const writer = formatWriter(
      request.format,
      rest.map((i) => physical.output[i]!),
      request.options,
      core,
    );
    const chunks = async function* (): Chunks {
      while (!current.done && current.value.folder === folder) {
        yield* await writer.write(current.value.batch, engine);
        current = await runs.next();
      }
      yield* await writer.finish();
    };
    await target.writeFile(chunks(), `${folder}/${partName(id, part, request.format)}`);
  }
}
function columnIndex(physical: PhysicalPlan, name: string): number {
  const index = physical.output.findIndex((a) => a.name.toLowerCase() === name.toLowerCase());
  if (index >= 0) return index;
  throw new CaudalError('UNRESOLVED_COLUMN', `There is no column \`${name}\` to partition by.`, { params: { objectName: name } });
}

async function* folderRuns(
  frames: AsyncIterable<ArrayBuffer>,
  keys: readonly number[],
  names: readonly string[],
  rest: readonly number[],
  engine: EngineInstance,
  timeZone: string,
): AsyncGenerator<Run, void, undefined> {
  const { memory } = engine;
  const temp = (bytes: number): number => memory.temp(bytes);
  for await (const frame of frames) {
    const reader = new FrameReader(memory, frame);
    const { batches } = decodeFrame(frame);
    for (const [segment, decoded] of batches.entries()) {
      const folders = folderNames(decoded, keys, names, timeZone);
      const mark = memory.mark();
      const { columns } = reader.load(segment, temp);
      for (let from = 0; from < decoded.length;) {
        let to = from + 1;
        while (to < decoded.length && folders[to] === folders[from]) to++;
        const count = to - from;
        const at = from;
        yield {
          folder: folders[from]!,
          batch: makeBatch(
            count,
            rest.map((i) => sliceColumn(engine, columns[i]!, at, count, temp)),
          ),
        };
        from = to;
      }
      memory.release(mark);
    }
    reader.close();
  }
}
/** The folder of every row: values as CAST to STRING gives them. */
function folderNames(batch: ResultBatch, keys: readonly number[], names: readonly string[], timeZone: string): string[] {
  const columns = keys.map((key) => batch.columns[key]!);
  const values = columns.map(resultValues);
  return Array.from({ length: batch.length }, (_, row) =>
    partitionPath(
      columns.map(({ type }, k) => {
        const value = values[k]![row]!;
        return [names[k]!, value === null ? null : formatValue(value, type, timeZone)] as const;
      }),
    ),
  );
}
