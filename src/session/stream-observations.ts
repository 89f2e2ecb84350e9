// df.observe(name, …) of streams: the rows that passed in an epoch come to the driver, and are aggregated there as any rows are.
import { DataFrame } from '../dataframe/dataframe.ts';
import type { Plan, PlanOf } from '../plan/logical.ts';
import { inputsOf } from '../plan/walk.ts';
import type { Observed } from '../streaming/execution.ts';
import type { SinkHost } from '../streaming/sink.ts';
import { CaudalError } from '../types/error.ts';
import type { SessionCore } from './core.ts';
import { schemaOfOutput } from './plans.ts';

export function observationsOf(plan: Plan, host: SinkHost, core: SessionCore): readonly Observed[] {
  const nodes = observesOf(plan);
  const twice = nodes.find(({ name }, i) => nodes.findIndex((other) => other.name === name) !== i);
  if (twice)
    throw new CaudalError('DUPLICATED_METRICS_NAME', `The metric name is not unique: ${twice.name}.`, {
      hint: 'Each observe() of a query has a name of its own.',
      params: { metricName: twice.name },
    });
  return nodes.map(({ name, columns, aggregates }) => ({
    name,
    metrics: (frames) =>
      host.withFrame(schemaOfOutput(columns), frames, async ({ plan: input }) => {
        const over: Plan = Object.freeze({ kind: 'UnresolvedAggregate', input, groupings: [], aggregates });
        const [row] = await new DataFrame(core, over).collect();
        return row!;
      }),
  }));
}
const observesOf = (plan: Plan): readonly PlanOf<'Observe'>[] => [
  ...(plan.kind === 'Observe' ? [plan] : []),
  ...inputsOf(plan).flatMap(observesOf),
];
