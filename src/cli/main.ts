import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { placeText, UsageError } from '../lib/mistake.ts';
import { printable } from '../lib/printable.ts';
import { VERSION } from '../version.ts';
import { adviceCommands } from './advice.ts';
import { collect } from './collect.ts';
import { EXIT, inert, wantsColor, type Io } from './io.ts';

/** Reads the arguments, runs one command and answers with the exit code. Never throws. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.good;
  const program = commands(io, (answer) => { code = answer; });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return failure(error, io);
  }
}

function failure(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.good : EXIT.usage;
  if (error instanceof UsageError) {
    io.stderr.write(inert(io, error.mistakes.map(({ message, at }) => `${printable(at ? `${placeText(at)}  ${message}` : message)}\n`).join('')));
    return EXIT.usage;
  }
  const text = error instanceof Error ? (io.env.ARCH_LINT_DEBUG ? (error.stack ?? error.message) : error.message) : String(error);
  io.stderr.write(`arch-lint failed: ${printable(text)}\nThis is a fault of arch-lint; ARCH_LINT_DEBUG=1 shows where.\n`);
  return EXIT.incomplete;
}

function percentage(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number <= 100)) throw new InvalidArgumentError('It takes a number from 0 to 100.');
  return number;
}

function positive(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It takes a whole number from 1 on.');
  return number;
}

/** Command modules are loaded when they are called, so that none pays for another's imports. */
function commands(io: Io, answer: (code: number) => void): Command {
  const program = new Command('arch-lint')
    .description('Declare your architecture in architecture.yaml; learn from evidence whether it is true, how good it is, and what to fix first.')
    .version(VERSION, '-V, --version')
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHasColors: () => wantsColor(io, io.stdout),
      getErrHasColors: () => wantsColor(io, io.stderr),
    })
    .showHelpAfterError('Run `arch-lint --help` to see the commands and their options.')
    .addHelpText('after', '\nExit codes: 0 good, 1 gate failed, 2 usage or configuration, 3 incomplete analysis.')
    .enablePositionalOptions()
    .exitOverride();

  const config = new Option('-c, --config <path>', 'the architecture.yaml to use; else it is looked for from the folder upwards');
  const only = new Option('--only <names>', 'run only these checks or dimensions (repeatable, commas)').argParser(collect);
  const skip = new Option('--skip <names>', 'leave out these checks or dimensions (repeatable, commas)').argParser(collect);
  const format = (fallback: string, ...choices: string[]) => new Option('-f, --format <name>', choices.join(', ')).choices(choices).default(fallback);
  const output = new Option('-o, --output <path>', 'write the result to a file instead of stdout');
  const noCache = new Option('--no-cache', 'keep nothing between runs');
  const plugins = new Option('--allow-plugins', 'load the plugins that architecture.yaml names (their code runs)');

  program.command('check', { isDefault: true })
    .description('lint a folder (the main job, and the default)')
    .argument('[dir]', 'the folder', '.')
    .addOption(config)
    .addOption(new Option('-f, --format <name>', 'terminal, json, markdown, html, sarif, github, junit, codeclimate, badge, badge-svg (repeatable)').argParser(collect))
    .addOption(new Option('-o, --output <path>', 'write to a file instead of stdout; `sarif=result.sarif` names the format, too (repeatable)').argParser((value: string, list: readonly string[] = []) => [...list, value]))
    .addOption(only).addOption(skip)
    .addOption(new Option('-t, --threshold <score>', 'the lowest total that passes the gate').argParser(percentage))
    .addOption(new Option('--base <ref>', 'compare with the commit where the history left this branch, tag or commit').conflicts('baseResult'))
    .addOption(new Option('--fail-on-new <severity>', 'with a base: findings that it does not have shut the gate, from this severity on').choices(['critical', 'major', 'minor', 'any']))
    .option('--base-result <file>', 'compare with a result saved by --format json')
    .option('--baseline <file>', 'the findings that are known; else architecture.baseline.json beside architecture.yaml')
    .option('--no-baseline', 'judge as if there were no baseline')
    .addOption(new Option('--files <paths>', 'judge the whole, but show and count only what is at or about these files (repeatable, commas)').argParser(collect))
    .option('--staged', 'the same for the files of the next commit')
    .option('-q, --quiet', 'only the score and the gate')
    .option('-v, --verbose', 'every finding, all evidence, and what passed')
    .addOption(plugins).addOption(noCache)
    .action(async (dir, options) => answer(await (await import('./commands/check.ts')).check(dir, options, io)));

  program.command('init')
    .description('write a first architecture.yaml from what the repository shows')
    .argument('[dir]', 'the folder', '.')
    .option('-y, --yes', 'ask nothing')
    .option('--print', 'show what would be written, and write nothing')
    .option('--force', 'overwrite the architecture.yaml that is there')
    .option('--update', 'add what appeared since to the architecture.yaml that is there; nothing in it is changed')
    .option('--owner <name>', 'who owns the components that CODEOWNERS gives to nobody')
    .addOption(noCache)
    .action(async (dir, options) => answer(await (await import('./commands/init.ts')).init(dir, options, io)));

  program.command('import')
    .description("write another tool's rules as an architecture.yaml: dependency-cruiser, eslint-plugin-boundaries, Nx, lintel, fallow")
    .argument('[file]', 'its configuration; else the one that is there')
    .argument('[dir]', 'the folder', '.')
    .option('--print', 'show what would be written, and write nothing')
    .option('--force', 'overwrite the architecture.yaml that is there')
    .action(async (file, dir, options) => answer((await import('./commands/import.ts')).importFrom(file, dir, options, io)));

  program.command('baseline')
    .description("write today's findings to a baseline, so that only new ones fail; it grows by this command alone")
    .argument('[dir]', 'the folder', '.')
    .addOption(config)
    .option('--prune', 'only take out what is gone')
    .addOption(new Option('-o, --output <path>', 'the file; else architecture.baseline.json beside architecture.yaml'))
    .addOption(plugins).addOption(noCache)
    .action(async (dir, options) => answer(await (await import('./commands/baseline.ts')).baseline(dir, options, io)));

  program.command('prove')
    .description('plant a violation of every declared rule in memory, and say which would not be found')
    .argument('[dir]', 'the folder', '.')
    .addOption(config)
    .addOption(format('terminal', 'terminal', 'json'))
    .addOption(output).addOption(noCache)
    .action(async (dir, options) => answer(await (await import('./commands/prove.ts')).prove(dir, options, io)));

  program.command('graph')
    .description('print the import graph: modules, components, layers, knots')
    .argument('[dir]', 'the folder', '.')
    .addOption(config)
    .addOption(format('json', 'json', 'mermaid', 'dot'))
    .addOption(new Option('-l, --level <level>', 'what the diagram draws').choices(['module', 'component', 'layer']))
    .addOption(output).addOption(noCache)
    .action(async (dir, options) => answer(await (await import('./commands/graph.ts')).graph(dir, options, io)));

  program.command('checks')
    .description('print the catalogue of checks')
    .addOption(format('terminal', 'terminal', 'json', 'markdown'))
    .addOption(output)
    .action(async (options) => answer(await (await import('./commands/checks.ts')).checks(options, io)));

  program.command('schema')
    .description('print a JSON Schema')
    .argument('[name]', 'architecture, result or checks', 'architecture')
    .addOption(output)
    .action(async (name, options) => answer(await (await import('./commands/schema.ts')).schema(name, options, io)));

  program.command('facts')
    .description('print a fact as JSON; without a name, the facts that there are')
    .argument('[name]', 'the fact')
    .argument('[dir]', 'the folder', '.')
    .addOption(config).addOption(output).addOption(noCache)
    .action(async (name, dir, options) => answer(await (await import('./commands/facts.ts')).facts(name, dir, options, io)));

  program.command('explain')
    .description('explain a check, or a finding of the last run by its subject, place or fingerprint')
    .argument('<name...>', 'the check or the finding')
    .option('--dir <dir>', 'the folder that was linted', '.')
    .addOption(format('terminal', 'terminal', 'json'))
    .addOption(output)
    .action(async (name, options) => answer(await (await import('./commands/explain.ts')).explain(name, options, io)));

  program.command('next')
    .description('print what to fix first: points, effort, and the score after each step')
    .argument('[dir]', 'the folder', '.')
    .addOption(config)
    .addOption(format('terminal', 'terminal', 'json'))
    .option('--most <count>', 'how many steps to show', positive, 10)
    .addOption(output).addOption(noCache)
    .action(async (dir, options) => answer(await (await import('./commands/next.ts')).next(dir, options, io)));

  program.command('context')
    .description('print the declared rules as compact Markdown, for an AGENTS.md')
    .argument('[dir]', 'the folder', '.')
    .addOption(config).addOption(output)
    .action(async (dir, options) => answer(await (await import('./commands/context.ts')).context(dir, options, io)));

  program.command('can')
    .description('tell whether an import is allowed, by which line, and the legal route; exit code 0 yes, 1 no')
    .argument('<from>', 'a file, there or yet to be written, or a component')
    .argument('<to>', 'a file, a component, a package or a built-in module (node:fs)')
    .option('--dir <dir>', 'the folder', '.')
    .addOption(config)
    .addOption(format('terminal', 'terminal', 'json'))
    .addOption(output).addOption(noCache)
    .action(async (from, to, options) => answer(await (await import('./commands/can.ts')).can(from, to, options, io)));

  program.command('mcp')
    .description('serve these answers to coding agents by the Model Context Protocol, over stdin and stdout; it reads this folder alone and writes nothing to it')
    .argument('[dir]', 'the folder', '.')
    .action(async (dir) => answer(await (await import('./commands/mcp.ts')).mcp(dir, io, main)));

  adviceCommands(program, io, answer, main);
  for (const command of program.commands) command.helpGroup(HELP_GROUPS.find(([, names]) => names.includes(command.name()))?.[0] ?? 'Design and advice:');
  return program;
}

/** What stands together in `--help`; whoever opens it first sees the daily work. */
const HELP_GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ['Every day:', ['check', 'next', 'explain', 'score', 'review']],
  ['Adopt and trust:', ['init', 'import', 'baseline', 'prove']],
  ['Look and ask:', ['graph', 'can', 'context', 'mcp', 'facts', 'checks', 'schema']],
];
