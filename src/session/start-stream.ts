// From df.writeStream…start() to a running query: settings, sink, plan. Loaded when the first stream starts.
import type { ExplainMode } from '../dataframe/host.ts';
import { DataFrame } from '../dataframe/dataframe.ts';
import type { StreamWriteRequest } from '../dataframe/stream-writer.ts';
import type { StreamingQuery } from '../dataframe/streaming-query.ts';
import type { EvaluationContext } from '../functions/define.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import { formatPlan } from '../plan/format.ts';
import type { Plan } from '../plan/logical.ts';
import { outputOf } from '../plan/output.ts';
import type { OutputMode, Semantics } from '../plan/stream.ts';
import { subqueriesOf } from '../plan/subqueries-of.ts';
import { isStreaming } from '../plan/is-streaming.ts';
import { inputsOf, transformPlan } from '../plan/walk.ts';
import { openCheckpoint, journalOf } from './stream-journal.ts';
import { StreamExecution } from '../streaming/execution.ts';
import type { PlannedEpoch } from '../streaming/execution.ts';
import { RunningQuery } from '../streaming/query.ts';
import { SEMANTICS, withSettings } from '../streaming/settings.ts';
import type { SinkHost } from '../streaming/sink.ts';
import { shapeOf } from '../streaming/state-layout.ts';
import { findSink } from '../streaming/sinks/index.ts';
import type { SourceDefinition } from '../streaming/source.ts';
import type { WatermarkPolicy } from '../streaming/watermarks.ts';
import { triggerOf } from '../streaming/trigger.ts';
import { checkStream } from '../streaming/unsupported.ts';
import { CaudalError } from '../types/error.ts';
import type { Projection, SessionCore } from './core.ts';
import { groupByAll } from '../analyze/group-by-windows.ts';
import { framesPlan } from './frames-plan.ts';
import { joinSubqueries } from './join-subqueries.ts';
import { observationsOf } from './stream-observations.ts';
import type { RelationEntry } from './relations.ts';
import { TableGrowth } from './table-growth.ts';
import { explainPhysical } from '../physical/explain.ts';

const RESTART_ATTEMPTS = 3;
const RESTART_WITHIN_MS = 600_000;

export async function startStream(
  plan: Plan,
  given: StreamWriteRequest,
  core: SessionCore,
  project?: Projection,
): Promise<StreamingQuery> {
  const { conf, clock, runtime, platform, findConnector } = core.parts;
  const request = withSettings(given, (key) => conf.get(key));
  const name = request.queryName ?? null;
  const { outputMode } = request;
  core.streams.checkName(name);
  const semantics = semanticsOf(request);
  const sink = sinkOf(request, outputMode, core);
  const written = projected(await analyzed(plan, core), project);
  const resolved =
    outputMode === 'changelog' ? joinSubqueries(written) : semantics === 'spark' ? withGroupings(written) : written;
  const trigger = triggerOf(request.trigger);
  if (trigger.kind === 'continuous' && request.format === 'foreachbatch')
    throw new CaudalError('UNSUPPORTED_STREAMING_OPERATION', "'foreachBatch' is not supported with continuous trigger.");
  checkStream(resolved, outputMode, semantics, trigger);
  const logged = {
    interval: countOption(request, 'checkpointInterval') ?? 1,
    retained: countOption(request, 'minBatchesToRetain') ?? 100,
    pause: () => platform.macrotask(),
  };
  const maxRowsPerEpoch = countOption(request, 'maxRowsPerEpoch');
  const checkpoint = await openCheckpoint(request, platform);
  const identity = { id: checkpoint?.queryId ?? crypto.randomUUID(), runId: crypto.randomUUID(), name };
  const stream = { outputMode, semantics, partitions: 2 ** Math.ceil(Math.log2(Math.max(1, runtime.pool.size))) };
  const reports: { to?: RunningQuery } = {};
  const sources = sourcesOf(resolved);
  const execution = new StreamExecution({
    ...identity,
    settings: {
      runtime,
      query: { queryId: identity.id, runId: identity.runId },
      semantics,
      outputMode,
      batchRows: conf.batchRows,
    },
    clock,
    timeZone: conf.timeZone,
    files: { context: { platform, timeZone: conf.timeZone, tables: runtime.tables }, find: findConnector },
    trigger,
    sources,
    sink,
    journal: (plan) => journalOf(checkpoint, logged, shapeOf(plan, sources, semantics), runtime.pool.size),
    restarts: {
      attempts: countOption(request, 'restartAttempts', 0) ?? RESTART_ATTEMPTS,
      withinMs: countOption(request, 'restartWithinMs') ?? RESTART_WITHIN_MS,
    },
    maxRowsPerEpoch,
    emptyEpochs: conf.get('sql.streaming.noDataMicroBatches.enabled', 'true') === 'true',
    watermarkPolicy: policyOf(semantics, conf.get('sql.streaming.multipleWatermarkPolicy', 'min')),
    plan: planner(resolved, stream, core),
    observations: observationsOf(resolved, sinkHost(core), core),
    onProgress(progress) {
      reports.to?.note(progress);
      core.streams.progress(progress);
    },
    onIdle: (timestampMs) => core.streams.idle(identity, timestampMs),
  });
  try {
    await execution.open();
  } catch (error) {
    await checkpoint?.close();
    throw error;
  }
  const query = (reports.to = new RunningQuery(
    identity,
    execution,
    (mode) => explain(resolved, execution, mode, core, semantics),
    ({ schema, frames }) =>
      new DataFrame(
        core,
        framesPlan(core, 'side output', schema, () => [...frames]),
      ),
  ));
  core.streams.started(query, clock.now());
  return query;
}

