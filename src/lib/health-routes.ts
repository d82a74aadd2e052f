import type { Endpoint } from '../model/index.ts';
import { HEALTH } from './endpoints.ts';
import { matchesWildcard } from './wildcard.ts';

/** A server for the probes alone answers at its root. */
const HEALTH_MODULE = /(?:^|\/)health-?(?:check)?s?(?:[-.](?:server|app|service|api))*\.[cm]?[jt]s$/i;

/** Routes of a service that tell whether it is well, the plainest first. */
export const healthRoutes = (own: readonly Endpoint[]): Endpoint[] => own
  .filter(({ path, chain, method, at }) => path !== undefined && !/^(?:POST|PUT|PATCH|DELETE)$/.test(method ?? '') && (HEALTH.test(path) || (path === '/' && HEALTH_MODULE.test(at.file))) && !/metrics/.test(path) && !ofSomethingElse(path, own) && !isForCallers(path, chain))
  .sort((a, b) => plainness(a) - plainness(b));

/** Whether a route answers where a probe asks. */
export const answers = ({ path }: Endpoint, asked: string): boolean => {
  const plain = asked.replace(/[?#].*$/, '').replace(/(.)\/$/, '$1');
  return path === plain || path === '/*' || matchesWildcard((path ?? '').replace(/:\w+\*?/g, '*'), plain);
};

/** `/orders/:id/status`, `/integrations/github/oauth/status` */
const ofSomethingElse = (path: string, own: readonly Endpoint[]): boolean => !/health|live|ready/i.test(path)
  && (/[:{*]/.test(path) || path.split('/').filter((part) => !/^(?:|api|v\d+)$/.test(part)).length > 2 || own.some((other) => other.path?.startsWith(`${path}/:`)));

/** A prober has no key: `/sdk/status` behind one tells callers of their own account. */
const isForCallers = (path: string, chain: Endpoint['chain']): boolean => !/health|live|ready/i.test(path) && chain.some(({ role, scope }) => role === 'authentication' && scope !== 'global');

/** `/health` says it more plainly than `/integrations/github/status`, which may be the status of something else. */
const plainness = ({ path = '' }: Endpoint): number => (/health|live|ready/i.test(path) ? 0 : 10) + path.split('/').length;
