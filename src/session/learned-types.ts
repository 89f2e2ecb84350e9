// learned-types.ts: columns whose type a sample got wrong. A reader that meets a field which does not fit its inferred type asks for a wider
// one (PROMOTE, internal); as long as no row has left the engine the action is run again, with what was learned as an option of the read.
import { CaudalError } from '../types/error.ts';
import { PROMOTED_OPTION } from '../connectors/csv/spec.ts';
import type { ReadDefinition, ReadOptions } from './source-opener.ts';

type Types = Readonly<Record<string, string>>;

export class LearnedTypes {
  /** By what was read: its text, else the object itself. */
  readonly #types = new Map<unknown, Types>();
  /** What the source with this label was read from, last. */
  readonly #origins = new Map<string, unknown>();

  /** The options of a read, with the types that it has taught. */
  options({ source, options }: ReadDefinition): ReadOptions {
    const types = this.#types.get(originOf(source));
    return types ? { ...options, [PROMOTED_OPTION]: JSON.stringify(types) } : options;
  }
  opened(label: string, { source }: ReadDefinition): void {
    this.#origins.set(label, originOf(source));
  }
  /** Whether the error taught something new, so that running again makes sense. */
  learn(error: unknown): boolean {
    if (!(error instanceof CaudalError) || error.code !== 'PROMOTE') return false;
    const { source, column, type } = error.params;
    const origin = this.#origins.get(source ?? '');
    const types = this.#types.get(origin) ?? {};
    if (
      origin === undefined ||
      column === undefined ||
      type === undefined ||
      (Object.hasOwn(types, column) && types[column] === type)
    )
      return false;
    this.#types.set(origin, { ...types, [column]: type });
    return true;
  }
}
const originOf = (source: unknown): unknown =>
  Array.isArray(source) && source.every((one) => typeof one === 'string') ? JSON.stringify(source) : source;

/** What the user sees once rows have left: the field is malformed. */
export function asMalformed(error: unknown): unknown {
  if (!(error instanceof CaudalError) || error.code !== 'PROMOTE') return error;
  const { position, hint, params, message } = error;
  return new CaudalError('MALFORMED_RECORD', message.replace('[PROMOTE] ', ''), {
    position,
    params,
    cause: error,
    ...(hint !== undefined && !message.includes(hint) && { hint }),
  });
}
