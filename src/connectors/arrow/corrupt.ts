// corrupt.ts: numbers in a file that lead outside its bytes show as RangeError; here they become what the user sees.
import { CaudalError } from '../../types/error.ts';

export async function guarded<T>({ label }: { readonly label: string }, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw corrupt(label, error);
  }
}
export const corrupt = (label: string, error: unknown): unknown =>
  error instanceof CaudalError
    ? error
    : new CaudalError(
        'CORRUPT_FILE',
        `${label} is not whole Arrow IPC data: ${error instanceof Error ? error.message : String(error)}.`,
        { params: { file: label }, cause: error },
      );
