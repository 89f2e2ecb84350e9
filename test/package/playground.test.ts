// The playground as it is served: real Chromium, from a sub-path, without special headers, on the built page; and as the installed
// package serves it.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlePage } from '../../scripts/lib/page.ts';
import { installedBrowser } from '../../scripts/find-browser.ts';
import { CONSUMER } from './helpers/consumer.ts';
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
  await bundlePage('checkout');
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

const run = async (text: string): Promise<void> => {
  await type(text);
  await page.keyboard.press('Control+Enter');
  await settled();
};
/** An open completion is deaf for its first 75 ms. */
const accept = async (): Promise<void> => {
  await page.waitForTimeout(150);
  await page.keyboard.press('Tab');
};
/** Two small files; the first rows of people.csv are shown. */
async function pickFiles(): Promise<void> {
  await page.setInputFiles('input[type=file]', [
    { name: 'cities.json', mimeType: 'application/json', buffer: Buffer.from('{"city":"Bonn","who":"Ada"}\n') },
    { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('name,age\nAda,36\nGrace,45\n') },
  ]);
  await page.waitForSelector('details .name:text("age")');
  await page.waitForSelector('details .name:text("who")');
  await page.click('#tab-rows');
  await page.waitForSelector('regular-table td:text("Grace")');
  await settled();
}
const rowCount = (count: string): Promise<unknown> =>
  page.waitForFunction((n) => document.querySelector('.facts b')?.textContent === n, count, { timeout: 60_000 });

describe('playground', () => {
  it('opens local files that are picked: schema, first rows of the last', async () => {
    await pickFiles();
    expect(await facts()).toMatch(/^2 rows.*25 B read$/);
  });
  it('says which file cannot be read, and why', async () => {
    const broken = {
      name: 'broken.parquet',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('PAR1 this is not a Parquet file PAR1'),
    };
    await page.setInputFiles('input[type=file]', broken);
    await page.waitForSelector('.failure');
    expect(await page.textContent('.failure')).toMatch(/CORRUPT_FILE.*broken\.parquet/s);
    const fine = { name: 'one.csv', mimeType: 'text/csv', buffer: Buffer.from('a\n1\n') };
    await page.setInputFiles('input[type=file]', [broken, fine]);
    await page.waitForSelector('regular-table td:text("1")');
    await page.waitForSelector('.notice');
    expect(await page.textContent('.notice')).toMatch(/^broken\.parquet cannot be read: /);
    await page.click('.notice button');
    await page.click('[aria-label="Remove one.csv"]');
    expect(await page.locator('details').count()).toBe(2);
  });
  it('runs the text with Ctrl+Enter', async () => {
    await run("SELECT name FROM 'people.csv' WHERE age > 40");
    await rowCount('1');
    await page.waitForSelector('regular-table td:text("Grace")');
  });
  it('runs a script, and commands on their own', async () => {
    await run('CREATE TEMP VIEW v AS SELECT 7 AS seven; SELECT seven * 6 AS answer FROM v;');
    await page.waitForSelector('regular-table td:text("42")');
    await run('DROP VIEW v');
    expect(await facts()).toMatch(/^Done/);
  });
  it('shows an error where it stands, with what was probably meant, until the text changes', async () => {
    await run("SELECT name,\n  agee FROM 'people.csv'");
    expect(await page.textContent('.failure')).toMatch(/UNRESOLVED_COLUMN.*Line 2, column 3.*agee FROM.*age/s);
    await page.waitForSelector('.cm-lintRange-error');
    expect(await page.textContent('.cm-lintRange-error')).toBe('agee');
    await page.click('.failure h2 button');
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('cm-content');
    await page.keyboard.type('x');
    await page.waitForFunction(() => !document.querySelector('.cm-lintRange-error, .cm-lint-marker'));
  });
  it('completes functions with their line of documentation, files, and columns of an alias', async () => {
    await type('SELECT date_ad');
    await page.keyboard.type('d');
    await page.waitForSelector('.cm-completionInfo:text("Date some days later.")');
    await accept();
    expect(await page.textContent('.cm-line')).toBe('SELECT date_add()');
    await type('SELECT 1 FROM');
    await page.keyboard.type(' peo');
    await page.waitForSelector('.cm-completionLabel:text("people.csv")');
    await accept();
    expect(await page.textContent('.cm-line')).toBe("SELECT 1 FROM 'people.csv'");
    await type("SELECT p FROM 'people.csv' p WHERE p");
    await page.keyboard.type('.');
    await page.waitForSelector('.cm-completionLabel:text("age")');
    expect(await page.locator('.cm-completionLabel').allTextContents()).toEqual(['age', 'name']);
    await page.keyboard.press('Escape');
  });
  it('shows progress, cancels a query that would run for hours, and goes on', async () => {
    await type('SELECT count(*) FROM range(1000000) a JOIN range(1000000) b ON a.id * b.id % 7 = 3');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('[role=progressbar]');
    await page.waitForFunction(() => /rows read/.test(document.querySelector('.facts')?.textContent ?? ''));
    await page.click('.run.stop');
    await settled();
    expect(await facts()).toContain('Cancelled');
    await run('SELECT 41 + 1 AS answer');
    await page.waitForSelector('regular-table td:text("42")');
  });
  it('scrolls through a million rows without collecting them', async () => {
    await run('SELECT id, id * 2 AS twice FROM range(1000000)');
    await rowCount('1,000,000');
    await page.waitForSelector('regular-table td:text("0")');
    await page.evaluate(() => {
      const grid = document.querySelector('regular-table')!;
      grid.scrollTop = grid.scrollHeight;
    });
    await page.waitForSelector('regular-table td:text("1999998")');
  });
  it('exports what it shows', async () => {
    await run('SELECT 1 AS a, NULL AS b');
    await rowCount('1');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('.export button:text("CSV")')]);
    expect(download.suggestedFilename()).toBe('result.csv');
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('a,b\n1,\n');
  });
  it('asks something of 3,000,000 flights, one click away, and reads only the columns it needs', async () => {
    await page.click('.sample');
    await rowCount('226');
    await page.waitForSelector('regular-table td:text("Chicago")');
    expect(await facts()).toMatch(/5\.\d MB read$/);
    await page.waitForSelector('details .name:text("flights-3m.parquet")');
    await page.waitForSelector('details .name:text("latitude")');
    expect(await page.locator('.sample').count()).toBe(0);
  });
});

