import { label } from '../../lib/mermaid.ts';
import { reaches, type Entity } from '../../lib/knowledge/systems/blueprint.ts';
import { infrastructureOf, instancesOf } from './declare-running.ts';
import { APP, workersOf, type Edge, type Shape } from './shape.ts';

/** A name as Mermaid takes one: letters, digits and underscores, and never a keyword such as `end`. */
const node = (kind: string, name: string): string => `${kind}_${name.replaceAll(/[^A-Za-z0-9]/g, '_')}`;
const boxed = (kind: Edge['kind'] | 'actor', name: string, words: string): string => {
  const text = `"${words}"`;
  const shape = kind === 'store' ? `[(${text})]` : kind === 'queue' ? `{{${text}}}` : kind === 'cache' ? `([${text}])` : kind === 'external' ? `[/${text}/]` : kind === 'actor' ? `((${text}))` : `[${text}]`;
  return `  ${node(kind, name)}${shape}`;
};

/** Components, and what they use. */
export function componentDiagram(shape: Shape): string {
  const { components, stores, queues, caches, externals, apis, decision } = shape;
  const inside = components.map(({ name }) => `  ${boxed('component', name, label(name))}`);
  const frame = decision.structure === 'one' ? ['  subgraph one["one deployable"]', ...inside, '  end'] : decision.style === 'cell-based' ? ['  component_cell_router["cell-router"]', '  subgraph one["one cell of many"]', ...inside, '  end'] : inside.map((line) => line.slice(2));
  const clients = [...new Set(apis.map(({ component }) => component))];
  const arrow = ({ kind, to, use }: Edge, from: string, consumes: boolean): string =>
    consumes ? `  ${node(kind, to)} -.-> ${node('component', from)}` : `  ${node('component', from)} ${use.mode === 'async' ? '-.->' : '-->'} ${node(kind, to)}`;
  const edges = components.flatMap(({ name, edges: own }) => own.flatMap((edge) => {
    const queue = edge.kind === 'queue' ? queues.find((one) => one.name === edge.to) : undefined;
    if (!queue) return [arrow(edge, name, false)];
    return [...(queue.producers.includes(name) ? [arrow(edge, name, false)] : []), ...(queue.consumers.includes(name) ? [arrow(edge, name, true)] : [])];
  }));
  return [
    'flowchart LR', boxed('actor', 'clients', 'clients'), ...frame,
    ...stores.map(({ name, engine }) => boxed('store', name, `${label(name)}<br/>${label(engine)}`)), ...queues.map(({ name, engine }) => boxed('queue', name, `${label(name)}<br/>${label(engine)}`)),
    ...caches.map(({ id }) => boxed('cache', id, `${label(id)}<br/>redis`)), ...externals.map(({ id }) => boxed('external', id, label(id))),
    ...(decision.style === 'cell-based' ? ['  actor_clients --> component_cell_router', ...clients.map((name) => `  component_cell_router --> ${node('component', name)}`)] : clients.map((name) => `  actor_clients --> ${node('component', name)}`)),
    ...edges,
  ].join('\n');
}

/** The core flow. Parts that share a component are one participant; what is not there at this size is left out. */
export function sequenceDiagram(shape: Shape): string {
  const { blueprint: { flow }, decision: { load } } = shape;
  const steps = flow.steps.filter(({ since, until }) => reaches(load, since) && (until === undefined || !reaches(load, until))).flatMap(({ from, to, says, reply }) => {
    const [a, b] = [participant(shape, from), participant(shape, to)];
    return a === undefined || b === undefined ? [] : [{ a, b, says, reply: reply === true }];
  });
  const names = [...new Map(steps.flatMap(({ a, b }) => [a, b]).map((one) => [one.id, one])).values()];
  return [
    'sequenceDiagram', ...names.map(({ id, words, person }) => `  ${person ? 'actor' : 'participant'} ${id} as ${plain(words)}`),
    ...steps.map(({ a, b, says, reply }) => `  ${a.id}${reply ? '-->>' : '->>'}${b.id}: ${plain(says)}`),
  ].join('\n');
}

interface Participant { readonly id: string; readonly words: string; readonly person: boolean }
const once = (kind: string, name: string, person = false): Participant => ({ id: node(kind, name), words: name, person });

