import type {
  Architecture, ArchitectureDeclaration, DeclaredBulkhead, DeclaredCircuitBreaker, DeclaredCriticality, DeclaredDependency, DeclaredRetries, Place,
} from '../model/index.ts';

export { listOf } from './globs.ts';

/** JSON pointer of a value in architecture.yaml: `pointer('components', 'orders', 'path')` → `/components/orders/path`. */
export const pointer = (...keys: readonly (string | number)[]): string =>
  keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The keys of a pointer. */
export const keysOf = (at: string): string[] =>
  at.split('/').slice(1).map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The place of a value, or of the nearest value around it that stands in the file. */
export function placeOf(architecture: Pick<Architecture, 'file' | 'places'>, at: string): Place {
  for (let rest = at; rest !== ''; rest = rest.slice(0, rest.lastIndexOf('/'))) {
    const place = Object.hasOwn(architecture.places, rest) ? architecture.places[rest] : undefined;
    if (place !== undefined) return place;
  }
  return architecture.places[''] ?? { file: architecture.file ?? 'architecture.yaml', line: 1, column: 1 };
}

export type TargetKind = 'component' | 'external' | 'store' | 'queue' | 'cache';

/** Where the things that a dependency may name are declared. */
export const SECTION_OF: Readonly<Record<TargetKind, 'components' | 'externals' | 'data_stores' | 'queues' | 'caches'>> = {
  component: 'components', external: 'externals', store: 'data_stores', queue: 'queues', cache: 'caches',
};

/** What a dependency leads to; loading holds that it names exactly one thing. */
export function targetOf(dependency: DeclaredDependency): { readonly kind: TargetKind; readonly name: string } {
  for (const kind of Object.keys(SECTION_OF) as TargetKind[]) {
    const name = dependency[kind];
    if (name !== undefined) return { kind, name };
  }
  throw new Error('a dependency names nothing');
}

export interface DependencyEdge {
  /** The component that declares it. */
  readonly from: string;
  readonly kind: TargetKind;
  readonly to: string;
  readonly dependency: DeclaredDependency;
  readonly pointer: string;
}

/** Every declared dependency, in the order of the file. */
export const dependencyEdges = (declared: ArchitectureDeclaration): readonly DependencyEdge[] =>
  Object.entries(declared.components).flatMap(([from, component]) => (component.depends_on ?? []).map((dependency, index) => {
    const { kind, name } = targetOf(dependency);
    return { from, kind, to: name, dependency, pointer: pointer('components', from, 'depends_on', index) };
  }));

/** What is declared of failing calls to a dependency; each with the pointer of the line that says so. */
export interface Resilience {
  readonly timeout?: Said<string>;
  readonly retries?: Said<DeclaredRetries>;
  readonly circuit_breaker?: Said<DeclaredCircuitBreaker>;
  readonly bulkhead?: Said<DeclaredBulkhead>;
  readonly degradation?: Said<string>;
  readonly criticality?: Said<DeclaredCriticality>;
}
export interface Said<T> { readonly value: T; readonly pointer: string }

/** The dependency's own words, then those of the external that it names, then the circuit breaker of that name. */
export function resilienceOf(declared: ArchitectureDeclaration, edge: DependencyEdge): Resilience {
  const external = edge.kind === 'external' ? declared.externals?.[edge.to] : undefined;
  const breakers = declared.circuit_breakers ?? [];
  const breaker = breakers.findIndex(({ name }) => name === edge.to);
  const said: Record<string, Said<unknown>> = {};
  for (const key of ['timeout', 'retries', 'circuit_breaker', 'bulkhead', 'degradation', 'criticality'] as const) {
    const own = edge.dependency[key];
    const shared = external?.[key];
    if (own !== undefined) said[key] = { value: own, pointer: `${edge.pointer}/${key}` };
    else if (shared !== undefined) said[key] = { value: shared, pointer: pointer('externals', edge.to, key) };
    else if (key === 'circuit_breaker' && breaker >= 0) said[key] = { value: breakers[breaker], pointer: pointer('circuit_breakers', breaker) };
  }
  return said as Resilience;
}