describe('plan', () => {
  beforeAll(pickFiles);
  it('draws the operators of the run that gave the rows', async () => {
    await run("SELECT p.age, count(*) AS n FROM 'people.csv' p JOIN 'cities.json' c ON p.name = c.who GROUP BY p.age ORDER BY n");
    await page.click('#tab-plan');
    await page.waitForSelector('.tree .operator');
    const drawn = await page.locator('.operator b').allTextContents();
    expect(drawn[0]).toBe('Sort');
    expect(drawn.filter((name) => name === 'Scan').length).toBe(2);
    expect(drawn).toContain('HashJoin');
    expect(drawn).not.toContain('StageInput');
    const scan = page.locator('.operator', { hasText: 'people.csv' });
    expect(await scan.textContent()).toMatch(/^Scan2 rows.*ms.*25 B read.*%$/);
    expect(await page.locator('.exchange').first().textContent()).toMatch(/^Result 1 task · .* out · .* memory$/);
  });
  it('is reached by the keyboard', async () => {
    await page.focus('#tab-plan');
    await page.keyboard.press('ArrowLeft');
    expect(await page.getAttribute('#tab-rows', 'aria-selected')).toBe('true');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tab-rows');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('.tree');
  });
});

describe('race', () => {
  beforeAll(pickFiles);
  const race = async (text: string): Promise<string> => {
    await type(text);
    await page.click('#tab-race');
    await page.click('.race .run');
    await page.waitForSelector('.race .verdict', { timeout: 120_000 });
    return (await page.textContent('.race .verdict'))!;
  };
  const lanes = (): Promise<string[]> => page.locator('.lanes tbody tr').allTextContents();

  it('times both engines over files handed over as Arrow, and finds equal rows equal', async () => {
    const text = `SELECT c.city, p.age, p.age / 7 AS part, DATE '2020-02-29' AS day, NULL AS none
      FROM 'people.csv' p LEFT JOIN 'cities.json' c ON p.name = c.who`;
    expect(await race(text)).toContain('Same rows: 2 rows × 5 columns');
    const [ours, theirs, ...more] = await lanes();
    expect(ours).toMatch(/^Caudal[\d.]+ m?s2/);
    expect(theirs).toMatch(/^DuckDB-WASM 1\.32[\d.]+ m?s2/);
    expect(more).toEqual([]);
    expect(await page.textContent('.ratio')).toMatch(/^[\d.]+× (faster|slower) than/);
  });
  it('shows rows that differ as such, and which', async () => {
    expect(await race("SELECT 'x' AS same, log(100.0) AS differs")).toContain('differ in 1 of 1 row.');
    expect(await page.locator('.examples .differs').allTextContents()).toEqual(['4.605170185988092', '2']);
    expect(await race('SELECT * FROM range(3) EXCEPT SELECT * FROM range(2) LIMIT 0')).toContain('Same rows: 0 rows × 1 column');
  });
  it('says whose failure it was', async () => {
    expect(await race('SELECT bround(2.5, 0)')).toMatch(/^ ?DuckDB-WASM: .*bround/s);
    expect(await race('SELECT nothing_like_it(1)')).toMatch(/^ ?Caudal: .*nothing_like_it/s);
  });
});

