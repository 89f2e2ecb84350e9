// Opens what a query reads: files by name, `read_*` calls, reads of the DataFrame API. The format is given, or that of the extension.
import type { SourceRequest } from '../analyze/catalog.ts';
import type { ConnectorContext, FindConnector, ReadRequest } from '../connectors/connector.ts';
import { releaseDriverSource } from '../platform/byte-sources.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import type { Schema } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { Value } from '../types/value.ts';
import { parseSchema } from '../sql/parse.ts';
import { placed } from './missing-source.ts';
import { LearnedTypes } from './learned-types.ts';
import { resolveSources } from './sources.ts';
import type { SourceContext } from './sources.ts';

export type ReadOptions = Readonly<Record<string, string | number | boolean>>;
/** A read as the user gave it; `format` absent: by the extension. */
export interface ReadDefinition {
  readonly format?: string;
  readonly source: unknown;
  readonly options: ReadOptions;
  readonly schema?: Schema;
}
const FORMAT_OF_EXTENSION: Readonly<Record<string, string>> = {
  parquet: 'parquet',
  parq: 'parquet',
  pq: 'parquet',
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  json: 'json',
  jsonl: 'json',
  ndjson: 'json',
  arrow: 'arrow',
  arrows: 'arrow',
  feather: 'arrow',
  ipc: 'arrow',
};
const FORMAT_OF_READER: Readonly<Record<string, string>> = {
  read_parquet: 'parquet',
  parquet_scan: 'parquet',
  read_csv: 'csv',
  read_csv_auto: 'csv',
  read_json: 'json',
  read_json_auto: 'json',
  read_ndjson: 'json',
  read_arrow: 'arrow',
};

/** The format a file name says; compressed files by what stands before `.gz` or `.zst`. */
export function formatOfName(name: string): string | undefined {
  const bare = name.replace(/[?#].*$/, '').replace(/\.(gz|zst)$/i, '');
  const extension = /\.([a-z0-9]+)(?:$|\/?\*$)/i.exec(bare)?.[1]?.toLowerCase();
  return extension !== undefined && Object.hasOwn(FORMAT_OF_EXTENSION, extension) ? FORMAT_OF_EXTENSION[extension] : undefined;
}

/** Sources of the session's thread go with the last plan that reads them. */
const unreachable = new FinalizationRegistry<number>(releaseDriverSource);

export class SourceOpener {
  readonly #find: FindConnector;
  readonly #context: () => ConnectorContext;
  readonly #sources: () => SourceContext;
  readonly learned = new LearnedTypes();
  /** Of the sources that were found by name. */
  readonly #definitions = new WeakMap<ScanSource, ReadDefinition>();
  constructor(find: FindConnector, context: () => ConnectorContext, sources: () => SourceContext) {
    this.#find = find;
    this.#context = context;
    this.#sources = sources;
  }

  /** undefined: an optional name that is no file. */
  async open(request: SourceRequest): Promise<ScanSource | undefined> {
    try {
      return await this.#opened(request);
    } catch (error) {
      throw await placed(error, request, this.#sources().named, this.#context().platform);
    }
  }
  async #opened(request: SourceRequest): Promise<ScanSource | undefined> {
    switch (request.kind) {
      case 'file': {
        const isFile = this.#sources().named.has(request.name) || formatOfName(request.name) !== undefined;
        return request.optional && !isFile ? undefined : this.read({ source: request.name, options: {} });
      }
      case 'reader':
        return this.read(readerDefinition(request));
      case 'read':
        throw new Error('reads are expanded before analysis');
    }
  }
  async read(definition: ReadDefinition): Promise<ScanSource> {
    const { schema } = definition;
    const format = definition.format ?? this.#formatOf(definition.source);
    const connector = this.#find(format);
    const request: ReadRequest = {
      ...(await resolveSources(definition.source, this.#sources())),
      options: this.learned.options(definition),
      ...(schema && { schema }),
    };
    const resolved = await connector.resolve(request, this.#context());
    this.learned.opened(resolved.label, definition);
    const own = request.handles.filter((handle) => handle.kind === 'driver');
    if (own.length === 0) {
      if ([definition.source].flat().every((part) => typeof part === 'string')) this.#definitions.set(resolved, definition);
      return resolved;
    }
    const source: ScanSource = { ...resolved, onDriver: true };
    for (const { id } of own) unreachable.register(source, id);
    return source;
  }
  /** What stands now where the source was found by name; the same object while nothing has changed, and for all other sources. */
  async again(source: ScanSource): Promise<ScanSource> {
    const definition = this.#definitions.get(source);
    if (!definition) return source;
    const found = await this.read(definition);
    if (sameText(found, source)) return source;
    if (sameText(found.schema, source.schema)) return found;
    throw new CaudalError('FILE_CHANGED', `${source.label} has other columns than when the query was started.`, {
      params: { file: source.label },
      hint: 'Start the query again.',
    });
  }
  #formatOf(source: unknown): string {
    const first: unknown = Array.isArray(source) ? source[0] : source;
    const named = typeof first === 'string' ? this.#sources().named.get(first) : undefined;
    const names = [first, (named as { name?: unknown } | undefined)?.name, named].filter((n) => typeof n === 'string');
    for (const name of names) {
      const format = formatOfName(name);
      if (format !== undefined) return format;
    }
    throw new CaudalError('UNKNOWN_FILE_FORMAT', `The format of ${String(first)} cannot be told by its name.`, {
      hint: "Use read_parquet('…'), read_csv('…') or read_json('…').",
    });
  }
}

const sameText = (a: unknown, b: unknown): boolean => asText(a) === asText(b);
const asText = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));

function readerDefinition(request: Extract<SourceRequest, { kind: 'reader' }>): ReadDefinition {
  const { name, args } = request;
  const format = Object.hasOwn(FORMAT_OF_READER, name) ? FORMAT_OF_READER[name] : undefined;
  if (format === undefined)
    throw new CaudalError('UNRESOLVABLE_TABLE_VALUED_FUNCTION', `There is no table function ${name}.`, {
      hint: `Readers: ${Object.keys(FORMAT_OF_READER).join(', ')}.`,
    });
  if (args.length !== 1) throw new CaudalError('WRONG_NUM_ARGS', `${name} takes one path or a list of paths, and named options.`);
  const { schema, ...rest } = lowerKeys(request.options);
  return { format, source: args[0], options: rest, ...(typeof schema === 'string' && { schema: parseSchema(schema) }) };
}
const OPTION_ALIASES: Readonly<Record<string, string>> = {
  delim: 'sep',
  delimiter: 'sep',
  nullstr: 'nullvalue',
  null: 'nullvalue',
  union_by_name: 'mergeschema',
};
/** Option names count without case. */
export function lowerKeys(options: Readonly<Record<string, Value>>): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => {
      const lower = key.toLowerCase();
      const plain = typeof value === 'bigint' ? Number(value) : typeof value === 'object' ? JSON.stringify(value) : value;
      return [Object.hasOwn(OPTION_ALIASES, lower) ? OPTION_ALIASES[lower]! : lower, plain];
    }),
  );
}
