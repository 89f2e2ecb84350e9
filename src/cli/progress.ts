// A progress bar on stderr, on a terminal only, for queries that take longer than a moment.
import { SingleBar } from 'cli-progress';
import type { Progress } from '../dataframe/host.ts';

const SHOW_AFTER_MS = 400;
export interface ProgressBar {
  readonly onProgress: ((progress: Progress) => void) | undefined;
  stop(): void;
}
const percent = ({ bytes, totalBytes }: Progress): number => (totalBytes ? Math.min(100, (100 * bytes) / totalBytes) : 0);

export function progressBar(isWanted: boolean): ProgressBar {
  if (!isWanted || !process.stderr.isTTY) return { onProgress: undefined, stop: () => undefined };
  let bar: SingleBar | undefined;
  return {
    onProgress(progress) {
      if (progress.elapsedMs < SHOW_AFTER_MS) return;
      if (!bar) {
        bar = new SingleBar({
          format: '{bar} {percentage}% | {rows} rows | {seconds} s',
          stream: process.stderr,
          clearOnComplete: true,
          hideCursor: true,
          barsize: 30,
        });
        bar.start(100, 0, { rows: 0, seconds: 0 });
      }
      bar.update(Math.floor(percent(progress)), {
        rows: progress.rows.toLocaleString('en'),
        seconds: (progress.elapsedMs / 1000).toFixed(1),
      });
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}
