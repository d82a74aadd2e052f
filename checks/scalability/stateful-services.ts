import { defineCheck, type Confidence, type Evidence, type Judgement, type LocalKeeping, type MutableState, type ProcessState, type StateChange, type Unjudged } from '../../src/model/index.ts';
import { withPasses } from '../../src/lib/passes.ts';
import { hasWord } from '../../src/lib/words.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { count } from '../../src/lib/module-imports.ts';
import { runningServices, subjectOf, type Running } from '../../src/lib/production.ts';
import { declaredOf, isReplicated, servicesOf, type Service } from '../../src/lib/services.ts';

/** What several processes must agree on. */
const SHARED = /^(?:sessions?|login|logins|logged|tokens?|otps?|verifications?|carts?|baskets?|checkouts?|locks?|locked|mutex(?:es)?|queues?|queued|rates?|ratelimits?|attempts?|throttles?|throttled|hits|visits?|visitors|nonces?|idempot\w*|processed|dedup\w*|duplicates?|presence|online|rooms?|lobb(?:y|ies)|votes?)$/;
/** Users themselves, not something of theirs (`userInputs`). */
const USERS = /(?:^|[a-z_])users?(?:By[A-Z]\w*)?$/i;
/** The function says that it keeps the second of two from happening, which it cannot do for another process. */
const ONCE = /duplicate|dedup|throttl|ratelimit|idempot|alreadysent|oncea/i;
/** Work that is put off, which nobody takes up any more once the process is gone. */
const WAITING = /^(?:queues?|queued|backlog|tasks?|jobs?)$/;
/** What is done at the moment, by this process. */
const UNDER_WAY = /running|active|current|processing|in_?progress|working/i;
/** Planned anew at each start. */
const PLANNED = /cron|schedul|recurring|periodic/i;
/** What two requests of one person share: who hands in a token asks for what was kept under it. */
const KEY_OF_A_PERSON = /^(?:\w+\.)*\w*(?:email|phone(?:number)?|token|state|otp|nonce|username|upload_?id)(?:\.to\w+\(\)|\.trim\(\))?$/i;
/** Named by the request itself. */
const KEY_OF_THE_REQUEST = /^(?:req|request|ctx)\.(?:params|body|query|session)\b/;
/** Open to somebody outside; each process has its own, unless requests name the one that they mean. */
const CONNECTION = /clients?|instances?|connections?/gi;
/** What each process may well have for itself: tables, clients, timers, and copies of what lies elsewhere. */
const OWN = /cache|memo|registr|handler|listener|callback|timer|timeout|interval|debounce|promise|in_?flight|pending|instance|singleton|client|connection|pool|loader|type|decorator|meta|config|option|setting|schema|plugin|middleware|route|(?<!web)hook|provider|factor|translation|locale|template|compiled|warn|log(?!in)|buffer|metric|socket|stream|controller|worker|abort|initial|header|module|queues$|strateg|service|adapter|class|symbol|regex|permission|supports|capabilit|policy|policies|abilit|dictionar|lookup|map(?:ping)?s?$/i;
/** The same, in a service class: the words that can mean nothing else. */
const OF_A_USER = /^(?:sessions?|carts?|otps?|nonces?|idempot\w*|attempts?|throttles?|throttled|presence|online)$/;
/** Called a cache or a map, they are no copies all the same: what was used up, tried or locked lies nowhere else. */
const NO_COPY = /^(?:otps?|nonces?|idempot\w*|attempts?|carts?)$/;
/** The time until which something is left alone, each process for itself. */
const A_TIME = /(?:Until|At|Time|Deadline|Timestamp)$|cooldown|expir/;
/** What is kept is looked up by the name of a thing of the domain. */
const KEY_OF_A_THING = /(?:^id|[a-z]I[dD]|[a-z]Name|\.(?:id|name))$/;
/** A connection ends where it began, in the process that holds it: `uploads[socket.id]`. */
const KEY_OF_A_CONNECTION = /^(?:[\w.]*\.)?(?:socket|ws|sock|conn|connection)\.id$|^(?:socket|connection|conn)_?id$/i;
/** `startMonitor(monitorId)` is called whenever there is one more. */
const STARTS_A_THING = /^(?:start|stop)[A-Z]/;
/** Filled once, when the process comes up. */
const AT_START = /^(?:register|init|on[A-Z]\w*(?:Init|Bootstrap)|onModule|onApplication|load|setup|bootstrap|configure|define|subscribe|start|stop|close|dispose|onDestroy|reset|clear|build|create[A-Z]?\w*Map)/;

