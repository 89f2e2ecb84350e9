// PARSE_SYNTAX_ERROR from what the grammar expected: a short list, and a guess when a keyword was misspelt.
import { CaudalError } from '../types/error.ts';
import { nearest } from '../types/suggest.ts';
import type { SyntaxError as GrammarError } from './grammar.gen.js';
import { CLAUSE_WORDS } from './keywords.ts';

const MAX_LISTED = 6;
const MAX_TOKEN = 30;

export function syntaxError(text: string, error: GrammarError): CaudalError {
  const { offset, line, column } = error.location.start;
  const token = tokenAt(text, offset);
  const expected = expectedOf(error);
  const wanted = expected.length > 0 && expected.length <= MAX_LISTED ? ` Expected ${listed(expected)}.` : '';
  const near = token === '' ? 'at the end of the statement' : `at or near '${token}'`;
  return new CaudalError('PARSE_SYNTAX_ERROR', `Syntax error ${near} (line ${line}, column ${column}).${wanted}`, {
    position: { line, column },
    hint: hintOf(text, offset, token),
    params: { error: token === '' ? 'end of input' : token },
  });
}

function tokenAt(text: string, offset: number): string {
  const rest = text.slice(offset, offset + MAX_TOKEN);
  return /^(?:[\p{L}_][\p{L}\p{N}_$]*|\d[\d.]*|'[^']*'?|"[^"]*"?|\s*\S)/u.exec(rest)?.[0].trim() ?? '';
}

function expectedOf(error: GrammarError): readonly string[] {
  const found = (error.expected ?? []).map((e) =>
    e.type === 'literal' ? keyword(e.text ?? '') : (e.description ?? (e.type === 'end' ? 'end' : '')),
  );
  return [...new Set(found)].filter((e) => e !== '' && e !== 'space').sort();
}
const keyword = (text: string): string => (/^[a-z_]+$/i.test(text) ? text.toUpperCase() : `'${text}'`);
const listed = (items: readonly string[]): string =>
  items.length === 1 ? items[0]! : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;

/** The word at the error, else the word before it, may be a keyword with a typing mistake: `SELECT a FORM t`. */
function hintOf(text: string, offset: number, token: string): string | undefined {
  const before = /([A-Za-z_]+)\s*$/.exec(text.slice(0, offset))?.[1];
  for (const word of [token, before]) {
    if (word === undefined || word.length < 3 || CLAUSE_WORDS.includes(word.toUpperCase())) continue;
    const [guess] = nearest(
      word.toUpperCase(),
      CLAUSE_WORDS.filter((k) => k.length > 2),
      1,
    );
    if (guess) return `Did you mean ${guess}?`;
  }
  if (/'/.test(token) && !token.endsWith("'")) return 'Is a quote missing?';
  return undefined;
}
