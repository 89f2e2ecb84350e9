// The playground's stream in real Chromium: from a rate, from a file by its times, from a WebSocket; paused, reloaded, gone on with.
import { join } from 'node:path';
import { chromium } from 'playwright';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { installedBrowser } from '../../scripts/find-browser.ts';
import { bundlePage } from '../../scripts/lib/page.ts';
import { serve } from './helpers/page.ts';
import type { Site } from './helpers/page.ts';

const ROOT = join(import.meta.dirname, '..', '..');
let site: Site, browser: Browser, page: Page;
const said: string[] = [];

beforeAll(async () => {
  await bundlePage('checkout');
  site = await serve(join(ROOT, 'build', 'web'), '/some/where/');
  const executablePath = installedBrowser();
  browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
});
afterAll(async () => {
  await browser.close();
  await site.close();
});
/** A visitor of their own each: OPFS and localStorage are empty. */
beforeEach(async () => {
  await page?.context().close();
  page = await (await browser.newContext()).newPage();
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  await page.goto(`${site.url}index.html`);
  await page.click('#tab-stream');
});

const button = (label: string): Promise<void> => page.click(`.stream-bar button:has-text("${label}")`);
const field = (label: string): Locator => page.locator('.field', { has: page.locator(`span:text-is("${label}")`) });
const choose = (label: string, option: string): Promise<unknown> =>
  field(label).locator('select').selectOption({ label: option });
const inPhase = (phase: string): Promise<unknown> => page.waitForSelector(`.stream-result[data-phase=${phase}]`);
const fact = (label: string): Promise<string> =>
  page.locator('.stream-facts div', { hasText: label }).first().locator('dd').innerText();
/** Cells of the result, by row; the columns of rows' numbers are not among them. */
const cells = (): Promise<string[][]> =>
  page
    .locator('.stream-result tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)));
/** Sum of a column; 0 without rows. */
const sum = async (column: number): Promise<number> => (await cells()).reduce((n, row) => n + Number(row[column]), 0);
async function until(column: number, least: number): Promise<number> {
  for (;;) {
    const now = await sum(column);
    if (now >= least) return now;
    await page.waitForTimeout(100);
  }
}

it('counts the rows of a rate in windows; goes on after a pause and a reload, and after a reload alone', async () => {
  await choose('Rows a second', '10');
  await button('Start');
  const first = await until(2, 20);
  await until(2, first + 10);
  expect(await fact('Watermark')).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  expect(await fact('State')).toMatch(/^\d+ rows?$/);
  expect(await fact('in memory')).toMatch(/^[\d.]+ K?B$/);
  expect(await fact('took')).toMatch(/ m?s$/);
  await button('Pause');
  await inPhase('paused');
  // An epoch may have been committed while the table was read.
  const epoch = Number(await fact('Epoch'));
  await page.waitForTimeout(1500);
  expect(Number(await fact('Epoch'))).toBe(epoch);

  await page.reload();
  await inPhase('paused');
  expect(await page.getAttribute('#tab-stream', 'aria-selected')).toBe('true');
  await button('Resume');
  // Every epoch has ten rows: none was lost, none counted twice.
  await until(2, (epoch + 2) * 10);
  await page.waitForFunction(
    () => {
      const counts = [...document.querySelectorAll('.stream-result tbody tr')].map((row) =>
        Number(row.querySelectorAll('td')[2]?.textContent),
      );
      const epochs = Number(document.querySelector('.stream-facts div:nth-child(2) dd')?.textContent) + 1;
      return counts.reduce((a, b) => a + b, 0) === epochs * 10;
    },
    undefined,
    { polling: 50 },
  );

  const before = await sum(2);
  await page.reload();
  await inPhase('running');
  await until(2, before + 10);
  await button('Stop');
  await inPhase('off');
  await page.reload();
  await page.click('#tab-stream');
  expect(await page.locator('.stream-bar button:has-text("Start")').count()).toBe(1);
});
it('replays a file by the times of a column, to its end', async () => {
  const minutes = Array.from({ length: 90 }, (_, i) => `${new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString()},${i}\n`);
  // Not in the order of time.
  minutes.reverse();
  const file = { name: 'minutes.csv', mimeType: 'text/csv', buffer: Buffer.from(`at,n\n${minutes.join('')}`) };
  await page.setInputFiles('input[type=file]', file);
  await page.waitForSelector('details .name:text("at")');
  await page.click('#tab-stream');
  await choose('Source', 'Replay of a file');
  await choose('File', 'minutes.csv');
  await choose('Query', 'All so far');
  await button('Start');
  await until(0, 1);
  expect(await sum(0)).toBeLessThan(90);
  await button('Pause');
  await inPhase('paused');
  // The file is gone with the page; given again, it goes on behind the rows that are counted.
  await page.reload();
  await inPhase('paused');
  expect(await page.isDisabled('.stream-bar button:has-text("Resume")')).toBe(true);
  await page.setInputFiles('input[type=file]', file);
  await page.waitForSelector('details .name:text("at")');
  await page.click('#tab-stream');
  await button('Resume');
  await until(0, 90);
  await inPhase('ended');
  expect(await cells()).toEqual([['90', '2026-01-01 00:00:00', '2026-01-01 01:29:00']]);
});
it('reads a WebSocket, with a query of the editor; says so when the connection is lost', async () => {
  // The route below stands in for the socket before the page's policy is asked.
  expect(await page.getAttribute('meta[http-equiv=Content-Security-Policy]', 'content')).toMatch(/connect-src [^;]*\bwss:/);
  let send: (text: string) => void = () => undefined,
    hangUp: () => Promise<void> = async () => undefined;
  await page.routeWebSocket('wss://feed.example/', (socket) => {
    send = (text) => socket.send(text);
    hangUp = () => socket.close({ code: 3001, reason: 'gone' });
  });
  await choose('Source', 'WebSocket');
  await field('URL').locator('input').fill('wss://feed.example/');
  await field('Columns').locator('input').fill('at timestamp, who string');
  await choose('Query', 'The text above, FROM stream');
  await page.click('.cm-content');
  await page.keyboard.insertText('SELECT who, count(*) AS n FROM stream GROUP BY who ORDER BY who');
  await button('Start');
  await inPhase('running');
  send('{"at":"2026-01-01T00:00:00Z","who":"Ada"}');
  send('[{"at":"2026-01-01T00:00:01Z","who":"Grace"},{"at":"2026-01-01T00:00:02Z","who":"Ada"}]');
  await until(1, 3);
  expect(await cells()).toEqual([
    ['Ada', '2'],
    ['Grace', '1'],
  ]);
  await hangUp();
  await inPhase('paused');
  expect(await page.textContent('.stream-error')).toMatch(/SOURCE_FAILED.*feed\.example.*3001, gone/s);
});
it('shows what is wrong with a query, and starts when it is right', async () => {
  await choose('Query', 'The text above, FROM stream');
  await page.click('.cm-content');
  await page.keyboard.insertText('SELECT valu FROM stream');
  await button('Start');
  await page.waitForSelector('.stream-error');
  expect(await page.textContent('.stream-error')).toMatch(/UNRESOLVED_COLUMN.*valu/s);
  await button('Stop');
  await inPhase('off');
  await page.click('.cm-content');
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('SELECT value FROM stream');
  await choose('Result', 'Final rows (append)');
  await button('Start');
  await page.waitForSelector('.stream-result td:text-is("5")');
  await button('Stop');
});
it('had nothing to complain about', () => {
  expect(said).toEqual([]);
});
