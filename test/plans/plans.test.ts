// Optimized plans as text, one file per rule: `query` blocks followed by the plan. UPDATE=1 writes what comes out; the diff is the review.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULE_NAMES, optimize } from '../../src/optimizer/optimize.ts';
import { formatPlan } from '../../src/plan/format.ts';
import { analyzed, testCatalog } from '../helpers/catalog.ts';

const FOLDER = 'test/plans';
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.plan'));

/** The part of a file between `query` lines: SQL, a line `----`, the plan. */
interface Block { readonly sql: string; readonly plan: string }
const blocksOf = (text: string): readonly Block[] =>
  text.split(/^query\n/m).slice(1).map((block) => {
    const [sql = '', plan = ''] = block.split(/^----\n/m);
    return { sql: sql.trim(), plan: plan.trim() };
  });
const planned = (sql: string): string => formatPlan(optimize(analyzed(sql, testCatalog), { evaluation: testCatalog.context })).trim();

for (const file of files) {
  const path = `${FOLDER}/${file}`;
  const text = readFileSync(path, 'utf8');
  const blocks = blocksOf(text);
  if (process.env['UPDATE']) {
    const written = blocks.map(({ sql }) => `query\n${sql}\n----\n${planned(sql)}\n`).join('\n');
    writeFileSync(path, `${text.slice(0, text.indexOf('query\n'))}${written}`);
  }
  describe(file, () => {
    it.each(blocksOf(readFileSync(path, 'utf8')))('$sql', ({ sql, plan }) => { expect(planned(sql)).toBe(plan); });
  });
}

describe('rules', () => {
  it('have a file each', () => {
    const tests = readdirSync(FOLDER);
    expect(RULE_NAMES.filter((name) => !tests.includes(`${name}.plan`) && !tests.includes(`${name}.test.ts`))).toEqual([]);
  });
  it('are traced by name, and off when disabled', () => {
    const steps: string[] = [];
    const plan = analyzed('SELECT a FROM t WHERE 1 + 1 = 2 AND a > 1 + 1', testCatalog);
    const optimized = optimize(plan, { evaluation: testCatalog.context }, new Set(['fold-constants']), (rule, before, after) => {
      if (before !== after) steps.push(rule);
    });
    expect(steps).not.toContain('fold-constants');
    expect(formatPlan(optimized)).toContain('(1 + 1)');
  });
});
