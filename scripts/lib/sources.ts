// sources.ts: the repository's own source files, for the checks. Generated files (`*.gen.*`) and fixtures are not sources.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';

export interface SourceFile {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

const NOT_OURS = /(^|\/)(node_modules|dist|build|coverage|fixtures|\.cache)(\/|$)|\.gen\.|\.d\.ts$/;

/** Every `.ts` and `.tsx` file below the given folders, in path order. */
export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders
    .flatMap((folder) => listFiles(folder))
    .filter((path) => /\.tsx?$/.test(path) && !NOT_OURS.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name).split(sep).join(posix.sep));
}

/** Prints what is wrong, one line each, then the verdict; the exit code agrees. */
export function report(step: string, problems: readonly string[], summary: string): void {
  for (const problem of problems) console.error(`  ${problem}`);
  console.log(problems.length === 0 ? `${step}: ${summary}` : `${step}: ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
