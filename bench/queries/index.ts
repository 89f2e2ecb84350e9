// The queries of the H2O suite, by name: every .sql file of its folder.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { QUERIES } from '../data/paths.ts';
import type { Query } from '../engines/engine.ts';

export function h2oQueries(): readonly Query[] {
  const folder = join(QUERIES, 'h2o');
  return readdirSync(folder)
    .sort()
    .map((file) => ({ name: file.replace('.sql', ''), sql: readFileSync(join(folder, file), 'utf8').trim() }));
}
