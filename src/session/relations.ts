// Views and tables of a session by name. A name is bound when `sql()` or `table()` is called: the relation's plan takes its place,
// so a view may be redefined from itself. Names of WITH come before those of the session.
import type { StreamingQuery } from '../dataframe/streaming-query.ts';
import type { Plan, With } from '../plan/logical.ts';
import { CaudalError } from '../types/error.ts';
import { didYouMean } from '../types/suggest.ts';
import type { SinkTable } from './connector-tables.ts';
import { rewriteTree } from './rewrite-tree.ts';
import type { TreeNode } from './rewrite-tree.ts';
import type { TableGrowth } from './table-growth.ts';

export interface RelationEntry {
  readonly name: string;
  readonly kind: 'view' | 'table';
  readonly isTemporary: boolean;
  readonly plan: Plan;
  /** Of tables over connectors that can be written. */
  readonly sink?: SinkTable;
  /** Of tables that are only added to. */
  readonly growth?: TableGrowth;
  /** Of a materialized view. */
  readonly query?: StreamingQuery;
}
const DATABASES = new Set(['default', 'spark_catalog.default', 'main']);
/** The one name a path means; undefined for another database. */
export function relationName(parts: readonly string[]): string | undefined {
  const database = parts.slice(0, -1).join('.').toLowerCase();
  return database === '' || DATABASES.has(database) ? parts.at(-1)!.toLowerCase() : undefined;
}

export class Relations {
  readonly #entries = new Map<string, RelationEntry>();
  readonly #onChange: () => void;
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  find(name: string | readonly string[]): RelationEntry | undefined {
    const key = relationName(typeof name === 'string' ? name.split('.') : name);
    return key === undefined ? undefined : this.#entries.get(key);
  }
  get(name: string | readonly string[]): RelationEntry {
    const entry = this.find(name);
    if (entry) return entry;
    const text = typeof name === 'string' ? name : name.join('.');
    throw new CaudalError('TABLE_OR_VIEW_NOT_FOUND', `The table or view \`${text}\` cannot be found.`, {
      hint: didYouMean(text, this.names()),
      params: { relationName: text },
    });
  }
  set(entry: RelationEntry): void {
    this.#entries.set(relationName(entry.name.split('.')) ?? entry.name.toLowerCase(), entry);
    this.#onChange();
  }
  /** Removes the entry if it still is the one given. */
  delete(name: string, only?: RelationEntry): boolean {
    const key = relationName(name.split('.')) ?? name.toLowerCase();
    const isGone = (only === undefined || this.#entries.get(key) === only) && this.#entries.delete(key);
    if (isGone) this.#onChange();
    return isGone;
  }
  list(): readonly RelationEntry[] {
    return [...this.#entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  names(): readonly string[] {
    return this.list().map((entry) => entry.name);
  }

  /** Puts plans in the place of the names that are known now. */
  bind<T>(tree: T, scope: ReadonlySet<string> = new Set()): T {
    return rewriteTree(tree, (node): TreeNode | undefined => {
      if (node.kind === 'With') return this.#bindWith(node, scope);
      if (node.kind !== 'UnresolvedRelation' || node.file) return undefined;
      if (node.parts.length === 1 && scope.has(node.parts[0]!.toLowerCase())) return undefined;
      const entry = this.find(node.parts);
      return entry && Object.freeze({ kind: 'SubqueryAlias', input: entry.plan, name: node.parts.at(-1)! });
    });
  }
  #bindWith(node: With, outer: ReadonlySet<string>): With {
    let scope = outer;
    const ctes = node.ctes.map((cte) => {
      const bound = Object.freeze({ ...cte, plan: this.bind(cte.plan, scope) });
      scope = new Set([...scope, cte.name.toLowerCase()]);
      return bound;
    });
    return Object.freeze({ ...node, ctes, input: this.bind(node.input, scope) });
  }
}
