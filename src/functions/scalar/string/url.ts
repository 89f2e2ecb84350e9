// parse_url: parts of a URL as java.net.URI names them.
import { STRING } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { takes } from '../../signature.ts';
import { tryForm } from '../arithmetic/try.ts';

const PARTS = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;
const FORBIDDEN = /[\s<>"{}|\\^`]/;

function parseUrl(url: string, part: string, key: string | undefined): string | null {
  if (key !== undefined && part !== 'QUERY') return null;
  const match = PARTS.exec(url);
  if (!match || FORBIDDEN.test(url))
    throw new CaudalError('INVALID_URL', `The text '${url}' is no URL.`, { hint: 'Use try_parse_url to get NULL.' });
  const [, protocol, authority, path, query, ref] = match;
  const userInfo = authority?.includes('@') ? authority.slice(0, authority.lastIndexOf('@')) : undefined;
  const host = authority?.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
  const found = (value: string | undefined): string | null => value ?? null;
  switch (part) {
    case 'HOST':
      return host === '' ? null : found(host);
    case 'PATH':
      return found(path);
    case 'PROTOCOL':
      return found(protocol);
    case 'REF':
      return found(ref);
    case 'AUTHORITY':
      return found(authority);
    case 'USERINFO':
      return found(userInfo);
    case 'FILE':
      return query === undefined ? found(path) : `${path ?? ''}?${query}`;
    case 'QUERY': {
      if (key === undefined) return found(query);
      const pair = query?.split('&').find((p) => p.startsWith(`${key}=`));
      return pair === undefined ? null : pair.slice(key.length + 1);
    }
    default:
      return null;
  }
}
const parse = scalar({
  name: 'parse_url',
  group: 'string',
  doc: 'Part of a URL: HOST, PATH, QUERY (of a key), REF, PROTOCOL, FILE, AUTHORITY, USERINFO.',
  example: ["parse_url('https://spark.apache.org/p?a=1', 'HOST')", 'spark.apache.org'],
  signature: takes([STRING, STRING, STRING], STRING, 1),
  nulls: 'propagate',
  fallible: true,
  value: ([url, part, key]) => parseUrl(url as string, part as string, key as string | undefined),
});
export const URL: readonly ScalarFunction[] = [
  parse,
  tryForm('try_parse_url', parse, 'parse_url, NULL for a bad URL.', ["try_parse_url('http://a b', 'HOST')", 'NULL']),
];
