import type { Endpoint, Expression, Link } from '../../model/index.ts';
import { nameOf } from './expressions.ts';

/** A wrapper, of a library or of the team's own, that leaves addresses out: `unless(['/login'], guard)`, `except('/api/public/*', guard)`. */
const WRAPPER = /^(?:unless|except|skip(?:For|On|Paths|Routes)?|exclude(?:Paths|Routes)?|ignore(?:Paths|Routes))$/;
/** Of express-unless: `guard.unless({ path: ['/login'] })`. */
const OF_GUARD = /\.unless$/;

export const leavesOut = (value: Expression): boolean => OF_GUARD.test(nameOf(value)) || WRAPPER.test(nameOf(value));

/** The addresses that a guard is taken away from, where all of them are written out. */
export function exemptPaths(value: Expression): readonly string[] | undefined {
  if (!('call' in value) || !leavesOut(value)) return undefined;
  const given = OF_GUARD.test(nameOf(value)) ? value.args.flatMap((one) => ('object' in one && Object.hasOwn(one.object, 'path') ? [one.object.path!] : []))[0] : value.args[0];
  const written = given && 'list' in given ? given.list : given ? [given] : [];
  const paths = written.flatMap((one) => ('value' in one && typeof one.value === 'string' && one.value.startsWith('/') ? plainOf(one.value) : []));
  return paths.length > 0 && paths.length === written.length ? paths : undefined;
}

/** A pattern is read where it is a plain beginning: `/^\/orders/`, `/^\/public\/.*$/`. */
function plainOf(written: string): string[] {
  const pattern = /^\/(\^?\\\/.*)\/[a-z]*$/.exec(written)?.[1];
  if (pattern === undefined) return /[\\^$]/.test(written) ? [] : [written];
  const plain = pattern.replace(/^\^/, '').replace(/(?:\\\/)?(?:\.\*|\(\.\*\))?\$?$/, '').replace(/\\\//g, '/');
  return /^(?:\/[\w-]+)+$/.test(plain) ? [plain] : [];
}

/** Takes from an endpoint the links that leave its address out. */
export function withoutExempt(endpoint: Endpoint): Endpoint {
  if (!endpoint.chain.some(({ except }) => except)) return endpoint;
  const path = `${endpoint.path ?? ''}/`;
  const holds = ({ except }: Link): boolean => !except?.some((one) => path.includes(`${one.replace(/\/?\*+$/, '').replace(/(.)\/$/, '$1')}/`));
  return { ...endpoint, chain: endpoint.chain.filter(holds).map(({ except: _, ...link }) => link) };
}
