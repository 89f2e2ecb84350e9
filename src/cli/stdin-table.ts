// `… FROM stdin`: what comes through the pipe as the view `stdin`. Its first bytes say the format; it is held in memory.
import type { Session } from '../index.ts';

async function readAll(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}
const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, i) => bytes[i] === byte);
const PARQUET = [0x50, 0x41, 0x52, 0x31];
const ARROW_FILE = [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31];
const ARROW_STREAM = [0xff, 0xff, 0xff, 0xff];
function formatOfBytes(bytes: Uint8Array): 'parquet' | 'arrow' | 'json' | 'csv' {
  if (startsWith(bytes, PARQUET)) return 'parquet';
  if (startsWith(bytes, ARROW_FILE) || startsWith(bytes, ARROW_STREAM)) return 'arrow';
  const first = bytes.find((byte) => byte > 0x20 && byte < 0x80);
  return first === 0x7b || first === 0x5b ? 'json' : 'csv';
}
/** Makes the view if the SQL names it and there is a pipe. */
export async function attachStdin(session: Session, sql: string): Promise<void> {
  if (!/\bstdin\b/i.test(sql) || process.stdin.isTTY) return;
  const bytes = await readAll();
  session.read[formatOfBytes(bytes)](bytes).createOrReplaceTempView('stdin');
}
export const readStdinText = async (): Promise<string> => new TextDecoder().decode(await readAll());
