// The package's types: whole without DOM and @types/node, right for every module resolution, and described by a sound package.json.

import { mkdirSync, writeFileSync } from 'node:fs';
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
    const folder = join(CONSUMER, `types-${moduleResolution}`);
    mkdirSync(folder, { recursive: true });
    const module = moduleResolution === 'node16' ? 'node16' : 'esnext';
    const strict = { strict: true, noUncheckedIndexedAccess: true, skipLibCheck: false, noEmit: true };
    const compilerOptions = { lib: ['es2022'], types: [], target: 'es2022', module, moduleResolution, ...strict };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['sample.ts'] }));
    writeFileSync(join(folder, 'sample.ts'), SAMPLE);
    run(process.execPath, [join(process.cwd(), 'node_modules/typescript/bin/tsc'), '-p', folder], CONSUMER);
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
