import type { ArchitectureDeclaration, OutboundCall, OutboundClient, Place } from '../model/index.ts';
import { isMatch } from './globs.ts';
import { dependencyEdges, listOf, pointer, resilienceOf, type DependencyEdge, type Resilience } from './declaration.ts';

/** A declared dependency outside the component, with what marks it in code. */
export interface DeclaredTarget {
  readonly name: string;
  readonly pointer: string;
  readonly packages: readonly string[];
  readonly hosts: readonly string[];
  readonly env: readonly string[];
  /** Files that no other external's adapter claims. */
  readonly adapter?: (file: string) => boolean;
  readonly said: Resilience;
  readonly edges: readonly DependencyEdge[];
}

/** All of a part of the repository: who speaks from there to an address that the code does not say may mean anybody. */
const WHOLE = /(?:^|\/)(?:src|source|libs?|libraries|apps?|packages|server|api|services|backend|modules)\/\*\*(?:\/\*)?$|^\*\*/;

/** Externals, with what is declared of their failing; edges of components to them included. */
export function declaredExternals(declared: ArchitectureDeclaration): readonly DeclaredTarget[] {
  const edges = dependencyEdges(declared);
  const adapters = new Map(Object.entries(declared.externals ?? {}).flatMap(([name, { adapter }]) => {
    const places = listOf(adapter).filter((pattern) => !WHOLE.test(pattern));
    return places.length === 0 ? [] : [[name, isMatch(places)] as const];
  }));
  return Object.entries(declared.externals ?? {}).map(([name, external]) => {
    const own = edges.filter((edge) => edge.kind === 'external' && edge.to === name);
    const at = pointer('externals', name);
    const alone = { from: '', kind: 'external' as const, to: name, dependency: { external: name }, pointer: at };
    const said = Object.assign({}, ...[alone, ...own].map((edge) => resilienceOf(declared, edge))) as Resilience;
    const claims = adapters.get(name);
    const adapter = claims && ((file: string): boolean => claims(file) && ![...adapters].some(([other, matches]) => other !== name && matches(file)));
    return { name, pointer: own[0]?.pointer ?? at, packages: external.packages ?? [], hosts: external.hosts ?? [], env: external.env ?? [], ...(adapter && { adapter }), said, edges: own };
  });
}

const REMOTE: ReadonlySet<string> = new Set(['http', 'rpc', 'sdk', 'mail']);

/** True when the call goes to the external: by its package, its host, an address from one of its variables, or out of its adapter to where the code does not say. */
export function goesTo(target: Pick<DeclaredTarget, 'packages' | 'hosts' | 'env' | 'adapter'>, call: Pick<OutboundCall | OutboundClient, 'package' | 'url' | 'kind' | 'at'>): boolean {
  if (target.packages.some((name) => name === call.package || (name.endsWith('*') && call.package.startsWith(name.slice(0, -1))))) return true;
  const { url } = call;
  if (url === undefined || (url.startsWith('${') && target.env.length === 0)) return REMOTE.has(call.kind) && target.adapter?.(call.at.file) === true;
  const host = hostOf(url);
  if (host !== undefined && target.hosts.some((name) => host === name || host.endsWith(`.${name}`) || (name.startsWith('*.') && host.endsWith(name.slice(1))))) return true;
  return target.env.some((name) => url.startsWith('${') && url.includes(name));
}

/** The host of an address as far as it is fixed; none where its name goes on behind that (`https://shop-${stage}.example.com`). */
export function hostOf(url: string): string | undefined {
  const [, host, after] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@\s]{0,200}@)?([^/:?#\s$]{1,253})(.?)/i.exec(url) ?? [];
  return host === undefined || (after === '$' && /[-._]$/.test(host)) ? undefined : host.toLowerCase();
}

export const seconds = (ms: number): string => (ms < 1000 ? `${ms} ms` : ms < 120_000 ? `${ms / 1000} s` : `${Math.round(ms / 6000) / 10} min`);

export const placeText = ({ file, line }: Place): string => `${file}:${line}`;
