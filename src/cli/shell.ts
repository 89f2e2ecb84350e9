// The shell: a line editor with history and completion on a terminal, plain lines in a pipe. Errors do not end it; Ctrl-C cancels the
// running statement or drops what was typed; Ctrl-D leaves.
import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Interface, createInterface } from 'node:readline/promises';
import type { Session } from '../index.ts';
import { complete } from './completion.ts';
import { type ShellState, runDotCommand } from './dot-commands.ts';
import { errorText } from './error-text.ts';
import { EXIT } from './exit-code.ts';
import type { CliOptions } from './formats.ts';
import { progressBar } from './progress.ts';
import { runStatements } from './run-text.ts';
import { isComplete } from './statement-buffer.ts';
import { VERSION } from './version.ts';
import { createSession, timeZoneOf } from './with-session.ts';

const HISTORY_LINES = 1000;
const historyPath = (): string => join(homedir(), '.caudal_history');
/** Newest first, as readline keeps it; a history that cannot be read is an empty one. */
async function loadHistory(): Promise<string[]> {
  const text = await readFile(historyPath(), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .reverse();
}

/** One statement; resolves to whether it went well. */
async function runOne(session: Session, sql: string, state: ShellState, signal: AbortSignal): Promise<boolean> {
  const bar = progressBar(true);
  const start = performance.now();
  const run = { signal, ...(bar.onProgress ? { onProgress: bar.onProgress } : {}) };
  try {
    await runStatements(session, sql, { options: state.options, timeZone: timeZoneOf(session), run });
    bar.stop();
    if (state.options.timing) process.stderr.write(`Time: ${(performance.now() - start).toFixed(1)} ms\n`);
    return true;
  } catch (error) {
    bar.stop();
    process.stderr.write(`${errorText(error, sql)}\n`);
    return false;
  }
}
async function openLines(
  session: Session,
  isTerminal: boolean,
): Promise<{ readonly lines: Interface; readonly history: string[] }> {
  const history = isTerminal ? await loadHistory() : [];
  const lines = createInterface({
    input: process.stdin,
    output: isTerminal ? process.stdout : undefined,
    terminal: isTerminal,
    history,
    historySize: HISTORY_LINES,
    removeHistoryDuplicates: true,
    completer: (line: string) => complete(session, line),
  } as Parameters<typeof createInterface>[0]);
  lines.on('history', (newest) => history.splice(0, history.length, ...newest));
  return { lines, history };
}

export async function runShell(options: CliOptions): Promise<number> {
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  const session = await createSession(options);
  const state: ShellState = { options: { ...options, header: options.header ?? true }, isOver: false };
  const { lines, history } = await openLines(session, isTerminal);
  let controller: AbortController | undefined;
  let buffer = '';
  let isGood = true;
  const prompt = (): void => {
    if (!isTerminal) return;
    lines.setPrompt(buffer === '' ? 'caudal> ' : '   ...> ');
    lines.prompt();
  };
  const interrupt = (): void => {
    if (controller) controller.abort();
    else if (isTerminal) {
      buffer = '';
      process.stdout.write('\n');
      prompt();
    } else process.exit(EXIT.interrupted);
  };
  lines.on('SIGINT', interrupt);
  process.on('SIGINT', interrupt);
  const run = async (sql: string): Promise<void> => {
    controller = new AbortController();
    isGood = (await runOne(session, sql, state, controller.signal)) && isGood;
    controller = undefined;
  };
  if (isTerminal) process.stdout.write(`Caudal ${VERSION}. Statements end with ; and .help helps.\n`);
  prompt();
  for await (const line of lines) {
    if (buffer === '' && line.trimStart().startsWith('.')) {
      process.stdout.write(
        await runDotCommand(line, state, session).catch((error: unknown) => `${errorText(error, undefined)}\n`),
      );
    } else if (buffer !== '' || line.trim() !== '') buffer += `${line}\n`;
    if (state.isOver) break;
    if (isComplete(buffer)) {
      const sql = buffer;
      buffer = '';
      await run(sql);
    }
    prompt();
  }
  if (buffer.trim() !== '' && !state.isOver) await run(buffer);
  process.off('SIGINT', interrupt);
  lines.close();
  if (isTerminal) await writeFile(historyPath(), [...history].reverse().join('\n'), { mode: 0o600 });
  await session.close();
  return isTerminal || isGood ? EXIT.ok : EXIT.failed;
}