export default defineCheck({
  id: 'stateful-services',
  dimension: 'scalability',
  severity: 'critical',
  phase: '12.13',
  from: 'MVP',
  effort: 'medium',
  title: 'Services keep no state of their own',
  why: 'What one process remembers, the next request to another process does not find, and a restart forgets it.',
  fix: 'Keep it in a store that all processes share: a session store, an object store, a cache or the database.',
  grading: 'share',
  needs: ['architecture', 'components', 'files', 'units', 'processState', 'workloads'],
  inspect({ architecture, components, files, units, processState, workloads }) {
    const services = servicesOf(units, files, components);
    const running = runningServices(workloads.workloads);
    const judgements = new Map<string, Judgement>();
    const passes = new Map<string, Judgement>();
    const unjudged: Unjudged[] = [];
    let clean = 0;
    for (const service of services) {
      const component = declaredOf(service, architecture.declared);
      if (component?.state === 'stateful' && component.state_reason !== undefined) {
        clean += 1;
        continue;
      }
      const several = severalOf(service, running);
      const open = several !== undefined || isReplicated(component) ? undefined : openOf(service, running);
      const replicated = several !== undefined || open !== undefined || isReplicated(component);
      const alone = replicated ? undefined : aloneOf(service, running);
      const number = several ?? open ?? alone;
      const backing: Evidence[] = component?.state === 'stateless'
        ? [{ note: `${service.component} is declared stateless.`, at: placeOf(architecture, pointer('components', service.component!, 'state')) }] : [];
      if (service.modules.length === 0) {
        unjudged.push({ subject: service.name, reason: `No module was found that runs in ${service.name}.`, at: service.at });
        continue;
      }
      const known = service.modules.flatMap((file) => (processState[file] ? [[file, processState[file]] as const] : []));
      // What starts the server may stand beside its modules.
      const single = withParts(new Set(Object.entries(processState).flatMap(([file, { singles }]) => (service.holds(file) ? singles ?? [] : []))), known.flatMap(([, { parts }]) => parts ?? []));
      let found = 0;
      for (const file of service.modules) {
        const state = processState[file];
        if (!state || OF_DEVELOPMENT.test(file)) continue;
        const reports = [
          ...together(state.keeping.flatMap((one) => keepingReport(one, file, replicated))),
          ...(OF_LOGS.test(file) ? [] : state.mutables).flatMap((one) => (one.holder === 'instance' && !single.has(one.of!) ? [] : mutableReport(one, file, changesOf(one, file, known)))),
        ];
        found += reports.length;
        for (const { name, message, line, column, confidence, evidence } of reports) {
          const subject = `${file}: ${name}`;
          if (judgements.has(subject)) continue;
          judgements.set(subject, { subject, standing: 'violated', message, at: { file, line, column }, confidence: alone || (open && OF_REPLICAS.has(name.split(' ')[0]!)) ? LOWER[confidence] : confidence, evidence: [...evidence, ...backing, ...(number ? [number] : []), { note: `It runs in ${service.name}.`, at: service.at }] });
        }
      }
      if (found === 0) {
        clean += 1;
        passes.set(service.name, { subject: service.name, standing: 'verified', message: `Nothing that the next request needs was seen to be kept in ${count(service.modules.length, 'module')} of ${service.name}.`, at: service.at, evidence: backing });
      }
    }
    for (const { workload, deployments } of running) {
      const sticky = deployments.find((one) => one.sticky !== undefined)?.sticky;
      const component = workload.component === undefined ? undefined : architecture.declared.components[workload.component];
      if (sticky === undefined || (component?.state === 'stateful' && component.state_reason !== undefined)) continue;
      const subject = `${subjectOf(workload, deployments[0]!)} affinity`;
      judgements.set(subject, { subject, standing: 'violated', message: `Clients of ${workload.name} are bound to one instance.`, at: sticky, confidence: 'medium' });
    }
    return { examined: clean + judgements.size, judgements: withPasses(judgements.values(), passes.values()), unjudged };
  },
});

