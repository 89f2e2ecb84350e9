// apache-arrow tables as sources: serialised to IPC bytes once, then read as an Arrow file is. The caller's buffers are not touched.
import type { Table } from 'apache-arrow';
import { loadArrow } from '../dataframe/arrow.ts';
import type { Plan } from '../plan/logical.ts';
import type { SessionCore } from './core.ts';
import { scanPlan } from './plans.ts';

export const isArrowTable = (source: unknown): source is Table =>
  typeof source === 'object' && source !== null && 'schema' in source && 'batches' in source && Array.isArray(source.batches);

export function arrowTablePlan(table: Table, core: SessionCore): Plan {
  let bytes: Promise<Uint8Array> | undefined;
  return core.readPlan(async () => {
    bytes ??= loadArrow().then((arrow) => arrow.tableToIPC(table, 'file'));
    return scanPlan(await core.sources.read({ format: 'arrow', source: await bytes, options: {} }));
  });
}
