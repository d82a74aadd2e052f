import { defineCheck, type Evidence, type Imports, type Judgement, type Packages, type Place, type Telemetry, type Unjudged } from '../../src/model/index.ts';
import { majorOf } from '../../src/lib/clients/match.ts';
import { FASTIFYS_ID } from '../../src/lib/fastifys-id.ts';
import { isPublished } from '../../src/lib/library.ts';
import { listOf, placeOf } from '../../src/lib/declaration.ts';
import { placeText } from '../../src/lib/mistake.ts';
import { oneForAll, SEVERAL_SERVICES } from '../../src/lib/one-for-all.ts';
import { isWithin } from '../../src/lib/paths.ts';
import { isBatch, servicesOf, type Service } from '../../src/lib/services.ts';
import { agentBefore, manifestOf } from '../../src/lib/start-flags.ts';

export default defineCheck({
  id: 'unstructured-logging',
  dimension: 'operability',
  severity: 'major',
  phase: '12.24',
  from: 'MVP',
  effort: 'medium',
  title: 'Structured logs with correlation ids',
  why: 'Lines that no machine can read, and that cannot be joined by request, leave an incident at night to guessing.',
  fix: 'Log through one structured logger, bind the id of the inbound request to it, and send the id on.',
  grading: 'share',
  needs: ['architecture', 'components', 'files', 'units', 'telemetry', 'packages', 'docker', 'workloads', 'imports'],
  inspect({ architecture, components, files, units, telemetry, packages, docker, workloads, imports }) {
    const judgements: Judgement[] = [];
    const ids: Judgement[] = [];
    const unjudged: Unjudged[] = [];
    const declared = architecture.declared.observability?.logging;
    // What several services share is told of the first of them.
    const told = new Set<string>();
    const sides = new Map(files.files.map(({ path, side }) => [path, side]));
    const own = new Set(architecture.declared.recognise?.logging ?? []);
    // What is published for others to import, and is not made for servers, has no logger of theirs.
    const published = new Set(packages.packages.filter(isPublished).map(({ dir }) => dir));
    const others = new Map(files.files.flatMap(({ path, side, package: dir }) => (dir !== undefined && side !== 'server' && published.has(dir) ? [[path, dir] as const] : [])));
    for (const service of servicesOf(units, files, components)) {
      if (service.modules.length === 0) {
        unjudged.push({ subject: service.name, reason: `No module was found that runs in ${service.name}.`, at: service.at });
        continue;
      }
      const all = Object.entries(telemetry).filter(([path]) => service.holds(path));
      const running = all.filter(([path]) => service.modules.includes(path) && !told.has(path));
      running.forEach(([path]) => told.add(path));
      // Pages that log nothing on the server have no lines to be told apart.
      if (FULL_STACK.test(service.framework) && isSilent(running, sides)) continue;
      // A module of schemas whose script to start it was left over says nothing either, nor does a function whose lines would be the platform's.
      if ((isBatch(service) || service.kind === 'function') && running.every(([, { loggers, loggerCalls, consoleCalls, tracing }]) => loggers.length + loggerCalls + consoleCalls.length + tracing.length === 0)) continue;
      const platform = service.kind === 'function' ? `The platform ${OF_PLATFORM}` : undefined;
      const saidAt = declared && placeOf(architecture, '/observability/logging');
      const said: Evidence[] = saidAt ? [{ note: 'Structured logging is declared.', at: saidAt }] : [];
      const logs = textForMost(service, all, imports, said) ?? logger(service, all, own.size > 0, loggerDependency(service, packages), said);
      const calls = console_(service, running.filter(([path]) => (others.get(path) ?? service.dir) === service.dir), said, FULL_STACK.test(service.framework) ? sides : undefined);
      if (logs === undefined) judgements.push(...withoutLogger(service, calls, said, platform, saysNothing(running)));
      else {
        const same = logs.standing === 'violated' ? judgements.findIndex(({ subject, standing, at }) => standing === 'violated' && subject.endsWith(': logger') && placeText(at) === placeText(logs.at)) : -1;
        if (same === -1) judgements.push(logs);
        else judgements[same] = { ...judgements[same]!, evidence: [...(judgements[same]!.evidence ?? []), { note: `${service.name} logs through it as well.`, at: service.at }] };
        judgements.push(calls);
      }
      if (isBatch(service)) continue;
      const correlated = listOf(declared?.correlation).length > 0 ? placeOf(architecture, '/observability/logging/correlation') : undefined;
      ids.push(correlation(service, all, correlated, platform, agentBefore({ packages, ...docker, ...workloads }, service.dir)?.at, (majorOf(manifestOf(packages, service.dir)?.dependencies['fastify']) ?? 5) <= 4, logs === undefined && saysNothing(running)));
    }
    // Functions, whose platform gives them one, stand aside.
    const [without, with_] = [ids.filter(isNone), ids.filter((one) => !isNone(one))];
    const alike = without.length >= SEVERAL_SERVICES && with_.every(({ message }) => message.endsWith(OF_PLATFORM));
    judgements.push(...with_, ...(alike ? oneForAll(without, 'correlation id of all services', `None of ${without.length} services gives requests an id that its log lines carry.`) : without));
    return { examined: judgements.length, judgements, unjudged };
  },
});

