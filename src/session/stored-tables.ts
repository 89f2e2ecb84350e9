// Tables of a session: rows in memory under a name. Content is a list of parts; INSERT adds one, nothing is changed in place, so a
// DataFrame made before sees what it saw. The blocks of a part go when nobody can reach it any more.
import type { RunOptions, SaveMode } from '../dataframe/host.ts';
import { newAttributeId } from '../expr/expr.ts';
import type { Attribute, Expr, NamedExpr } from '../expr/expr.ts';
import type { Plan, UnresolvedRead } from '../plan/logical.ts';
import type { MemorySpec } from '../column/memory-table.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import { sameType } from '../types/data-type.ts';
import type { Schema } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { formatType } from '../types/format-type.ts';
import type { SessionCore } from './core.ts';
import { unionPlan } from './plans.ts';
import type { RelationEntry } from './relations.ts';
import { TableGrowth } from './table-growth.ts';

interface Content {
  readonly schema: Schema;
  readonly parts: readonly ScanSource[];
}
export interface Insertion {
  readonly name: string;
  readonly columns?: readonly string[];
  readonly plan: Plan;
  readonly overwrite: boolean;
}
const alreadyExists = (name: string): CaudalError =>
  new CaudalError('TABLE_OR_VIEW_ALREADY_EXISTS', `The table or view \`${name}\` already exists.`, {
    hint: 'Use CREATE OR REPLACE, IF NOT EXISTS, or another name.',
    params: { relationName: name },
  });

export class StoredTables {
  readonly #core: SessionCore;
  readonly #contents = new WeakMap<UnresolvedRead, Promise<Content>>();
  readonly #unreachable: FinalizationRegistry<number>;
  constructor(core: SessionCore) {
    this.#core = core;
    const { runtime } = core.parts;
    this.#unreachable = new FinalizationRegistry((tableId) => void runtime.dropTable(tableId).catch(() => undefined));
  }

  /** A table in the runtime that lives as long as its source is held. */
  async keep(label: string, schema: Schema, frames: () => AsyncIterable<ArrayBuffer>): Promise<ScanSource> {
    const source = await this.#core.parts.runtime.createTable(label, schema, frames);
    this.#unreachable.register(source, (source.spec as MemorySpec).tableId, source);
    return source;
  }
  /** Lets go of a table of `keep` that nobody reads any more. */
  async release(source: ScanSource): Promise<void> {
    this.#unreachable.unregister(source);
    await this.#core.parts.runtime.dropTable((source.spec as MemorySpec).tableId);
  }

  /** CREATE TABLE with columns only. */
  createEmpty(name: string, schema: Schema, how: { readonly replace: boolean; readonly ifNotExists: boolean }): void {
    if (this.mayCreate(name, how)) this.#publish(name, Promise.resolve({ schema, parts: [] }));
  }
  /** CREATE TABLE AS; the name is taken at once, its rows are there when the command has run. */
  async createAs(
    name: string,
    plan: Plan,
    how: { replace: boolean; ifNotExists: boolean },
    previous: Promise<void>,
    options: RunOptions,
  ): Promise<void> {
    if (!this.mayCreate(name, how)) return;
    const bound = this.#core.relations.bind(plan);
    const content = previous.then(async (): Promise<Content> => {
      const source = await this.#core.materialize(bound, name, options);
      return { schema: source.schema, parts: [source] };
    });
    const before = this.#core.relations.find(name);
    const entry = this.#publish(name, content);
    await content.catch((error: unknown) => {
      if (this.#core.relations.delete(name, entry) && before) this.#core.relations.set(before);
      throw error;
    });
  }
  async save(name: string, plan: Plan, mode: SaveMode, previous: Promise<void>, options: RunOptions): Promise<void> {
    const exists = this.#core.relations.find(name) !== undefined;
    if (exists && mode === 'ignore') return;
    if (exists && mode === 'append') return this.insert({ name, plan, overwrite: false }, previous, options);
    return this.createAs(name, plan, { replace: mode === 'overwrite', ifNotExists: false }, previous, options);
  }
  /** The table's new rows are seen by whoever binds its name from now on; if inserting fails its old ones are. */
  async insert({ name, columns, plan, overwrite }: Insertion, previous: Promise<void>, options: RunOptions): Promise<void> {
    const entry = this.#core.relations.get(name);
    // CACHE TABLE puts a reference around the table's plan.
    const node = entry.plan.kind === 'PlanReference' ? entry.plan.input : entry.plan;
    const before = node.kind === 'UnresolvedRead' ? this.#contents.get(node) : undefined;
    if (entry.kind !== 'table' || !before)
      throw new CaudalError('UNSUPPORTED_INSERT', `Rows cannot be inserted into the view \`${name}\`.`, {
        params: { relationId: name },
      });
    const bound = this.#core.relations.bind(plan);
    const content = previous.then(async (): Promise<Content> => {
      const { schema, parts } = await before;
      const rows = await this.#core.materialize(bound, name, options, (output) => stored(output, schema, columns, name));
      return { schema, parts: overwrite ? [rows] : [...parts, rows] };
    });
    this.#publish(
      name,
      content.catch(() => before),
      entry.growth,
    );
    await content;
  }

