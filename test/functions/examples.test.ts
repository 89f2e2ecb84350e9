// Every example in the registry gives the result it says.
import { describe, expect, it } from 'vitest';
import { allFunctions } from '../../src/functions/index.ts';
import { showSql } from './evaluate-sql.ts';

const examples = allFunctions().flatMap((f) => (f.kind === 'scalar' && f.example ? [[f.name, ...f.example] as const] : []));

describe('examples of scalar functions', () => {
  it.each(examples)('%s: %s is %s', (_name, sql, result) => {
    expect(showSql(sql)).toBe(result);
  });
  it('are there for every deterministic function of arguments', () => {
    const bare = allFunctions()
      .filter((f) => f.kind === 'scalar' && !f.example && f.deterministic !== false)
      .map((f) => f.name);
    expect(bare).toEqual(['current_date', 'current_timestamp', 'current_timezone', 'localtimestamp', 'raise_error', 'version']);
  });
});
