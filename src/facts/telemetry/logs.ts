import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ConsoleCall, LoggerSetup, ParsedModule } from '../../model/index.ts';
import { importedCallee, lastName, methodOf, receiverOf } from '../../lib/callee.ts';
import type { Binding } from '../../lib/bindings.ts';
import { fold, topLevelConstants } from '../../lib/fold.ts';
import { property } from '../../lib/tree.ts';
import { isFunction } from '../../lib/scope.ts';
import { ownLoggers } from './own-loggers.ts';
import { SetUp } from '../definitions/set-up.ts';
import { consoleText, writesText } from './winston.ts';

const CONSOLE = new Set(['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table']);
const LOGGER_METHODS = new Set(['info', 'warn', 'error', 'debug', 'trace', 'fatal', 'log', 'verbose', 'silly', 'http', 'notice', 'critical']);
const LOGGER_NAME = /^#?_?(?:log|logger|winston|[a-z]\w*(?:Logger|Log|Console)|Logger)$/;

/** Libraries that write one JSON object a line unless they are told otherwise. */
const JSON_LOGGERS = new Set([
  'pino', 'pino-http', 'express-pino-logger', 'koa-pino-logger', 'nestjs-pino', 'bunyan', 'roarr', '@google-cloud/logging', '@google-cloud/logging-winston', '@google-cloud/logging-bunyan',
  '@aws-lambda-powertools/logger', '@elastic/ecs-pino-format', 'lambda-log', '@opentelemetry/api-logs', '@axiomhq/js', 'next-axiom', 'evlog',
]);
/** Of log4js: `layout: { type: 'json' }`, `addLayout('json', …)`. */
const JSON_LAYOUT = /(?:layout\b.{0,60}|addLayout\(\s*['"`])json/i;
const TEXT_LOGGERS = new Set(['log4js', 'signale', 'loglevel', 'morgan', 'npmlog', 'fancy-log', 'debug']);
const OPEN_LOGGERS = new Set(['consola', 'tslog', 'nest-winston', '@logtape/logtape', 'adze']);

/** Of bunyan: streams that write for a person's eyes. */
const PRETTY_STREAM = /['"`]bunyan-(?:pretty-?stream|format|debug-stream)['"`]/;

/** Lines without colours are text still: `bunyanFormat({ outputMode: 'short', color: !config.production })`. */
const COLOUR = /\bcolou?rs?:[^,}\n]*/g;

const spot = (node: TSESTree.Node): { line: number; column: number } => ({ line: node.loc.start.line, column: node.loc.start.column + 1 });

export function consoleCalls(module: ParsedModule): ConsoleCall[] {
  const allowed = allowedLines(module.text);
  const own = ownLoggers(module);
  const calls: ConsoleCall[] = [];
  for (const call of module.nodes('CallExpression')) {
    const { callee } = call;
    if (callee.type !== AST_NODE_TYPES.MemberExpression || callee.object.type !== AST_NODE_TYPES.Identifier || callee.object.name !== 'console') continue;
    const method = callee.property.type === AST_NODE_TYPES.Identifier ? callee.property.name : '';
    if (!CONSOLE.has(method)) continue;
    calls.push({ method, ...spot(call), ...(allowed(call.loc.start.line) && { allowed: true }), ...(isBoot(module, call) && { boot: true }), ...((isObject(call) || own.some(({ range }) => range[0] <= call.range[0] && call.range[1] <= range[1])) && { logger: true }) });
  }
  return calls;
}

/** `console.log(JSON.stringify(entry))`: one object a line, unless it is told to break it. */
const isObject = ({ arguments: [first, ...rest] }: TSESTree.CallExpression): boolean =>
  first?.type === AST_NODE_TYPES.CallExpression && rest.length === 0 && receiverOf(first.callee) === 'JSON' && lastName(first.callee) === 'stringify' && first.arguments.length < 3;

/** Lines on which a comment switches `no-console` (or every rule) off. */
function allowedLines(text: string): (line: number) => boolean {
  if (!/(?:eslint|oxlint)-disable|biome-ignore/.test(text)) return () => false;
  const covered = new Set<number>();
  let from: number | undefined;
  const lines = text.split('\n');
  for (const [index, content] of lines.entries()) {
    const line = index + 1;
    const comment = /(?:eslint|oxlint)-(disable-next-line|disable-line|disable|enable)(?![-\w])([^*]*)/.exec(content);
    const concerns = comment && (/no-console/.test(comment[2]!) || !/[a-z]/.test(comment[2]!.split('--')[0]!));
    if (concerns && comment[1] === 'disable-next-line') covered.add(line + 1);
    else if (concerns && comment[1] === 'disable-line') covered.add(line);
    else if (concerns && comment[1] === 'disable') from ??= line;
    else if (concerns && comment[1] === 'enable') from = undefined;
    if (/biome-ignore(?:-all)? lint\/suspicious\/noConsole/.test(content)) covered.add(line + 1);
    if (from !== undefined) covered.add(line);
  }
  return (line) => covered.has(line);
}

/** A word at start or end of the process: top level, the callback of `listen`, an entry function, or before `process.exit`. */
function isBoot(module: ParsedModule, call: TSESTree.Node): boolean {
  let block: TSESTree.Node | undefined;
  let inFunction = false;
  for (let node = module.parent(call); node; node = module.parent(node)) {
    if (node.type === AST_NODE_TYPES.BlockStatement) block ??= node;
    if (!isFunction(node)) continue;
    inFunction = true;
    const named = node as TSESTree.FunctionDeclaration;
    if (named.id?.name === 'register' && /(?:^|\/)instrumentation\.\w+$/.test(module.path)) return true;
    if (named.id && /^(?:main|bootstrap|start(?:Server|App)?|run|shutdown|gracefulShutdown)$/.test(named.id.name)) return true;
    const parent = module.parent(node);
    if (parent?.type === AST_NODE_TYPES.CallExpression) {
      const name = lastName(parent.callee);
      if (name === 'listen' || name === 'serve' || isLastWord(module, parent)) return true;
      if (parent.callee.type === AST_NODE_TYPES.MemberExpression && receiverOf(parent.callee) === 'process') return true;
    }
    if (parent?.type === AST_NODE_TYPES.VariableDeclarator && parent.id.type === AST_NODE_TYPES.Identifier
      && /^(?:main|bootstrap|start(?:Server|App)?|shutdown|gracefulShutdown)$/.test(parent.id.name)) return true;
  }
  if (!inFunction) return true;
  return block?.type === AST_NODE_TYPES.BlockStatement && block.body.some((statement) =>
    statement.type === AST_NODE_TYPES.ExpressionStatement && statement.expression.type === AST_NODE_TYPES.CallExpression
    && receiverOf(statement.expression.callee) === 'process' && lastName(statement.expression.callee) === 'exit');
}

/** `main().then(…).catch(…)` as a statement of the module. */
function isLastWord(module: ParsedModule, node: TSESTree.CallExpression): boolean {
  const { callee } = node;
  if (callee.type !== AST_NODE_TYPES.MemberExpression || callee.property.type !== AST_NODE_TYPES.Identifier || !/^(?:then|catch)$/.test(callee.property.name)) return false;
  let up = module.parent(node);
  while (up?.type === AST_NODE_TYPES.MemberExpression || up?.type === AST_NODE_TYPES.CallExpression || up?.type === AST_NODE_TYPES.AwaitExpression || up?.type === AST_NODE_TYPES.UnaryExpression) up = module.parent(up);
  return up?.type === AST_NODE_TYPES.ExpressionStatement && module.parent(up)?.type === AST_NODE_TYPES.Program;
}

export const loggerCalls = (module: ParsedModule): number => module.nodes('CallExpression').filter(({ callee }) => {
  if (callee.type !== AST_NODE_TYPES.MemberExpression || callee.property.type !== AST_NODE_TYPES.Identifier) return false;
  if (!LOGGER_METHODS.has(callee.property.name)) return false;
  if (isFluent(callee.object)) return true;
  const receiver = lastName(callee.object);
  return receiver !== undefined && LOGGER_NAME.test(receiver);
}).length;

/** `log.atError().withCause(error).log('…')` */
function isFluent(node: TSESTree.Node): boolean {
  if (node.type !== AST_NODE_TYPES.CallExpression || node.callee.type !== AST_NODE_TYPES.MemberExpression || node.callee.property.type !== AST_NODE_TYPES.Identifier) return false;
  return /^at(?:Fatal|Error|Warn|Warning|Info|Debug|Trace)$/.test(node.callee.property.name) ? LOGGER_NAME.test(lastName(node.callee.object) ?? '') : isFluent(node.callee.object);
}

/** Where loggers are made, and whether what they write can be read by a machine. */
export function loggers(module: ParsedModule, bindings: ReadonlyMap<string, Binding>): LoggerSetup[] {
  const constants = topLevelConstants(module.tree);
  const found: LoggerSetup[] = [];
  let setUp: SetUp | undefined;
  const add = (node: TSESTree.CallExpression | TSESTree.NewExpression): void => {
    const callee = importedCallee(node.callee, bindings);
    if (!callee?.package) return;
    const { package: library, member } = callee;
    const options = node.arguments.find((argument): argument is TSESTree.ObjectExpression => argument.type === AST_NODE_TYPES.ObjectExpression);
    const text = module.text.slice(node.range[0], node.range[1]);
    if (library === 'winston' && (member === 'createLogger' || member === 'loggers.add' || member === 'configure')) {
      found.push({ library, ...spot(node), ...winstonFormat(module, text), ...((writesText(module, node) || consoleText(module, node)) && { structured: false }) });
    } else if (library === 'nest-winston' && /createLogger|WinstonModule\.forRoot/.test(member)) {
      found.push({ library, ...spot(node), ...winstonFormat(module, text) });
    } else if (JSON_LOGGERS.has(library) && /^(?:default|createLogger|pino|pinoHttp|LoggerModule\.forRoot(?:Async)?|Logging|Logger|Roarr|logs\.getLogger)$/.test(member)) {
      // A pretty transport that depends on the environment is the usual one for a developer's own terminal.
      const pretty = /pino-pretty|pinoPretty|prettyPrint(?!:\s*false)/.test(text) && !/NODE_ENV|isDev|isProd|process\.env|production|development|pretty\s*[?&]/i.test(text);
      found.push({ library, ...spot(node), structured: !pretty && !(library === 'bunyan' && PRETTY_STREAM.test(module.text) && !/NODE_ENV|isDev|isProd|production|development|isTTY/i.test(module.text.replace(COLOUR, ''))) });
    } else if (library === 'fastify' && member === 'default' && options) {
      const logger = property(options, 'logger') ?? property(options, 'loggerInstance');
      const value = logger && fold(logger, constants);
      if (logger && !(value && 'value' in value && !value.value)) found.push({ library: 'fastify (pino)', ...spot(logger), structured: true });
    } else if (TEXT_LOGGERS.has(library) && /^(?:default|getLogger|Signale)$/.test(member) && library !== 'debug') {
      if (library === 'morgan' && (setUp ??= new SetUp(module)).isForDevelopment(node)) return;
      found.push({ library, ...spot(node), structured: library === 'morgan' ? /JSON\.stringify|\b\w*[jJ]son\w*\s?\?/.test(text) : library === 'log4js' ? JSON_LAYOUT.test(module.text) : false });
    } else if (OPEN_LOGGERS.has(library) && /^(?:createConsola|Logger|configure|getLogger)$/.test(member)) {
      found.push({ library, ...spot(node), ...(/type:\s*['"]json['"]|jsonLines/i.test(text) && { structured: true }) });
    } else if (library === '@nestjs/common' && member === 'ConsoleLogger' && options) {
      const json = property(options, 'json');
      if (json) found.push({ library: '@nestjs/common', ...spot(node), structured: true });
    }
  };
  module.nodes('CallExpression').forEach(add);
  // `given.configure({ transports: [new transports.Console()] })`: winston itself, handed in.
  for (const call of module.nodes('CallExpression')) {
    const [options] = call.arguments;
    if (methodOf(call.callee) !== 'configure' || importedCallee(call.callee, bindings) || options?.type !== AST_NODE_TYPES.ObjectExpression || !module.imports.some(({ specifier }) => specifier === 'winston')) continue;
    // Transports that are made elsewhere have formats of their own, which have the last word.
    const written = property(options, 'transports')?.type === AST_NODE_TYPES.ArrayExpression;
    if (!written && !/\b(?:printf|simple|cli)\(/.test(module.text)) continue;
    found.push({ library: 'winston', ...spot(call), ...(written ? winstonFormat(module, module.text.slice(...call.range)) : { structured: false }), ...(consoleText(module, call) && { structured: false }) });
  }
  for (const call of module.nodes('CallExpression')) {
    // Nest's own logger hands everything on to the one that is put in its place.
    if (methodOf(call.callee) === 'useLogger' && call.arguments[0] && call.arguments[0].type !== AST_NODE_TYPES.ArrayExpression && call.arguments[0].type !== AST_NODE_TYPES.Literal) found.push({ library: 'useLogger', ...spot(call) });
  }
  module.nodes('NewExpression').forEach(add);
  // Effect has a logger of its own; what it writes is set up where the program is run.
  const effect = module.nodes('CallExpression').find(({ callee }) => /^log(?:Info|Warning|Error|Debug|Trace|Fatal)$/.test(lastName(callee) ?? '') && importedCallee(callee, bindings)?.package === 'effect');
  if (effect) found.push({ library: 'effect', ...spot(effect) });
  for (const node of ownLoggers(module)) {
    // Beside a logger of a library it is what that one is reached by.
    if (found.length === 0) found.push({ library: node.name, ...spot(node.node), structured: /JSON\.stringify\((?![^()]{0,200},\s{0,5}null,\s{0,5}\d)/.test(module.text.slice(...node.range)) });
  }
  for (const node of module.nodes('NewExpression')) {
    const callee = importedCallee(node.callee, bindings);
    if (callee?.package === '@nestjs/common' && callee.member === 'Logger') found.push({ library: '@nestjs/common Logger', ...spot(node), structured: false });
  }
  for (const node of module.nodes('ClassDeclaration')) {
    // A class of the team's own behind Nest's or another interface: whether it writes JSON cannot be told from here.
    if (node.superClass && importedCallee(node.superClass, bindings)?.package === '@nestjs/common' && lastName(node.superClass) === 'ConsoleLogger') {
      const text = module.text.slice(...node.range);
      // What is handed back to the class above is written as that writes it.
      const formats = /super\.formatMessage\(/.test(text) && !/\bjson:\s*true/.test(text);
      found.push({ library: 'ConsoleLogger', ...spot(node), ...(formats ? { structured: false } : text.includes('JSON.stringify') && { structured: true }) });
    }
  }
  return found;
}

function winstonFormat(module: ParsedModule, text: string): Pick<LoggerSetup, 'structured' | 'toFile'> {
  const all = `${text}\n${module.text}`;
  const toFile = /transports\.(?:File|DailyRotateFile)|new DailyRotateFile/.test(text) ? { toFile: true as const } : {};
  if (/\bformat\.json\(|\bjson\(\)|ecsFormat|logstash\(\)|JSON\.stringify/.test(all)) return { structured: true, ...toFile };
  if (/\b(?:simple|printf|cli|prettyPrint|splat|nestLike)\(/.test(all)) return { structured: false, ...toFile };
  // winston's own default format is JSON; a format from elsewhere is out of sight.
  return { ...(/\bformat\b/.test(text) ? {} : { structured: true }), ...toFile };
}
