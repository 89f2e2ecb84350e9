// Text by characters (code points), as Spark counts them: texts without surrogate pairs, the common case, are sliced directly.

const PAIRS = /[\ud800-\udfff]/;
const hasPairs = (text: string): boolean => PAIRS.test(text);

export function characterCount(text: string): number {
  if (!hasPairs(text)) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}
/** Characters [from, to), clamped to the text. */
export function sliceCharacters(text: string, from: number, to: number): string {
  const [start, end] = [Math.max(0, from), Math.max(0, to)];
  if (end <= start) return '';
  return hasPairs(text) ? [...text].slice(start, end).join('') : text.slice(start, end);
}
/** UTF-16 index as a character index. */
export const characterIndex = (text: string, index: number): number => (index < 0 ? -1 : characterCount(text.slice(0, index)));
/** Character index as a UTF-16 index. */
export const unitIndex = (text: string, index: number): number =>
  hasPairs(text) ? sliceCharacters(text, 0, index).length : index;
