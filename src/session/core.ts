// A session's inside: what its DataFrames, readers and commands share. Owns the runtime, names, settings and cached frames.
import type { Attribute, NamedExpr } from '../expr/expr.ts';
import type { ConnectorContext, FindConnector } from '../connectors/connector.ts';
import { decodeFrame } from '../column/result.ts';
import { DataFrame } from '../dataframe/dataframe.ts';
import type {
  ExplainMode,
  FrameHost,
  OptionValue,
  QueryResult,
  ResultForm,
  RunOptions,
  SaveMode,
  WriteRequest,
} from '../dataframe/host.ts';
import type { ValueFormat } from '../dataframe/js-values.ts';
import type { ResultBatch } from '../column/result.ts';
import type { PhysicalPlan } from '../physical/physical.ts';
import type { Plan, PlanReference, UnresolvedRead } from '../plan/logical.ts';
import { isStreaming } from '../plan/is-streaming.ts';
import { outputOf } from '../plan/output.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import type { StreamWriteRequest } from '../dataframe/stream-writer.ts';
import type { StreamingQuery } from '../dataframe/streaming-query.ts';
import type { Clock } from '../streaming/clock.ts';
import { StreamingManager } from '../streaming/manager.ts';
import type { Platform } from '../platform/platform.ts';
import type { Runtime } from '../runtime/execute.ts';
import type { Schema } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { must } from '../types/assert.ts';
import { CommandQueue } from './command-queue.ts';
import type { RuntimeConf } from './conf.ts';
import type { Expander } from './expand.ts';
import { explainText } from './explain.ts';
import { asMalformed } from './learned-types.ts';
import type { FileRegistry } from './file-registry.ts';
import { observationRow } from './observe.ts';
import { Pipeline } from './pipeline.ts';
import { profileOf } from './profile.ts';
import { PlanCache, plannedOnce } from './plan-cache.ts';
import { scanPlan, schemaOfOutput } from './plans.ts';
import { QueryRun } from './query-run.ts';
import { SharedBuild } from './shared-build.ts';
import { Relations } from './relations.ts';
import { SourceOpener } from './source-opener.ts';
import { StoredTables } from './stored-tables.ts';
import { encodeToBlob, writeResult } from './write.ts';

export interface CoreParts {
  readonly runtime: Runtime;
  readonly platform: Platform;
  readonly conf: RuntimeConf;
  readonly files: FileRegistry;
  readonly findConnector: FindConnector;
  readonly baseUrl: string | undefined;
  readonly values: Omit<ValueFormat, 'timeZone'>;
  /** Processing time of streams. */
  readonly clock: Clock;
}
/** New columns over those of a resolved plan. */
export type Projection = (output: readonly Attribute[]) => readonly NamedExpr[];
type ReadProvider = (run: QueryRun) => Promise<Plan>;

export class SessionCore implements FrameHost {
  readonly parts: CoreParts;
  readonly plans = new PlanCache();
  readonly relations = new Relations(() => this.plans.clear());
  readonly commands = new CommandQueue();
  readonly pipeline: Pipeline;
  readonly sources: SourceOpener;
  readonly tables: StoredTables;
  readonly streams = new StreamingManager();
  readonly #running = new Set<QueryRun>();
  readonly #reads = new WeakMap<UnresolvedRead, ReadProvider>();
  readonly #cached = new Map<number, { build: SharedBuild<ScanSource> | undefined }>();
  readonly #observers = new Map<number, (metrics: Record<string, unknown>) => void>();
  #nextId = 1;
  #closing: Promise<void> | undefined;

