// glob.ts: path patterns and Hive folders. `*` and `?` stay inside a segment, `**` crosses segments, `[a-z]`, `[!x]`, `{a,b}`, `\x`.

const SPECIAL = /[*?[{]/;
export const hasGlob = (path: string): boolean => SPECIAL.test(path);
/** Spark's rule: names that start with `.` or `_` are bookkeeping, unless they are a partition folder (`_day=1`). */
export const isHidden = (name: string): boolean => name.startsWith('.') || (name.startsWith('_') && !name.includes('='));

/** The longest leading folder without a pattern, and the pattern below it. */
export function splitGlob(pattern: string): { base: string; rest: string } {
  const segments = pattern.split('/');
  const first = segments.findIndex(hasGlob);
  return { base: segments.slice(0, first).join('/'), rest: segments.slice(first).join('/') };
}

/** A pattern over `/`-separated names as a RegExp over the whole name. */
export function globToRegExp(glob: string): RegExp {
  let source = '';
  let depth = 0;
  for (let i = 0; i < glob.length; i++) {
    const c = glob[i]!;
    if (c === '*') {
      if (glob[i + 1] !== '*') source += '[^/]*';
      else if (glob[i + 2] === '/') {
        source += '(?:[^/]*/)*';
        i += 2;
      } else {
        source += '.*';
        i++;
      }
    } else if (c === '?') source += '[^/]';
    else if (c === '[') {
      const close = glob.indexOf(']', i + 2);
      if (close < 0) source += '\\[';
      else {
        const set = glob
          .slice(i + 1, close)
          .replace(/[\\\]^]/g, '\\$&')
          .replace(/^(!|\\\^)/, '^');
        source += `[${set}]`;
        i = close;
      }
    } else if (c === '{' && glob.indexOf('}', i) > 0) {
      source += '(?:';
      depth++;
    } else if (c === '}' && depth > 0) {
      source += ')';
      depth--;
    } else if (c === ',' && depth > 0) source += '|';
    else if (c === '\\' && i + 1 < glob.length) source += escapeRegExp(glob[++i]!);
    else source += escapeRegExp(c);
  }
  return new RegExp(`^${source}${')'.repeat(depth)}$`, 's');
}
const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** `year=2024/month=01/x.parquet` -> [['year', '2024'], ['month', '01']]; text as it stands in the path. */
export function hivePartitions(relativePath: string): readonly (readonly [string, string])[] {
  return relativePath
    .split('/')
    .slice(0, -1)
    .flatMap((segment) => {
      const at = segment.indexOf('=');
      return at > 0 ? [[segment.slice(0, at), segment.slice(at + 1)] as const] : [];
    });
}
/** Name order: code units, the same on every host. */
export const byName = (a: { readonly label: string }, b: { readonly label: string }): number =>
  a.label < b.label ? -1 : a.label > b.label ? 1 : 0;
