// A catalog of empty tables for tests of analysis and plans: schemas as DDL, row counts as estimates; views as SQL.
import { analyze } from '../../src/analyze/analyze.ts';
import type { Catalog } from '../../src/analyze/catalog.ts';
import type { Plan } from '../../src/plan/logical.ts';
import type { ScanSource } from '../../src/plan/scan-source.ts';
import { parse, parseSchema } from '../../src/sql/parse.ts';

export interface TableSpec {
  readonly schema: string;
  readonly rows?: number;
}
export function catalogOf(
  tables: Readonly<Record<string, string | TableSpec>>,
  views: Readonly<Record<string, string>> = {},
): Catalog {
  const source = (name: string): ScanSource | undefined => {
    const spec = tables[name.toLowerCase()];
    if (spec === undefined) return undefined;
    const { schema, rows } = typeof spec === 'string' ? { schema: spec, rows: undefined } : spec;
    return { format: 'memory', label: name, schema: parseSchema(schema), spec: null, ...(rows !== undefined && { rows }) };
  };
  return {
    context: { timeZone: 'UTC', nowUs: 0n, ansi: true },
    relation(parts) {
      const view = views[parts.join('.').toLowerCase()];
      return view === undefined ? undefined : planOf(view);
    },
    relationNames: () => [...Object.keys(tables), ...Object.keys(views)],
    source: (request) => (request.kind === 'file' ? source(request.name) : undefined),
  };
}
export function planOf(sql: string): Plan {
  const statement = parse(sql);
  if (statement.kind !== 'Query') throw new Error(`not a query: ${sql}`);
  return statement.plan;
}
export const analyzed = (sql: string, catalog: Catalog): Plan => analyze(planOf(sql), catalog);
