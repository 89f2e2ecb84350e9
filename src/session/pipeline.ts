// The way of a query: expand (reads, methods, cached frames) -> open sources -> analyze -> run subqueries -> optimize -> plan -> execute.
import { analyze } from '../analyze/analyze.ts';
import { sourceKey } from '../analyze/catalog.ts';
import type { SourceRequest } from '../analyze/catalog.ts';
import { collectSources } from '../analyze/sources.ts';
import { decodeFrame } from '../column/result.ts';
import { resultValues } from '../column/result-values.ts';
import { optimize } from '../optimizer/optimize.ts';
import type { Semantics } from '../plan/stream.ts';
import type { PlannerOptions } from '../physical/plan/planned.ts';
import { planPhysical } from '../physical/planner.ts';
import type { PhysicalPlan } from '../physical/physical.ts';
import { isStreaming } from '../plan/is-streaming.ts';
import type { Plan } from '../plan/logical.ts';
import { transformPlan } from '../plan/walk.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import type { Runtime } from '../runtime/execute.ts';
import { CaudalError } from '../types/error.ts';
import type { Value } from '../types/value.ts';
import type { RuntimeConf } from './conf.ts';
import { expand } from './expand.ts';
import type { Expander } from './expand.ts';
import type { QueryRun } from './query-run.ts';
import type { Relations } from './relations.ts';
import type { SourceOpener } from './source-opener.ts';
import { keyedFunctionsOf, loadStateful } from './stateful.ts';
import { foldSubqueries, isSingleValue } from './subqueries.ts';

export class Pipeline {
  readonly #runtime: Runtime;
  readonly #conf: RuntimeConf;
  readonly #relations: Relations;
  readonly #sources: SourceOpener;
  /** How a run expands what is not known before it. */
  readonly #expander: (run: QueryRun) => Expander;
  constructor(
    runtime: Runtime,
    conf: RuntimeConf,
    relations: Relations,
    sources: SourceOpener,
    expander: (run: QueryRun) => Expander,
  ) {
    this.#runtime = runtime;
    this.#conf = conf;
    this.#relations = relations;
    this.#sources = sources;
    this.#expander = expander;
  }

  /** An unresolved plan to a resolved one. */
  async analyzed(plan: Plan, run: QueryRun): Promise<Plan> {
    const bound = this.#relations.bind(plan);
    // A name that came to exist after the query may mean something else next time.
    if (bound !== plan) run.isVolatile = true;
    return this.analyzedOnly(await expand(bound, this.#expander(run)), run);
  }
  /** The same for a plan that is expanded. */
  async analyzedOnly(plan: Plan, run: QueryRun): Promise<Plan> {
    const opened = new Map<string, ScanSource | undefined>();
    for (const request of collectSources(plan, { relation: () => undefined }))
      opened.set(sourceKey(request), await this.#open(request, run));
    return analyze(plan, {
      context: run.evaluation,
      relation: () => undefined,
      relationNames: () => this.#relations.names(),
      source: (request) => opened.get(sourceKey(request)),
    });
  }
  /** A resolved plan over its files as they are now; the same plan while none has changed. */
  async foundAgain(resolved: Plan): Promise<Plan> {
    const sources = new Map<ScanSource, ScanSource>();
    transformPlan(resolved, (node) => {
      if (node.kind === 'Scan') sources.set(node.source, node.source);
      return node;
    });
    for (const source of sources.keys()) sources.set(source, await this.#sources.again(source));
    return transformPlan(resolved, (node) => {
      if (node.kind !== 'Scan') return node;
      const source = sources.get(node.source)!;
      return source === node.source ? node : Object.freeze({ ...node, source });
    });
  }
  /** A resolved plan to what runs. Only `writeStream` runs a stream, with `stream`. */
  async planned(resolved: Plan, run: QueryRun, stream?: PlannerOptions['stream']): Promise<PhysicalPlan> {
    if (!stream && isStreaming(resolved))
      throw new CaudalError(
        'UNSUPPORTED_STREAMING_OPERATION',
        'Queries with streaming sources must be executed with writeStream.start().',
      );
    const keyed = keyedFunctionsOf(resolved);
    for (const each of keyed) await each.ready();
    const stateful = stream || keyed.length > 0 ? await loadStateful() : undefined;
    return planPhysical(await this.optimized(resolved, run, stream?.semantics), {
      ...(stream && { stream }),
      ...(stateful && { stateful }),
      broadcastBytes: this.#conf.broadcastBytes,
      partitions: this.#conf.partitions,
    });
  }
  async optimized(resolved: Plan, run: QueryRun, semantics?: Semantics): Promise<Plan> {
    const rows = (plan: Plan, limit?: number): Promise<Value[][]> => this.#rows(plan, limit, run);
    const folded = await foldSubqueries(resolved, rows, isSingleValue);
    return foldSubqueries(optimize(folded, { evaluation: run.evaluation, ...(semantics && { semantics }) }), rows);
  }
  execute(plan: PhysicalPlan, run: QueryRun): AsyncGenerator<ArrayBuffer, void, undefined> {
    return this.#runtime.execute(plan, {
      signal: run.signal,
      evaluation: run.evaluation,
      batchRows: this.#conf.batchRows,
      plainText: run.form.plainText ?? false,
      onProgress: run.onProgress,
      onMetrics: run.onMetrics,
    });
  }
  /** All rows of a resolved plan as engine values. */
  async rows(resolved: Plan, run: QueryRun): Promise<Value[][]> {
    run.isVolatile = true;
    const rows: Value[][] = [];
    for await (const frame of this.execute(await this.planned(resolved, run), run))
      for (const batch of decodeFrame(frame).batches) {
        const columns = batch.columns.map(resultValues);
        for (let i = 0; i < batch.length; i++) rows.push(columns.map((values) => values[i]!));
      }
    return rows;
  }
  #rows(plan: Plan, limit: number | undefined, run: QueryRun): Promise<Value[][]> {
    return this.rows(limit === undefined ? plan : Object.freeze({ kind: 'Limit', input: plan, limit, offset: 0 }), run);
  }
  #open(request: SourceRequest, run: QueryRun): Promise<ScanSource | undefined> {
    run.isVolatile = true;
    const key = sourceKey(request);
    let opening = run.opened.get(key);
    if (!opening) run.opened.set(key, (opening = this.#sources.open(request)));
    return opening;
  }
}