function semanticsOf({ options }: StreamWriteRequest): Semantics {
  const asked = String(options['semantics'] ?? 'spark').toLowerCase() as Semantics;
  if (SEMANTICS.includes(asked)) return asked;
  throw new CaudalError('INVALID_OPTION', `Unknown semantics '${asked}'.`, {
    hint: `It is one of ${SEMANTICS.join(', ')}.`,
    params: { option: 'semantics', value: asked },
  });
}
/** Kafka's stream time is that of the latest record of any input. */
const policyOf = (semantics: Semantics, asked: string): WatermarkPolicy =>
  semantics === 'kafka' || asked === 'max' ? 'max' : 'min';
function countOption({ options }: StreamWriteRequest, name: string, least = 1): number | undefined {
  const given = options[name.toLowerCase()];
  if (given === undefined) return undefined;
  const count = Number(given);
  if (Number.isSafeInteger(count) && count >= least) return count;
  throw new CaudalError('INVALID_OPTION', `The option ${name} must be a whole number from ${least}, not '${String(given)}'.`, {
    params: { option: name, value: String(given) },
  });
}
function sinkOf(
  request: StreamWriteRequest,
  outputMode: OutputMode,
  core: SessionCore,
): ReturnType<ReturnType<typeof findSink>['create']> {
  if (request.table !== undefined) return tableSink(request.table, request, core);
  if (request.format === undefined)
    throw new CaudalError('DATA_SOURCE_NOT_FOUND', 'A stream needs a sink.', {
      hint: "Name one with .format('memory'), or use foreachBatch.",
    });
  const sink = findSink(request.format);
  if (!sink.modes.includes(outputMode))
    throw new CaudalError(
      'STREAMING_OUTPUT_MODE.UNSUPPORTED_DATASOURCE',
      `Invalid streaming output mode: ${outputMode}. This output mode is not supported in Data Source ${sink.name}.`,
      { params: { outputMode, className: sink.name } },
    );
  return sink.create(request, sinkHost(core));
}
/** Tables of a session are in memory; one that other statements made is not replaced. */
function tableSink(name: string, request: StreamWriteRequest, core: SessionCore): ReturnType<typeof sinkOf> {
  core.tables.mayCreate(name, { replace: false, ifNotExists: false });
  return findSink('memory').create({ ...request, queryName: name }, sinkHost(core));
}
function sinkHost(core: SessionCore): SinkHost {
  return {
    platform: core.parts.platform,
    get valueFormat() {
      return core.valueFormat;
    },
    frameOf: (schema, frames) => new DataFrame(core, framesPlan(core, 'epoch', schema, frames)),
    async withFrame(schema, frames, work) {
      const built: ScanSource[] = [];
      const plan = framesPlan(
        core,
        'epoch',
        schema,
        () => frames,
        (source) => built.push(source),
      );
      try {
        return await work(new DataFrame(core, plan));
      } finally {
        for (const source of built) await core.tables.release(source);
      }
    },
    publish(name, schema, frames, grows) {
      const plan = framesPlan(core, name, schema, frames);
      const growth = new TableGrowth(schema);
      const table = core.relations.find(name);
      const entry: RelationEntry = table?.sink ? { ...table, plan } : { name, kind: 'view', isTemporary: true, plan };
      core.relations.set({ ...entry, ...(grows && { growth }) });
      return (now) => growth.set(now);
    },
  };
}