  /** Throws if the name is taken, false if that is no matter. */
  mayCreate(name: string, { replace, ifNotExists }: { readonly replace: boolean; readonly ifNotExists: boolean }): boolean {
    if (replace || !this.#core.relations.find(name)) return true;
    if (ifNotExists) return false;
    throw alreadyExists(name);
  }
  /** `growth`: of the table's earlier content. */
  #publish(name: string, content: Promise<Content>, growth = new TableGrowth(content.then((c) => c.schema))): RelationEntry {
    content.then(
      ({ parts }) => growth.set(parts),
      () => undefined,
    );
    Promise.resolve(growth.schema).catch(() => undefined);
    const plan = this.#core.readPlan(async () => {
      const { schema, parts } = await content;
      return unionPlan(schema, parts);
    });
    this.#contents.set(plan, content);
    const entry: RelationEntry = { name, kind: 'table', isTemporary: false, plan, growth };
    this.#core.relations.set(entry);
    return entry;
  }
}

/** The columns of a table made from a query's: by position, or by the names listed; missing ones are NULL. Text becomes no number. */
export function stored(
  output: readonly Attribute[],
  schema: Schema,
  columns: readonly string[] | undefined,
  table: string,
): NamedExpr[] {
  const targets = columns ?? schema.map((f) => f.name);
  if (targets.length !== output.length)
    throw new CaudalError(
      'INSERT_COLUMN_ARITY_MISMATCH',
      `Cannot write to \`${table}\`: it takes ${targets.length} columns, the query has ${output.length}.`,
      {
        params: { tableName: table },
      },
    );
  const lower = targets.map((name) => name.toLowerCase());
  for (const [i, name] of lower.entries()) {
    if (!schema.some((f) => f.name.toLowerCase() === name) || lower.indexOf(name) !== i)
      throw new CaudalError('UNRESOLVED_COLUMN', `\`${targets[i]}\` is no column of \`${table}\`, or is named twice.`, {
        params: { objectName: targets[i]! },
      });
  }
  return schema.map(({ name, type }) => {
    const from = output[lower.indexOf(name.toLowerCase())];
    if (from?.type.kind === 'string' && type.kind !== 'string')
      throw new CaudalError(
        'INCOMPATIBLE_DATA_FOR_TABLE',
        `Cannot write a string to the column \`${name}\` of type ${formatType(type)} of \`${table}\`.`,
        {
          hint: 'Cast it.',
        },
      );
    const value: Expr = from ?? Object.freeze({ kind: 'Literal', value: null, type });
    const input: Expr =
      from && sameType(from.type, type) ? value : Object.freeze({ kind: 'Cast', input: value, type, mode: 'ansi' });
    return Object.freeze({ kind: 'Alias', input, name, id: newAttributeId() });
  });
}
