// Exit codes, and the two ways to end early.

export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;
/** Arguments that make no sense: shown with a pointer to --help. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