const NO_ID = 'no id that its log lines carry.';
const OF_PLATFORM = 'gives each invocation an id and keeps its output.';
const JOB_ID = 'id of a job';
const isNone = ({ message }: Judgement): boolean => message.endsWith(NO_ID);

type Shares = readonly (readonly [string, Telemetry])[];
const first = (shares: Shares, pick: (share: Telemetry) => readonly { line: number; column: number }[]): Place | undefined => {
  for (const [file, share] of shares) {
    const [spot] = pick(share);
    if (spot) return { file, line: spot.line, column: spot.column };
  }
  return undefined;
};

function loggerDependency(service: Service, packages: Packages): Place | undefined {
  const own = manifestOf(packages, service.dir);
  return own && Object.keys(own.dependencies).some((name) => /^(?:pino|winston|bunyan|nestjs-pino|tslog|@logtape\/logtape|nest-winston|next-axiom|@aws-lambda-powertools\/logger)$/.test(name)) ? own.at : undefined;
}

const FEW = 5;
/** Beside a logger for one purpose, most modules may log through one that writes text. */
function textForMost(service: Service, shares: Shares, { modules }: Imports, said: readonly Evidence[]): Judgement | undefined {
  const users = (file: string): number => service.modules.filter((path) => modules[path]?.some(({ to, kind }) => to === file && kind !== 'type')).length;
  const makers = shares.map(([file, { loggers }]) => ({ file, loggers: loggers.filter(({ library }) => !/^(?:morgan|useLogger|@nestjs)/.test(library)) })).filter(({ loggers }) => loggers.length > 0);
  const isText = ({ loggers }: (typeof makers)[number]): boolean => loggers.every(({ structured }) => structured === false);
  const [most] = makers.filter(isText).map((maker) => ({ ...maker, count: users(maker.file) })).sort((a, b) => b.count - a.count);
  const others = makers.filter((maker) => !isText(maker)).map((maker) => ({ ...maker, count: users(maker.file) }));
  if (most === undefined || most.count < FEW || others.length === 0 || most.count < 3 * Math.max(...others.map(({ count }) => count))) return undefined;
  const spot = (file: string, { line, column }: { line: number; column: number }): Place => ({ file, line, column });
  return {
    subject: `${service.name}: logger`, standing: 'violated', confidence: 'medium', at: spot(most.file, most.loggers[0]!),
    message: `${service.name} logs text through ${most.loggers[0]!.library} in ${most.count} modules.`,
    evidence: [...others.slice(0, 3).map(({ file, loggers }) => ({ note: 'Another logger, which fewer use.', at: spot(file, loggers[0]!) })), ...said],
  };
}

