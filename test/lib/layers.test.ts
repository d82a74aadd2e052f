import { describe, expect, it } from 'vitest';
import { layerDirections } from '../../src/lib/layers.ts';
import type { ArchitectureDeclaration, DeclaredLayer, DeclaredLayers } from '../../src/model/index.ts';

const declare = (layers: DeclaredLayers): ArchitectureDeclaration => ({ version: 1, project: { name: 'x' }, components: {}, layers });
const order = (...names: string[]): DeclaredLayer[] => names.map((name) => ({ name, path: `src/${name}` }));
const FOUR = order('presentation', 'application', 'domain', 'infrastructure');
const directions = (layers: DeclaredLayers) => layerDirections(declare(layers))!;
const said = (layers: DeclaredLayers, from: string, to: string) => {
  const { allowed, kind } = directions(layers).mayImport(from, to)!;
  return `${allowed ? 'yes' : 'no'}: ${kind}`;
};

describe('layered', () => {
  it('points down the list', () => {
    expect(said({ order: FOUR }, 'presentation', 'infrastructure')).toBe('yes: down');
    expect(said({ order: FOUR }, 'application', 'application')).toBe('yes: same');
    expect(said({ order: FOUR }, 'application', 'presentation')).toBe('no: up');
  });
  it('keeps the domain pure unless the layer says otherwise', () => {
    expect(said({ order: FOUR }, 'domain', 'infrastructure')).toBe('no: pure');
    const open = FOUR.map((layer) => (layer.name === 'domain' ? { ...layer, pure: false } : layer));
    expect(said({ order: open }, 'domain', 'infrastructure')).toBe('yes: down');
  });
  it('lets infrastructure implement the ports of the domain, and nothing above it', () => {
    const inverted: DeclaredLayers = { order: FOUR, dependency_inversion: true };
    expect(said(inverted, 'infrastructure', 'domain')).toBe('yes: inversion');
    expect(said(inverted, 'infrastructure', 'application')).toBe('no: up');
    expect(said({ order: FOUR }, 'infrastructure', 'domain')).toBe('no: up');
  });
  it('does not skip a closed layer, and shows the way through it', () => {
    const layers = order('ui', 'facade', 'store');
    expect(said({ order: layers }, 'ui', 'store')).toBe('yes: down');
    expect(directions({ order: layers, closed: true }).mayImport('ui', 'store')).toEqual({
      allowed: false, kind: 'skip', reason: 'ui skips facade, which is closed', pointer: '/layers/closed', route: ['ui', 'facade', 'store'],
    });
    expect(directions({ order: [layers[0]!, { ...layers[1]!, closed: true }, layers[2]!] }).mayImport('ui', 'store')!.pointer).toBe('/layers/order/1/closed');
  });
  it('follows may_import in place of the order', () => {
    const layers: DeclaredLayers = { order: [{ name: 'a', path: 'a' }, { name: 'b', path: 'b', may_import: ['a'] }, { name: 'c', path: 'c', may_import: [] }] };
    expect(said(layers, 'b', 'a')).toBe('yes: listed');
    expect(said(layers, 'b', 'c')).toBe('no: unlisted');
    expect(directions(layers).mayImport('c', 'a')!.reason).toBe('c may import no other layer');
    expect(directions(layers).mayImport('a', 'z')).toBeUndefined();
  });
  it('has no route where there is none', () => {
    expect(directions({ order: FOUR }).mayImport('domain', 'infrastructure')!.route).toBeUndefined();
  });
});

describe.each(['hexagonal', 'onion'] as const)('%s', (preset) => {
  const layers: DeclaredLayers = { preset, order: order('web', 'persistence', 'application', 'domain') };
  it('points inwards', () => {
    expect(said(layers, 'web', 'application')).toBe('yes: inwards');
    expect(said(layers, 'persistence', 'domain')).toBe('yes: inwards');
    expect(said(layers, 'application', 'domain')).toBe('yes: inwards');
    expect(said(layers, 'application', 'persistence')).toBe('no: outwards');
    expect(said(layers, 'domain', 'application')).toBe('no: pure');
  });
  it('keeps adapters apart', () => {
    expect(directions(layers).mayImport('web', 'persistence')).toMatchObject({ allowed: false, kind: 'adapters', pointer: '/layers/preset' });
  });
  it('lets a ring of the domain import the one inside it', () => {
    const rings: DeclaredLayers = { preset, order: order('web', 'application', 'domain-services', 'domain-model') };
    expect(said(rings, 'domain-services', 'domain-model')).toBe('yes: inwards');
    expect(said(rings, 'domain-model', 'domain-services')).toBe('no: pure');
  });
});

describe('other presets', () => {
  it('feature-sliced points down, and entities are not a domain', () => {
    const layers: DeclaredLayers = { preset: 'feature-sliced', order: order('app', 'pages', 'features', 'entities', 'shared') };
    expect(said(layers, 'pages', 'entities')).toBe('yes: down');
    expect(said(layers, 'entities', 'features')).toBe('no: up');
    expect(directions(layers).layers.some(({ pure }) => pure)).toBe(false);
  });
  it('none knows no pure domain', () => {
    expect(said({ preset: 'none', order: FOUR }, 'domain', 'infrastructure')).toBe('yes: down');
  });
  it('takes a role where the name does not say it', () => {
    const layers: DeclaredLayers = { preset: 'hexagonal', order: [{ name: 'in', path: 'in' }, { name: 'uc', path: 'uc', role: 'application' }, { name: 'core', path: 'core', role: 'domain' }] };
    expect(said(layers, 'in', 'core')).toBe('yes: inwards');
    expect(said(layers, 'core', 'uc')).toBe('no: pure');
  });
  it('is absent without layers', () => {
    expect(layerDirections({ version: 1, project: { name: 'x' }, components: {} })).toBeUndefined();
  });
});
