// Folders of the bench. This file lies one folder below bench/, as the bundles it is built into do (.cache/), so both see the same.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const BENCH = join(import.meta.dirname, '..');
export const ROOT = join(BENCH, '..');
export const CACHE = join(BENCH, '.cache');
export const QUERIES = join(BENCH, 'queries');
export const DIST = join(ROOT, 'dist');
/** Of a file of the package, to import it. */
export const packageUrl = (file: string): string => pathToFileURL(join(DIST, file)).href;