/** What it logs through; undefined: nothing. */
function logger(service: Service, shares: Shares, named: boolean, dependency: Place | undefined, said: readonly Evidence[]): Judgement | undefined {
  const subject = `${service.name}: logger`;
  const structured = first(shares, ({ loggers }) => loggers.filter((one) => one.structured === true));
  if (structured) return { subject, standing: 'verified', message: `${service.name} logs through a structured logger.`, at: structured, evidence: said };
  const open = first(shares, ({ loggers }) => loggers.filter((one) => one.structured === undefined));
  if (open) return { subject, standing: 'verified', message: `${service.name} has a logger; whether it writes JSON is configured elsewhere.`, at: open, confidence: 'medium', evidence: said };
  // Nest's own hands on to the one that takes its place, and that is the one to mend.
  const isNests = (library: string): boolean => library === '@nestjs/common Logger';
  const texts = shares.flatMap(([file, { loggers }]) => loggers.flatMap(({ structured: json, library, line, column }) => (json === false ? [{ library, at: { file, line, column } }] : [])));
  // Of what it shares with others its own stands first.
  const [own, shared] = [texts.filter(({ at }) => isWithin(at.file, service.dir)), texts.filter(({ at }) => !isWithin(at.file, service.dir))];
  const ordered = [...own, ...shared].sort((a, b) => Number(isNests(a.library)) - Number(isNests(b.library)));
  const [text, ...others] = ordered;
  const nests = shares.every(([, { loggers }]) => loggers.every(({ library }) => isNests(library)));
  if (text && !(nests && dependency)) return { subject, standing: 'violated', message: `${service.name} logs text through ${text.library}.`, at: text.at, confidence: 'medium', evidence: [...others.filter(({ library }) => isNests(library) === isNests(text.library)).slice(0, 9).map(({ library, at }) => ({ note: `So does ${library} here.`, at })), ...said] };
  const calls = shares.reduce((sum, [, share]) => sum + share.loggerCalls, 0);
  // The framework's or another package's logger: what it writes is out of sight.
  if (calls > 0 || dependency || named) return { subject, standing: 'verified', message: `${service.name} calls a logger that is made elsewhere.`, at: dependency ?? service.at, confidence: 'low', evidence: said };
  return undefined;
}

/** Its only words are the first and the last of the process: what it would log, nobody has said. */
const saysNothing = (shares: Shares): boolean => shares.every(([, { loggers, loggerCalls, consoleCalls }]) => loggers.length + loggerCalls === 0 && consoleCalls.every(({ boot }) => boot));

/** Whoever has no logger writes with console, and mends both at once. */
function withoutLogger(service: Service, calls: Judgement, said: readonly Evidence[], platform: string | undefined, silent: boolean): readonly Judgement[] {
  const lacks: Judgement = { subject: `${service.name}: logger`, standing: said.length > 0 ? 'violated' : 'missing', message: `${service.name} has no structured logger.`, at: service.at, confidence: platform || silent ? 'low' : 'medium', evidence: said };
  if (calls.standing !== 'violated') return [lacks, calls];
  const evidence = [{ note: 'It writes with console here.', at: calls.at }, ...(calls.evidence ?? [])];
  return [{ ...lacks, message: `${service.name} has no structured logger and writes with console.`, confidence: calls.confidence ?? 'high', evidence }];
}

/** In these a module may run in the browser, on the server or in both; only those that surely run on the server are judged. */
const FULL_STACK = /^(?:next|remix|nuxt|sveltekit|astro|react-router|tanstack)/;

const isSilent = (shares: Shares, sides: ReadonlyMap<string, string | undefined>): boolean =>
  shares.every(([file, { loggers, loggerCalls, consoleCalls, tracing }]) => loggers.length + loggerCalls + tracing.length === 0 && (consoleCalls.length === 0 || sides.get(file) !== 'server'));

