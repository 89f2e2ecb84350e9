// The queries of the suites, by name: every .sql file of a suite's folder.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { QUERIES } from '../data/paths.ts';
import type { Query } from '../engines/engine.ts';

const suite = (name: string): readonly Query[] => {
  const folder = join(QUERIES, name);
  return readdirSync(folder)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((file) => ({ name: file.replace('.sql', ''), sql: readFileSync(join(folder, file), 'utf8').trim() }));
};
export const h2oQueries = (): readonly Query[] => suite('h2o');
/** q0 to q23 of github.com/nexmark/nexmark in this dialect; where ties would leave the answer open, the order is made total. */
export const nexmarkQueries = (): readonly Query[] => suite('nexmark');
