import { placeText, type Mistake } from '../lib/mistake.ts';
import { roleOf, SLICE_LAYERS, type LayerRole } from '../lib/layers.ts';
import { nearest } from '../lib/nearest.ts';
import type { DeclaredLayer } from '../model/index.ts';
import { listed, meant } from './explain.ts';
import { down, flatten, itemsOf, textOf, type Tree, type TreeMap } from './tree.ts';

/** What the layers must be for their preset to mean anything. */
export function layerReferences(root: TreeMap): Mistake[] {
  const section = down(root, 'layers');
  const order = itemsOf(down(section, 'order'));
  if (section === undefined) return [];
  const mistakes: Mistake[] = [];
  const say = (message: string, tree: Tree): void => { mistakes.push({ message, at: tree.kind === 'scalar' ? tree.at : tree.key ?? tree.at }); };
  const presetTree = down(section, 'preset');
  const preset = textOf(presetTree) ?? 'layered';
  const layers = order.map((tree) => ({ tree, name: textOf(down(tree, 'name'))!, role: roleOf(flatten(tree).value as DeclaredLayer, preset) }));
  const names = layers.map(({ name }) => name);

  for (const [index, { tree, name }] of layers.entries()) {
    const path = `layers.order[${index}]`;
    const mayImport = down(tree, 'may_import');
    for (const item of itemsOf(mayImport)) {
      const other = textOf(item)!;
      if (!names.includes(other)) say(`${path}.may_import names the layer '${other}', which is not declared${meant(nearest(other, names))}; there are ${listed(names)}.`, item);
    }
    const pure = down(tree, 'pure');
    if (mayImport?.kind === 'list' && mayImport.items.length > 0 && pure?.kind === 'scalar' && pure.value === true) {
      say(`The layer ${name} is pure, so it may import no other layer; ${placeText(mayImport.key ?? mayImport.at)} says that it may.`, pure);
    }
  }

  const without = (role: LayerRole, why: string): void => {
    if (layers.some((layer) => layer.role === role)) return;
    say(`${why} needs a layer called ${role}, or one with 'role: ${role}'; there are ${listed(names)}.`, presetTree ?? section);
  };
  if (preset === 'hexagonal' || preset === 'onion') without('domain', `The preset ${preset}`);
  const inversion = down(section, 'dependency_inversion');
  if (inversion?.kind === 'scalar' && inversion.value === true) {
    if (preset !== 'layered') say(`dependency_inversion speaks of the preset layered; ${preset} ${preset === 'none' ? 'has no domain' : 'inverts by itself'}.`, inversion);
    else for (const role of ['domain', 'infrastructure'] as const) without(role, 'dependency_inversion');
  }
  if (preset === 'feature-sliced') {
    let lowest = -1;
    for (const { tree, name, role } of layers) {
      const rank = role === undefined ? -1 : SLICE_LAYERS.indexOf(role);
      if (rank < 0) say(`The preset feature-sliced has no layer '${name}'${meant(nearest(name, SLICE_LAYERS))}; it has ${listed(SLICE_LAYERS)}.`, down(tree, 'name')!);
      else if (rank < lowest) say(`'${name}' stands below ${SLICE_LAYERS[lowest]!}, but feature-sliced has it above.`, down(tree, 'name')!);
      lowest = Math.max(lowest, rank);
    }
  }
  const containers = down(section, 'containers');
  const per = down(section, 'per');
  if (containers !== undefined && textOf(per) === 'component') {
    say(`The layers repeat per component here, and in the containers at ${placeText(containers.key ?? containers.at)}; say one of the two.`, per!);
  }
  return mistakes;
}
