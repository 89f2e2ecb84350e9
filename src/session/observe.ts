// The metrics of `observe`: one row of aggregates over the rows that passed, as JavaScript values by name.
import type { Plan } from '../plan/logical.ts';
import { outputOf } from '../plan/output.ts';
import { decodeFrame } from '../column/result.ts';
import { toObjects } from '../dataframe/rows.ts';
import type { SessionCore } from './core.ts';
import { schemaOfOutput } from './plans.ts';
import type { QueryRun } from './query-run.ts';

export async function observationRow(plan: Plan, core: SessionCore, run: QueryRun): Promise<Record<string, unknown>> {
  const resolved = await core.pipeline.analyzedOnly(plan, run);
  const schema = schemaOfOutput(outputOf(resolved));
  for await (const frame of core.pipeline.execute(await core.pipeline.planned(resolved, run), run))
    for (const batch of decodeFrame(frame).batches) for (const row of toObjects(batch, schema, core.valueFormat)) return row;
  return {};
}
