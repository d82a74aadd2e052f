import { isOfADeveloper } from './developers.ts';
import type { ArchitectureDeclaration, Components, DeclaredComponent, Files, Place, Unit, Units } from '../model/index.ts';

/** What the checks about services judge: a deployable unit that serves or works, with the modules that run in it. */
export interface Service {
  readonly name: string;
  readonly kind: 'service' | 'worker' | 'function';
  readonly framework: string;
  readonly at: Place;
  readonly dir: string;
  /** Production modules of the server that run in it, sorted. */
  readonly modules: readonly string[];
  /** True also for modules of its folder that no import reaches: instrumentation is loaded by a flag, or by the framework. */
  readonly holds: (path: string) => boolean;
  /** The component that its entry belongs to. */
  readonly component?: string;
}

/** Stands in for another system while the team works. */
const STAND_IN = /(?:^|\/)(?:stubs?|mocks?|fakes?)(?:-[\w-]+)?\/|(?:^|\/)[\w-]+-(?:stubs?|mocks?)\/|(?:^|\/)(?:mock|fake|stub)[-_.]?(?:[\w-]{0,30}[-_.]?)?(?:server|api|service)\.[cm]?[jt]s$/i;
/** Without those that stand in for another system, or start for a developer what runs elsewhere. */
export function realUnits(units: readonly Unit[]): readonly Unit[] {
  const real = units.filter(({ entry }) => !STAND_IN.test(entry.file) && !isOfADeveloper(entry.file));
  return units.filter((unit) => real.includes(unit) || (!STAND_IN.test(unit.entry.file) && !real.some(({ kind, dir }) => (kind === unit.kind || kind === 'function') && dir === unit.dir)));
}

/** Units that serve or work; functions of one folder are one service. Command lines and frontends are none. */
export function servicesOf({ units }: Units, { files }: Files, components?: Pick<Components, 'of'>): Service[] {
  const serving = new Set(files.filter(({ role, side, language }) => role === 'production' && language && side !== 'browser').map(({ path }) => path));
  const byName = new Map<string, Service>();
  const real = realUnits(units);
  const reached = new Set(real.flatMap(({ modules }) => modules));
  for (const unit of real) {
    if (unit.kind !== 'service' && unit.kind !== 'worker' && unit.kind !== 'function') continue;
    const name = unit.kind === 'function' ? groupOf(unit) : unit.name;
    const known = byName.get(name);
    const modules = [...new Set([...(known?.modules ?? []), ...unit.modules])].filter((path) => serving.has(path)).sort();
    const run = new Set(modules);
    const component = known?.component ?? components?.of[unit.entry.file]?.components[0];
    const inside = unit.dir === '.' ? '' : `${unit.dir}/`;
    byName.set(name, {
      name, kind: known?.kind ?? unit.kind, framework: known?.framework ?? unit.framework, at: known?.at ?? unit.startedAt ?? unit.entry, dir: known?.dir ?? unit.dir, modules,
      holds: (path) => run.has(path) || (serving.has(path) && !reached.has(path) && path.startsWith(inside)) || (known?.holds(path) ?? false),
      ...(component !== undefined && { component }),
    });
  }
  return [...byName.values()];
}

/** Functions of one package are one service; those of the root's bear its name (`shop/orders` → `shop`). */
export const groupOf = ({ name, package: owner, dir }: Unit): string => {
  const folder = owner ?? dir;
  return folder === '.' ? name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/') : folder;
};

/** It runs to its end by itself: nobody calls it, and it takes no work from a queue. */
export const isBatch = ({ kind, framework }: Pick<Unit, 'kind' | 'framework'>): boolean => kind === 'worker' && framework === 'node';

/** The declared component of a service. */
export const declaredOf = (service: Service, declared: ArchitectureDeclaration): DeclaredComponent | undefined =>
  service.component === undefined ? undefined : declared.components[service.component];

/** Whether more than one process of it is declared to run at a time. */
export const isReplicated = (component: DeclaredComponent | undefined): boolean =>
  component !== undefined && ((component.replicas ?? 0) > 1 || (component.scaling?.min ?? 0) > 1 || (component.scaling?.max ?? 0) > 1 || component.scaling?.strategy === 'horizontal');
