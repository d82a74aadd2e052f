import type { Endpoint, FunctionDefinition } from '../../model/index.ts';
import type { Program } from './program.ts';

const LOCAL = /^(?:cookies|headers|(?:set|get|delete)Cookies?|pick|[A-Z][A-Z_]+\.includes|redirect|permanentRedirect|refresh|revalidate\w*|updateTag|JSON\.\w+|Date\.now|\w*[cC]ookie\w*\.(?:set|get|delete|has)|add(?:Years|Months|Days|Hours)|String|Number)$/;
/** `const store = await cookies(); store.set('locale', locale)`. */
const STORE = /^\w*[sS]tore\.(?:set|get|delete|has)$/;
const SENDS = /^(?:redirect|permanentRedirect|(?:\w*[rR]es|response|reply|ctx|c)\.(?:redirect|sendFile))$/;
/** What an address is put together with, and what is said with an answer. */
const BESIDE = /(?:Path|Url|URL)$|^(?:[pP]ath|url|posix)\.\w+$|\w*(?:Schema|Params)\.(?:parse|safeParse)$|[uU]rl(?:\.\w+)*\.\w+$|^(?:res|response|reply|ctx|c)\.(?:set|setHeader|header|type|status)$|^encodeURI\w*$|^(?:resolve|join|basename)$|^(?:_|lodash)\.get$|^(?:req|request)\.(?:get|header)$|^next$/;

const does = ({ calls, flows = [], signals }: FunctionDefinition): number => calls.length + flows.length + signals.length;

/** The function that begins on a line; of several there, `.inputValidator((data) => data).handler(async ({ data }) => …)`, the one that does the most. */
export function functionAt(program: Program, { file, line }: NonNullable<Endpoint['handler']>): number {
  const functions = program.modules[file]?.functions ?? [];
  const own = functions.flatMap((one, fn) => (one.line === line && one.name !== '<module>' ? [fn] : []));
  // One inside of another is a part of what that one does.
  const outer = own.filter((fn) => !own.includes(functions[fn]!.parent ?? -1));
  return outer.length < 2 ? own[0] ?? -1 : outer.reduce((most, fn) => (does(functions[fn]!) > does(functions[most]!) ? fn : most));
}

const definitionOf = (program: Program, handler: NonNullable<Endpoint['handler']>): FunctionDefinition | undefined => program.modules[handler.file]?.functions[functionAt(program, handler)];
const callsOf = (program: Program, handler: NonNullable<Endpoint['handler']>): readonly string[] => (definitionOf(program, handler)?.calls ?? []).map(([called]) => called);

/** Whether a function does nothing beyond the caller's own browser and the cache of pages. */
export function isLocal(program: Program, handler: NonNullable<Endpoint['handler']>): boolean {
  const calls = callsOf(program, handler);
  return calls.length > 0 && calls.every((called) => LOCAL.test(called) || (calls.includes('cookies') && STORE.test(called)));
}

/** Whether a handler only sends its caller elsewhere, or hands over one and the same page. */
export function isSignpost(program: Program, handler: NonNullable<Endpoint['handler']>, reads: Endpoint['reads']): boolean {
  const calls = callsOf(program, handler);
  const sends = calls.find((called) => SENDS.test(called));
  if (sends === undefined || !calls.every((called) => SENDS.test(called) || LOCAL.test(called) || BESIDE.test(called))) return false;
  // A file by the name that the caller gives is any file.
  return !sends.endsWith('sendFile') || reads.length === 0;
}

/** `(req, res) => res.render('about')`: a page that is the same for everybody. */
export function isPage(program: Program, handler: NonNullable<Endpoint['handler']>, reads: Endpoint['reads']): boolean {
  const found = definitionOf(program, handler);
  // A page that is told a part of its own address looks nothing up for it.
  const plain = found?.signals.every(([signal]) => signal === 'params' || signal === 'query' || signal === 'renders') === true && reads.every((input) => input === 'params' || input === 'query');
  return found !== undefined && plain && (reads.length === 0 || found.calls.some(([called]) => called.endsWith('.render'))) && found.calls.length > 0 && found.calls.every(([called]) => PAGE.test(called) || /^console\.\w+$/.test(called));
}

const PAGE = /^(?:res|response|reply|ctx|c)(?:\.status)?\.(?:render|sendStatus|status|end|type|set)$/;
const ANSWERS = /^(?:res|response)\.(?:status|json|send|end|setHeader)$/;
const SAYS = /^(?:json|data|Response\.json|NextResponse\.json|apiCors|cors)$/;

/** Whether what answers is the same for everybody, and nothing is done for it, or it declines the method. */
export function isConstant(program: Program, handler: NonNullable<Endpoint['handler']>, reads: Endpoint['reads']): boolean {
  const found = definitionOf(program, handler);
  if (!found || reads.length > 0) return false;
  if (found.calls.length > 0 && found.signals.length === 0 && found.calls.every(([called]) => ANSWERS.test(called))) return true;
  return found.calls.length === 0 ? found.signals.length === 0 : found.signals.some(([signal]) => signal === 'declines') && found.calls.every(([called]) => SAYS.test(called));
}

/** `(_, { text }) => text`: it hands back what it was handed. */
export function isEcho(program: Program, handler: NonNullable<Endpoint['handler']>): boolean {
  const found = definitionOf(program, handler);
  return found !== undefined && found.calls.length === 0 && found.signals.length === 0 && found.operations.length === 0;
}

const LOGS = /^(?:console|\w*[lL]og(?:ger)?|\w+\.log(?:ger)?|getLogger|(?:get|use)Logger\(\))(?:\.\w+)?$/;
const ACKNOWLEDGES = /^(?:res|response|reply|ctx|c)(?:\.(?:status|code|type|header|set))?\.(?:status|sendStatus|code|json|send|end|text|body|setHeader|header|set|type|res\.writeHead|res\.end|writeHead)$/;
const SEEN: ReadonlySet<string> = new Set(['params', 'query', 'headers', 'body', 'json', 'renders']);

/** `(req, res) => { log.info('not implemented'); res.sendStatus(200); }`: it writes a line in the log and says that it did. */
export function isIdle(program: Program, handler: NonNullable<Endpoint['handler']>): boolean {
  return doesOnly(program, handler, LOGS, [ACKNOWLEDGES]);
}

const COOKIE = /^(?:ctx|c)\.cookies\.set$|^(?:res|response|reply)\.(?:clearCookie|cookie)$/;
const COOKIE_OPTIONS = /^(?:\w+\.)?(?:(?:get|make|build)\w*C|c)ookie(?:Opts|Options|Settings)$/;

/** `res.clearCookie(NAME, cookieOptions()); res.end()`: it changes nothing but the cookies of its caller. */
export function setsCookiesAlone(program: Program, handler: NonNullable<Endpoint['handler']>): boolean {
  return doesOnly(program, handler, COOKIE, [COOKIE_OPTIONS, ACKNOWLEDGES, LOCAL], ['credential']);
}

/** One kind of call, at least once, and nothing else but what may stand beside it. */
function doesOnly(program: Program, handler: NonNullable<Endpoint['handler']>, act: RegExp, beside: readonly RegExp[], besideSeen: readonly string[] = []): boolean {
  const found = definitionOf(program, handler);
  return found !== undefined && found.signals.every(([signal]) => SEEN.has(signal) || besideSeen.includes(signal))
    && found.calls.some(([called]) => act.test(called)) && found.calls.every(([called]) => act.test(called) || beside.some((one) => one.test(called)));
}
