// Deep and long texts: an answer or PARSE_SYNTAX_ERROR, never a crash, and never exponential time (the test would not end).
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/sql/parse.ts';

const nested = (open: string, n: number, inner: string, close: string): string =>
  `SELECT ${open.repeat(n)}${inner}${close.repeat(n)}`;
const FORMS: readonly (readonly [open: string, close: string])[] = [
  ['(', ')'],
  ['trim(', ')'],
  ['substring(', ' FROM 1)'],
  ['position(', " IN 'x')"],
  ['CASE WHEN ', ' THEN 1 END'],
  ['CAST(', ' AS INT)'],
  ['(SELECT ', ')'],
  ['f(', ')'],
  ['a IN (', ')'],
  ['a LIKE ANY (', ')'],
  ['NOT ', ''],
  ['- ', ''],
  ['ARRAY[', ']'],
  ['x -> ', ''],
  ['EXISTS (SELECT ', ')'],
  ['interval (', ') DAY'],
  ['overlay(', ' PLACING 1 FROM 1)'],
  ['(VALUES (', '))'],
];

describe('nested', () => {
  it.each(FORMS)('40 levels of %s', (open, close) => {
    expect(parse(nested(open, 40, '1', close)).kind).toBe('Query');
  });
  it.each(FORMS)('40 levels of %s, never closed', (open) => {
    const text = nested(open, 40, '1 1 1', '');
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'PARSE_SYNTAX_ERROR' }));
  });
  it.each(['(', 'f(', 'CASE WHEN ', '(SELECT ', 'trim('])('10,000 levels of %s are refused', (open) => {
    expect(() => parse(nested(open, 10_000, '1', ''))).toThrow(expect.objectContaining({ code: 'PARSE_SYNTAX_ERROR' }));
  });
  it('parenthesised queries and joins', () => {
    expect(parse(`SELECT * FROM ${'('.repeat(40)}SELECT 1${')'.repeat(40)}`).kind).toBe('Query');
    expect(parse(`SELECT * FROM ${'('.repeat(40)}a JOIN b ON TRUE${')'.repeat(40)}`).kind).toBe('Query');
    expect(parse(`${'('.repeat(40)}SELECT 1${') UNION SELECT 2'.repeat(40)}`).kind).toBe('Query');
  });
});

describe('long', () => {
  const N = 20_000;
  it.each([
    ['select list', `SELECT ${'a, '.repeat(N)}1`],
    ['sums', `SELECT 1${' + 1'.repeat(N)}`],
    ['conjunctions', `SELECT 1${' AND 1'.repeat(N)}`],
    ['IN list', `SELECT a IN (1${', 1'.repeat(N)})`],
    ['VALUES', `VALUES (1)${', (1)'.repeat(N)}`],
    ['unions', `SELECT 1${' UNION ALL SELECT 1'.repeat(N / 10)}`],
    ['comments', `SELECT ${'/* x */ -- y\n'.repeat(N)} 1`],
    ['a string', `SELECT '${"''".repeat(N)}'`],
  ])('%s', (_, text) => {
    expect(parse(text).kind).toBe('Query');
  });
});
