// sniff.ts: which separator a file uses: the one that cuts most records into equally many fields, then the one that cuts into most.

const CANDIDATES = [',', '\t', ';', '|'] as const;
const QUOTE = 34,
  LF = 10,
  CR = 13;

/** Counts of each candidate per record of the sample, outside quotes; a record cut off by the sample's end is left out. */
function countCandidates(sample: Uint8Array, isWhole: boolean): number[][] {
  const codes = CANDIDATES.map((c) => c.charCodeAt(0));
  const records: number[][] = [];
  let counts = CANDIDATES.map(() => 0);
  let inQuote = false,
    atFieldStart = true,
    isBlank = true;
  const finish = (): void => {
    if (!isBlank) records.push(counts);
    counts = CANDIDATES.map(() => 0);
    isBlank = true;
  };
  for (const byte of sample) {
    const candidate = codes.indexOf(byte);
    if (inQuote) {
      if (byte === QUOTE) inQuote = false;
    } else if (byte === LF || byte === CR) finish();
    else {
      isBlank = false;
      if (candidate >= 0) counts[candidate]!++;
      // A doubled quote closes and opens again: the second one counts as a start too.
      if (byte === QUOTE && atFieldStart) inQuote = true;
    }
    atFieldStart = byte === LF || byte === CR || candidate >= 0 || byte === QUOTE;
  }
  if (isWhole || records.length === 0) finish();
  return records;
}

export function sniffSeparator(sample: Uint8Array, isWhole: boolean): string {
  const records = countCandidates(sample, isWhole);
  let best = ',',
    bestShare = 0,
    bestCount = 0;
  CANDIDATES.forEach((candidate, c) => {
    const histogram = new Map<number, number>();
    for (const counts of records) histogram.set(counts[c]!, (histogram.get(counts[c]!) ?? 0) + 1);
    const [count, occurrences] = [...histogram].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
    const share = count === 0 ? 0 : occurrences / records.length;
    if (share > bestShare + 0.05 || (share > bestShare - 0.05 && share > 0 && count > bestCount))
      [best, bestShare, bestCount] = [candidate, share, count];
  });
  return best;
}
