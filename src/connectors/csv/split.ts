// split.ts: where a file may be cut into tasks: starts of records, whatever stands in quotes. A file without any quote is cut at line ends;
// one with quotes is scanned once by the record scanner. Cost: 0.1-0.4 ms/MB, paid once per state of a file.
import type { Engine } from '../../wasm/engine.ts';
import type { ByteStream } from '../byte-stream.ts';
import { rangeStream } from '../byte-stream.ts';
import type { ConnectorContext } from '../connector.ts';
import { openFile } from '../files.ts';
import type { SourceFile } from '../files.ts';
import { writeConfig } from './dialect.ts';
import type { CsvDialect } from './dialect.ts';
import { RecordScanner } from './record-scanner.ts';

type LineFile = SourceFile & { readonly fields: number };
const WINDOW_BYTES = 1 << 20;
const CACHE_ENTRIES = 64;
const cache = new Map<string, readonly number[]>();

/** Offsets at which tasks of about `taskBytes` start; the first is 0. */
