import { defineCheck, type Endpoint, type Facts, type Judgement, type Place } from '../../src/model/index.ts';
import { withPasses } from '../../src/lib/passes.ts';
import { partsOfKey } from '../../src/lib/function-key.ts';
import { moduleGraph, reach } from '../../src/lib/reach.ts';
import { requestReach, type RequestReach } from '../../src/lib/request-reach.ts';
import { slowSites, type Work } from '../../src/lib/slow-sites.ts';

const MAILER = /^(?:services?|apps|microservices)\/[\w-]*(?:mail|notif)[\w-]*\//i;
/** `POST /tools/mail/send`: whoever calls it wants to know whether it was sent. */
const SENDS_MAIL = /\/(?:e?mails?|smtp)\/(?:[\w:-]+\/)*send$/i;
const BROWSER = /^(?:(?:services?|apps|packages|microservices)\/)?[\w-]*(?:playwright|puppeteer|browser|chrome|screenshot|scraper|crawler|renderer)[\w-]*\/|^(?:services?|apps|microservices)\/[\w-]+\/[\w-]*(?:playwright|puppeteer)[\w-]*\//i;
/** What a password, or a secret that stands for one, is hashed or compared in; a key that is derived once, at the start, is another thing. */
const HASHES = /\.pre (?:save|validate)|hash|passw|verif|compar|authent|log_?in|sign_?(?:in|up)|regist|token|otp/i;
/** Run once, by somebody of the team or at the first start. */
const ONCE = /(?:^|\/)(?:seed(?:s|ing|ers?)?|scripts?|migrations?|bin|cli|commands?|data|fixtures?)\/|(?:^|\/)(?:seeds?|cli|[\w.-]*\.seed)\.[cm]?[jt]sx?#|#(?:.*\.)?(?:seed|init|setup|bootstrap|migrate|main$|constructor$|onModuleInit$|ensure|create(?:First|Default|Initial|Super|Root|Admin)|\w*Factory$)/i;
type Needs = 'calls' | 'outbound' | 'endpoints' | 'messaging' | 'architecture' | 'imports';

export default defineCheck({
  id: 'blocking-background-work',
  dimension: 'scalability',
  severity: 'major',
  phase: '12.16',
  from: 'growth',
  effort: 'medium',
  title: 'Async processing for non-user-facing work',
  why: 'Mail, documents and exports made inside a request hold the user and a worker, and are lost when the process ends.',
  fix: 'Hand the work to a queue or job and answer at once, with 202 and a status address where the result matters.',
  grading: 'share',
  needs: ['calls', 'outbound', 'endpoints', 'messaging', 'architecture', 'imports'],
  inspect: (facts: Pick<Facts, Needs>) => {
    const work = slowSites(facts);
    const reached = new Map<string, Endpoint[]>();
    const askers = new Map<string, Map<string, Place>>();
    for (const [endpoint, reach] of requestReach(facts, facts.endpoints.endpoints, { stops: facts.architecture.declared.recognise?.background })) {
      if (endpoint.kind === 'message') continue;
      for (const key of worked(reach, work)) {
        reached.set(key, [...(reached.get(key) ?? []), endpoint]);
        const from = reach.asked.get(key);
        if (from) askers.set(key, (askers.get(key) ?? new Map<string, Place>()).set(`${from.file}:${from.line}`, from));
      }
    }
    const judgements = [...reached].flatMap(([key, all]): Judgement[] => {
      const { what, at, others } = work.get(key)!;
      // A document that is drawn in this process is what a GET of it waits for.
      // To send is all that a mail service is asked for, and a page all that a service of browsers is: who asks it may wait, or not.
      const [mailer] = (what === 'mail' ? MAILER : what === 'a browser' ? BROWSER : undefined)?.exec(at.file) ?? [];
      const endpoints = all.filter((endpoint) => (mailer === undefined || !endpoint.at.file.startsWith(mailer)) && !(what === 'mail' && SENDS_MAIL.test(endpoint.subject)) && !(what === 'a PDF' && endpoint.method === 'GET'));
      if (endpoints.length === 0) return [];
      const [file, fn] = partsOfKey(key);
      return [{
        subject: `${what} in ${file}${fn ? ` ${fn}()` : ''}`, standing: 'missing', at,
        message: `${endpoints.length === 1 ? 'A request waits' : `Requests to ${endpoints.length} endpoints wait`} for ${what}.`,
        evidence: [
          ...endpoints.slice(0, 10).map((endpoint) => ({ note: endpoint.subject, at: endpoint.at })),
          ...[...askers.get(key)?.values() ?? []].slice(0, 10).map((from) => ({ note: 'asked for here', at: from })),
          ...others.map((other) => ({ note: 'and here', at: other })),
        ],
        confidence: what === 'mail' || what === 'a blocking process' ? 'low' : 'medium',
      }];
    });
    const served = programsOf(facts);
    for (const [key, { what, at }] of work) {
      // Whoever asks for a password's hash is mostly behind what cannot be followed, and it holds up everybody.
      const [file, fn] = partsOfKey(key);
      if (what !== 'a blocking hash' || reached.has(key) || !served.has(file) || !HASHES.test(fn) || ONCE.test(key) || isAskedOnce(key, facts.outbound.graph)) continue;
      judgements.push({ subject: `${what} in ${file} ${fn}()`, standing: 'missing', at, message: 'The server does nothing else while this hash is made.', confidence: 'low' });
    }
    // Work that is handed to a queue is work that no request waits for.
    const handed = new Map<string, Judgement>();
    for (const { role, engine, at, fn } of facts.messaging.messages) {
      const subject = `${at.file}#${fn}`;
      if (role === 'publish' && engine !== 'events' && !handed.has(subject)) handed.set(subject, { subject, standing: 'verified', message: `Work is handed to ${engine}.`, at });
    }
    return { examined: judgements.length + handed.size, judgements: withPasses(judgements, handed.values()) };
  },
});

/** The modules of programs that have endpoints. */
function programsOf({ imports, outbound, endpoints }: Pick<Facts, Needs>): ReadonlySet<string> {
  const server = new Set(outbound.modules);
  const { imports: loads, importers } = moduleGraph(imports.modules, (path) => server.has(path));
  return reach(reach(endpoints.endpoints.filter(({ kind }) => kind !== 'message').map(({ at }) => at.file), importers), loads);
}

/** All who are seen to ask for it run once: `seedAdmin() → hashPassword()`. */
function isAskedOnce(key: string, graph: Facts['outbound']['graph']): boolean {
  const askers = Object.entries(graph).flatMap(([from, edges]) => (edges.some(({ to }) => to === key) ? [from] : []));
  return askers.length > 0 && askers.every((from) => ONCE.test(from) || from.endsWith('#'));
}

/** The functions with slow work that a handler leads to, its own among them. */
const worked = ({ functions, isOwnLine }: RequestReach, work: ReadonlyMap<string, Work>): string[] =>
  [...functions].flatMap(([key, hop]) => {
    const found = work.get(key);
    return found && (hop === 0 ? isOwnLine(found.at.line ?? 0) : !found.handed) ? [key] : [];
  });
