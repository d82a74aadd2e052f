import { defineCheck, type Architecture, type DeclaredApi, type Endpoint, type Facts, type Judgement } from '../../src/model/index.ts';
import { listOf, placeOf, pointer } from '../../src/lib/declaration.ts';
import { isBrowser, isServer } from '../../src/lib/callers.ts';
import { API_STYLES } from '../../src/lib/knowledge/apis.ts';
import { bounded, count } from '../../src/lib/module-imports.ts';

/** Fewer endpoints of another style may be a health check or a webhook. */
const ENOUGH = 3;
const SHOWN = 6;

export default defineCheck({
  id: 'api-misfit',
  dimension: 'simplicity',
  severity: 'minor',
  phase: '5',
  from: 'MVP',
  effort: 'high',
  title: 'Each API is of the style that its callers ask for',
  why: 'An API of a style that its callers do not need is paid for in every client, every gateway and every test.',
  fix: 'Choose the style by who calls and what flows, declare the one that the code has, or write down under `reason` why this one is right here.',
  grading: 'share',
  needs: ['architecture', 'components', 'files', 'endpoints', 'packages', 'apiDocuments'],
  inspect(facts) {
    const { architecture } = facts;
    const judgements = Object.entries(architecture.declared.apis ?? {}).flatMap(([name, api]) => [choice(architecture, facts.apiDocuments, name, api), inCode(facts, name, api)].filter((one) => one !== undefined));
    return { examined: judgements.length, judgements };
  },
});

/** The decision table, against what is declared of the callers and of the flow. */
function choice(architecture: Architecture, { documents }: Facts['apiDocuments'], name: string, api: DeclaredApi): Judgement {
  const { style, clients = [], streaming, reason, decision } = api;
  const at = placeOf(architecture, pointer('apis', name, 'style'));
  const document = documents.find(({ file, format }) => format === 'asyncapi' && listOf(api.spec).includes(file));
  const said = (key: keyof DeclaredApi, note: string): Misfit['evidence'] => [{ note, at: placeOf(architecture, pointer('apis', name, key)) }];
  const misfit = ((): Misfit | undefined => {
    const browsers = clients.filter(isBrowser);
    if (style === 'graphql' && clients.length === 1 && api.nested_data !== true) return { message: `serves one kind of client (${clients[0]}) and no nested data; REST is enough.`, evidence: said('clients', `clients: ${clients[0]}`) };
    if (style === 'graphql' && clients.length > 1 && clients.every(isServer) && api.nested_data !== true) return { message: `serves ${clients.length} kinds of servers and no front end; REST or gRPC is made for them.`, evidence: said('clients', `clients: ${clients.join(', ')}`) };
    if (style === 'grpc' && browsers.length > 0 && !/grpc-?web|connect|envoy|gateway|transcod/i.test(JSON.stringify(api))) return { message: `is called by browsers (${browsers.join(', ')}), which cannot speak it; REST is made for them.`, evidence: said('clients', `clients: ${clients.join(', ')}`) };
    if ((style === 'grpc' || style === 'trpc') && api.public === true && !clients.some(isServer)) return { message: 'is public; REST is what the public can call without tools of its own.', evidence: said('public', 'public: true') };
    if (style === 'websocket' && (streaming === 'server' || streaming === 'none')) return { message: streaming === 'server' ? 'carries what only the server says; SSE is simpler.' : 'carries no stream; REST is simpler.', evidence: said('streaming', `streaming: ${streaming}`) };
    if (style === 'sse' && (streaming === 'client' || streaming === 'bidirectional')) return { message: `cannot carry what the client says (streaming: ${streaming}); WebSocket can.`, evidence: said('streaming', `streaming: ${streaming}`) };
    if (style === 'rest' && streaming === 'bidirectional') return { message: 'cannot carry a stream in both directions; WebSocket or gRPC can.', evidence: said('streaming', 'streaming: bidirectional') };
    if (document && document.operations.length > 0 && (style === 'websocket' || style === 'sse')) {
      const heard = document.operations.filter(({ method }) => method === 'publish' || method === 'receive');
      const evidence = [{ note: `${count(document.operations.length, 'operation')}, ${heard.length} of them from the client`, at: document.at }];
      if (style === 'websocket' && heard.length === 0) return { message: `carries ${count(document.operations.length, 'operation')}, all of them said by the server; SSE is simpler.`, evidence };
      if (style === 'sse' && heard.length > 0) return { message: `cannot carry ${count(heard.length, 'operation')} that the client says; WebSocket can.`, evidence };
    }
    return undefined;
  })();
  const best = API_STYLES.find((row) => row.style === style)?.bestFor.join(', ') ?? 'one team that writes both sides in TypeScript';
  if (!misfit) return { subject: name, standing: 'verified', message: `Nothing that is declared speaks against ${style}: it is best for ${best}.`, at };
  if (reason !== undefined || decision !== undefined) return { subject: name, standing: 'verified', message: `${style} is not the usual choice here; the reason is written down.`, at, evidence: misfit.evidence, confidence: 'medium' };
  return { subject: name, standing: 'violated', message: `${name} (${style}) ${misfit.message}`, at, evidence: [...misfit.evidence, { note: `${style} is best for ${best}` }], confidence: 'medium' };
}

