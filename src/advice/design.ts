import type { ArchitectureDeclaration } from '../model/index.ts';
import type { Answer, Block } from './answer.ts';
import { completeBrief, type GivenBrief } from './design/brief.ts';
import { declare } from './design/declare.ts';
import { documentBlocks, followsOf } from './design/document.ts';
import { titleOf } from './design/find.ts';
import { generalBlueprint } from './design/general.ts';
import { shapeOf, type Shape } from './design/shape.ts';
import { writeDesign } from './design/write.ts';
import type { Blueprint } from '../lib/knowledge/systems/blueprint.ts';
import { basisOf } from './design/decide.ts';
import { estimate } from './estimate.ts';
import { markdownText } from '../lib/escape.ts';
import { joined } from './case.ts';
import { show } from './show.ts';

export type WholeBrief = GivenBrief & { readonly project: { readonly team_size: number; readonly expected_users: string | number } };

export interface Design {
  readonly declaration: ArchitectureDeclaration;
  /** architecture.yaml. */
  readonly yaml: string;
  /** The design document, in Markdown. */
  readonly document: string;
  /** The whole of it, as an answer. */
  readonly full: Answer;
  /** What a terminal shows. */
  readonly short: Answer;
}

/** Designs a system: one of the ten from its worked starting point, any other from its brief alone. */
export function design(system: string, found: Blueprint | undefined, given: WholeBrief, documentName: string): Design {
  const blueprint = found ?? generalBlueprint(system, given);
  const shape = shapeOf(completeBrief(system, blueprint, given), blueprint);
  const declaration = declare(shape);
  const { brief, decision } = shape;
  const data = {
    system, as: blueprint.id,
    style: { name: decision.style, because: decision.styleBecause, kill_criteria_hold: brief.build }, load: { level: decision.load, because: decision.loadBecause },
    estimate: brief.numbers, sizes: blueprint.sizes(basisOf(brief)).map(({ name, value, unit, formula }) => ({ name, value, unit, formula })),
    assumed: brief.assumed, declaration,
  };
  const follows = followsOf(shape);
  const full: Answer = { command: 'design', data, blocks: documentBlocks(shape, declaration), follows };
  const title = `${found ? titleOf(found) : system}: design`;
  return {
    declaration, yaml: writeDesign(declaration, documentName),
    document: `# ${markdownText(title)}\n\n${show(full, { format: 'markdown' })}`,
    full, short: { command: 'design', data, blocks: shortBlocks(title, shape), follows: [] },
  };
}

function shortBlocks(title: string, shape: Shape): Block[] {
  const { brief, decision, components, stores, caches, queues, externals } = shape;
  const { blocks } = estimate(brief.estimates);
  const named = (what: string, names: readonly string[]): string[] => (names.length === 0 ? [] : [`${what}: ${joined(names)}.`]);
  return [
    { heading: title }, { text: decision.styleBecause }, { text: `${decision.loadBecause[0]!.toUpperCase()}${decision.loadBecause.slice(1)}.` }, ...blocks.slice(1, 2),
    { list: [
      ...named(decision.structure === 'one' ? 'Modules of one deployable' : 'Services', components.filter(({ kind }) => kind !== 'worker').map(({ name }) => name)), ...named('Workers', components.filter(({ kind }) => kind === 'worker').map(({ name }) => name)),
      ...named('Stores', stores.map(({ name, engine }) => `${name} (${engine})`)), ...named('Caches', caches.map(({ id }) => id)), ...named('Queues', queues.map(({ name, engine }) => `${name} (${engine})`)), ...named('Others', externals.map(({ id }) => id)),
    ] },
    ...(brief.assumed.length === 0 ? [] : [{ text: `Assumed, since nobody said: ${brief.assumed.map(({ key, value }) => `${key.split('.').at(-1)} ${value}`).join('; ')}.` }]),
  ];
}