/** What the one server makes as it is made, there is one of as well. */
function withParts(single: Set<string>, parts: NonNullable<ProcessState['parts']>): ReadonlySet<string> {
  // A class that several others have for a part is none of the process.
  const makers = new Map<string, number>();
  for (const { of } of parts) makers.set(of, (makers.get(of) ?? 0) + 1);
  for (let size = -1; size !== single.size;) {
    size = single.size;
    for (const { by, of } of parts) if (single.has(by) && makers.get(of) === 1) single.add(of);
  }
  return single;
}

const LOWER = { high: 'medium', medium: 'low', low: 'low' } as const;

const deployedAs = ({ component, dir, name }: Service, running: readonly Running[]): readonly Running[] =>
  running.filter(({ workload }) => (component !== undefined && workload.component === component) || (workload.dir !== undefined && workload.dir === dir && dir !== '.') || workload.name === name);

/** Where each deployment says that one process runs: what it keeps is lost at a restart alone. */
function aloneOf(service: Service, running: readonly Running[]): Evidence | undefined {
  const deployments = deployedAs(service, running).flatMap((one) => one.deployments);
  const isAlone = deployments.length > 0 && deployments.every(({ replicas, autoscaling }) => autoscaling === undefined && replicas?.value === 1);
  return isAlone ? { note: 'One of it runs at a time.', at: deployments[0]!.replicas!.at } : undefined;
}

/** Reports that hold only where there are several processes, by their first word. */
const OF_REPLICAS = new Set(['schedule', 'schedules', 'rate', 'socket', 'subscriptions']);

/** Where a deployment file has the number of processes from elsewhere, which nobody does for one. */
function openOf(service: Service, running: readonly Running[]): Evidence | undefined {
  const replicas = deployedAs(service, running).flatMap((one) => one.deployments).map((one) => one.replicas).find((one) => one !== undefined && one.value === undefined);
  return replicas && { note: 'How many of it run is set elsewhere.', at: replicas.at };
}

/** Where a deployment file says that several processes of a service run at a time. */
function severalOf(service: Service, running: readonly Running[]): Evidence | undefined {
  for (const { deployments } of deployedAs(service, running)) for (const { replicas, autoscaling } of deployments) {
    const most = autoscaling?.max ?? replicas?.value ?? 1;
    if (most > 1) return { note: `${autoscaling ? 'Up to ' : ''}${most} of it run at a time.`, at: autoscaling?.at ?? replicas!.at };
  }
  return undefined;
}

const TAKEN = /^(?:delete|clear|pop|shift|splice|del)$/;
/** A copy, by its name. */
const COPIED = /cache|memo|lookup|registr|in_?flight|promise|timer|timeout|debounce|log(?!in)|metric/i;
const LOCAL = /local|file-?system|disk|(?:^|[/.-])dev(?:[/.-]|elopment)|\/fs\.[cm]?[jt]s$/i;
/** What runs on the machines of the team alone. */
const OF_DEVELOPMENT = /(?:^|[/.-])(?:dev|development|stubs?|mocks?|fakes?)(?:[/.-]|$)/i;
/** What a log counts of itself, so as not to say too much, is each process's own. */
const OF_LOGS = /(?:^|\/)(?:logging|loggers?)\/|(?:^|[/._-])log(?:ger|ging)?\.[cm]?[jt]s$/i;

