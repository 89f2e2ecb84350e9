// Where the two engines are known to differ, so that generated cases stay out of it. One reason each; API.md decides for Caudal.

export const KNOWN_DIFFERENCES = [
  { topic: 'division by zero', caudal: 'DIVIDE_BY_ZERO', duckdb: 'NULL', keptOut: 'divisors are wrapped in nullif(x, 0)' },
  { topic: 'order of NULLs', caudal: 'ASC: first, DESC: last', duckdb: 'last', keptOut: 'NULLS FIRST | LAST is always written' },
  {
    topic: 'cast of double to text',
    caudal: "Java's digits: 1.0E10",
    duckdb: '10000000000.0',
    keptOut: 'doubles are not cast to text',
  },
  { topic: 'cast of double to int', caudal: 'truncates', duckdb: 'rounds', keptOut: 'doubles are not cast to integers' },
  { topic: 'sum(bigint)', caudal: 'BIGINT, overflow is an error', duckdb: 'HUGEINT', keptOut: 'sums are over int and double' },
  { topic: 'length of text', caudal: 'code points', duckdb: 'code points', keptOut: 'nothing: alike' },
  { topic: 'floor and ceil of double', caudal: 'BIGINT', duckdb: 'DOUBLE', keptOut: 'results are compared as numbers' },
  { topic: 'upper of ß', caudal: "SS, as Java's toUpperCase", duckdb: 'ẞ', keptOut: 'the letter is not among the words' },
] as const;
