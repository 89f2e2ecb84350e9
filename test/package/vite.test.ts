// Vite: the dev server, and a build served from the root and from a sub-path.

import { afterAll, describe, expect, it } from 'vitest';
import { build, createServer, type InlineConfig } from 'vite';
import { EXPECTED, fixture, CONSUMER } from './helpers/consumer.ts';
import { answerOf, serve } from './helpers/page.ts';

const root = fixture('page');
// The three lines of docs/bundlers.md.
const config: InlineConfig = { root, base: './', configFile: false, logLevel: 'error', optimizeDeps: { exclude: ['caudal'] } };

describe('vite', () => {
  it('dev', async () => {
    const server = await createServer({ ...config, publicDir: CONSUMER, server: { port: 0, host: '127.0.0.1' } });
    afterAll(() => server.close());
    await server.listen();
    expect(await answerOf(server.resolvedUrls!.local[0]!)).toEqual({ rows: EXPECTED, workers: 2 });
  });

  it.each(['/', '/deep/sub/path/'])('build, served from %s', async (prefix) => {
    await build(config);
    const site = await serve(`${root}/dist`, prefix);
    expect(await answerOf(site.url)).toEqual({ rows: EXPECTED, workers: 2 });
    await site.close();
  });
});
