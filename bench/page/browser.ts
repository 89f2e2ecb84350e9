// A fresh browser for one lane, and how much memory its page takes.
import { existsSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright';
import type { Browser } from 'playwright';
import { findBrowser } from '../../scripts/find-browser.ts';
import type { DataFiles, Query } from '../engines/engine.ts';
import { LANE_LIMIT_MS } from '../race.ts';
import type { EngineRun, Job } from '../race.ts';

let executablePath: string | undefined;

export async function raceInBrowser(
  url: string,
  name: string,
  job: Job,
  files: DataFiles,
  queries: readonly Query[],
): Promise<EngineRun> {
  executablePath ??= findBrowser();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const limit = setTimeout(() => void browser.close(), LANE_LIMIT_MS);
  try {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('pageerror', (error) => said.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
    let before = 0;
    await page.exposeFunction('peakBytes', async () => {
      const peak = await renderersMemory(browser, 'VmHWM');
      return peak === undefined ? undefined : peak - before;
    });
    await page.goto(url);
    const crashed = new Promise<never>((_resolve, reject) => page.on('crash', () => reject(new Error('the page crashed'))));
    const run = async (): Promise<EngineRun> => {
      await page.evaluate(`ready(${JSON.stringify(name)})`);
      before = (await renderersMemory(browser, 'VmRSS')) ?? 0;
      return page.evaluate<EngineRun>(`race(${[job, files, queries].map((v) => JSON.stringify(v)).join(', ')})`);
    };
    return await Promise.race([run(), crashed]).catch((cause: unknown) => {
      throw new Error([String(cause), ...said.slice(-3)].join(' '), { cause });
    });
  } finally {
    clearTimeout(limit);
    await browser.close();
  }
}
/** Of all the browser's renderers, workers included; known where /proc is. */
async function renderersMemory(browser: Browser, field: 'VmRSS' | 'VmHWM'): Promise<number | undefined> {
  if (!existsSync('/proc/self/status')) return undefined;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const kilobytes = processInfo
    .filter((p) => p.type === 'renderer')
    .map((p) => Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${p.id}/status`, 'utf8'))?.[1] ?? 0));
  return kilobytes.reduce((sum, kb) => sum + kb * 1024, 0);
}
