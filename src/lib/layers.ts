import type { ArchitectureDeclaration, DeclaredLayer } from '../model/index.ts';
import { listOf, pointer } from './declaration.ts';

export type LayerRole = NonNullable<DeclaredLayer['role']>;

export interface RankedLayer {
  readonly name: string;
  readonly index: number;
  readonly role?: LayerRole;
  /** What a pure layer may import in spite of it; undefined: the layer is not pure. */
  readonly pure?: { readonly allow: readonly string[]; readonly pointer: string };
  readonly pointer: string;
}

/** Why an import from one layer into another is allowed or not. */
export type DirectionKind =
  | 'same' | 'down' | 'inwards' | 'listed' | 'inversion'                       // allowed
  | 'up' | 'outwards' | 'unlisted' | 'pure' | 'skip' | 'adapters' | 'inverted'; // not allowed

export interface Direction {
  readonly allowed: boolean;
  readonly kind: DirectionKind;
  /** Half a sentence: `domain stands below application`. */
  readonly reason: string;
  /** The line of architecture.yaml that decides. */
  readonly pointer: string;
  /** Layer names from the first to the second, each step allowed; only where the import is not. Absent: there is none. */
  readonly route?: readonly string[];
}

export interface LayerDirections {
  readonly preset: NonNullable<NonNullable<ArchitectureDeclaration['layers']>['preset']>;
  readonly layers: readonly RankedLayer[];
  /** undefined: no such layer. */
  mayImport(from: string, to: string): Direction | undefined;
}

/** Names that say the role by themselves; other layers take it from `role:`. */
const ROLE_NAMES: readonly (readonly [RegExp, LayerRole])[] = [
  [/^domain(-model|-layer|-services?)?$/, 'domain'],
  [/^(application|use-?cases?)(-layer|-services?)?$/, 'application'],
  [/^(presentation|ui|web|api|controllers?|http)(-layer)?$/, 'presentation'],
  [/^(infrastructure|infra|persistence)(-layer)?$/, 'infrastructure'],
];
export const SLICE_LAYERS: readonly LayerRole[] = ['app', 'processes', 'pages', 'widgets', 'features', 'entities', 'shared'];
const WITH_PURE_DOMAIN = ['layered', 'hexagonal', 'onion'];

export function roleOf(layer: DeclaredLayer, preset: string): LayerRole | undefined {
  if (layer.role !== undefined) return layer.role;
  const name = layer.name.toLowerCase().replaceAll(/[\s_]+/g, '-');
  if (preset === 'feature-sliced') return SLICE_LAYERS.find((role) => role === name);
  return ROLE_NAMES.find(([pattern]) => pattern.test(name))?.[1];
}

/** The direction of imports that the declaration asks for; undefined: it declares no layers. */
export function layerDirections(declared: ArchitectureDeclaration): LayerDirections | undefined {
  const { layers: section } = declared;
  if (section === undefined) return undefined;
  const preset = section.preset ?? 'layered';
  const layers = section.order.map((layer, index) => ranked(layer, index, preset));
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const inwards = preset === 'hexagonal' || preset === 'onion';

  const direct = (from: RankedLayer, to: RankedLayer): Direction => {
    const yes = (kind: DirectionKind, reason: string, at = from.pointer): Direction => ({ allowed: true, kind, reason, pointer: at });
    const no = (kind: DirectionKind, reason: string, at = from.pointer): Direction => ({ allowed: false, kind, reason, pointer: at });
    const listed = section.order[from.index]!.may_import;
    if (from === to) return yes('same', `${from.name} may import itself`);
    if (listed !== undefined) {
      const at = `${from.pointer}/may_import`;
      return listed.includes(to.name)
        ? yes('listed', `${from.name} may import ${to.name}`, at)
        : no('unlisted', listed.length > 0 ? `${from.name} may import only ${listed.join(', ')}` : `${from.name} may import no other layer`, at);
    }
    const below = to.index > from.index;
    if (from.pure !== undefined && !(to.role === 'domain' && from.role === 'domain' && below)) {
      return no('pure', `${from.name} is pure`, from.pure.pointer);
    }
    if (inwards) {
      const [outer, inner] = [ring(from), ring(to)];
      if (outer > inner || (outer === inner && outer < 2 && below)) return yes('inwards', `${to.name} lies inside ${from.name}`);
      return outer === inner && outer === 2
        ? no('adapters', `${from.name} and ${to.name} are both adapters, which never import each other`, '/layers/preset')
        : no('outwards', `${to.name} lies outside ${from.name}`);
    }
    const inversion = preset === 'layered' && section.dependency_inversion === true;
    if (inversion && from.role === 'infrastructure' && to.role === 'domain') {
      return yes('inversion', `${from.name} implements the ports of ${to.name}`, '/layers/dependency_inversion');
    }
    if (inversion && from.role === 'domain' && to.role === 'infrastructure') {
      return no('inverted', `${to.name} implements the ports of ${from.name}, not the other way round`, '/layers/dependency_inversion');
    }
    if (!below) return no('up', `${to.name} stands above ${from.name}`);
    const between = layers.slice(from.index + 1, to.index);
    const skipped = section.closed === true ? between[0] : between.find(({ index }) => section.order[index]!.closed === true);
    if (skipped === undefined) return yes('down', `${to.name} stands below ${from.name}`);
    return no('skip', `${from.name} skips ${skipped.name}, which is closed`, section.closed === true ? '/layers/closed' : `${skipped.pointer}/closed`);
  };

  return {
    preset,
    layers,
    mayImport(from, to) {
      const [first, last] = [byName.get(from), byName.get(to)];
      if (first === undefined || last === undefined) return undefined;
      const direction = direct(first, last);
      const route = direction.allowed ? undefined : shortest(layers, first, last, (a, b) => direct(a, b).allowed);
      return route === undefined ? direction : { ...direction, route };
    },
  };
}

function ranked(layer: DeclaredLayer, index: number, preset: string): RankedLayer {
  const at = pointer('layers', 'order', index);
  const role = roleOf(layer, preset);
  const byPreset = layer.pure === undefined && role === 'domain' && WITH_PURE_DOMAIN.includes(preset);
  const pure = byPreset || layer.pure === true ? [] : typeof layer.pure === 'object' ? layer.pure.allow : undefined;
  return {
    name: layer.name, index, pointer: at,
    ...(role && { role }),
    ...(pure && { pure: { allow: listOf(pure), pointer: byPreset ? at : `${at}/pure` } }),
  };
}

/** From the middle: domain, application, everything else. */
const ring = ({ role }: RankedLayer): number => (role === 'domain' ? 0 : role === 'application' ? 1 : 2);

function shortest(layers: readonly RankedLayer[], from: RankedLayer, to: RankedLayer, allowed: (a: RankedLayer, b: RankedLayer) => boolean): string[] | undefined {
  const cameFrom = new Map<RankedLayer, RankedLayer | undefined>([[from, undefined]]);
  for (const layer of cameFrom.keys()) {
    if (layer === to) break;
    for (const next of layers) if (!cameFrom.has(next) && allowed(layer, next)) cameFrom.set(next, layer);
  }
  if (!cameFrom.has(to)) return undefined;
  const route: string[] = [];
  for (let step: RankedLayer | undefined = to; step !== undefined; step = cameFrom.get(step)) route.unshift(step.name);
  return route;
}