interface Report { readonly file: string; readonly name: string; readonly message: string; readonly line: number; readonly column: number; readonly confidence: Confidence; readonly evidence: readonly Evidence[] }

function keepingReport({ kind, library, what, shared, inHandler, line, column }: LocalKeeping, file: string, replicated: boolean): Report[] {
  const report = (name: string, message: string, confidence: Confidence): Report[] => [{ file, name, message, line, column, confidence, evidence: [] }];
  if (shared) return [];
  switch (kind) {
    case 'session': return report('session store', what === undefined ? `${library} has no store, so sessions live in the memory of one process.` : `Sessions are kept by ${what}, which no other process shares.`, what === undefined ? 'high' : 'medium');
    case 'upload': return LOCAL.test(file) ? [] : report('uploads', 'Uploads are written to the disk of one process.', 'medium');
    // A class that is called local is one way among others, chosen where there is one process.
    case 'write': return inHandler && !LOCAL.test(file) ? report(`file write (${what})`, 'A request handler writes to the disk of one process.', 'medium') : [];
    case 'database': return report(`${library} file`, `${library} keeps its data in a file of one process.`, 'medium');
    case 'scheduler': return replicated ? report(`schedule${what ? ` ${what}` : ''}`, 'The schedule runs in every replica at once; nothing lets only one of them work.', 'medium') : [];
    case 'limiter': return replicated ? report('rate limiter', 'The limiter counts in each replica for itself, so the limit is as many times higher.', 'medium') : [];
    case 'sockets': return !replicated ? [] : what === 'subscriptions' ? report('subscriptions', `What ${library} publishes reaches only the subscribers of one replica.`, 'medium') : report('socket rooms', 'Sockets have no adapter, so a message reaches only the clients of one replica.', 'medium');
  }
}

/** Files that one module writes, and schedules that it plans, are mended in one place. */
function together(reports: readonly Report[]): readonly Report[] {
  return reports.flatMap((report, index): Report[] => {
    const plural = MANY.find(([one]) => report.name.startsWith(one));
    const alike = plural ? reports.filter(({ name }) => name.startsWith(plural[0])) : [];
    if (!plural || alike.length < 2) return [report];
    if (index !== reports.indexOf(alike[0]!)) return [];
    return [{ ...report, name: plural[1], evidence: [...report.evidence, ...alike.slice(1, 6).map(({ name, line, column }) => ({ note: `The same: ${name}.`, at: { file: report.file, line, column } }))] }];
  });
}

const MANY = [['file write', 'file writes'], ['schedule', 'schedules']] as const;

interface Change extends StateChange { readonly file: string }

/** `../lib/sessions.js` and `src/lib/sessions.ts` end alike; of an index the folder counts. */
const stemOf = (path: string): string => path.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '').split('/').at(-1)!;

/** A field of the one instance is changed by its class, and by others that hold it; what a module exports also by those that import it. */
function changesOf({ name, of, changes }: MutableState, file: string, known: readonly (readonly [string, ProcessState])[]): readonly Change[] {
  const field = name.split('.').at(-1);
  const own = changes.map((change) => ({ ...change, file }));
  const module = stemOf(file);
  return [...own, ...known.flatMap(([from, { outside }]) => (outside ?? []).filter((change) => change.field === field && (change.from === undefined ? of !== undefined : of === undefined && stemOf(change.from) === module)).map((change) => ({ ...change, file: from })))];
}

