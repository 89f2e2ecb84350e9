// The one class of error the package throws, and its record form: what crosses threads (structuredClone drops class and fields).

/** Where in the SQL text, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}
export interface ErrorDetails {
  readonly position?: Position | undefined;
  readonly hint?: string | undefined;
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly cause?: unknown;
}
/** Error as data; `operator` names the operator that was running. */
export interface ErrorRecord {
  readonly code: string;
  readonly message: string;
  readonly params: Readonly<Record<string, string>>;
  readonly position?: Position | undefined;
  readonly hint?: string | undefined;
  readonly operator?: string | undefined;
  readonly stack?: string | undefined;
}

export class CaudalError extends Error {
  override readonly name: string;
  readonly code: string;
  readonly position?: Position;
  readonly hint?: string;
  readonly params: Readonly<Record<string, string>>;
  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(
      `[${code}] ${message}${details.hint ? ` ${details.hint}` : ''}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.name = code === 'CANCELLED' ? 'AbortError' : 'CaudalError';
    this.code = code;
    if (details.position) this.position = details.position;
    if (details.hint) this.hint = details.hint;
    this.params = details.params ?? {};
  }
}

/** Any thrown thing as a record; foreign errors become INTERNAL_ERROR with their stack. */
export function errorToRecord(error: unknown): ErrorRecord {
  if (error instanceof CaudalError) {
    const { code, params, position, hint, stack } = error;
    return { code, message: error.message, params, position, hint, stack };
  }
  const e = error instanceof Error ? error : new Error(String(error));
  return { code: 'INTERNAL_ERROR', message: `[INTERNAL_ERROR] ${e.message}`, params: {}, stack: e.stack };
}

/** Rebuilds the error on the caller's side. */
export function errorFromRecord(r: ErrorRecord): CaudalError {
  const error = new CaudalError(r.code, '', { position: r.position, hint: r.hint, params: r.params });
  error.message = r.message;
  if (r.stack) error.stack = r.stack;
  return error;
}
