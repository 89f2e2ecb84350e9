// The one error of a file that contradicts itself: names the file and the place.
import { CaudalError } from '../../types/error.ts';

/** `place`: `footer`, `row group 3, column a.b, page at byte 1024`, … */
export function corruptFile(file: string, place: string, problem: string, cause?: unknown): CaudalError {
  return new CaudalError('CORRUPT_FILE', `${file} is corrupt (${place}): ${problem}`, {
    params: { file, place, problem },
    cause,
  });
}
/** A valid file that asks for something we do not have. */
export function unsupportedFile(file: string, place: string, feature: string): CaudalError {
  return new CaudalError('UNSUPPORTED_FEATURE', `${file} (${place}) needs ${feature}, which is not supported.`, {
    params: { file, place, feature },
  });
}
