import { Command, CommanderError, Option } from 'commander';
import { CHANNELS, type ChannelId } from '../model/channel.ts';
import { CONVERSATIONS } from './conversation-files.ts';
import { processTerminal, type Terminal } from './terminal.ts';

type TestFlags = {
  readonly channel?: ChannelId;
  readonly locale?: string;
  readonly update?: true;
  readonly verbose?: true;
  readonly understanding?: true;
};

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
    .description(
      'talk to the bot in the terminal; reads standard input when that is not a terminal; /help inside tells what else it can do',
    )
    .addOption(new Option('--channel <channel>', 'as this channel would show it').choices(CHANNELS).default('whatsapp'))
    .option('--locale <locale>', 'begin in this language, as if it were known')
    .option('--record <file>', 'add the conversation to this file, as a golden test')
    .action(async (options: { channel: ChannelId; locale?: string; record?: string }) => {
      code = await (await import('./chat.ts')).chat(terminal, options);
    });
  program
    .command('test')
    .description('play golden conversations and compare every word, choice and claim; exit code 1 if something differs')
    .argument('[files...]', `files or folders of conversations (default: ${CONVERSATIONS})`)
    .addOption(new Option('--channel <channel>', 'only on this channel').choices(CHANNELS))
    .option('--locale <locale>', 'only conversations in this language')
    .option('--update', 'show what changes, then write it into the files')
    .option('--verbose', 'name the nodes, choices, services and claims that no conversation reaches')
    .option('--understanding', 'how well labelled utterances are understood instead, with the confusion table')
    .action(async (files: string[], options: TestFlags) => {
      const { update = false, verbose = false, understanding = false, ...filter } = options;
      if (understanding) {
        code = await (await import('./understanding.ts')).understanding(terminal, files, verbose);
        return;
      }
      code = await (await import('./test.ts')).test(terminal, { ...filter, files, update, verbose });
    });
  program
    .command('graph')
    .description('draw the tree as SVG: nodes, choices, look-ups, claims; A4 pages, for people who review on paper')
    .option('--locale <locale>', 'with the words of this language (default: that of the content)')
    .option('--mermaid', 'as text for Mermaid instead')
    .option('-o, --output <file>', 'write it there instead of to standard output')
    .action(async ({ mermaid, ...options }: { locale?: string; mermaid?: true; output?: string }) => {
      code = await (await import('./graph.ts')).graph(terminal, { ...options, mermaid: mermaid === true });
    });
  program
    .command('coverage')
    .description('who helps with what, where: a table of regions and needs, how strong each claim is, and how far each language is')
    .option('--locale <locale>', 'names in this language (default: that of the content)')
    .option('-o, --output <file>', 'also write it as one HTML page, which prints on A4')
    .action(async (options: { locale?: string; output?: string }) => {
      code = await (await import('./coverage.ts')).coverage(terminal, options);
    });
  program
    .command('diff')
    .description('what changed in the content since a revision of git, in sentences, most dangerous first')
    .argument('<revision>', 'a commit, tag or branch, for example HEAD~1 or v1.2')
    .action(async (revision: string) => {
      code = await (await import('./diff.ts')).diff(terminal, { revision });
    });

  const translations = program
    .command('translations')
    .description('how far each language is: translated, missing, stale (its source has changed since), draft, reviewed')
    .action(async () => {
      code = (await import('./translations.ts')).translations(terminal);
    });
  translations
    .command('export')
    .description('the sheet for a translator: source, context, length limit and status of every text')
    .requiredOption('--locale <locale>', 'the language to translate into; one without a file is a new one')
    .addOption(new Option('--format <format>', 'for translation programs or for spreadsheets').choices(['xliff', 'csv']).default('xliff'))
    .option('-o, --output <file>', 'write it there instead of to standard output')
    .action(async (options: { locale: string; format: 'xliff' | 'csv'; output?: string }) => {
      code = await (await import('./translations.ts')).exportTranslations(terminal, options);
    });
  translations
    .command('import')
    .description('take a sheet back, row by row: what breaks a rule, or would overwrite newer words, is refused and told')
    .argument('<file>', 'an .xliff, .xlf or .csv file')
    .action(async (file: string) => {
      code = await (await import('./translations.ts')).importTranslations(terminal, { file });
    });
  translations
    .command('confirm')
    .description('write down that texts say what their source says now, so that they count as stale only when it changes again')
    .argument('[keys...]', 'only these texts')
    .requiredOption('--locale <locale>', 'the language')
    .action(async (keys: string[], { locale }: { locale: string }) => {
      code = (await import('./translations.ts')).confirmTranslations(terminal, { locale, keys });
    });

  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode;
  }
  return code;
}
