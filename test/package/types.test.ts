// The package's types: whole without DOM and @types/node, right for every module resolution, and described by a sound package.json.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { CONSUMER, run } from './helpers/consumer.ts';

const SAMPLE = `import { CaudalError, Session, col, sum } from 'caudal';
const session: Session = await Session.create({ workers: 0 });
const rows = await session.sql<{ a: number }>('SELECT 1 AS a').collect();
const a: number = rows[0]!.a;
const total = session.range(10).filter(col('id').gt(3)).agg(sum('id').as('s'));
export { a, total, CaudalError };
`;

describe('types', () => {
  it.each(['bundler', 'node16'])('compile with lib es2022 alone, moduleResolution %s', (moduleResolution) => {
    const file = join(CONSUMER, `sample-${moduleResolution}.ts`);
    writeFileSync(file, SAMPLE);
    const module = moduleResolution === 'node16' ? 'node16' : 'esnext';
    const options = ['--lib', 'es2022', '--types', '', '--target', 'es2022', '--strict', '--skipLibCheck', 'false', '--noEmit'];
    const tsc = join(process.cwd(), 'node_modules/typescript/bin/tsc');
    run(
      process.execPath,
      [tsc, ...options, '--ignoreConfig', '--module', module, '--moduleResolution', moduleResolution, file],
      CONSUMER,
    );
  });

  it('publint and attw find nothing', () => {
    const folder = join(CONSUMER, 'node_modules/caudal');
    run('npx', ['publint', '--strict', folder], process.cwd());
    run(
      'npx',
      ['attw', '--pack', folder, '--profile', 'esm-only', '--exclude-entrypoints', './kernels.wasm', './worker.js'],
      process.cwd(),
    );
  });
});
