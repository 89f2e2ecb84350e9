// EXPLAIN: the physical plan; `extended` adds the logical ones, `verbose` each rule that changed something, `analyze` what a run measured.
import type { ExplainMode } from '../dataframe/host.ts';
import { optimize } from '../optimizer/optimize.ts';
import { explainPhysical } from '../physical/explain.ts';
import { formatPlan } from '../plan/format.ts';
import { isStreaming } from '../plan/is-streaming.ts';
import type { Plan } from '../plan/logical.ts';
import type { QueryMetrics } from '../runtime/progress.ts';
import type { SessionCore } from './core.ts';
import type { QueryRun } from './query-run.ts';

const section = (title: string, text: string): string => `== ${title} ==\n${text.trimEnd()}\n`;

/** A stream's plan before it is started: with the defaults of a writer. */
const AS_STREAM = { outputMode: 'append', semantics: 'spark', partitions: 1 } as const;

export async function explainText(plan: Plan, mode: ExplainMode, core: SessionCore, run: QueryRun): Promise<string> {
  const analyzed = await run.wait(core.pipeline.analyzed(plan, run));
  // What is measured runs, and a stream runs only by writeStream.
  const stream = isStreaming(analyzed) && mode !== 'analyze' ? AS_STREAM : undefined;
  const physical = await run.wait(core.pipeline.planned(analyzed, run, stream));
  switch (mode) {
    case 'simple':
    case 'formatted':
    case 'codegen':
    case 'cost':
      return section('Physical Plan', explainPhysical(physical));
    case 'extended':
    case 'verbose': {
      const steps: string[] = [];
      const optimized = optimize(analyzed, { evaluation: run.evaluation }, new Set(), (rule, before, after) => {
        if (mode === 'verbose') steps.push(before === after ? `-- ${rule}: same\n` : `-- ${rule}:\n${formatPlan(after)}`);
      });
      return [
        section('Analyzed Logical Plan', formatPlan(analyzed)),
        ...(mode === 'verbose' ? [section('Rules', steps.join(''))] : []),
        section('Optimized Logical Plan', formatPlan(optimized)),
        section('Physical Plan', explainPhysical(physical)),
      ].join('\n');
    }
    case 'analyze': {
      let metrics: QueryMetrics | undefined;
      run.onMetrics = (m) => (metrics = m);
      let rows = 0;
      for await (const frame of core.frames(physical, run)) rows += frame.byteLength;
      return section('Physical Plan', explainPhysical(physical, metrics));
    }
  }
}