function console_(service: Service, shares: Shares, said: readonly Evidence[], sides: ReadonlyMap<string, string | undefined> | undefined): Judgement {
  const subject = `${service.name}: console`;
  const all = shares.flatMap(([file, { consoleCalls }]) => consoleCalls.filter(({ logger: own }) => !own && (!sides || sides.get(file) === 'server')).map((call) => ({ ...call, file })));
  const calls = all.filter(({ allowed, boot }) => !allowed && !boot)
    .sort((a, b) => Number(!isWithin(a.file, service.dir)) - Number(!isWithin(b.file, service.dir)));
  const logged = shares.reduce((sum, [, { loggerCalls }]) => sum + loggerCalls, 0);
  const [spared] = all;
  if (calls.length === 0) return { subject, standing: 'verified', message: `${service.name} writes nothing past its logger${spared ? ', but for words as it starts or ends and lines that a comment allows' : ''}.`, at: spared ? { file: spared.file, line: spared.line, column: spared.column } : service.at };
  const [head, ...rest] = calls as [typeof calls[0], ...typeof calls];
  const share = Math.round((100 * calls.length) / (calls.length + logged));
  return {
    subject, standing: 'violated', at: { file: head!.file, line: head!.line, column: head!.column },
    message: `${service.name} writes with console ${calls.length === 1 ? 'once' : `${calls.length} times`}${logged === 0 ? '' : `, beside ${logged === 1 ? 'one call' : `${logged} calls`} of its logger`}.`,
    confidence: calls.length >= 5 && share >= 5 ? (service.kind === 'function' ? 'medium' : 'high') : service.kind === 'function' || share < 2 ? 'low' : 'medium',
    evidence: [...rest.slice(0, 19).map(({ file, line, column, method }) => ({ note: `console.${method}`, at: { file, line, column } })), ...said],
  };
}

function correlation(service: Service, shares: Shares, declaredAt: Place | undefined, platform: string | undefined, flag: Place | undefined, takesOver: boolean, silent: boolean): Judgement {
  const subject = `${service.name}: correlation id`;
  const traced = first(shares, ({ tracing }) => tracing) ?? flag;
  if (traced) return { subject, standing: 'verified', message: `${service.name} is traced, so its requests have an id that holds across services.`, at: traced };
  const inbound = first(shares, (share) => share.correlation.filter((one) => one.inbound && (service.kind === 'worker' || one.how !== JOB_ID)));
  if (inbound) return { subject, standing: 'verified', message: `${service.name} binds the id of ${service.kind === 'worker' ? 'what it takes' : 'the inbound request'}.`, at: inbound };
  const read = first(shares, ({ headers }) => headers.filter(({ direction }) => direction === 'read'));
  if (read) return { subject, standing: 'verified', message: `${service.name} reads the id of the inbound request.`, at: read, confidence: 'medium' };
  if (platform) return { subject, standing: 'verified', message: platform, at: service.at, confidence: 'medium' };
  const fastifys = first(shares, (share) => share.correlation.filter(({ how }) => how === FASTIFYS_ID));
  if (fastifys && takesOver) return { subject, standing: 'verified', message: `Fastify gives each request of ${service.name} the id of its request-id header, or one of its own, and writes it on each line.`, at: fastifys, confidence: 'medium' };
  const local = first(shares, (share) => share.correlation.filter(({ how }) => how !== JOB_ID));
  if (local) return { subject, standing: 'missing', message: `${service.name} numbers requests for itself; the id of the caller is not taken over.`, at: local, confidence: 'medium' };
  return {
    subject, standing: declaredAt ? 'declared' : 'missing', at: declaredAt ?? service.at, confidence: silent ? 'low' : 'medium',
    message: declaredAt ? `A correlation id is declared; ${service.name} does not show it.` : `${service.name} gives ${service.kind === 'worker' ? 'jobs' : 'requests'} ${NO_ID}`,
  };
}
