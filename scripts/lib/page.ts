// page.ts: the playground by Vite: `checkout` with DuckDB-WASM and the large sample in build/web, `package` without them in
// dist/playground. Both stand on the dist/ that was built before.

import { join } from 'node:path';
import { build, type Rolldown } from 'vite';

export type PageMode = 'checkout' | 'package';

/** Answers with the files it was made from. */
export async function bundlePage(mode: PageMode): Promise<string[]> {
  const configFile = join(import.meta.dirname, '..', '..', 'vite.config.ts');
  const { output } = (await build({ configFile, mode, logLevel: 'warn' })) as Rolldown.RolldownOutput;
  return output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
}
