// Patterns of SHOW … LIKE and catalog.list…(pattern): `*` is any text, `|` separates alternatives, case does not count; `%` too.

export function likePattern(pattern: string): (name: string) => boolean {
  const alternatives = pattern.split('|').map((part) =>
    part
      .trim()
      .replace(/[.+?^${}()[\]\\]/g, '\\$&')
      .replace(/[*%]/g, '.*'),
  );
  const test = new RegExp(`^(?:${alternatives.join('|')})$`, 'is');
  return (name) => test.test(name);
}
