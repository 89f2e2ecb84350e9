// Built-in connectors, in the order in which formats are listed to users.
import { CaudalError } from '../types/error.ts';
import { arrow } from './arrow/arrow.ts';
import type { Connector } from './connector.ts';
import { csv } from './csv/csv.ts';
import { json } from './json/json.ts';
import { memory } from './memory/memory.ts';
import { parquet } from './parquet/connector.ts';

export const CONNECTORS: readonly Connector[] = [memory, parquet, csv, json, arrow];

/** The connector of a format; DATA_SOURCE_NOT_FOUND names the ones there are. */
export function findConnector(format: string): Connector {
  const found = CONNECTORS.find((connector) => connector.name === format.toLowerCase());
  if (found) return found;
  throw new CaudalError('DATA_SOURCE_NOT_FOUND', `Failed to find the data source: ${format}.`, {
    hint: `Formats: ${CONNECTORS.map((c) => c.name).join(', ')}.`,
    params: { provider: format },
  });
}
