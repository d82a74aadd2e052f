import { defineCheck, type Endpoint, type Judgement, type Unjudged } from '../../src/model/index.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { isReachable, linkEvidence, openByNature } from '../../src/lib/endpoints.ts';

/** Acts that are recorded where the team does not say which: who came in, who changed who may come in, and money. */
const RECORDED = /(?:^|[/ .])(?:logins?|log-in|signin|sign-in|register|signup|sign-up|(?:reset|change|forgot)-?password|password-?resets?|verify-?otp|passwords?|(?:(?:assign|add|remove|revoke|grant|set|change|update)-?)?(?:roles?|permissions?|admins(?=$| in ))|api-?keys?|(?:personal-?)?access-?tokens?|pats(?=$| in )|tokens?\/revoke|refunds?|impersonat\w*|mfa|2fa)(?:[/.:]|$)|(?:mutation|action) (?:log_?in|sign_?(?:in|up)|verifyOtp|(?:reset|change)Password|(?:grant|make|set|revoke|remove)(?:Super)?Admin\w*|\w*(?:PersonalAccessToken|Role|Permission|ApiKey|Refund)\w*)/i;
/** They try something out or look something up, and change nothing, whatever their method is. */
const TRIES = /[./](?:test|check|validate|preview|list|search|count|can|is|has|should)(?:[A-Z_-][\w-]*)?$/;
/** They bring rights up to date that another system decides of: `triggerPermissionSync`, `refreshPermissions`. */
const FOLLOWS = /[ ./](?:\w*(?:Role|Permission)s?Sync|(?:sync|refresh|reload)\w*(?:Role|Permission)s?)(?:$| in )/;
/** Their names say that they read: `POST /roles/access-get`, `action getSetting in app/login/page.tsx`. */
const READS = /(?:[./]|^action )(?:[\w-]*-)?(?:get|fetch|find|query|lookup|load|list|search|count|read)(?:[A-Z_-][\w-]*)?(?: in |$)/;
/** What a key of the browser is asked to sign is only handed out: `POST /passkey/register/options`. */
const HANDS_OUT = /[./](?:options|challenge|nonce)$/i;
/** Who may do what changes by what is kept of it. */
const OF_RIGHTS = /(?:^|[/ .])(?:roles?|permissions?|api-?keys?)(?:[/.:]|$)/i;
/** Whose name it is: `/contributors/login/:login`. */
const BY_LOGIN = /\/login\/:\w*(?:login|user|name)/i;
/** A device that is registered for messages gets no right by that. */
const SUBSCRIBES = /register\/(?:push-?)?(?:notifications?|devices?|webhooks?|push)(?:\/|$)|(?:notifications?|devices?|push)\/register$/i;
/** `/.well-known/jwks.json`: public keys are for everybody. */
const PUBLIC_KEYS = /[/.](?:jwks|\.?well-known)(?:[/.]|$)/i;
/** The first step of signing in may only send a code, or say where to go: `login` beside `verifyOtp`, `callback`. */
const BEGINS = /[./](?:log-?in|sign-?in)$/i;
const ENDS = /^(?:verify|confirm|callback|complete|finish)/i;
const NO_ACTS = [TRIES, READS, HANDS_OUT, FOLLOWS, SUBSCRIBES, PUBLIC_KEYS, BY_LOGIN];
/** `POST /sessions`, `POST /authenticate`: who comes in by that is told by where it stands. */
const SIGNS_IN = /(?:^|\/)(?:sessions?|authenticate|log_?in_?\w*|(?:auth\w*|log-?in|sign-?in|sso|saml2?|oidc|oauth2?)\/(?:[\w:-]+\/)?callback)$/i;
const MOST = 20;

