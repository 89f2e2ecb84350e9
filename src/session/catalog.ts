// session.catalog: tables, views, functions and the cache, by name.
import { allFunctions } from '../functions/index.ts';
import { formatType } from '../types/format-type.ts';
import type { SessionCore } from './core.ts';
import { likePattern } from './like-pattern.ts';
import { tablePlan } from './statement.ts';

export class Catalog {
  readonly #core: SessionCore;
  constructor(core: SessionCore) {
    this.#core = core;
  }
  async listTables(pattern = '*'): Promise<{ name: string; isTemporary: boolean; tableType: string }[]> {
    await this.#core.commands.settled();
    const matches = likePattern(pattern);
    return this.#core.relations
      .list()
      .filter((e) => matches(e.name))
      .map(({ name, isTemporary, kind }) => ({
        name,
        isTemporary,
        tableType: isTemporary ? 'TEMPORARY' : kind === 'view' ? 'VIEW' : 'MANAGED',
      }));
  }
  async listColumns(table: string): Promise<{ name: string; dataType: string; nullable: boolean }[]> {
    const schema = await this.#core.schemaOf(tablePlan(table, this.#core));
    return schema.map((f) => ({ name: f.name, dataType: formatType(f.type), nullable: f.nullable }));
  }
  async listFunctions(pattern = '*'): Promise<{ name: string; description: string; isTemporary: boolean }[]> {
    const matches = likePattern(pattern);
    return allFunctions()
      .filter((f) => matches(f.name))
      .map((f) => ({ name: f.name, description: f.doc, isTemporary: false }));
  }
  async tableExists(name: string): Promise<boolean> {
    await this.#core.commands.settled();
    return this.#core.relations.find(name) !== undefined;
  }
  dropTempView(name: string): boolean {
    const entry = this.#core.relations.find(name);
    return entry !== undefined && entry.kind === 'view' && this.#core.relations.delete(name);
  }
  cacheTable(name: string): void {
    this.#core.cacheRelation(name);
  }
  uncacheTable(name: string): void {
    this.#core.uncacheRelation(name);
  }
  isCached(name: string): boolean {
    const { plan } = this.#core.relations.get(name);
    return plan.kind === 'PlanReference' && this.#core.isCached(plan);
  }
  clearCache(): void {
    this.#core.clearCache();
  }
}
