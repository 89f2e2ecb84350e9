// csv, json, parquet, arrow: each epoch's rows as files in a folder, exactly once. Files are written before the epoch is committed, under
// names of their own (`part-<query>-<epoch>-<n>`); with the commit they are listed in `_spark_metadata`, and only then does a read of
// the folder see them. A crash in between leaves files that nobody sees; the epoch that runs again writes over them.
import { committedEpochs, encodeSinkLog, isCompact, readSinkLog, sinkLogFolder, sinkLogName } from '../../connectors/sink-log.ts';
import type { SinkEntry } from '../../connectors/sink-log.ts';
import type { StreamWriteRequest } from '../../dataframe/stream-writer.ts';
import type { OptionValue } from '../../dataframe/host.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Schema } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import type { SinkDefinition, SinkEpoch, SinkHost, SinkQuery, StreamSink } from '../sink.ts';

/** Says whose folder it is; Spark does not look at it. */
const OWNER = '.caudal';
/** Options of the query, not of the format. */
const OWN = [
  'path',
  'checkpointlocation',
  'checkpointinterval',
  'minbatchestoretain',
  'semantics',
  'maxrowsperepoch',
  'restartattempts',
  'restartwithinms',
];

export const fileSink = (format: string): SinkDefinition => ({
  name: format,
  modes: ['append'],
  create(request, host) {
    const path = request.path ?? request.options['path'];
    const folder = path instanceof URL && path.protocol === 'file:' ? decodeURIComponent(path.pathname) : path;
    if (typeof folder !== 'string' || folder === '')
      throw new CaudalError('INVALID_DESTINATION', `A stream writes ${format} files to the path of a folder.`, {
        hint: "Write .start('path'), or 'opfs:/…' on a page.",
      });
    if (request.options['checkpointlocation'] === undefined)
      throw new CaudalError('CHECKPOINT_LOCATION_MISSING', `A stream to ${format} files needs a checkpoint.`, {
        hint: "Add .option('checkpointLocation', folder): without one a restart would write rows twice.",
      });
    return new FileSink(format, folder.replace(/(?<=.)\/+$/, ''), request, host);
  },
});

class FileSink implements StreamSink {
  readonly description: string;
  readonly #format: string;
  readonly #folder: string;
  readonly #request: StreamWriteRequest;
  readonly #host: SinkHost;
  #schema: Schema = [];
  #queryId = '';

  constructor(format: string, folder: string, request: StreamWriteRequest, host: SinkHost) {
    this.description = `FileSink[${folder}]`;
    this.#format = format;
    this.#folder = folder;
    this.#request = request;
    this.#host = host;
  }
  get #platform(): Platform {
    return this.#host.platform;
  }
  async open(schema: Schema, { id }: SinkQuery): Promise<void> {
    this.#schema = schema;
    this.#queryId = id;
    const owner = await this.#owner();
    if (owner === id) return;
    if (owner !== undefined || (await this.#platform.list(this.#folder)).length > 0)
      throw new CaudalError(
        'PATH_ALREADY_EXISTS',
        owner === undefined
          ? `${this.#folder} has files that no stream wrote.`
          : `${this.#folder} is of another query${owner && ` (${owner})`}, or this one has lost its checkpoint.`,
        { params: { outputPath: this.#folder }, hint: 'Give the stream a folder of its own. Nothing was changed.' },
      );
    await this.#write(`${sinkLogFolder(this.#folder)}/${OWNER}`, new TextEncoder().encode(JSON.stringify({ queryId: id })));
  }
  /** '' for a folder that a stream of Spark's wrote. */
  async #owner(): Promise<string | undefined> {
    const path = `${sinkLogFolder(this.#folder)}/${OWNER}`;
    if (!(await this.#platform.exists(sinkLogFolder(this.#folder)))) return undefined;
    const [file] = await this.#platform.list(path);
    // A crash at the first start leaves the folder empty.
    if (!file) return (await this.#platform.list(sinkLogFolder(this.#folder))).length > 0 ? '' : undefined;
    const source = await this.#platform.open(file.handle);
    const text = new TextDecoder().decode(await source.read(0, source.size));
    source.close();
    return (JSON.parse(text) as { queryId: string }).queryId;
  }

  async addEpoch({ id, rows, frames }: SinkEpoch): Promise<readonly SinkEntry[]> {
    const entries: SinkEntry[] = [];
    if (rows === 0) return entries;
    const options = Object.fromEntries(Object.entries(this.#request.options).filter(([name]) => !OWN.includes(name)));
    const target = {
      writeFile: async (chunks: AsyncIterable<Uint8Array>, name = ''): Promise<void> => {
        const folder = name.includes('/') ? `${this.#folder}/${name.slice(0, name.lastIndexOf('/'))}` : this.#folder;
        const path = `${folder}/part-${this.#queryId}-${id}-${entries.length}.${this.#format}`;
        const file = await this.#platform.createFile(path);
        let size = 0;
        for await (const chunk of chunks) {
          size += chunk.length;
          await file.write(chunk);
        }
        await file.commit();
        entries.push({ path: this.#platform.uriOf(path), size, modificationTime: Date.now() });
      },
      commit: async () => undefined,
      // What is not committed is not seen.
      abort: async () => undefined,
    };
    await this.#host.withFrame(this.#schema, frames, (df) =>
      df.write
        .format(this.#format)
        .mode('append')
        .options(options as Readonly<Record<string, OptionValue>>)
        .partitionBy(...this.#request.partitionBy)
        .save(target),
    );
    return entries;
  }
  async publish(epoch: number, manifest: unknown): Promise<void> {
    const entries = manifest as readonly SinkEntry[];
    if ((await committedEpochs(this.#folder, this.#platform)).has(epoch)) return;
    const all = isCompact(epoch) ? [...(await readSinkLog(this.#folder, this.#platform)), ...entries] : entries;
    await this.#write(`${sinkLogFolder(this.#folder)}/${sinkLogName(epoch)}`, encodeSinkLog(all));
  }
  async #write(path: string, bytes: Uint8Array): Promise<void> {
    const file = await this.#platform.createFile(path);
    await file.write(bytes);
    await file.commit();
  }
}