export default defineCheck({
  id: 'missing-audit-log',
  dimension: 'security',
  severity: 'major',
  phase: '12.21',
  from: 'growth',
  effort: 'medium',
  title: 'Security-relevant events are recorded',
  why: 'After an incident nobody can say who came in, who gave whom which right, and when, unless it was written down then.',
  fix: 'Write an audit record with actor, act, target, outcome and time where the event happens, or in an interceptor that covers it.',
  grading: 'share',
  needs: ['architecture', 'endpoints'],
  inspect({ architecture, endpoints }) {
    const events = architecture.declared.security?.audit_log?.events ?? [];
    const words = events.map((event) => event.toLowerCase().split(/[^a-z0-9]+/).filter((word) => word !== ''));
    const isRecorded = (endpoint: Endpoint): boolean => {
      const { subject, method, effect } = endpoint;
      if (method === 'GET' || method === 'query' || method === 'subscription') return false;
      if (words.length > 0) return words.some((all) => all.every((word) => subject.toLowerCase().replace(/[^a-z0-9]/g, '').includes(word)));
      return (RECORDED.test(subject) || (signsIn(endpoint) && !isWorkedIn(endpoint))) && !(effect === 'reads' && OF_RIGHTS.test(subject)) && NO_ACTS.every((pattern) => !pattern.test(subject));
    };
    // Sessions that something is done in (`/sessions/:id/messages`) are more than a sign of who came in.
    const isWorkedIn = ({ path = '' }: Endpoint): boolean => /sessions?$/i.test(path) && endpoints.endpoints.some(({ path: below = '', method }) => below.startsWith(`${path}/:`) && (method !== 'DELETE' || below.split('/').length > path.split('/').length + 1));
    const auditOf = ({ chain }: Endpoint) => chain.find(({ role }) => role === 'audit');
    // The names of declared events need not be those of endpoints; an endpoint that writes a record counts whatever it is called.
    const subjects = endpoints.endpoints.filter((endpoint) => isReachable(endpoint) && (isRecorded(endpoint) || (events.length > 0 && endpoint.method !== 'GET' && auditOf(endpoint) !== undefined)) && !endpoint.delegated);
    const place = placeOf(architecture, pointer('security', 'audit_log'));
    const endOf = ({ subject }: Endpoint): Endpoint | undefined => (words.length === 0 && BEGINS.test(subject) ? endpoints.endpoints.find((other) => auditOf(other) && folderOf(other.subject) === folderOf(subject) && ENDS.test(lastOf(other.subject))) : undefined);
    const silent = subjects.filter((endpoint) => !auditOf(endpoint));
    const said = events.length > 0 ? [{ note: 'audit_log declares it', at: place }] : [];
    // The events are declared under names that no endpoint has: that nothing anywhere writes a record is seen all the same.
    const changing = endpoints.endpoints.filter((endpoint) => isReachable(endpoint) && endpoint.method !== 'GET' && !endpoint.delegated);
    if (events.length > 0 && subjects.length === 0 && changing.length > 0 && changing.every(({ unclear }) => unclear === undefined)) {
      const evidence = changing.slice(0, MOST).map(({ subject, at }) => ({ note: `${subject} writes none`, at }));
      return { examined: 1, judgements: [{ subject: 'audit log', at: place, standing: 'missing', confidence: 'medium', message: `Audit events are declared, and none of ${changing.length} changing endpoints writes a record.`, evidence }] };
    }
    // Where nothing is recorded anywhere, the missing thing is one: the log.
    if (silent.length === subjects.length && subjects.length > 0 && !changing.some(auditOf)) {
      const [first] = subjects;
      const judgement: Judgement = {
        subject: 'audit log', at: first!.at, standing: 'missing', confidence: events.length > 0 ? 'medium' : 'low',
        message: `None of ${subjects.length} security-relevant endpoints writes an audit record.`,
        evidence: [...said, ...subjects.slice(0, MOST).map(({ subject, at }) => ({ note: subject, at }))],
      };
      return { examined: 1, judgements: [judgement] };
    }
    const ends = new Map(silent.map((endpoint) => [endpoint, endOf(endpoint)] as const));
    const unjudged = [...ends].flatMap(([{ subject, at }, end]): Unjudged[] => (end ? [{ subject, at, reason: `${end.subject} records who comes in; whether this step lets anybody in was not seen.` }] : []));
    const judgements = subjects.filter((endpoint) => ends.get(endpoint) === undefined).map((endpoint): Judgement => {
      const by = auditOf(endpoint);
      const { subject, at } = endpoint;
      return by ? { subject, at, standing: 'verified', message: 'It writes an audit record.', evidence: linkEvidence(by), ...(by.confidence !== 'high' && { confidence: by.confidence }) }
        : { subject, at, standing: 'missing', message: `${subject} writes no audit record, unlike others.`, evidence: said, confidence: endpoint.unclear ? 'low' : 'medium' };
    });
    return { examined: judgements.length, judgements, unjudged };
  },
});

const signsIn = (endpoint: Endpoint): boolean => endpoint.method === 'POST' && endpoint.path !== undefined && SIGNS_IN.test(endpoint.path) && /^a (?:step|callback) of signing in/.test(openByNature(endpoint) ?? '');

/** `POST /auth/login` and `mutation auth.email.login` without the act's own name, whatever the verb. */
const folderOf = (subject: string): string => subject.replace(/^\S+ /, '').replace(/[./][^./]*$/, '');
const lastOf = (subject: string): string => subject.split(/[./]/).at(-1)!;
