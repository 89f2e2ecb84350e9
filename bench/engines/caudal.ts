// Caudal through its public API, as the package ships it: the bundles of the bench have dist/ in the place of src/ (build.ts).
import type { Table } from 'apache-arrow';
import type { DataFrame, Session } from '../../src/index.ts';
import type { DataFiles, Engine, FileForm, Host } from './engine.ts';
import { readArrow } from './read-arrow.ts';

export function caudal(host: Host): Engine {
  let code: typeof import('../../src/index.ts') | undefined;
  let session: Session | undefined;
  let table: DataFrame | undefined;
  const must = (): Session => {
    if (!session) throw new Error('not open');
    return session;
  };
  const read = async (form: FileForm, files: DataFiles): Promise<DataFrame> => {
    if (form === 'arrow') return must().read.arrow(await host.bytes(files.arrow));
    return must().read[form](await host.file(files[form]));
  };
  return {
    sources: ['memory', 'parquet', 'csv'],
    loads: ['arrow', 'parquet', 'csv'],
    prepare: async () => void (code = await import('../../src/index.ts')),
    open: async (threads) => void (session = await code!.Session.create({ workers: threads, memoryLimit: '6gb' })),
    async load(form, files) {
      table?.unpersist();
      table = (await read(form, files)).cache();
      await table.count();
      table.createOrReplaceTempView('x');
    },
    scan: async (form, files) => (await read(form, files)).createOrReplaceTempView('x'),
    query: ({ sql }) => must().sql(sql).toArrow(),
    rows: ({ sql }) => must().sql(sql).collect(),
    read: (result) => readArrow(result as Table),
    close: () => must().close(),
  };
}
