// CREATE MATERIALIZED VIEW … AS SELECT … FROM stream: a query in output mode changelog whose result stands under a name, as of the last
// complete epoch. It lives as long as the session; DROP VIEW stops it.
import type { StreamingQuery } from '../dataframe/streaming-query.ts';
import type { Statement } from '../plan/command.ts';
import { isStreaming } from '../plan/is-streaming.ts';
import { CaudalError } from '../types/error.ts';
import type { SessionCore } from './core.ts';

type Creation = Extract<Statement, { kind: 'CreateMaterializedView' }>;

/** Nothing if it is there already and may be. */
export async function createMaterializedView(
  { name, plan, replace, ifNotExists }: Creation,
  previous: Promise<void>,
  core: SessionCore,
): Promise<StreamingQuery | undefined> {
  const bound = core.relations.bind(plan);
  if (!core.tables.mayCreate(name, { replace, ifNotExists })) return undefined;
  if (!isStreaming(bound))
    throw new CaudalError('UNSUPPORTED_FEATURE', `The materialized view \`${name}\` reads no stream.`, {
      hint: 'Use CREATE TABLE … AS, or CREATE VIEW.',
      params: { feature: 'materialized view without a stream' },
    });
  await previous;
  await core.relations.find(name)?.query?.stop();
  const query = await core.startStream(bound, {
    format: 'materialized',
    queryName: name,
    outputMode: 'changelog',
    trigger: undefined,
    partitionBy: [],
    // The rows stand in the session: a checkpoint of them would outlive what they are added to.
    options: { checkpointlocation: undefined },
  });
  core.relations.set({ ...core.relations.get(name), isTemporary: false, query });
  return query;
}
