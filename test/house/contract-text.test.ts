// The package's types are the contract minus its gaps: a gap takes its own declaration away and nothing else.

import { describe, expect, it } from 'vitest';
import { shippedText } from '../../scripts/lib/contract-text.ts';

describe('shippedText', () => {
  const whole = shippedText('core', '', new Set());

  it('without gaps is the contract', () => expect(whole).toContain('class DataFrame'));

  it('cuts a member with its comment', () => {
    const text = shippedText('core', '', new Set(['Session.parallelize']));
    expect(whole).toContain('parallelize<T>(');
    expect(text).not.toContain('parallelize<T>(');
    expect(text).not.toContain('An RDD of values in `partitions` slices');
    expect(text).toContain('broadcast<T>(value: T): Broadcast<T>;');
  });

  it('cuts every overload of a function', () => {
    const text = shippedText('core', '', new Set(['udf']));
    expect(whole.match(/function udf\b/g)).toHaveLength(2);
    expect(text).not.toMatch(/function udf\b/);
    expect(text).toMatch(/function vectorUdf\b/);
  });

  it('knows the names of a subpath by its prefix', () => {
    expect(shippedText('functions', 'functions/', new Set(['abs']))).toMatch(/function abs\b/);
    expect(shippedText('functions', 'functions/', new Set(['functions/abs']))).not.toMatch(/function abs\b/);
  });
});
