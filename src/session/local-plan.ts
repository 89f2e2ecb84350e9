// The plan of createDataFrame: few rows stand in the plan itself, many become a table in memory at the first action.
import { encodeFrame } from '../column/encode-frame.ts';
import type { SchemaInput } from '../dataframe/schema-input.ts';
import type { Plan } from '../plan/logical.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import { isNested } from '../types/data-type.ts';
import type { SessionCore } from './core.ts';
import type { Value } from '../types/value.ts';
import { localData } from './local-data.ts';
import type { LocalData } from './local-data.ts';
import { scanPlan, valuesPlan } from './plans.ts';

/** Cells up to which rows travel with the plan. Nested values do not: their classes do not survive being cloned. */
const MAX_PLAN_CELLS = 4096;
const FRAME_ROWS = 1 << 15;

export function localPlan(
  data: readonly object[] | Readonly<Record<string, ArrayLike<unknown>>>,
  schema: SchemaInput | undefined,
  core: SessionCore,
): Plan {
  const local = localData(data as never, schema, core.parts.conf.timeZone);
  const isSmall = local.length * local.columns.length <= MAX_PLAN_CELLS && !local.schema.some((f) => isNested(f.type));
  if (isSmall) return valuesPlan(local.schema, rowsOf(local));
  let source: Promise<ScanSource> | undefined;
  return core.readPlan(async () => scanPlan(await (source ??= core.tables.keep('local', local.schema, () => framesOf(local)))));
}
const rowsOf = ({ columns, length }: LocalData): readonly (readonly Value[])[] =>
  Array.from({ length }, (_, row) => columns.map((values) => values[row]!));

async function* framesOf({ schema, columns, length }: LocalData): AsyncGenerator<ArrayBuffer, void, undefined> {
  for (let from = 0; from < length; from += FRAME_ROWS) {
    const to = Math.min(length, from + FRAME_ROWS);
    yield encodeFrame(
      schema,
      columns.map((values) => values.slice(from, to)),
      to - from,
    );
  }
}
