// find-browser.ts: the Chromium the browser tests run in. In this order: $CHROMIUM_PATH, an installed Chrome, Chromium or
// Edge, Playwright's cache, a Playwright download, Debian's package. Nothing is skipped silently: without one it throws.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';
import { binary } from './lib/tools.ts';

const PROGRAMS = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_APPS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
const DOWNLOAD_LIMIT_MS = 60_000;
const APT_LIMIT_MS = 300_000;

/** A browser that is there already, or undefined. Never downloads. */
export function installedBrowser(): string | undefined {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH is ${given}, which does not exist`);
    return given;
  }
  return [...programs(), ...playwrightCache()].find((path) => existsSync(path) && starts(path));
}

/** A browser, fetched if need be; says aloud what it does. */
export function findBrowser(): string {
  const present = installedBrowser();
  if (present !== undefined) return present;
  console.log(`No browser is installed: asking Playwright for one (${DOWNLOAD_LIMIT_MS / 1000} s limit)`);
  runFor(DOWNLOAD_LIMIT_MS, binary('playwright'), ['install', 'chromium']);
  const downloaded = playwrightCache().find((path) => existsSync(path) && starts(path));
  if (downloaded !== undefined) return downloaded;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log("Playwright has none for this machine: installing Debian's `chromium` with apt-get (5 min limit)");
    const start = Date.now();
    runFor(APT_LIMIT_MS, 'apt-get', ['update', '-q']);
    runFor(APT_LIMIT_MS - (Date.now() - start), 'apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium']);
    const packaged = programs().find((path) => existsSync(path) && starts(path));
    if (packaged !== undefined) return packaged;
  }
  throw new Error(
    'The browser tests need Chromium and none could be had. Type `npx playwright install --with-deps chromium`, ' +
      'or set CHROMIUM_PATH to a Chrome, Chromium or Edge.',
  );
}

/** Where installed browsers are, by platform. */
function programs(): string[] {
  if (process.platform === 'darwin') return MAC_APPS.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);
  if (process.platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData']
      .map((name) => process.env[name])
      .filter((r) => r !== undefined);
    return roots.flatMap((root) => WINDOWS_APPS.map((app) => join(root, app)));
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** The build this Playwright wants, then any other in its cache, newest first. */
function playwrightCache(): string[] {
  const cache = process.env['PLAYWRIGHT_BROWSERS_PATH'] ?? join(homedir(), '.cache', 'ms-playwright');
  const others = existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith('chromium-')) : [];
  const paths = others.flatMap((name) => ['chrome-linux64/chrome', 'chrome-linux/chrome'].map((file) => join(cache, name, file)));
  return [chromium.executablePath(), ...paths.sort().reverse()];
}

/** Whether it runs here: a download may lack the system's libraries. */
function starts(path: string): boolean {
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

function runFor(timeout: number, program: string, args: readonly string[]): void {
  if (timeout <= 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = spawnSync(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout,
    killSignal: 'SIGKILL',
    env,
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) console.log(`${program} ${args.join(' ')}: ${result.error?.message ?? `exit code ${result.status}`}`);
}