  constructor(parts: CoreParts) {
    this.parts = parts;
    const { runtime, platform, conf, files, findConnector, baseUrl } = parts;
    const connectorContext = (): ConnectorContext => ({ platform, timeZone: conf.timeZone, tables: runtime.tables });
    this.sources = new SourceOpener(findConnector, connectorContext, () => ({ baseUrl, named: files.sources }));
    this.pipeline = new Pipeline(runtime, conf, this.relations, this.sources, (run) => this.#expander(run));
    this.tables = new StoredTables(this);
    conf.onChange = () => this.plans.clear();
  }
  get valueFormat(): ValueFormat {
    return { ...this.parts.values, timeZone: this.parts.conf.timeZone };
  }

  // ---------------------------------------------------------------- running
  /** An action begins once all commands given before it have run. */
  async #action(options: RunOptions): Promise<QueryRun> {
    const run = this.begin(options);
    try {
      await run.wait(this.commands.settled());
      return run;
    } catch (error) {
      run.end();
      throw error;
    }
  }
  begin(options: RunOptions, nowMs = Date.now()): QueryRun {
    if (this.#closing) throw new CaudalError('SESSION_CLOSED', 'The session is closed.');
    return new QueryRun(options, this.parts.conf.timeZone, this.plans.kept, this.#running, nowMs);
  }
  query(plan: Plan, options: RunOptions, form: ResultForm = {}): Promise<QueryResult> {
    return this.#learning(async () => {
      const run = await this.#action(options);
      run.form = form;
      try {
        const physical = await run.wait(this.#physical(plan, run));
        const frames = this.frames(physical, run);
        // Columns and types stand once the first rows are there: until then a file may teach a wider type.
        const first = await frames.next();
        return { schema: schemaOfOutput(physical.output), batches: this.#batches(first, frames, run) };
      } catch (error) {
        run.end();
        throw error;
      }
    });
  }
  /** Runs it again while files show that a column is wider than their sample said. */
  async #learning<T>(attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!this.sources.learned.learn(error)) throw asMalformed(error);
      }
    }
  }
  #physical(plan: Plan, run: QueryRun): Promise<PhysicalPlan> {
    // The outermost reference only names the frame that runs; each `sql()` makes one around the same plan.
    const asked = plan.kind === 'PlanReference' && !this.isCached(plan) ? plan.input : plan;
    return plannedOnce(asked, run, async () => this.pipeline.planned(await this.pipeline.analyzed(asked, run), run));
  }
  async *#batches(
    first: IteratorResult<ArrayBuffer, void>,
    frames: AsyncGenerator<ArrayBuffer, void, undefined>,
    run: QueryRun,
  ): AsyncGenerator<ResultBatch, void, undefined> {
    try {
      for (let next = first; !next.done; next = await frames.next()) yield* decodeFrame(next.value).batches;
    } catch (error) {
      throw asMalformed(error);
    } finally {
      frames.return().catch(() => undefined);
      run.end();
    }
  }
  /** Frames of the result; nothing goes on working when the caller leaves. Ending the run is the caller's. */
  async *frames(physical: PhysicalPlan, run: QueryRun): AsyncGenerator<ArrayBuffer, void, undefined> {
    const { onProfile } = run;
    if (onProfile)
      run.onMetrics = (metrics) => {
        // Plans of observations that this run starts afterwards are not the query's.
        run.onMetrics = undefined;
        onProfile(profileOf(physical, metrics));
      };
    const frames = this.pipeline.execute(physical, run);
    try {
      for (;;) {
        const next = await run.wait(frames.next());
        if (next.done) break;
        yield next.value;
      }
      await this.#fillObservations(run);
    } finally {
      frames.return().catch(() => undefined);
    }
  }
  async schemaOf(plan: Plan): Promise<Schema> {
    const run = await this.#action({});
    try {
      return schemaOfOutput(outputOf(await this.pipeline.analyzed(plan, run)));
    } finally {
      run.end();
    }
  }
  async explain(plan: Plan, mode: ExplainMode): Promise<string> {
    const run = await this.#action({});
    try {
      return await explainText(plan, mode, this, run);
    } finally {
      run.end();
    }
  }
  /** The plan's rows as a table in memory. `project` gives its columns another form. */
  materialize(plan: Plan, label: string, options: RunOptions, project?: Projection): Promise<ScanSource> {
    return this.#learning(() => this.#materializeOnce(plan, label, options, project));
  }
  async #materializeOnce(plan: Plan, label: string, options: RunOptions, project?: Projection): Promise<ScanSource> {
    const begin = async (): Promise<{ physical: PhysicalPlan; run: QueryRun }> => {
      const run = this.begin(options);
      try {
        const analyzed = await run.wait(this.pipeline.analyzed(plan, run));
        const resolved: Plan = project ? { kind: 'Project', input: analyzed, exprs: project(outputOf(analyzed)) } : analyzed;
        return { physical: await run.wait(this.pipeline.planned(resolved, run)), run };
      } catch (error) {
        run.end();
        throw error;
      }
    };
    const first = await begin();
    let isFirst = true;
    // Asked again when a worker is lost with blocks of the table.
    const frames = async function* (this: SessionCore): AsyncGenerator<ArrayBuffer> {
      const { physical, run } = isFirst ? first : await begin();
      isFirst = false;
      try {
        yield* this.frames(physical, run);
      } finally {
        run.end();
      }
    };
    return this.tables.keep(label, schemaOfOutput(first.physical.output), () => frames.call(this));
  }
  async close(): Promise<void> {
    this.#closing ??= (async () => {
      await this.streams.stopAll();
      for (const run of this.#running) run.cancel();
      await this.parts.runtime.close();
      await this.commands.settled();
    })();
    await this.#closing;
  }

  // ---------------------------------------------------------------- plans that are known later
  /** A leaf whose plan is asked for by every query that meets it. */
  readPlan(provider: ReadProvider, isStream?: true): UnresolvedRead {
    const node: UnresolvedRead = Object.freeze({ kind: 'UnresolvedRead', readId: this.#nextId++, ...(isStream && { isStream }) });
    this.#reads.set(node, provider);
    return node;
  }
  /** A stream's name, or that of a table that grows, as a stream; the name is bound now. */
  tableStream(name: string): Plan {
    const entry = this.relations.get(name);
    let plan: Promise<Plan> | undefined;
    const read = isStreaming(entry.plan)
      ? entry.plan
      : this.readPlan(() => (plan ??= import('./table-stream.ts').then((m) => m.tableStream(entry, this))), true);
    return Object.freeze({ kind: 'SubqueryAlias', input: read, name: entry.name });
  }
  #expander(run: QueryRun): Expander {
    return {
      read: (node) => must(this.#reads.get(node), `read ${node.readId}`)(run),
      isCached: (node) => this.#cached.has(node.planId),
      cached: async (node) => scanPlan(await this.#cachedSource(node, run)),
      schemaOf: async (plan) => schemaOfOutput(outputOf(await this.pipeline.analyzedOnly(plan, run))),
      observed: ({ observationId, aggregates }, input) => {
        run.isVolatile = true;
        run.observed.push({ observationId, plan: { kind: 'UnresolvedAggregate', input, groupings: [], aggregates } });
      },
    };
  }

  // ---------------------------------------------------------------- views, cache, observations
  createTempView(name: string, plan: Plan): void {
    this.relations.set({ name, kind: 'view', isTemporary: true, plan: this.relations.bind(plan) });
  }
  cache(plan: PlanReference): void {
    if (this.#cached.has(plan.planId)) return;
    this.#cached.set(plan.planId, { build: undefined });
    this.plans.clear();
  }
  uncache(plan: PlanReference): void {
    if (this.#cached.delete(plan.planId)) this.plans.clear();
  }
  isCached(plan: PlanReference): boolean {
    return this.#cached.has(plan.planId);
  }
  /** Keeps a view's or table's rows from the first action that reads it by name. */
  cacheRelation(name: string): PlanReference {
    const entry = this.relations.get(name);
    const plan = entry.plan.kind === 'PlanReference' ? entry.plan : new DataFrame(this, entry.plan).plan;
    this.relations.set({ ...entry, plan });
    this.cache(plan);
    return plan;
  }
  uncacheRelation(name: string): void {
    const { plan } = this.relations.get(name);
    if (plan.kind === 'PlanReference') this.uncache(plan);
  }
  /** Fills the cache now. */
  async warm(plan: PlanReference, options: RunOptions): Promise<void> {
    const run = this.begin(options);
    try {
      await this.#cachedSource(plan, run);
    } finally {
      run.end();
    }
  }
  clearCache(): void {
    this.#cached.clear();
    this.plans.clear();
  }
  /** Built by the first action that wants it; a failed or abandoned build is forgotten. */
  async #cachedSource(node: PlanReference, run: QueryRun): Promise<ScanSource> {
    const entry = must(this.#cached.get(node.planId), 'cached plan');
    if (entry.build?.isAbandoned) entry.build = undefined;
    const build = (entry.build ??= new SharedBuild((options) => this.materialize(node.input, 'cache', options)));
    try {
      return await build.join(run);
    } catch (error) {
      if (entry.build === build && !run.signal.aborted) entry.build = undefined;
      throw error;
    }
  }
  observe(observer: (metrics: Record<string, unknown>) => void): number {
    const id = this.#nextId++;
    this.#observers.set(id, observer);
    return id;
  }
  async #fillObservations(run: QueryRun): Promise<void> {
    for (const { observationId, plan } of run.observed) {
      const observer = this.#observers.get(observationId);
      this.#observers.delete(observationId);
      if (observer) observer(await run.wait(observationRow(plan, this, run)));
    }
  }

  /** `project` gives the columns of the result another form. */
  async startStream(plan: Plan, request: StreamWriteRequest, project?: Projection): Promise<StreamingQuery> {
    const { startStream } = await import('./start-stream.ts');
    return startStream(plan, request, this, project);
  }

  // ---------------------------------------------------------------- writing
  async write(plan: Plan, destination: unknown, request: WriteRequest, options: RunOptions): Promise<void> {
    (await this.#action(options)).end();
    await this.writeNow(plan, destination, request, options);
  }
  /** For commands: they have waited for those before them. */
  async writeNow(plan: Plan, destination: unknown, request: WriteRequest, options: RunOptions): Promise<void> {
    await this.#learning(async () => {
      const run = this.begin(options);
      try {
        await writeResult(plan, destination, request, this, run);
      } finally {
        run.end();
      }
    });
  }
  encode(plan: Plan, format: string, options: Readonly<Record<string, OptionValue>>, runOptions: RunOptions): Promise<Blob> {
    return this.#learning(async () => {
      const run = await this.#action(runOptions);
      try {
        return await encodeToBlob(plan, format, options, this, run);
      } finally {
        run.end();
      }
    });
  }
  async saveAsTable(name: string, plan: Plan, mode: SaveMode, options: RunOptions): Promise<void> {
    await this.commands.start((previous) => this.tables.save(name, plan, mode, previous, options))();
  }
  async insertInto(name: string, plan: Plan, overwrite: boolean, options: RunOptions): Promise<void> {
    await this.commands.start((previous) => this.tables.insert({ name, plan, overwrite }, previous, options))();
  }
}
