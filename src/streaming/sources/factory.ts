// How a source is asked for by name: options as text, in lower case.
import type { Schema } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import type { SourceContext, SourceReader } from '../source.ts';

export type SourceOptions = Readonly<Record<string, unknown>>;
export interface SourceFactory {
  readonly name: string;
  /** Columns of a source that always has the same; others take the reader's `schema`. */
  readonly schema?: Schema;
  /** Checks the options, when the stream is described; the rest happens at each start. */
  open(
    options: SourceOptions,
    given: { readonly path: unknown; readonly schema: Schema },
  ): (context: SourceContext) => SourceReader | Promise<SourceReader>;
}
export function countOption(options: SourceOptions, name: string, fallback: number): number {
  const value = options[name];
  if (value === undefined) return fallback;
  const count = Number(value);
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw new CaudalError('INVALID_OPTION', `The option ${name} must be a whole number from 0, not '${String(value)}'.`, {
    params: { option: name, value: String(value) },
  });
}
