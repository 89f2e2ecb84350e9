// What a function of the user threw, as an error that says where; what the engine threw inside it stays as it is.
import { CaudalError } from './error.ts';

export function userFailure(code: string, what: string, thrown: unknown): CaudalError {
  if (thrown instanceof CaudalError) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new CaudalError(code, `${what}: ${reason}`, { cause: thrown, params: { reason } });
}