/** Ids of a flow name a part, else a cache, a queue, an external or a store (with or without `-store`); anything else acts from outside. */
function participant({ blueprint, placed, stores, queues, caches, externals }: Shape, id: string): Participant | undefined {
  const part = placed.find((one) => one.part.id === id);
  if (part) return once('component', part.component);
  if (blueprint.caches.some((one) => one.id === id)) return caches.some((one) => one.id === id) ? once('cache', id) : undefined;
  if (blueprint.queues.some((one) => one.id === id)) {
    const queue = queues.find(({ slots }) => slots.some((slot) => slot.id === id));
    return queue && once('queue', queue.name);
  }
  if (blueprint.externals.some((one) => one.id === id)) return externals.some((one) => one.id === id) ? once('external', id) : undefined;
  const slot = id.replace(/-store$/, '');
  if (blueprint.stores.some((one) => one.id === id || one.id === slot)) {
    const store = stores.find(({ slots }) => slots.some((one) => one.slot.id === id || one.slot.id === slot));
    return store && once('store', store.name);
  }
  return once('actor', id, true);
}

/** Text after a colon runs to the end of its line; a semicolon or a hash would end or change it. */
const plain = (text: string): string => text.replaceAll(/[\n\r]+/g, ' ').replaceAll(';', ',').replaceAll('#', '#35;');

/** Entities with their fields, and whose they are. */
export function entityDiagram({ components }: Pick<Shape, 'components'>): string | undefined {
  const entities: Entity[] = components.flatMap(({ parts }) => parts.flatMap(({ entities: own = [] }) => own));
  if (entities.length === 0) return undefined;
  const names = new Set(entities.map(({ name }) => name));
  const word = (name: string): string => name.replaceAll(/[^A-Za-z0-9_]/g, '_');
  return [
    'erDiagram',
    ...entities.flatMap(({ name, fields, key = 1 }) => (fields.length === 0 ? [`  ${word(name)}`] : [`  ${word(name)} {`, ...fields.map((field, index) => `    ${typeOf(field)} ${word(field)}${index < key ? ' PK' : ''}`), '  }'])),
    ...entities.flatMap(({ name, of = [] }) => of.filter((owner) => names.has(owner)).map((owner) => `  ${word(owner)} ||--o{ ${word(name)} : has`)),
  ].join('\n');
}

const typeOf = (field: string): string =>
  /_at$|_until$|^(?:at|since|day|hour|minute)$|_from$|_to$/.test(field) ? 'timestamp' : /(?:_minor|sequence|clicks|count|version|limit|seconds?|number|score|bytes|searches|chosen|height|bitrate|duration|members|multiplier)$/.test(field) ? 'number' : /s$/.test(field) && !/(?:address|ours|theirs)$/.test(field) ? 'list' : 'text';

/** Where it runs: edge, instances, stores, and the second region. */
export function deploymentDiagram(shape: Shape): string {
  const { components, stores, queues, caches, decision, brief } = shape;
  const { regions, orchestration } = infrastructureOf(shape);
  const { min } = instancesOf(shape, 1000);
  const running = decision.structure === 'one' ? [[APP, brief.build ? 1 : min] as const, ...(workersOf(shape).length > 0 ? [['app as worker', 2] as const] : [])] : components.map(({ name }) => [name, undefined] as const);
  const region = (id: string, name: string, passive: boolean): string[] => [
    `  subgraph ${id}["${label(name)}${passive ? ', stands by' : ''}"]`,
    ...(decision.style === 'cell-based' ? [`    ${id}_router["cell-router"]`, `    ${id}_cells["cells 1 to n<br/>each with all below"]`, `    ${id}_router --> ${id}_cells`] : []),
    ...running.map(([one, count]) => `    ${id}_${node('c', one)}["${label(one)}${count === undefined ? '' : ` × ${count}`}"]`),
    ...[...stores.map(({ name: one, engine }) => [one, engine] as const), ...queues.filter(({ engine }) => engine !== 'postgresql').map(({ name: one, engine }) => [one, engine] as const), ...caches.map(({ id: one }) => [one, 'redis'] as const)].map(([one, engine], index) => `    ${id}_s${index}[("${label(one)}<br/>${label(engine)}")]`),
    '  end',
  ];
  const second = regions?.secondary?.[0];
  const entry = (id: string): string => (decision.style === 'cell-based' ? `${id}_router` : id);
  return [
    'flowchart TB', '  users(("users"))', `  edge["${brief.build ? 'the platform’s router' : 'edge: content delivery, firewall'}"]`, '  users --> edge',
    ...region('r1', `${regions?.primary ?? 'the region'}, ${orchestration}`, false), `  edge --> ${entry('r1')}`,
    ...(second === undefined ? [] : [...region('r2', second, regions?.replication === 'active-passive'), `  edge -.-> ${entry('r2')}`, `  r1 -. replicates .-> r2`]),
  ].join('\n');
}
