// webpack 5 without any configuration for wasm or workers.

import { createRequire } from 'node:module';
import { cpSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EXPECTED, fixture, tool } from './helpers/consumer.ts';
import { answerOf, serve } from './helpers/page.ts';

interface Stats {
  hasErrors(): boolean;
  toString(options: string): string;
}
type Webpack = (config: object, done: (error: Error | null, stats: Stats) => void) => void;

it('webpack', async () => {
  const root = fixture('page');
  const webpack = createRequire(import.meta.url)(tool('webpack', 'webpack/lib/index.js')) as Webpack;
  const config = {
    mode: 'production',
    context: root,
    entry: './main.js',
    optimization: { minimize: false },
    output: { path: `${root}/packed`, filename: 'main.js' },
  };
  const stats = await new Promise<Stats>((resolve, reject) =>
    webpack(config, (error, s) => (error ? reject(error) : resolve(s))),
  );
  expect(stats.hasErrors(), stats.toString('errors-only')).toBe(false);
  cpSync(`${root}/index.html`, `${root}/packed/index.html`);
  const site = await serve(`${root}/packed`);
  expect(await answerOf(site.url)).toEqual({ rows: EXPECTED, workers: 2 });
  await site.close();
});
