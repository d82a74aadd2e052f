import { defineFact, type Facts, type Place, type RemoteEdge } from '../model/index.ts';
import { hostOf } from '../lib/dependencies.ts';
import { compare } from '../lib/order.ts';

/** Calls to a sibling's host or address variable, and queues that one component writes to and another reads from. */
export default defineFact({
  name: 'remoteEdges',
  needs: ['architecture', 'components', 'outbound', 'messaging'],
  gather: ({ architecture, components, outbound, messaging }) => {
    const owner = (file: string): string | undefined => components.of[file]?.components.at(-1);
    const edges = new Map<string, RemoteEdge & { sites: Place[] }>();
    const add = (from: string | undefined, to: string | undefined, via: RemoteEdge['via'], what: string, at: Place): void => {
      if (from === undefined || to === undefined || from === to) return;
      const key = `${from} -> ${to} ${via} ${what}`;
      const edge = edges.get(key) ?? { from, to, via, what, sites: [] };
      edge.sites.push(at);
      edges.set(key, edge);
    };
    // A library answers no calls: `POSTHOG_HOST` is the provider's, not that of the component `posthog` that speaks to it.
    const names = components.components.map(({ name }) => name).filter((name) => architecture.declared.components[name]?.kind !== 'library');
    for (const { url, at, kind } of [...outbound.clients, ...outbound.calls]) {
      if (url === undefined || (kind !== 'http' && kind !== 'rpc')) continue;
      const to = siblingOf(url, names);
      if (to) add(owner(at.file), to, kind === 'rpc' ? 'grpc' : 'http', url, at);
    }
    // A generated stub bears its service's name: `new CurrencyServiceClient(process.env.ADDRESS, …)`.
    for (const { service, at, url } of outbound.clients) {
      const to = service === undefined || (url !== undefined && siblingOf(url, names)) ? undefined : siblingOf(`http://${service.replace(/Client$/, '')}`, names);
      add(owner(at.file), to, 'grpc', service ?? '', at);
    }
    ofQueues(messaging, (from, to, what, at) => add(owner(from), owner(to), 'queue', what, at));
    return [...edges.values()].sort((a, b) => compare(`${a.from} ${a.to} ${a.what}`, `${b.from} ${b.to} ${b.what}`));
  },
});

/** The component that an address names: by host (`http://orders-service:3000`) or by variable (`ORDERS_URL`). */
function siblingOf(url: string, names: readonly string[]): string | undefined {
  const host = hostOf(url)?.split('.')[0];
  const variable = /\benv\.([A-Z0-9_]{1,80})/.exec(url)?.[1]?.replace(/_(BASE_)?(URL|URI|HOST|ADDR|ADDRESS|ENDPOINT|ORIGIN)$/, '');
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '').replace(/(service|svc|api|server)$/, '');
  const wanted = [host, variable].filter((one) => one !== undefined).map(plain).filter((one) => one.length > 2);
  return names.find((name) => wanted.includes(plain(name)));
}

function ofQueues({ messages }: Facts['messaging'], add: (from: string, to: string, what: string, at: Place) => void): void {
  for (const sent of messages) {
    if (sent.role !== 'publish' || sent.channel === undefined || sent.engine === 'events') continue;
    for (const read of messages) if (read.role === 'consume' && read.engine === sent.engine && read.channel === sent.channel) add(sent.at.file, read.at.file, `${sent.engine} ${sent.channel}`, sent.at);
  }
}
