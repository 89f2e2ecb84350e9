// "Did you mean": the nearest known name to a misspelt one, by edits (insert, delete, replace, swap neighbours), case ignored.

/** Edit distance, given up (Infinity) once it must exceed `limit`. Cost: |a| x |b|. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(above[j]! + 1, row[j - 1]! + 1, change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
    }
    if (Math.min(...row) > limit) return Infinity;
    before = above;
    above = row;
  }
  return above[b.length]!;
}

/** Candidates within a third of the name's length in edits (the shortest names: none), nearest first, at most `count`. */
export function nearest(name: string, candidates: Iterable<string>, count = 3): readonly string[] {
  const limit = name.length < 3 ? 0 : Math.max(1, Math.floor(name.length / 3));
  const lower = name.toLowerCase();
  const scored = [...new Set(candidates)].map((c) => ({ c, d: distance(lower, c.toLowerCase(), limit) }));
  return scored
    .filter((s) => s.d <= limit)
    .sort((a, b) => a.d - b.d)
    .slice(0, count)
    .map((s) => s.c);
}
/** A hint, or undefined when nothing is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const found = nearest(name, candidates);
  return found.length ? `Did you mean ${found.join(', ')}?` : undefined;
}
