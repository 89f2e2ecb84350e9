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
/** Tables t and u, the views v and (of itself) w1. */
export const testCatalog = catalogOf(
  {
    t: { schema: 'a INT, b BIGINT, s STRING, d DECIMAL(10,2), x DOUBLE, dt DATE, ts TIMESTAMP, f BOOLEAN', rows: 1_000_000 },
    u: { schema: 'a INT, y DOUBLE, s STRING', rows: 100 },
    w: { schema: 'y DOUBLE, k INT', rows: 5 },
  },
  { v: 'SELECT a, a + 1 AS a1, s FROM t', w1: 'SELECT * FROM w1' },
);
