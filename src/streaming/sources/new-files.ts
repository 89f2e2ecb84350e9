// new-files.ts: which files of a folder a stream has not read yet, and how many of them make an epoch: Spark's rules.
// Files count as read by their path (or name); what is older than the newest by more than maxFileAge is neither read nor remembered.
import type { FoundFile } from '../../platform/platform.ts';
import { CaudalError } from '../../types/error.ts';
import { durationMs } from '../../dataframe/duration.ts';

export interface FileLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
  readonly latestFirst: boolean;
  readonly fileNameOnly: boolean;
  readonly maxAgeMs: number;
}
type Options = Readonly<Record<string, unknown>>;
const WEEK = '7 days';

/** Keys are lower case. */
export function fileLimits(options: Options): FileLimits {
  const maxFiles = count(options, 'maxFilesPerTrigger');
  const maxBytes = count(options, 'maxBytesPerTrigger');
  if (maxFiles < Infinity && maxBytes < Infinity)
    throw invalid('maxBytesPerTrigger', 'given together with maxFilesPerTrigger', 'Give one of the two.');
  const latestFirst = flag(options, 'latestFirst');
  const isLimited = maxFiles < Infinity || maxBytes < Infinity;
  return {
    maxFiles,
    maxBytes,
    latestFirst,
    fileNameOnly: flag(options, 'fileNameOnly'),
    // Old files come last then, and would never be read.
    maxAgeMs: latestFirst && isLimited ? Infinity : durationMs(String(options['maxfileage'] ?? WEEK), 'maxFileAge'),
  };
}
function count(options: Options, name: string): number {
  const value = options[name.toLowerCase()];
  if (value === undefined) return Infinity;
  const n = typeof value === 'boolean' ? NaN : Number(value);
  if (Number.isInteger(n) && n > 0) return n;
  throw invalid(name, String(value), 'Give a whole number from 1.');
}
function flag(options: Options, name: string): boolean {
  const text = String(options[name.toLowerCase()] ?? false).toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  throw invalid(name, text, 'Give true or false.');
}
const invalid = (option: string, value: string, hint: string): CaudalError =>
  new CaudalError('INVALID_OPTION', `The option ${option} cannot be ${value}.`, { params: { option, value }, hint });

export class SeenFiles {
  readonly #limits: FileLimits;
  readonly #seen = new Map<string, number>();
  #newestMs = -Infinity;
  /** Files from before this were forgotten: they do not count as new. */
  #forgottenMs = -Infinity;

  constructor(limits: FileLimits) {
    this.#limits = limits;
  }
  add({ label, modifiedMs }: Pick<FoundFile, 'label' | 'modifiedMs'>): void {
    this.#seen.set(this.#key(label), modifiedMs);
    this.#newestMs = Math.max(this.#newestMs, modifiedMs);
  }
  /** In the order they are to be read. */
  unread(files: readonly FoundFile[]): readonly FoundFile[] {
    const newestMs = files.reduce((newest, file) => Math.max(newest, file.modifiedMs), this.#newestMs);
    const oldestMs = Math.max(this.#forgottenMs, newestMs - this.#limits.maxAgeMs);
    const fresh = new Map<string, FoundFile>();
    for (const file of files) {
      const key = this.#key(file.label);
      if (file.modifiedMs >= oldestMs && !this.#seen.has(key)) fresh.set(key, file);
    }
    const byAge = [...fresh.values()].sort((a, b) => a.modifiedMs - b.modifiedMs || (a.label < b.label ? -1 : 1));
    return this.#limits.latestFirst ? byAge.reverse() : byAge;
  }
  /** The first of them that make one epoch; one at least. */
  take(files: readonly FoundFile[]): readonly FoundFile[] {
    const { maxFiles, maxBytes } = this.#limits;
    let taken = 0,
      bytes = 0;
    while (taken < files.length && taken < maxFiles) {
      bytes += files[taken]!.size;
      if (taken > 0 && bytes > maxBytes) break;
      taken++;
    }
    return files.slice(0, taken);
  }
  entries(): readonly (readonly [key: string, modifiedMs: number])[] {
    return [...this.#seen];
  }
  forgetOld(): void {
    const oldestMs = this.#newestMs - this.#limits.maxAgeMs;
    this.#forgottenMs = Math.max(this.#forgottenMs, oldestMs);
    for (const [key, modifiedMs] of this.#seen) if (modifiedMs < oldestMs) this.#seen.delete(key);
  }

  #key(label: string): string {
    return this.#limits.fileNameOnly ? label.slice(label.lastIndexOf('/') + 1) : label;
  }
}
