// `caudal playground`: the built page, served on this machine until Ctrl-C.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EXIT, UsageError } from './exit-code.ts';
import { openBrowser } from './open-browser.ts';
import { serveFolder } from './static-server.ts';

/** Beside the program in the package; in a clone where `npm run build:web` or `npm start` puts it. */
const PLACES = ['./playground', '../build/web', '../../build/web'] as const;

export async function startPlayground({ port, open }: { readonly port: number; readonly open: boolean }): Promise<number> {
  const folder = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) => existsSync(path));
  if (folder === undefined) throw new UsageError('This installation has no page; `npm run build:web` makes it.');
  const server = await serveFolder(folder, { port });
  process.stdout.write(`${server.url}\n`);
  if (open && !process.env['CI']) openBrowser(server.url);
  await new Promise<void>((interrupted) => process.once('SIGINT', interrupted));
  server.close();
  return EXIT.interrupted;
}
