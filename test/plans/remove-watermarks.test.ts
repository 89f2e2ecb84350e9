// remove-watermarks: a watermark means something on a stream only; SQL has no word for it, so the plan is built by hand.
import { expect, it } from 'vitest';
import { optimize } from '../../src/optimizer/optimize.ts';
import { formatPlan } from '../../src/plan/format.ts';
import type { Plan } from '../../src/plan/logical.ts';
import { outputOf } from '../../src/plan/output.ts';
import { analyzed, testCatalog } from '../helpers/catalog.ts';

it('takes a watermark away in a batch query', () => {
  const input = analyzed('SELECT ts FROM t', testCatalog);
  const watermarked: Plan = Object.freeze({ kind: 'EventTimeWatermark', input, column: outputOf(input)[0]!, delayMs: 1000 });
  expect(formatPlan(watermarked)).toContain('EventTimeWatermark');
  const context = { evaluation: testCatalog.context };
  expect(formatPlan(optimize(watermarked, context))).toBe(formatPlan(optimize(input, context)));
});
