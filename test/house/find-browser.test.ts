// The browser that is asked for by name is taken, or the mistake is named; nothing else is looked for then.

import { afterEach, expect, it, vi } from 'vitest';
import { installedBrowser } from '../../scripts/find-browser.ts';

afterEach(() => void vi.unstubAllEnvs());

it('takes $CHROMIUM_PATH', () => {
  vi.stubEnv('CHROMIUM_PATH', process.execPath);
  expect(installedBrowser()).toBe(process.execPath);
});

it('names a $CHROMIUM_PATH that does not exist', () => {
  vi.stubEnv('CHROMIUM_PATH', '/nowhere/chrome');
  expect(() => installedBrowser()).toThrow('CHROMIUM_PATH is /nowhere/chrome, which does not exist');
});

it('without a browser anywhere answers with none', () => {
  vi.stubEnv('CHROMIUM_PATH', '');
  vi.stubEnv('PATH', '');
  vi.stubEnv('PLAYWRIGHT_BROWSERS_PATH', '/nowhere');
  if (process.platform === 'linux') expect(installedBrowser()).toBeUndefined();
});
