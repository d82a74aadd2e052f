import { isBrowser, isServer } from '../../lib/callers.ts';
import { pointer } from '../../lib/declaration.ts';
import { API_STYLES, VERSIONING, type ApiStyleRow, type VersioningRow } from '../../lib/knowledge/apis.ts';
import { API_STYLE_NAMES, VERSIONING_NAMES } from '../../lib/knowledge/names.ts';
import { count } from '../../lib/module-imports.ts';
import { parseDuration } from '../../lib/quantity.ts';
import type { DeclaredApi, Endpoint } from '../../model/index.ts';
import { declaredIn, fromOf, joined, lineOf, type Case } from '../case.ts';
import { clientsOf, NEED, needsOf, skillIn } from '../situation.ts';
import { con, pro, when, type ChoiceTable, type Reason } from './table.ts';

type Style = ApiStyleRow['style'];

/** An answer that must come sooner than this makes the protocol count. */
const QUICK_MS = 100;

/** The first declared API of which something holds, and the line that says so. */
function apiWhere(one: Case, key: keyof DeclaredApi, holds: (api: DeclaredApi) => boolean): { readonly name: string; readonly from: string | undefined } | undefined {
  const [name] = Object.entries(declaredIn(one).apis ?? {}).find(([, api]) => holds(api)) ?? [];
  return name === undefined ? undefined : { name, from: fromOf(one, pointer('apis', name, key)) ?? fromOf(one, pointer('apis', name)) };
}

const served = (one: Case): readonly Endpoint[] => one.facts.endpoints?.endpoints ?? [];
const STYLE_OF: Readonly<Record<Style, (endpoint: Endpoint) => boolean>> = {
  rest: ({ kind, path }) => kind === 'http' && !/graphi?ql/i.test(path ?? ''), graphql: ({ kind, path }) => kind === 'graphql' || /graphi?ql/i.test(path ?? ''),
  grpc: ({ kind, framework }) => kind === 'rpc' && framework !== 'trpc', websocket: ({ kind }) => kind === 'socket', sse: () => false,
};

/** What of the callers and of the flow speaks for each style, or against it. */
function flow(one: Case): Readonly<Record<Style, readonly Reason[]>> {
  const clients = clientsOf(one);
  const browser = clients.find(({ value }) => isBrowser(value));
  const mobile = clients.find(({ value }) => /^mobile/i.test(value));
  const servers = clients.length > 0 && clients.every(({ value }) => isServer(value)) ? clients[0] : undefined;
  const nested = apiWhere(one, 'nested_data', ({ nested_data }) => nested_data === true);
  const open = apiWhere(one, 'public', (api) => api.public === true);
  const both = apiWhere(one, 'streaming', ({ streaming }) => streaming === 'bidirectional' || streaming === 'client');
  const pushed = both ? undefined : apiWhere(one, 'streaming', ({ streaming }) => streaming === 'server');
  const live = needsOf(one).real_time === true ? { from: fromOf(one, `${NEED}real_time`) } : undefined;
  const latency = needsOf(one).latency_p99;
  const quick = latency !== undefined && (parseDuration(latency) ?? Infinity) < QUICK_MS + 1 ? { from: fromOf(one, `${NEED}latency_p99`) } : undefined;
  const several = clients.length > 1 && !servers ? clients[0] : undefined;
  const plain = clients.length === 1 && !nested && !servers ? clients[0] : undefined;
  return {
    rest: [
      ...when(open, pro(2, `${open?.name} is public, and everybody can call REST`, open)), ...when(plain, pro(2, `one kind of client calls (${plain?.value}), and nothing nested is declared`, plain)),
      ...when(both, con(3, `${both?.name} streams from the client, which REST cannot carry`, both)), ...when(pushed, con(1, `${pushed?.name} streams from the server`, pushed)),
    ],
    graphql: [
      ...when(several, pro(2, `${count(clients.length, 'kind')} of clients call: ${joined(clients.map(({ value }) => value))}`, several)), ...when(nested, pro(2, `${nested?.name} serves nested data`, nested)),
      ...when(plain, con(2, `one kind of client calls (${plain?.value}), and GraphQL is for clients that need flexible queries`, plain)), ...when(servers, con(2, 'only servers call, and no front end drives it', servers)), ...when(both, con(2, `${both?.name} streams from the client`, both)),
    ],
    grpc: [
      ...when(servers, pro(2, `only servers call (${joined(clients.map(({ value }) => value))})`, servers)), ...when(both, pro(2, `${both?.name} streams in both directions`, both)), ...when(quick, pro(1, `latency is ${latency}`, quick)),
      ...when(browser, con(3, `${browser?.because}, and a browser cannot speak gRPC`, browser)), ...when(open && !servers, con(2, `${open?.name} is public, and the public has no tools for gRPC`, open)),
    ],
    websocket: [
      ...when(both, pro(3, `${both?.name} streams in both directions`, both)), ...when(live, pro(2, 'users must see changes as they happen', live)), ...when(pushed, con(1, `only the server of ${pushed?.name} talks, and SSE is simpler`, pushed)),
    ],
    sse: [
      ...when(pushed, pro(3, `only the server of ${pushed?.name} talks`, pushed)), ...when(live, pro(1, 'users must see changes as they happen', live)), ...when(both, con(3, `${both?.name} streams from the client, which SSE cannot carry`, both)),
      ...when(mobile && !pushed && !live, con(1, 'nothing that is declared is pushed')),
    ],
  };
}

