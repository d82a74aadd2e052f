import type { Branch, Link } from '../../model/index.ts';
import { PROTECTING } from '../../lib/endpoints.ts';
import type { Covering } from './fastify-hooks.ts';

/** A branch within another one. */
export const within = (outer: Branch | undefined, inner: Branch | undefined): Branch | undefined =>
  outer && inner ? { path: `${outer.path} ${inner.path}`, condition: inner.condition } : inner ?? outer;

/** The links that a route passes: a guard that stands only where the set-up says so keeps nobody out for certain. */
export const standing = (chain: readonly Covering[], route: Branch | undefined): Link[] => chain.map(({ link, branch }) => {
  if (branch === undefined || !PROTECTING.has(link.role) || isIn(route, branch) || chain.some((other) => PROTECTING.has(other.link.role) && isOtherwise(other.branch, branch))) return link;
  return { ...link, role: 'unknown', condition: branch.condition, confidence: 'low' };
});

const isIn = (inner: Branch | undefined, outer: Branch): boolean => inner !== undefined && `${inner.path} `.startsWith(`${outer.path} `);

/** `if (config.oidc) app.use(oidc()) else app.use(basicAuth())` */
const isOtherwise = (one: Branch | undefined, other: Branch): boolean =>
  one !== undefined && one.path.slice(0, -1) === other.path.slice(0, -1) && one.path.at(-1) !== other.path.at(-1);