describe('the installed package', () => {
  const caudal = (...args: string[]): ChildProcess =>
    spawn('npx', ['caudal', 'playground', '--no-open', ...args], { cwd: CONSUMER, detached: true });
  /** All that a process prints until it ends, or until a line is complete. */
  const firstLine = (process: ChildProcess): Promise<string> =>
    new Promise((resolve, reject) => {
      let text = '';
      process.stdout!.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes('\n')) resolve(text.split('\n')[0]!);
      });
      process.once('exit', (code) => reject(new Error(`ended with ${code}: ${text}`)));
    });
  const ended = (process: ChildProcess): Promise<number | null> => new Promise((resolve) => process.once('exit', resolve));

  it('serves its page, whose sample answers, and asks nobody else', async () => {
    const server = caudal();
    const url = await firstLine(server);
    const asked: string[] = [];
    const installed = await browser.newPage();
    installed.on('pageerror', (error) => said.push(String(error)));
    installed.on('console', (message) => {
      if (message.type() === 'error') said.push(message.text());
    });
    installed.on('request', (request) => asked.push(request.url()));
    await installed.goto(url);
    await installed.click('.sample');
    await installed.waitForSelector('regular-table td:text("0")');
    expect(await installed.textContent('.facts')).toMatch(/^24 rows.*1\.5 MB read$/);
    await installed.click('#tab-race');
    expect(await installed.textContent('.race')).toContain('npm start');
    expect(asked.filter((address) => !address.startsWith(url) && !address.startsWith('data:'))).toEqual([]);
    await installed.close();

    const taken = caudal('--port', new URL(url).port);
    let error = '';
    taken.stderr!.on('data', (chunk: Buffer) => (error += chunk.toString()));
    expect(await ended(taken)).toBe(2);
    expect(error).toMatch(/Port \d+ is in use.*--port/);

    const end = ended(server);
    process.kill(-server.pid!, 'SIGINT');
    await end;
    await expect(fetch(url)).rejects.toThrow();
  });
  it('leaves out what is too large', () => {
    const files = readdirSync(join(CONSUMER, 'node_modules/caudal/dist'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /duckdb|flights-3m/.test(file))).toEqual([]);
    expect(files).toContain(join('playground', 'samples', 'flights-200k.arrow'));
    const [tarball] = readdirSync(CONSUMER).filter((file) => file.endsWith('.tgz'));
    expect(statSync(join(CONSUMER, tarball!)).size).toBeLessThan(3_000_000);
  });
});

it('had nothing to complain about', () => {
  expect(said).toEqual([]);
});
