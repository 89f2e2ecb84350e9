// vitest.config.ts: the test projects. `node` and `browser` run everywhere; neither sends isolation headers, so nothing can come
// to depend on SharedArrayBuffer. `browser-isolated` runs the browser suite on a page that has them; `package` tests the tarball.

import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { installedBrowser } from './scripts/find-browser.ts';
import { sourceAssets } from './scripts/lib/source-assets.ts';

const source = (name: string): string => `${import.meta.dirname}/src/${name}`;
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig({
  test: {
    globalSetup: ['test/helpers/build.ts'],
    projects: [
      {
        // examples/ say `caudal`, as programs do.
        resolve: {
          alias: [
            { find: /^caudal$/, replacement: source('index.ts') },
            { find: /^caudal\/(functions|testing)$/, replacement: source('entries/$1.ts') },
          ],
        },
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/package/**'],
          setupFiles: ['test/helpers/seed.ts'],
          testTimeout: 30_000,
          pool: 'forks',
        },
      },
      inBrowser('browser', ['test/browser/**/*.isolated.test.ts']),
      inBrowser('browser-isolated', []),
      {
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          globalSetup: ['test/package/helpers/consumer.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});

function inBrowser(name: 'browser' | 'browser-isolated', exclude: string[]): TestProjectInlineConfiguration {
  const executablePath = installedBrowser();
  return {
    plugins: [sourceAssets()],
    server: { headers: name === 'browser-isolated' ? ISOLATION : {} },
    optimizeDeps: { include: ['apache-arrow', 'comlink', 'hyparquet', 'fast-check'] },
    test: {
      name,
      provide: { isolated: name === 'browser-isolated' },
      include: ['test/browser/**/*.test.ts'],
      exclude,
      testTimeout: 60_000,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({
          launchOptions: {
            ...(executablePath === undefined ? {} : { executablePath }),
            args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
          },
        }),
        instances: [{ browser: 'chromium' }],
      },
    },
  };
}
