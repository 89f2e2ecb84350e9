// stdout as a web stream that waits for slow readers. A reader that goes away (EPIPE) ends the program quietly.
import type { WriteStream } from 'node:fs';

type NodeStream = NodeJS.WriteStream | WriteStream;

export function closeQuietlyOnBrokenPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
export function writeTo(stream: NodeStream, chunk: Uint8Array | string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => reject(error);
    stream.once('error', failed);
    stream.write(chunk, (error) => {
      stream.off('error', failed);
      if (error && (error as NodeJS.ErrnoException).code !== 'EPIPE') reject(error);
      else resolve();
    });
  });
}
/** A WritableStream for `df.write`; closing it leaves stdout open. `transform` may change the bytes, `end` adds to them. */
export function outputStream(
  write: (chunk: Uint8Array | string) => Promise<void>,
  transform: (chunk: Uint8Array) => Uint8Array | string = (chunk) => chunk,
  end: () => string = () => '',
): WritableStream<Uint8Array> {
  return new WritableStream<Uint8Array>({
    write: (chunk) => write(transform(chunk)),
    close: async () => {
      const rest = end();
      if (rest !== '') await write(rest);
    },
  });
}