const projected = (plan: Plan, project: Projection | undefined): Plan =>
  project ? Object.freeze({ kind: 'Project', input: plan, exprs: project(outputOf(plan)) }) : plan;

async function analyzed(plan: Plan, core: SessionCore): Promise<Plan> {
  const run = core.begin({});
  try {
    const resolved = await run.wait(core.pipeline.analyzed(plan, run));
    return resolved;
  } finally {
    run.end();
  }
}
/** SELECT DISTINCT and UNION as Spark has them on streams: they send a row when its group closes, not when it comes. */
const withGroupings = (plan: Plan): Plan =>
  transformPlan(plan, (node) =>
    node.kind === 'Distinct' && node.isGrouping && isStreaming(node) ? groupByAll(node.input) : node,
  );
/** Each stream once, in the order of the plan. */
function sourcesOf(plan: Plan): readonly SourceDefinition[] {
  const found = new Map<number, SourceDefinition>();
  const walk = (node: Plan): void => {
    // Only the streaming layer makes definitions.
    if (node.kind === 'StreamSource') found.set(node.source.streamId, node.source as SourceDefinition);
    [...inputsOf(node), ...subqueriesOf(node)].forEach(walk);
  };
  walk(plan);
  return [...found.values()];
}
/** Planned once; in every epoch anew when the plan holds the current time, or when a table that it reads has changed. */
function planner(
  resolved: Plan,
  stream: NonNullable<Parameters<SessionCore['pipeline']['planned']>[2]>,
  core: SessionCore,
): (nowMs: number) => Promise<PlannedEpoch> {
  let kept: PlannedEpoch['plan'] | undefined;
  let current = resolved;
  return async (nowMs) => {
    const { timeZone } = core.parts.conf;
    const evaluation: EvaluationContext = { timeZone, nowUs: BigInt(nowMs) * 1000n, ansi: true };
    const found = await core.pipeline.foundAgain(current);
    if (kept && found === current) return { plan: kept, evaluation };
    current = found;
    const run = core.begin({}, nowMs);
    try {
      const plan = await run.wait(core.pipeline.planned(current, run, stream));
      kept = run.isVolatile ? undefined : plan;
      return { plan, evaluation };
    } finally {
      run.end();
    }
  };
}
async function explain(
  resolved: Plan,
  execution: StreamExecution,
  mode: ExplainMode,
  core: SessionCore,
  semantics: Semantics,
): Promise<string> {
  const run = core.begin({});
  try {
    const physical = `== Physical Plan ==\n${explainPhysical(execution.plan)}`;
    if (mode === 'simple' || mode === 'formatted') return physical;
    const optimized = formatPlan(await run.wait(core.pipeline.optimized(resolved, run, semantics)));
    return `== Analyzed Logical Plan ==\n${formatPlan(resolved)}\n== Optimized Logical Plan ==\n${optimized}\n${physical}`;
  } finally {
    run.end();
  }
}