function styleReasons(one: Case, style: Style): readonly Reason[] {
  const declared = apiWhere(one, 'style', (api) => api.style === style);
  const found = served(one).filter(STYLE_OF[style]);
  const skill = skillIn(one, API_STYLE_NAMES[style]);
  return [
    ...flow(one)[style],
    ...when(declared, pro(1, `${declared?.name} is declared so`, declared)),
    ...when(!declared && found.length > 0, pro(1, `the code serves ${count(found.length, 'endpoint')} of it`, { from: found[0] && lineOf(found[0].at) })),
    ...when(skill, pro(1, skill?.because ?? '', skill)),
  ];
}

export const API_STYLE_TABLE: ChoiceTable = {
  id: 'api-styles', title: 'API styles', source: 'Phase 5, API style decision', columns: ['best for', 'latency', 'complexity'],
  entries: API_STYLES.map(({ style, bestFor, latency, complexity }) => ({
    id: style, name: API_STYLE_NAMES[style][0], also: API_STYLE_NAMES[style].slice(1), cells: [joined(bestFor), latency, complexity], reasons: (one) => styleReasons(one, style),
  })),
  decides: ['apis.*.clients', 'apis.*.nested_data', 'apis.*.streaming', 'apis.*.public', 'security.clients', 'requirements.non_functional.real_time'],
  needs: ['endpoints'],
};

function versioningReasons(one: Case, strategy: VersioningRow['strategy']): readonly Reason[] {
  const open = apiWhere(one, 'public', (api) => api.public === true);
  const inside = open ? undefined : apiWhere(one, 'public', (api) => api.public === false) ?? apiWhere(one, 'clients', ({ clients = [] }) => clients.length > 0 && clients.every((client) => client === 'internal-service'));
  const declared = apiWhere(one, 'versioning', ({ versioning }) => versioning === strategy);
  const numbered = served(one).find(({ path }) => /^\/(?:api\/)?v\d+(?:\/|$)/.test(path ?? ''));
  const cached = Object.keys(declaredIn(one).caches ?? {})[0];
  const moving = declaredIn(one).migration !== undefined ? '/migration' : declaredIn(one).project.type === 'migration' ? '/project/type' : undefined;
  const own: Readonly<Record<typeof strategy, readonly Reason[]>> = {
    'url-path': [...when(open, pro(2, `${open?.name} is public`, open)), ...when(numbered, pro(1, 'the code serves such paths already', { from: numbered && lineOf(numbered.at) }))],
    'header': [...when(inside, pro(2, `${inside?.name} is internal`, inside)), ...when(open, con(1, `${open?.name} is public, and a header is harder to try out`, open))],
    'query': [...when(moving, pro(2, 'a migration is under way', { from: moving && fromOf(one, moving) })), ...when(cached, con(1, 'it troubles caches, and one is declared', { from: cached && fromOf(one, pointer('caches', cached)) }))],
    'none': [...when(inside, pro(1, `${inside?.name} is internal; it needs feature flags`, inside)), ...when(open, con(3, `${open?.name} is public, and a breaking change breaks its clients`, open))],
  };
  return [...own[strategy], ...when(declared, pro(1, `${declared?.name} is declared so`, declared))];
}

export const VERSIONING_TABLE: ChoiceTable = {
  id: 'api-versioning', title: 'API versioning', source: 'Phase 5, API versioning strategy', columns: ['for it', 'against it', 'when'],
  entries: VERSIONING.map(({ strategy, pros, cons, when: use }) => ({
    id: strategy, name: VERSIONING_NAMES[strategy][0], also: VERSIONING_NAMES[strategy].slice(1), cells: [pros, cons, use], reasons: (one) => versioningReasons(one, strategy),
  })),
  decides: ['apis.*.public', 'apis.*.clients', 'migration'],
  needs: ['endpoints'],
};
