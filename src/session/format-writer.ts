// The writer of a format, and the engine it works in.
import type { FormatWriter } from '../connectors/connector.ts';
import type { OptionValue } from '../dataframe/host.ts';
import type { PhysicalPlan } from '../physical/physical.ts';
import { CaudalError } from '../types/error.ts';
import type { EngineInstance } from '../wasm/instance.ts';
import { createEngine } from '../wasm/instance.ts';
import type { SessionCore } from './core.ts';
import { schemaOfOutput } from './plans.ts';
import { lowerKeys } from './source-opener.ts';

export type WriteOptions = Readonly<Record<string, OptionValue>>;

export function formatWriter(
  format: string,
  physical: PhysicalPlan['output'],
  options: WriteOptions,
  core: SessionCore,
): FormatWriter {
  const { writer } = core.parts.findConnector(format);
  if (writer) return writer(schemaOfOutput(physical), lowerKeys(options), core.parts.conf.timeZone);
  throw new CaudalError('UNSUPPORTED_FEATURE', `The format ${format} cannot be written.`, { params: { format } });
}
/** An engine of its own: writers use its arena while tasks of the session run. */
export const writeEngine = async (core: SessionCore): Promise<EngineInstance> =>
  createEngine(await core.parts.runtime.pool.module());