interface Misfit { readonly message: string; readonly evidence: NonNullable<Judgement['evidence']> }

/** Servers of each style: where one is a dependency, what it serves may not be seen. */
const SERVERS: Readonly<Partial<Record<DeclaredApi['style'], RegExp>>> = {
  graphql: /graphql|^@apollo\/|^apollo-server|^mercurius$|^@pothos\/|^nexus$|^postgraphile$|^@keystone-6\/|^@redwoodjs\//,
  grpc: /grpc|^@connectrpc\/|^@bufbuild\/|^@nestjs\/microservices$|^protobufjs$|^twirp/,
  trpc: /^@trpc\//,
  rest: /^(?:express|fastify|koa|hono|restify|polka|@hapi\/hapi|@nestjs\/platform-.+|next|nuxt|@sveltejs\/kit|@feathersjs\/.+|@loopback\/.+|elysia|h3|itty-router|nitropack|@adonisjs\/core|@strapi\/.+)$/,
};

const styleOf = ({ kind, framework, path, method }: Endpoint): DeclaredApi['style'] | undefined =>
  kind === 'graphql' || (path !== undefined && /graphi?ql/i.test(path)) ? 'graphql'
  : kind === 'rpc' && framework === 'trpc' ? 'trpc'
  : kind === 'http' && method !== undefined && !/(?:health|ready|live|metrics|webhook|ping|favicon|version)/i.test(path ?? '') ? 'rest' : undefined;

/** What its component serves, where that is plainly of another style. */
function inCode({ architecture, components, files, endpoints, packages }: Pick<Facts, 'architecture' | 'components' | 'files' | 'endpoints' | 'packages'>, name: string, { style, component }: DeclaredApi): Judgement | undefined {
  const server = SERVERS[style];
  const all = Object.values(architecture.declared.apis ?? {});
  if (!server || (component === undefined && all.length > 1)) return undefined;
  const holds = (file: string): boolean => component === undefined || (components.of[file]?.components ?? []).includes(component);
  const served = endpoints.endpoints.filter(({ at }) => holds(at.file));
  const own = served.filter((one) => styleOf(one) === style);
  const at = placeOf(architecture, pointer('apis', name, 'style'));
  const subject = `${name} in the code`;
  if (own.length > 0) return { subject, standing: 'verified', message: `The code serves ${count(own.length, `${style} endpoint`)}.`, at, evidence: [{ note: own[0]!.subject, at: own[0]!.at }] };
  // Another API of the same component may be what is seen.
  const declared = new Set(all.filter((one) => one.component === component).map((one) => one.style));
  const foreign = served.filter((one) => styleOf(one) !== undefined && !declared.has(styleOf(one)!));
  if (foreign.length < ENOUGH) return undefined;
  const dirs = new Set(files.files.filter(({ path, role }) => role === 'production' && holds(path)).map((one) => one.package));
  const known = packages.packages.some(({ dir, dependencies }) => (dirs.has(dir) || dir === '.') && Object.keys(dependencies).some((one) => server.test(one)));
  // A framework that serves both, or routes that are made at run time: not to be told from here.
  if (known && (style !== 'rest' || foreign.some((one) => styleOf(one) !== 'graphql'))) return undefined;
  const found = [...new Set(foreign.map((one) => styleOf(one)!))].sort().join(' and ');
  return {
    subject, standing: 'violated', at, confidence: known ? 'medium' : 'high',
    message: `${name} is declared as ${style}, and ${component ?? 'the code'} serves ${count(foreign.length, `${found} endpoint`)} and none of ${style}.`,
    evidence: bounded(foreign.map((one) => ({ note: one.subject, at: one.at })), SHOWN),
  };
}
