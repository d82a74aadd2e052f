import type { Codeowners, OwnershipLine } from '../model/index.ts';
import { isMatch } from './globs.ts';

/** The line of CODEOWNERS that holds for a path: the last that matches. */
export function ownershipOf({ lines }: Codeowners): (path: string) => OwnershipLine | undefined {
  const compiled = lines.map((line) => ({ line, matches: matcherOf(line.pattern) })).reverse();
  return (path) => compiled.find(({ matches }) => matches(path))?.line;
}

/** As in a git ignore file: without an inner slash a pattern holds at any depth, `docs/*` for the folder's own files alone. */
function matcherOf(pattern: string): (path: string) => boolean {
  const anchored = /\/(?!$)/.test(pattern);
  const inner = pattern.replace(/^\//, '').replace(/\/$/, '');
  if (inner === '' || inner === '*') return () => true;
  const glob = anchored ? inner : `**/${inner}`;
  const matches = isMatch(glob);
  const direct = anchored && /(?:^|\/)\*$/.test(inner) ? inner.split('/').length : undefined;
  return (path) => matches(path) && (direct === undefined || path.split('/').length === direct);
}

/** `@acme/Team-Payments` → `team-payments`: what a declared owner and a CODEOWNERS line are compared by. */
export const ownerName = (owner: string): string => owner.toLowerCase().replace(/^@/, '').replace(/^[^/@]+\//, '').replace(/[\s_]+/g, '-');

/** Whether two names may mean one owner: the same, one with a `team` about it, or the organisation for one of its teams. */
export function sameOwner(declared: string, listed: string): boolean {
  const bare = (name: string): string => ownerName(name).replace(/^(?:team|squad)-|-(?:team|squad|devs?|developers|engineers|engineering|maintainers|owners)$/g, '');
  const organisation = /^@([^/]+)\//.exec(listed)?.[1];
  return bare(declared) === bare(listed) || organisation?.toLowerCase() === declared.toLowerCase().replace(/^@/, '') || declared.toLowerCase() === listed.toLowerCase();
}
