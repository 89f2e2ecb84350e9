// apache-arrow tables as sources: copied into a table in memory by the first action, which lives as long as the plan. The caller's buffers
// are not touched, and its copy of the library may be another one than ours.
import { tableFrames, tableSchema } from '../connectors/arrow/table-shape.ts';
import type { TableShape } from '../connectors/arrow/table-shape.ts';
import type { Plan } from '../plan/logical.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import type { SessionCore } from './core.ts';
import { writeEngine } from './format-writer.ts';
import { scanPlan } from './plans.ts';

export function arrowTablePlan(table: TableShape, core: SessionCore): Plan {
  let kept: Promise<ScanSource> | undefined;
  const frames = async function* (): AsyncGenerator<ArrayBuffer> {
    yield* tableFrames(table, await writeEngine(core));
  };
  const keep = (): Promise<ScanSource> =>
    core.tables.keep('arrow table', tableSchema(table), frames).catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
  return core.readPlan(async () => scanPlan(await (kept ??= keep())));
}
