// Commands and options. Without a command: SQL, a file to look at, a script, or the shell on a terminal.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { errorText } from './error-text.ts';
import { EXIT, UsageError } from './exit-code.ts';
import { FORMATS } from './formats.ts';
import type { CliOptions } from './formats.ts';
import { startPlayground } from './playground.ts';
import { runJob } from './run-job.ts';
import { runText } from './run-text.ts';
import { runShell } from './shell.ts';
import { VERSION } from './version.ts';

function workers(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0) throw new InvalidArgumentError('It must be a whole number from 0.');
  return count;
}
function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) throw new InvalidArgumentError('It must be 0 to 65535.');
  return number;
}
/** `k=v`; values that read as numbers, true, false or null are those. */
function parameter(text: string, before: Record<string, unknown> = {}): Record<string, unknown> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be name=value.');
  const value = text.slice(at + 1);
  return { ...before, [text.slice(0, at)]: PARAMETER_WORDS.has(value) ? PARAMETER_WORDS.get(value) : numberOrText(value) };
}
const PARAMETER_WORDS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
function numberOrText(text: string): number | bigint | string {
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) return text;
  const number = Number(text);
  return Number.isInteger(number) && !Number.isSafeInteger(number) && /^-?\d+$/.test(text) ? BigInt(text) : number;
}

const withEngine = (command: Command): Command =>
  command
    .option('--workers <n>', 'worker threads; 0 runs on this thread', workers)
    .option('--memory <size>', "memory of all workers together, like '2gb'");
const withOutput = (command: Command): Command =>
  withEngine(command)
    .addOption(new Option('--format <format>', 'how the result is written').choices(FORMATS))
    .option('-o, --output <file>', 'write the result to a file; its ending gives the format')
    .option('--timing', 'print the time it took to stderr')
    .option('--explain', 'print the plan instead of running it')
    .option('--param <name=value>', 'value of :name in the SQL; may be repeated', parameter)
    .option('--null <text>', 'what NULL is written as in table, markdown and csv')
    .option('--no-header', 'leave out the names of the columns');

/** Runs the command line; resolves to the exit code. */
export async function program(args: readonly string[]): Promise<number> {
  let code: number = EXIT.ok;
  const root = withOutput(new Command('caudal'))
    .description('Query files and data with SQL.')
    .version(VERSION)
    .argument('[sql-or-file]', 'SQL text, or a file to look at; `… | caudal "SELECT … FROM stdin"` reads a pipe')
    .option('-f, --file <script>', 'run the statements of a file; the last result is written')
    .exitOverride()
    .action(async (text: string | undefined, options: CliOptions) => {
      const isBare = text === undefined && options.file === undefined;
      code = isBare && process.stdin.isTTY ? await runShell(options) : await runText(text, options);
    });
  withEngine(root.command('shell').description('Type statements; .help lists what else there is.')).action(
    async (_options: CliOptions, command: Command) => {
      code = await runShell(command.optsWithGlobals());
    },
  );
  withOutput(
    root
      .command('run')
      .argument('<file>')
      .description(
        'Run a script (.sql) or a module whose default export takes { session, signal }; its streams run until Ctrl-C.',
      ),
  ).action(async (path: string, _options: CliOptions, command: Command) => {
    code = await runJob(path, command.optsWithGlobals());
  });
  root
    .command('playground')
    .description('Serve the page that runs Caudal in a browser.')
    .option('--port <port>', 'port to listen on; 0 takes a free one', port, 0)
    .option('--no-open', 'do not open a browser')
    .action(async (options: { port: number; open: boolean }) => {
      code = await startPlayground(options);
    });
  try {
    await root.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof UsageError) {
      process.stderr.write(`error: ${error.message}\nSee caudal --help.\n`);
      return EXIT.usage;
    }
    process.stderr.write(`${errorText(error, undefined)}\n`);
    return EXIT.failed;
  }
}
