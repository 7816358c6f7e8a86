import { Command, CommanderError, Option } from 'commander';
import { CHANNELS, type ChannelId } from '../model/channel.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/**
 * Runs one command; resolves to the exit code. Each command is loaded on use, so that `anoura check` does not pay for the server.
 */
export async function runCli(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  let code = 0;
  const program = new Command('anoura')
    .description('Chatbot for people on the move in Mali, on WhatsApp and Messenger')
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.stdout.write(text), writeErr: (text) => terminal.stderr.write(text) });

  program
    .command('serve')
    .description('run the server; configured by environment variables, see .env.example')
    .action(async () => {
      code = await (await import('./serve.ts')).serve(terminal);
    });
  program
    .command('check')
    .description('read flows and locales, walk every state, print every problem; exit code 1 if there is an error')
    .option('--json', 'problems as JSON, for tools')
    .action(async (options: { json?: true }) => {
      code = await (await import('./check.ts')).check(terminal, { json: options.json === true });
    });
  program
    .command('chat')
    .description('talk to the bot in the terminal; reads standard input when that is not a terminal')
    .addOption(new Option('--channel <channel>', 'as this channel would show it').choices(CHANNELS).default('whatsapp'))
    .option('--locale <locale>', 'begin in this language, as if it were known')
    .action(async (options: { channel: ChannelId; locale?: string }) => {
      code = await (await import('./chat.ts')).chat(terminal, options);
    });

  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode;
  }
  return code;
}
