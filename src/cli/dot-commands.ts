// Commands of the shell that are no SQL. Each answers with text; settings change the options later statements run with.
import type { Session } from '../index.ts';
import { FORMATS, type CliOptions, type Format } from './formats.ts';

export interface ShellState {
  options: CliOptions;
  isOver: boolean;
}
interface DotCommand {
  readonly usage: string;
  readonly help: string;
  readonly run: (argument: string, state: ShellState, session: Session) => Promise<string> | string;
}
const isFormat = (text: string): text is Format => (FORMATS as readonly string[]).includes(text);
const onOff = (argument: string, before: boolean): boolean => (argument === '' ? !before : /^(?:on|true|1|yes)$/i.test(argument));
const leave: DotCommand['run'] = (_argument, state) => {
  state.isOver = true;
  return '';
};

export const DOT_COMMANDS: Readonly<Record<string, DotCommand>> = {
  '.help': { usage: '.help', help: 'this list', run: () => helpText() },
  '.tables': {
    usage: '.tables',
    help: 'tables and views',
    run: async (_argument, _state, session) => (await session.catalog.listTables()).map((t) => `${t.name}\n`).join(''),
  },
  '.schema': {
    usage: '.schema NAME',
    help: 'columns of a table or file',
    run: (argument, _state, session) =>
      session
        .sql(
          `SELECT * FROM ${/^[\w.]+$/.test(argument) && !/\.\w+$/.test(argument) ? argument : `'${argument.replaceAll("'", "''")}'`}`,
        )
        .printSchema(),
  },
  '.format': {
    usage: `.format ${FORMATS.slice(0, 4).join('|')}|…`,
    help: 'how results are written',
    run: (argument, state) => {
      if (!isFormat(argument)) return `Formats: ${FORMATS.join(', ')}.\n`;
      state.options = { ...state.options, format: argument };
      return '';
    },
  },
  '.timing': {
    usage: '.timing on|off',
    help: 'the time of each statement',
    run: (argument, state) => {
      const timing = onOff(argument, state.options.timing ?? false);
      state.options = { ...state.options, timing };
      return `Timing is ${timing ? 'on' : 'off'}.\n`;
    },
  },
  '.exit': { usage: '.exit', help: 'leave (also .quit and Ctrl-D)', run: leave },
  '.quit': { usage: '.quit', help: 'leave', run: leave },
};
function helpText(): string {
  const commands = Object.values(DOT_COMMANDS).map(({ usage, help }) => `  ${usage.padEnd(30)} ${help}\n`);
  return `Statements end with ; and may take several lines. Files stand in quotes: SELECT * FROM 'data.parquet';\n${commands.join('')}`;
}
/** Runs a line that starts with a dot. */
export async function runDotCommand(line: string, state: ShellState, session: Session): Promise<string> {
  const [name = '', ...rest] = line.trim().split(/\s+/);
  const command = DOT_COMMANDS[name.toLowerCase()];
  return command ? command.run(rest.join(' '), state, session) : `There is no command ${name}; .help lists them.\n`;
}
