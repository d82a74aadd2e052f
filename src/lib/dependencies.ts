import type { ArchitectureDeclaration, OutboundCall, OutboundClient, Place } from '../model/index.ts';
import { dependencyEdges, pointer, resilienceOf, type DependencyEdge, type Resilience } from './declaration.ts';

/** A declared dependency outside the component, with what marks it in code. */
export interface DeclaredTarget {
  readonly name: string;
  readonly pointer: string;
  readonly packages: readonly string[];
  readonly hosts: readonly string[];
  readonly env: readonly string[];
  readonly said: Resilience;
  readonly edges: readonly DependencyEdge[];
}

/** Externals, with what is declared of their failing; edges of components to them included. */
export function declaredExternals(declared: ArchitectureDeclaration): readonly DeclaredTarget[] {
  const edges = dependencyEdges(declared);
  return Object.entries(declared.externals ?? {}).map(([name, external]) => {
    const own = edges.filter((edge) => edge.kind === 'external' && edge.to === name);
    const at = pointer('externals', name);
    const alone = { from: '', kind: 'external' as const, to: name, dependency: { external: name }, pointer: at };
    const said = Object.assign({}, ...[alone, ...own].map((edge) => resilienceOf(declared, edge))) as Resilience;
    return { name, pointer: own[0]?.pointer ?? at, packages: external.packages ?? [], hosts: external.hosts ?? [], env: external.env ?? [], said, edges: own };
  });
}

/** True when the call goes to the external: by its package, its host, or an address from one of its variables. */
export function goesTo(target: Pick<DeclaredTarget, 'packages' | 'hosts' | 'env'>, call: Pick<OutboundCall | OutboundClient, 'package' | 'url'>): boolean {
  if (target.packages.some((name) => name === call.package || (name.endsWith('*') && call.package.startsWith(name.slice(0, -1))))) return true;
  const { url } = call;
  if (url === undefined) return false;
  const host = hostOf(url);
  if (host !== undefined && target.hosts.some((name) => host === name || host.endsWith(`.${name}`) || (name.startsWith('*.') && host.endsWith(name.slice(1))))) return true;
  return target.env.some((name) => url.startsWith('${') && url.includes(name));
}

/** The host of an address as far as it is fixed. */
export const hostOf = (url: string): string | undefined => /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@\s]{0,200}@)?([^/:?#\s$]{1,253})/i.exec(url)?.[1]?.toLowerCase();

export const seconds = (ms: number): string => (ms < 1000 ? `${ms} ms` : ms < 120_000 ? `${ms / 1000} s` : `${Math.round(ms / 6000) / 10} min`);

export const placeText = ({ file, line }: Place): string => `${file}:${line}`;
