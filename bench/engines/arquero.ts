// Arquero: tables of JavaScript arrays, one thread, no SQL. Each query of the suite is written in its verbs, as its users write it.
import type * as Arquero from 'arquero';
import type { Engine, Host } from './engine.ts';

type Table = ReturnType<typeof Arquero.table>;
type Verbs = (x: Table, aq: typeof Arquero) => Table;

/** By the query's name; an engine without SQL has a line for each. */
const QUERIES: Readonly<Record<string, Verbs>> = {
  first: (_x, { table }) => table({ one: [1] }),
  q01: (x, { op }) => x.groupby('id1').rollup({ v1: op.sum('v1') }),
  q02: (x, { op }) => x.groupby('id1', 'id2').rollup({ v1: op.sum('v1') }),
  q03: (x, { op }) => x.groupby('id3').rollup({ v1: op.sum('v1'), v3: op.mean('v3') }),
  q04: (x, { op }) => x.groupby('id4').rollup({ v1: op.mean('v1'), v2: op.mean('v2'), v3: op.mean('v3') }),
  q05: (x, { op }) => x.groupby('id6').rollup({ v1: op.sum('v1'), v2: op.sum('v2'), v3: op.sum('v3') }),
  q06: (x, { op }) => x.groupby('id4', 'id5').rollup({ median_v3: op.median('v3'), sd_v3: op.stdev('v3') }),
  q07: (x) => x.groupby('id3').rollup({ range_v1_v2: "d => op.max(d['v1']) - op.min(d['v2'])" }),
  q08: (x, { desc }) =>
    x.filter("d => d['v3'] != null").select('id6', { v3: 'largest2_v3' }).groupby('id6').orderby(desc('largest2_v3')).slice(0, 2),
  q09: (x) => x.groupby('id2', 'id4').rollup({ r2: "d => op.pow(op.corr(d['v1'], d['v2']), 2)" }),
  q10: (x, { op }) => x.groupby('id1', 'id2', 'id3', 'id4', 'id5', 'id6').rollup({ v3: op.sum('v3'), count: op.count() }),
};

export function arquero(host: Host): Engine {
  let aq: typeof Arquero | undefined;
  let x: Table | undefined;
  let csv: string | undefined;
  const parse = (text: string): Table => aq!.fromCSV(text) as Table;
  const run = (name: string): Table => {
    const verbs = QUERIES[name];
    if (!verbs) throw new Error(`no verbs for ${name}`);
    return verbs(csv === undefined ? x! : parse(csv), aq!).reify();
  };
  const text = async (path: string): Promise<string> => new TextDecoder().decode(await host.bytes(path));
  return {
    sources: ['memory', 'csv'],
    loads: ['arrow', 'csv'],
    prepare: async () => void (aq = await import('arquero')),
    open: async () => undefined,
    async load(form, files) {
      x = form === 'arrow' ? (aq!.fromArrow(await host.bytes(files.arrow)) as Table) : parse(await text(files.csv));
    },
    /** It has no views: the text is at hand, and every query parses it. */
    scan: async (_form, files) => void (csv = await text(files.csv)),
    query: async ({ name }) => run(name),
    rows: async ({ name }) => run(name).objects(),
    read(result) {
      const table = result as Table;
      return { names: table.columnNames(), columns: table.columnNames().map((name) => [...table.array(name)]) };
    },
    close: async () => undefined,
  };
}
