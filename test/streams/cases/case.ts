// case.ts: the form of a streaming case (one JSON object per line of a cases file) and the reader of such files.
import { readFileSync } from 'node:fs';

export type CaseValue = number | string | boolean | null | readonly CaseValue[];
export type CaseRow = readonly CaseValue[];

/** One step: words that act and words that check, usually one of them. */
export interface CaseStep {
  readonly input?: string;
  readonly rows?: readonly CaseRow[];
  readonly inputs?: Readonly<Record<string, readonly CaseRow[]>>;
  readonly watermark?: number;
  readonly processingTime?: number;
  readonly advanceProcessingTimeMs?: number;
  readonly restart?: true;
  readonly clearSink?: true;
  readonly endOfInput?: true;
  readonly assign?: CaseValue;
  readonly expectWindows?: readonly CaseRow[];
  readonly merge?: readonly CaseRow[];
  readonly expectMerged?: readonly CaseRow[];
  readonly note?: string;
  readonly expect?: readonly CaseRow[];
  readonly expectAll?: readonly CaseRow[];
  readonly expectTable?: readonly CaseRow[];
  readonly expectUpdates?: readonly CaseRow[];
  readonly expectFinal?: readonly CaseRow[];
  readonly expectLatestPerWindow?: readonly CaseRow[];
  readonly expectLate?: readonly CaseRow[];
  readonly expectPane?: 'early' | 'on-time' | 'final' | 'all';
  readonly window?: readonly [number, number] | 'global';
  readonly values?: readonly CaseValue[];
  readonly expectWatermarkMs?: number;
  readonly probe?: Readonly<Record<string, readonly CaseRow[]>>;
  readonly eventTimeStats?: Readonly<Partial<Record<'min' | 'max' | 'avg' | 'watermark', number>>>;
  readonly stateRows?: number;
  readonly droppedByWatermark?: number;
  readonly droppedDuplicates?: number;
  readonly expectLeftBuffer?: readonly number[];
  readonly expectRightBuffer?: readonly number[];
  readonly expectError?: string;
}

export interface StreamingCase {
  readonly id: string;
  readonly source: string;
  readonly op: string;
  readonly job: string;
  readonly inputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly columns: readonly string[];
  readonly conf?: Readonly<Record<string, string>>;
  readonly perRow?: boolean;
  readonly ordered?: boolean;
  readonly tombstone?: string;
  readonly steps: readonly CaseStep[];
}

/** Words a runner acts on or checks; anything else in a step is an error, never ignored. */
const WORDS = new Set(
  (
    'input rows inputs watermark processingTime advanceProcessingTimeMs restart clearSink endOfInput assign expectWindows merge ' +
    'expectMerged note expect expectAll expectTable expectUpdates expectFinal expectLatestPerWindow expectLate expectPane window ' +
    'values expectWatermarkMs probe eventTimeStats stateRows droppedByWatermark droppedDuplicates expectLeftBuffer ' +
    'expectRightBuffer expectError'
  ).split(' '),
);

/** Reads a file of cases: a JSON array, or one object per line. Throws on a step word nobody knows. */
export function readCases(path: string): readonly StreamingCase[] {
  const cases = JSON.parse(asArray(readFileSync(path, 'utf8'))) as StreamingCase[];
  for (const one of cases)
    for (const step of one.steps)
      for (const word of Object.keys(step))
        if (!WORDS.has(word)) throw new Error(`${path}: case ${one.id}: no such step word '${word}'`);
  return cases;
}

function asArray(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith('[') ? trimmed : `[${trimmed.split('\n').join(',')}]`;
}
