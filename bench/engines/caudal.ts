// Caudal through its public API.
import { readFileSync } from 'node:fs';
import type { Table } from 'apache-arrow';
import type { Session } from '../../src/index.ts';
import type { Engine } from './engine.ts';
import { readArrow } from './read-arrow.ts';

export function caudal(): Engine {
  let code: typeof import('../../src/index.ts') | undefined;
  let session: Session | undefined;
  const must = (): Session => {
    if (!session) throw new Error('not open');
    return session;
  };
  return {
    name: 'caudal',
    sources: ['memory', 'parquet', 'csv'],
    prepare: async () => void (code = await import('../../src/index.ts')),
    open: async (threads) => void (session = await code!.Session.create({ workers: threads, memoryLimit: '6gb' })),
    async load(source, files) {
      if (source === 'memory') {
        const df = must()
          .read.arrow(new Uint8Array(readFileSync(files.arrow)))
          .cache();
        await df.count();
        df.createOrReplaceTempView('x');
      } else if (source === 'parquet') must().read.parquet(files.parquet).createOrReplaceTempView('x');
      else must().read.csv(files.csv).createOrReplaceTempView('x');
    },
    query: (sql) => must().sql(sql).toArrow(),
    read: (result) => readArrow(result as Table),
    close: () => must().close(),
  };
}