function mutableReport({ name, of, type, bounded, renewed, shrinks, asked, holder, line, column }: MutableState, file: string, changes: readonly Change[]): Report[] {
  const relevant = changes.filter(({ by, key }) => !by || !AT_START.test(by) || (holder !== 'module' && key !== undefined && KEY_OF_A_THING.test(key) && STARTS_A_THING.test(by)) || (STARTS_A_THING.test(by) && hasWord(by, OF_A_USER)) || (key !== undefined && KEY_OF_THE_REQUEST.test(key)));
  const noCopy = hasWord(name, NO_COPY);
  if ((bounded && !noCopy) || changes.length === 0 || (type === 'value' && A_TIME.test(name))) return [];
  const filled = relevant.filter(({ how }) => !TAKEN.test(how));
  // What is asked for again where it is missing is a copy.
  if (filled.length > 0 && filled.every(({ fetched }) => fetched)) return [];
  if (filled.length > 0 && filled.every(({ key }) => key !== undefined && KEY_OF_A_CONNECTION.test(key)) && !hasWord(name, SHARED)) return [];
  const byRequest = relevant.some(({ inHandler }) => inHandler);
  const report = (confidence: Confidence, message: string, by: readonly Change[] = relevant): Report[] => [{
    file, name, line, column, confidence, message,
    evidence: by.slice(0, 3).map((change) => ({ note: change.how === 'assignment' ? 'It is changed here.' : `It is changed here (${change.how}).`, at: { file: change.file, line: change.line, column: change.column } })),
  }];
  const putOff = changes.filter(({ how, by }) => !TAKEN.test(how) && (by === undefined || ((!AT_START.test(by) || STARTS_A_THING.test(by)) && !PLANNED.test(by))));
  const isWaiting = (hasWord(name, WAITING) || (of !== undefined && hasWord(of, WAITING) && /queue$/i.test(of))) && shrinks && type !== 'value' && !PLANNED.test(name) && !UNDER_WAY.test(name) && putOff.length > 0;
  if (isWaiting && !OWN.test(name)) return report('medium', `What waits in ${name} is lost when the process stops, and no other process sees it.`, putOff);
  if (relevant.length === 0) return [];
  if (asked && !COPIED.test(name) && filled.some(({ key }) => key !== undefined && KEY_OF_A_PERSON.test(key))) return report(byRequest ? 'high' : 'medium', `${name} is filled by one request and asked by another, which another process may serve.`);
  // What is called after the things that it is looked up by holds those things.
  const keyed = holder !== 'module' && !renewed && relevant.find(({ key, how, by }) => key !== undefined && KEY_OF_A_THING.test(key) && /^(?:assignment|set)$/.test(how) && !/^on[A-Z]/.test(by ?? ''));
  const ofThings = keyed !== false && keyed !== undefined && /instance/i.test(name) && /instance/i.test(keyed.key!);
  const named = holder === 'module' && relevant.some(({ key }) => key !== undefined && KEY_OF_THE_REQUEST.test(key));
  // One function keeps it under an id, and another one takes it away: what one request brings waits for the next.
  const handedOn = holder === 'module' && asked && filled.some(({ key, how }) => how === 'set' && key !== undefined && KEY_OF_A_THING.test(key)) && relevant.some(({ how, by }) => how === 'delete' && filled.every((one) => one.by !== by));
  const plain = ofThings ? name.replace(/instances?/i, '') : named ? name.replace(CONNECTION, '') : handedOn ? name.replace(/maps?$/i, '') : noCopy ? name.replace(/cache|maps?$/gi, '') : name;
  if (OWN.test(plain)) return [];
  const telling = noCopy || hasWord(name, holder === 'module' ? SHARED : OF_A_USER) || (holder === 'module' && USERS.test(name)) || (holder === 'module' && relevant.some(({ by }) => by !== undefined && ONCE.test(by)));
  // A bare number that requests count up is mostly a metric or the next id.
  if (!telling && !keyed && !handedOn && !(byRequest && holder === 'module' && type !== 'value')) return [];
  return report(telling ? (byRequest ? 'high' : 'medium') : keyed || (handedOn && !byRequest) ? 'low' : 'medium', type === 'value' ? `${name} is counted up in the memory of one process.` : `${name} is filled while requests are served, and lives in the memory of one process.`);
}
