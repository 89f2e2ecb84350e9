// The playground as it is served: real Chromium, from a sub-path, without special headers, on the built page.
import { join } from 'node:path';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { installedBrowser } from '../../scripts/find-browser.ts';
import { serve } from './helpers/page.ts';
import type { Site } from './helpers/page.ts';

const ROOT = join(import.meta.dirname, '..', '..');
let site: Site, browser: Browser, page: Page;
const said: string[] = [];

async function type(text: string): Promise<void> {
  await page.click('.cm-content');
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
}
const facts = async (): Promise<string> => (await page.textContent('.facts')) ?? '';
const settled = (): Promise<unknown> =>
  page.waitForFunction(() => !document.querySelector('.run.stop'), undefined, { timeout: 60_000 });

beforeAll(async () => {
  await build({ configFile: join(ROOT, 'vite.config.ts'), logLevel: 'error' });
  site = await serve(join(ROOT, 'build', 'web'), '/some/where/');
  const executablePath = installedBrowser();
  browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  page = await browser.newPage();
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  await page.goto(`${site.url}index.html`);
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

describe('playground', () => {
  it('opens a local file that is picked: schema, first rows', async () => {
    await page.setInputFiles('input[type=file]', {
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('name,age\nAda,36\nGrace,45\n'),
    });
    await page.waitForSelector('details .name:text("age")');
    await settled();
    expect(await facts()).toMatch(/^2 rows/);
    await page.waitForSelector('regular-table td:text("Grace")');
  });
  it('runs the text with Ctrl+Enter', async () => {
    await type("SELECT name FROM 'people.csv' WHERE age > 40");
    await page.keyboard.press('Control+Enter');
    await page.waitForFunction(() => document.querySelector('.facts b')?.textContent === '1');
    await page.waitForSelector('regular-table td:text("Grace")');
  });
  it('shows an error where it stands', async () => {
    await type("SELECT name,\n  agee FROM 'people.csv'");
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.facts.error');
    expect(await facts()).toMatch(/Line 2, column 3: .*UNRESOLVED_COLUMN.*age/);
    await page.waitForSelector('.cm-lintRange-error');
  });
  it('cancels a query that would run for hours, and goes on', async () => {
    await type('SELECT count(*) FROM range(1000000) a JOIN range(1000000) b ON a.id * b.id % 7 = 3');
    await page.keyboard.press('Control+Enter');
    await page.click('.run.stop');
    await settled();
    expect(await facts()).toContain('CANCELLED');
    await type('SELECT 41 + 1 AS answer');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('regular-table td:text("42")');
  });
  it('scrolls through a million rows without collecting them', async () => {
    await type('SELECT id, id * 2 AS twice FROM range(1000000)');
    await page.keyboard.press('Control+Enter');
    await page.waitForFunction(() => document.querySelector('.facts b')?.textContent === '1,000,000');
    await page.waitForSelector('regular-table td:text("0")');
    await page.evaluate(() => {
      const grid = document.querySelector('regular-table')!;
      grid.scrollTop = grid.scrollHeight;
    });
    await page.waitForSelector('regular-table td:text("1999998")');
  });
  it('exports what it shows', async () => {
    await type('SELECT 1 AS a, NULL AS b');
    await page.keyboard.press('Control+Enter');
    await page.waitForFunction(() => document.querySelector('.facts b')?.textContent === '1');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('.export button:text("CSV")')]);
    expect(download.suggestedFilename()).toBe('result.csv');
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('a,b\n1,\n');
  });
  it('shows the plan with what ran', async () => {
    await page.click('.tab:text("Plan")');
    await page.waitForSelector('.plan .metric');
    expect(await page.textContent('.plan')).toContain('Total:');
  });
  it('had nothing to complain about', () => {
    expect(said).toEqual([]);
  });
});
