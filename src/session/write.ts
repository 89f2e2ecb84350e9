// Writing results: a query's frames go through the format's writer on this thread, in the order of the rows. Files appear whole or not
// at all. A name with the format's extension is one file; any other path is a folder of part files, as Spark writes it.
import { FrameReader } from '../column/frame-reader.ts';
import type { WriteRequest } from '../dataframe/host.ts';
import type { PhysicalPlan } from '../physical/physical.ts';
import type { Plan } from '../plan/logical.ts';
import type { SessionCore } from './core.ts';
import { openTarget } from './destination.ts';
import type { Chunks } from './destination.ts';
import type { WriteOptions } from './format-writer.ts';
import { writePartitioned } from './partitioned-write.ts';
import { formatWriter, writeEngine } from './format-writer.ts';
import type { QueryRun } from './query-run.ts';

export async function writeResult(
  plan: Plan,
  destination: unknown,
  request: WriteRequest,
  core: SessionCore,
  run: QueryRun,
): Promise<void> {
  const target = await openTarget(destination, request, core.parts.platform);
  if (target === 'keep') return;
  try {
    const physical = await run.wait(physicalOf(sortedByPartition(plan, request.partitionBy), core, run));
    if (request.partitionBy.length > 0) await writePartitioned(physical, request, core, run, target);
    else await target.writeFile(encoded(physical, request.format, request.options, core, run));
    await target.commit();
  } catch (error) {
    await target.abort();
    throw error;
  }
}
/** Rows of a folder stand together. */
function sortedByPartition(plan: Plan, columns: readonly string[]): Plan {
  if (columns.length === 0) return plan;
  const orders = columns.map((name) => ({
    kind: 'SortOrder' as const,
    input: { kind: 'UnresolvedColumn' as const, parts: [name] },
    descending: false,
    nullsFirst: true,
  }));
  return { kind: 'Sort', input: plan, orders };
}
export async function encodeToBlob(
  plan: Plan,
  format: string,
  options: WriteOptions,
  core: SessionCore,
  run: QueryRun,
): Promise<Blob> {
  const physical = await run.wait(physicalOf(plan, core, run));
  const parts: Uint8Array[] = [];
  for await (const chunk of encoded(physical, format, options, core, run)) parts.push(chunk);
  return new Blob(parts as Uint8Array<ArrayBuffer>[], { type: MEDIA_TYPES[format] ?? 'application/octet-stream' });
}
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  parquet: 'application/vnd.apache.parquet',
  csv: 'text/csv',
  json: 'application/x-ndjson',
  arrow: 'application/vnd.apache.arrow.file',
};
const physicalOf = async (plan: Plan, core: SessionCore, run: QueryRun): Promise<PhysicalPlan> =>
  core.pipeline.planned(await core.pipeline.analyzed(plan, run), run);

/** The bytes of one file. */
async function* encoded(physical: PhysicalPlan, format: string, options: WriteOptions, core: SessionCore, run: QueryRun): Chunks {
  const writer = formatWriter(format, physical.output, options, core);
  const engine = await writeEngine(core);
  const { memory } = engine;
  for await (const frame of core.frames(physical, run)) {
    const reader = new FrameReader(memory, frame);
    for (let i = 0; i < reader.segments; i++) {
      const mark = memory.mark();
      const batch = reader.load(i, (bytes) => memory.temp(bytes));
      // Rows that are there already are not written on after a cancel.
      yield* await run.wait(writer.write(batch, engine));
      memory.release(mark);
    }
    reader.close();
  }
  yield* await writer.finish();
}
