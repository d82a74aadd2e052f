import { InvalidArgumentError, Option, type Command } from 'commander';
import { collect } from './collect.ts';
import { FORMATS } from '../advice/formats.ts';
import { STAGES } from '../model/index.ts';
import type { Io } from './io.ts';

/** The commands that give advice, by name. Like the others, each is loaded when it is called. `run` is the command line itself. */
export function adviceCommands(program: Command, io: Io, answer: (code: number) => void, run: (args: readonly string[], io: Io) => Promise<number>): void {
  const command = (name: string, description: string): Command => advised(program.command(name), description);
  const advised = (one: Command, description: string): Command => one
    .description(description)
    .option('-c, --config <path>', 'the architecture.yaml to use; else it is looked for from the folder upwards')
    .addOption(new Option('-f, --format <name>', FORMATS.join(', ')).choices(FORMATS).default('terminal'))
    .option('-o, --output <path>', 'write the result to a file instead of stdout');

  const noCache = new Option('--no-cache', 'keep nothing between runs');

  const adr = program.command('adr').description('write, list and supersede decision records');
  const adrCommand = (name: string, description: string): Command => advised(adr.command(name), description).option('--dir <dir>', 'the folder', '.').addOption(noCache);
  const draft = (one: Command): Command => one
    .option('--about <subject>', 'fill in what is declared: style, or store:, component:, external:, queue:, cache:, api:, pattern:, waiver: and a name (repeatable, commas)', collect)
    .option('--folder <path>', 'the folder of the records; else decisions.path, where the others are, or docs/adr')
    .addOption(new Option('--status <word>', 'its status').choices(['proposed', 'accepted', 'rejected']).default('proposed'))
    .option('--print', 'show it, and write nothing');
  draft(adrCommand('new', 'write a record with the next number, filled in from architecture.yaml'))
    .argument('<title>', 'what is decided, in a few words')
    .action(async (title, options) => answer(await (await import('./commands/adr.ts')).adrNew(title, options, io)));
  adrCommand('list', 'list the records with their status')
    .action(async (options) => answer(await (await import('./commands/adr.ts')).adrList(options, io)));
  draft(adrCommand('supersede', 'supersede a record by a new one, or by one that is there'))
    .argument('<record>', 'its number or its file')
    .argument('[title]', 'the title of the new record; else the old one, revised')
    .option('--by <record>', 'the record that supersedes it, where it is there already')
    .action(async (record, title, options) => answer(await (await import('./commands/adr.ts')).adrSupersede(record, title, options, io)));

  program.command('ask')
    .description('choose the command that a sentence asks for, say which, and run it')
    .argument('<sentence...>', 'what is asked, in plain words')
    .option('--dir <dir>', 'the folder', '.')
    .option('-f, --format <name>', 'the format of the answer, where the command has it')
    .option('--print', 'say the command, and do not run it')
    .action(async (words, options) => answer(await (await import('./commands/ask.ts')).ask(words, options, io, program, run)));

  command('boundaries', 'propose service boundaries from imports, data, history and owners, beside the declared components')
    .argument('[dir]', 'the folder', '.')
    .addOption(new Option('--resolution <number>', 'above 1: more and smaller parts; below: fewer and larger').argParser(factor).default(1))
    .addOption(new Option('--level <name>', 'folder: what lies in one folder is drawn together; module: code, data and history alone count').choices(['folder', 'module']).default('folder'))
    .addOption(new Option('--most <count>', 'how many are told in full').argParser(whole).default(8))
    .addOption(noCache)
    .action(async (dir, options) => answer(await (await import('./commands/boundaries.ts')).boundaries(dir, options, io)));

  command('compare', 'hold two to four entries of one table side by side, and say which fits here, and why; without names, the tables')
    .argument('[names...]', 'REST GraphQL, Kafka SQS RabbitMQ, JWT sessions, …')
    .option('--dir <dir>', 'the folder', '.')
    .addOption(noCache)
    .action(async (names, options) => answer(await (await import('./commands/compare.ts')).compare(names, options, io)));

  command('data-model', 'draw entities, keys and relations of schemas, mappers and migrations, beside what is declared, and tell where the two differ')
    .argument('[name]', 'a context, a component or an entity; else all')
    .option('--dir <dir>', 'the folder', '.')
    .addOption(new Option('--most <count>', 'how many entities are drawn and listed').argParser(whole).default(40))
    .addOption(noCache)
    .action(async (name, options) => answer(await (await import('./commands/data-model.ts')).dataModel(name, options, io)));

  command('database', 'say which store a need asks for, and how the declared and the found stores stand against the selection guide')
    .argument('[dir]', 'the folder', '.')
    .addOption(new Option('--need <words>', 'relational, document, time-series, search, graph, cache, analytics, queue, …, or in words (repeatable)').argParser((value: string, list: readonly string[] = []) => [...list, value]))
    .addOption(noCache)
    .action(async (dir, options) => answer(await (await import('./commands/database.ts')).database(dir, options, io)));

  program.command('design')
    .description('design a system by the phases 1 to 8: asks for the brief, then writes architecture.yaml and DESIGN.md')
    .argument('<system...>', 'what to design: "chat system", or any other name with a brief')
    .option('--brief <file>', 'a YAML file with project, requirements, constraints and priorities, as architecture.yaml has them')
    .option('--team <count>', 'developers')
    .option('--users <count>', 'expected users: 1K, 250K, 10M+')
    .addOption(new Option('--stage <name>', 'how far it has come').choices(STAGES))
    .option('--availability <share>', '99%, 99.9%, 99.99%, …')
    .option('--latency <time>', 'how soon 99 of 100 answers must come: "< 500ms"')
    .addOption(new Option('--consistency <level>', 'what the core operation needs').choices(CONSISTENCIES))
    .addOption(new Option('--compliance <names>', 'SOC2, HIPAA, PCI, GDPR (repeatable, commas)').argParser(collect))
    .addOption(new Option('--cloud <name>', 'where it runs').choices(['aws', 'gcp', 'azure', 'self-hosted']))
    .addOption(new Option('--regions <names>', 'the first region, then others (commas)').argParser(collect))
    .addOption(new Option('--skills <names>', 'what the team knows (commas)').argParser(collect))
    .option('--independent-deploys <yes|no>', 'whether parts must be deployed on their own')
    .addOption(new Option('--tenancy <model>', 'how several customers share it').choices(TENANCIES))
    .option('--name <name>', 'project.name; else made from the system')
    .option('--as <system>', 'which of the ten classic systems it is, or general: from its brief alone')
    .option('--dir <dir>', 'the folder to write to; it may be absent', '.')
    .option('-y, --yes', 'ask nothing that has a default')
    .option('--force', 'overwrite the files that are there')
    .option('--dry-run', 'show what would be written, and write nothing')
    .addOption(new Option('-f, --format <name>', 'json and markdown go to stdout, and nothing is written').choices(FORMATS).default('terminal'))
    .option('-o, --output <path>', 'with another format than terminal: a file instead of stdout')
    .action(async (system, options) => answer(await (await import('./commands/design.ts')).design(system, options, io)));

  program.command('interview')
    .description('go through a system design interview in five timed steps; without a terminal: its sheet, worked out')
    .argument('<system...>', 'one of the ten classic systems: "url shortener"')
    .option('--users <count>', 'for how many users; else what is usual for it')
    .option('--sheet', 'ask nothing, show the sheet')
    .addOption(new Option('-f, --format <name>', FORMATS.join(', ')).choices(FORMATS).default('terminal'))
    .option('-o, --output <path>', 'write the sheet to a file instead of stdout')
    .action(async (system, options) => answer(await (await import('./commands/interview.ts')).interview(system, options, io)));

  command('estimate', 'compute load, storage and bandwidth on the back of an envelope')
    .argument('[dir]', 'the folder whose architecture.yaml is compared', '.')
    .option('--users <count>', 'all users: 200, 10K, 1.5M')
    .option('--daily-users <count>', 'users on a day; else a fifth of all')
    .option('--actions <count>', 'requests of one user a day')
    .option('--requests <count>', 'requests of all users a day')
    .option('--response-size <size>', 'size of an answer: 500B, 2KB')
    .option('--records <count>', 'records written a day')
    .option('--record-size <size>', 'size of a record')
    .option('--peak <factor>', 'how many times the mean the peak is; else 3')
    .action(async (dir, options) => answer((await import('./commands/estimate.ts')).estimate(dir, options, io)));

  command('migrate', 'plan the way to another style over the imports, data and history that are here: what moves first, what blocks it, and what to check after each step')
    .argument('[dir]', 'the folder', '.')
    .requiredOption('--to <style>', 'modular-monolith, service-oriented, microservices, event-driven, serverless')
    .option('--from <style>', 'what it is now; else style.name, else what is deployed')
    .addOption(new Option('--team <count>', 'developers; else project.team_size').argParser(whole))
    .addOption(new Option('--most <count>', 'how many parts are told in full').argParser(whole).default(3))
    .addOption(noCache)
    .action(async (dir, options) => answer(await (await import('./commands/migrate.ts')).migrate(dir, options, io)));

  command('pattern', 'tell when a pattern is right, how it is done, whether it applies here, and what there is of it; without a name, all patterns')
    .argument('[name...]', 'outbox, saga, circuit breaker, …, or the problem in words')
    .option('--dir <dir>', 'the folder', '.')
    .addOption(noCache)
    .action(async (name, options) => answer(await (await import('./commands/pattern.ts')).pattern(name, options, io)));

  command('review', 'go through the review checklist: 28 lines, each with a mark and its best evidence')
    .argument('[dir]', 'the folder', '.')
    .addOption(noCache)
    .action(async (dir, options) => answer(await (await import('./commands/review.ts')).review(dir, options, io)));

  command('score', 'score the eight dimensions, with what holds each down')
    .argument('[dir]', 'the folder', '.')
    .addOption(new Option('--what-if <name=standing>', 'the score if all of a check, or of a dimension, were verified, missing, … (repeatable, commas)').argParser(collect))
    .addOption(noCache)
    .action(async (dir, options) => answer(await (await import('./commands/score.ts')).score(dir, options, io)));

  command('style', 'walk the selection flowchart with this team\'s answers, and hold the declared style against the decision matrix')
    .argument('[dir]', 'the folder', '.')
    .option('--team <count>', 'developers; else project.team_size')
    .option('--independent-deploys <yes|no>', 'whether parts must be deployed on their own')
    .option('--contexts <count>', 'bounded contexts; else those declared')
    .option('--peak <times>', 'how many times the baseline the highest traffic is')
    .option('--audit [yes|no]', 'whether an audit trail with questions about the past is mandatory')
    .addOption(noCache)
    .action(async (dir, options) => answer(await (await import('./commands/style.ts')).style(dir, options, io)));
}

const CONSISTENCIES = ['strong', 'eventual', 'causal'];
const TENANCIES = ['single', 'shared-rows', 'separate-databases', 'separate-apps', 'isolated'];

function factor(text: string): number {
  const number = Number(text);
  if (!(number >= 0.1 && number <= 10)) throw new InvalidArgumentError('It takes a number from 0.1 to 10.');
  return number;
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError('It takes a whole number from 1 on.');
  return number;
}
