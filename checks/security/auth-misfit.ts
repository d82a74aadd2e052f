import { defineCheck, type DeclaredAuthenticationKind, type Facts, type Judgement, type Place } from '../../src/model/index.ts';
import { clientKind, isApproach, librariesUsed, SUITS, type Approach, type ClientKind, type LibrariesUsed } from '../../src/lib/authentication.ts';
import { isBrowser, isServer } from '../../src/lib/callers.ts';
import { listOf, placeOf, pointer } from '../../src/lib/declaration.ts';
import { AUTHENTICATION } from '../../src/lib/knowledge/security.ts';
import { meshPlaces } from '../../src/lib/technologies.ts';

export default defineCheck({
  id: 'auth-misfit',
  dimension: 'security',
  severity: 'minor',
  phase: '8',
  from: 'MVP',
  effort: 'high',
  title: 'Authentication is of the kind that the callers ask for',
  why: 'Authentication that does not suit its callers is worked around: keys end up in browsers, cookies in scripts, tokens where nobody can revoke them.',
  fix: 'Add an approach that suits each kind of caller, or declare the one that the code has.',
  grading: 'share',
  needs: ['architecture', 'files', 'source', 'units', 'kubernetes'],
  inspect({ architecture, files, source, units, kubernetes }) {
    const { security, apis = {} } = architecture.declared;
    const declared = approaches(security?.authentication);
    const judgements: Judgement[] = [];
    const at = placeOf(architecture, '/security/authentication');
    if (declared.length > 0) {
      const all = [...new Set([...declared, ...Object.values(apis).flatMap((api) => approaches(api.authentication))])];
      for (const { client, words, at: seen } of clientsOf(architecture, units)) {
        const base = { subject: `authentication of ${words}`, at };
        const fit = all.filter((one) => SUITS[client].includes(one));
        if (fit.length > 0) judgements.push({ ...base, standing: 'verified', message: `${fit.join(' and ')} suits ${words}.` });
        else judgements.push({ ...base, standing: 'violated', message: `${all.join(' and ')} does not suit ${words}; ${SUITS[client].join(' or ')} does.`, evidence: [{ note: `${words} calls`, at: seen }, ...bestFor(all)], confidence: 'medium' });
      }
      if (declared.includes('mtls')) judgements.push(mesh(architecture, kubernetes, at));
      const contradiction = inCode(declared, librariesUsed(files, source));
      if (contradiction) judgements.push({ subject: 'authentication in the code', at, ...contradiction });
    }
    for (const [name, { authentication, clients = [], style, public: open, reason, decision }] of Object.entries(apis)) {
      const own = approaches(authentication);
      if (own.length === 0) continue;
      const base = { subject: name, at: placeOf(architecture, pointer('apis', name, 'authentication')) };
      const only = own.length === 1 ? own[0] : undefined;
      const message = only === 'session' && (style === 'grpc' || (clients.length > 0 && clients.every(isServer))) ? `Servers call ${name}, and cookies of a session are for browsers.`
        : only === 'mtls' && (open === true || clients.some(isBrowser)) ? `${name} is called from outside, where nobody has a client certificate.`
        : only === 'api-keys' && clients.some(isBrowser) ? `Browsers call ${name}, and a key in a browser is known to all its users.` : undefined;
      if (message === undefined) judgements.push({ ...base, standing: 'verified', message: `${own.join(' and ')} suits ${name}.` });
      else if (reason !== undefined || decision !== undefined) judgements.push({ ...base, standing: 'verified', message: `${only} is not the usual choice for ${name}; the reason is written down.`, confidence: 'medium' });
      else judgements.push({ ...base, standing: 'violated', message, evidence: bestFor(own), confidence: 'medium' });
    }
    return { examined: judgements.length, judgements };
  },
});

const approaches = (declared: DeclaredAuthenticationKind | DeclaredAuthenticationKind[] | undefined): Approach[] => listOf(declared).filter(isApproach);

const bestFor = (of: readonly Approach[]): { note: string }[] => AUTHENTICATION.filter(({ approach }) => of.includes(approach)).map(({ approach, bestFor: uses }) => ({ note: `${approach} is best for ${uses.join(', ')}` }));

/** The kinds of callers that are declared; where none are, the frontends that are found. */
function clientsOf(architecture: Facts['architecture'], { units }: Facts['units']): { client: ClientKind; words: string; at: Place }[] {
  const clients = architecture.declared.security?.clients ?? [];
  const declared = clients.flatMap((words, index) => {
    const client = clientKind(words);
    return client === undefined ? [] : [{ client, words, at: placeOf(architecture, pointer('security', 'clients', index)) }];
  });
  if (clients.length > 0) return [...new Map(declared.map((one) => [one.words, one])).values()];
  const frontend = units.find(({ kind, framework }) => kind === 'frontend' && /^(?:react|vue|angular|vite|create-react-app)$/.test(framework));
  return frontend ? [{ client: 'spa', words: `the frontend ${frontend.name}`, at: frontend.entry }] : [];
}

/** Certificates on both sides are handed out and exchanged by a mesh, or by nobody. */
function mesh(architecture: Facts['architecture'], kubernetes: Facts['kubernetes'], at: Place): Judgement {
  const { infrastructure, patterns = [] } = architecture.declared;
  const subject = 'mutual TLS';
  const [found] = meshPlaces(kubernetes);
  if (found) return { subject, standing: 'verified', message: 'A service mesh hands out the certificates.', at, evidence: [{ note: 'the mesh', at: found }] };
  const named = (infrastructure?.service_mesh !== undefined && infrastructure.service_mesh !== 'none') || patterns.some((one) => (typeof one === 'string' ? one : one.name) === 'service-mesh');
  return named ? { subject, standing: 'verified', message: 'A service mesh is declared to hand out the certificates.', at, confidence: 'medium' }
    : { subject, standing: 'missing', message: 'Mutual TLS is declared, and no service mesh that hands out and exchanges the certificates.', at, confidence: 'low' };
}

/** Only what cannot be both: a gateway may do what the code does not, so what is merely not seen says nothing. */
function inCode(declared: readonly Approach[], found: LibrariesUsed): Omit<Judgement, 'subject' | 'at'> | undefined {
  const seen = declared.filter((one) => found.has(one));
  const cite = (...which: readonly (Approach | 'password')[]): Judgement['evidence'] => which.flatMap((one) => (found.has(one) ? [{ note: `${found.get(one)!.library} is used (${one})`, at: found.get(one)!.at }] : []));
  if (seen.length > 0) return { standing: 'verified', message: `The code uses ${seen.map((one) => found.get(one)!.library).join(' and ')}.`, evidence: cite(...seen) };
  const session = found.get('session');
  const password = found.get('password');
  if (!session || !password || found.has('jwt') || found.has('oauth2-oidc') || declared.length !== 1) return undefined;
  const [only] = declared;
  if (only === 'oauth2-oidc') return { standing: 'violated', message: `Only oauth2-oidc is declared, and the code checks passwords (${password.library}) and keeps sessions (${session.library}); nothing in it speaks OAuth.`, evidence: cite('password', 'session') };
  if (only === 'jwt') return { standing: 'violated', message: `Only jwt is declared, and the code keeps sessions (${session.library}); nothing in it makes or checks a token.`, evidence: cite('session', 'password') };
  return undefined;
}
