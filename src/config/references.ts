import { placeText, type Mistake } from '../lib/mistake.ts';
import { nearest } from '../lib/nearest.ts';
import { parseDay, parseDuration } from '../lib/quantity.ts';
import { listed, oneOf } from './explain.ts';
import { layerReferences } from './layer-references.ts';
import { down, entriesOf, itemsOf, textOf, type Tree, type TreeMap } from './tree.ts';

/** What may be named, and the word for it. */
type Kind = 'component' | 'external' | 'store' | 'queue' | 'cache' | 'layer' | 'context' | 'saga' | 'environment';
const SECTIONS = { component: 'components', external: 'externals', store: 'data_stores', queue: 'queues', cache: 'caches' } as const;

/**
 * What a schema cannot say: that what is named exists, that names are told apart, that numbers fit each other.
 * `templates`: contexts, sagas and breakers written as the source document's templates, whose names may be of services elsewhere.
 */
export function references(root: TreeMap, templates: ReadonlySet<Tree>, exists: (file: string) => boolean): Mistake[] {
  const judge = new Judge(root, templates, exists);
  judge.all();
  return [...judge.mistakes, ...layerReferences(root)];
}

class Judge {
  readonly mistakes: Mistake[] = [];
  private readonly root: TreeMap;
  private readonly templates: ReadonlySet<Tree>;
  private readonly exists: (file: string) => boolean;
  private readonly names: Readonly<Record<Kind, ReadonlyMap<string, Tree>>>;

  constructor(root: TreeMap, templates: ReadonlySet<Tree>, exists: (file: string) => boolean) {
    this.root = root;
    this.templates = templates;
    this.exists = exists;
    const keyed = (section: string): Map<string, Tree> => new Map(entriesOf(down(root, section)));
    this.names = {
      component: keyed('components'), external: keyed('externals'), store: keyed('data_stores'), queue: keyed('queues'), cache: keyed('caches'),
      layer: named(down(root, 'layers', 'order')), context: named(down(root, 'contexts')), saga: named(down(root, 'sagas')),
      environment: named(down(root, 'infrastructure', 'environments')),
    };
  }

  all(): void {
    this.priorities();
    this.components();
    this.data();
    this.sagas();
    this.elsewhere();
    this.rules();
    this.scoring();
    this.distinct();
    this.decisions(this.root, '');
    this.days(this.root);
  }

  private say(message: string, tree: Tree): void {
    this.mistakes.push({ message, at: tree.kind === 'scalar' ? tree.at : tree.key ?? tree.at });
  }

  /** Every text in `tree` names one of the kinds. `lenient`: only what is nearly such a name is a mistake. */
  private mustExist(tree: Tree | undefined, path: string, kinds: readonly Kind[], lenient = false): void {
    for (const item of itemsOf(tree)) {
      const name = textOf(item);
      if (name === undefined || kinds.some((kind) => this.names[kind].has(name))) continue;
      const known = kinds.flatMap((kind) => [...this.names[kind].keys()]);
      const near = nearest(name, known);
      if (lenient && near === undefined) continue;
      const section = kinds[0]! in SECTIONS ? SECTIONS[kinds[0] as keyof typeof SECTIONS] : `${kinds[0]}s`;
      const there = known.length === 0 ? `; none ${kinds.length > 1 ? 'of them ' : ''}is declared` : near === undefined ? `; there ${known.length === 1 ? 'is' : 'are'} ${listed(known)}` : '';
      const other = near === undefined ? undefined : kinds.map((kind) => this.names[kind].get(near)).find((one) => one !== undefined);
      const where = other === undefined ? '' : ` (did you mean '${near}', declared at ${placeText(other.key ?? other.at)}?)`;
      this.say(`${path} names the ${oneOf(kinds)} '${name}', which is not declared${kinds.length === 1 && kinds[0]! in SECTIONS ? ` under ${section}` : ''}${where}${there}.`, item);
    }
  }

  private priorities(): void {
    const ranks = new Map<unknown, readonly [string, Tree]>();
    for (const [name, tree] of entriesOf(down(this.root, 'priorities'))) {
      const rank = tree.kind === 'scalar' ? tree.value : undefined;
      const before = ranks.get(rank);
      if (before) this.say(`priorities.${name} is ${String(rank)}, and so is ${before[0]} at ${placeText(before[1].at)}; a ranking gives each rank once.`, tree);
      else ranks.set(rank, [name, tree]);
    }
  }

  private components(): void {
    const folders = new Map<string, readonly [string, Tree]>();
    for (const [name, component] of this.names.component) {
      const path = `components.${name}`;
      for (const item of itemsOf(down(component, 'path'))) {
        const folder = textOf(item)!.replace(/^\.\//, '').replace(/(\/\*\*(\/\*)?|\/)$/, '');
        const before = folders.get(folder);
        if (before && before[0] !== name) this.say(`${path} has the same path as ${before[0]} at ${placeText(before[1].at)}; a file belongs to one component.`, item);
        else if (before) this.say(`${path}.path names '${textOf(item)!}' twice.`, item);
        else folders.set(folder, [name, item]);
      }
      this.mustExist(down(component, 'data', 'store'), `${path}.data.store`, ['store']);
      this.dependencies(name, component);
      const [min, max] = [numberAt(component, 'scaling', 'min'), numberAt(component, 'scaling', 'max')];
      if (min !== undefined && max !== undefined && min > max) this.say(`${path}.scaling.max is ${max}, less than its min of ${min} at ${placeText(down(component, 'scaling', 'min')!.at)}.`, down(component, 'scaling', 'max')!);
      this.waits(component, path);
    }
    for (const [name, external] of this.names.external) this.waits(external, `externals.${name}`);
  }

  private dependencies(name: string, component: Tree): void {
    const seen = new Map<string, Tree>();
    for (const [index, dependency] of itemsOf(down(component, 'depends_on')).entries()) {
      const path = `components.${name}.depends_on[${index}]`;
      for (const kind of Object.keys(SECTIONS) as (keyof typeof SECTIONS)[]) {
        const target = down(dependency, kind);
        if (target === undefined) continue;
        this.mustExist(target, `${path}.${kind}`, [kind]);
        if (kind === 'component' && textOf(target) === name) this.say(`${path} makes ${name} depend on itself.`, target);
        const key = JSON.stringify([kind, textOf(target), textOf(down(dependency, 'mode')), textOf(down(dependency, 'via'))]);
        const before = seen.get(key);
        if (before) this.say(`${path} says the same as the dependency on ${textOf(target)!} at ${placeText(before.at)}.`, target);
        else seen.set(key, target);
      }
      this.waits(dependency, path);
    }
  }

  /** The first wait between attempts is not longer than the longest. */
  private waits(tree: Tree | undefined, path: string): void {
    const [first, longest] = [down(tree, 'retries', 'initial_delay'), down(tree, 'retries', 'max_delay')];
    const [from, to] = [textOf(first), textOf(longest)].map((text) => (text === undefined ? undefined : parseDuration(text)));
    if (from !== undefined && to !== undefined && from > to) this.say(`${path}.retries.max_delay is ${textOf(longest)!}, less than the initial_delay of ${textOf(first)!} at ${placeText(first!.at)}.`, longest!);
  }

  private data(): void {
    for (const [name, store] of this.names.store) this.mustExist(down(store, 'owner'), `data_stores.${name}.owner`, ['component']);
    for (const [name, cache] of this.names.cache) {
      this.mustExist(down(cache, 'store'), `caches.${name}.store`, ['store']);
      this.mustExist(down(cache, 'used_by'), `caches.${name}.used_by`, ['component']);
    }
    for (const [name, queue] of this.names.queue) {
      for (const key of ['producers', 'consumers']) this.mustExist(down(queue, key), `queues.${name}.${key}`, ['component']);
    }
    for (const [index, context] of itemsOf(down(this.root, 'contexts')).entries()) {
      const lenient = this.templates.has(context);
      this.mustExist(down(context, 'components'), `contexts[${index}].components`, ['component'], lenient);
      // In words, too: "PostgreSQL (dedicated schema)". Only what looks like a misspelt name is told.
      this.mustExist(down(context, 'data_store'), `contexts[${index}].data_store`, ['store'], true);
    }
  }

  private sagas(): void {
    for (const [index, saga] of itemsOf(down(this.root, 'sagas')).entries()) {
      const lenient = this.templates.has(saga);
      this.mustExist(down(saga, 'orchestrator'), `sagas[${index}].orchestrator`, ['component'], lenient);
      for (const [step, tree] of itemsOf(down(saga, 'steps')).entries()) this.mustExist(down(tree, 'service'), `sagas[${index}].steps[${step}].service`, ['component', 'external'], lenient);
    }
    for (const [index, need] of itemsOf(down(this.root, 'consistency')).entries()) {
      this.mustExist(down(need, 'components'), `consistency[${index}].components`, ['component']);
      this.mustExist(down(need, 'saga'), `consistency[${index}].saga`, ['saga']);
    }
    for (const [index, breaker] of itemsOf(down(this.root, 'circuit_breakers')).entries()) {
      this.mustExist(down(breaker, 'name'), `circuit_breakers[${index}].name`, ['external', 'component', 'store', 'queue', 'cache'], this.templates.has(breaker));
    }
  }

  private elsewhere(): void {
    const at = (...keys: string[]): Tree | undefined => down(this.root, ...keys);
    for (const [name, api] of entriesOf(at('apis'))) this.mustExist(down(api, 'component'), `apis.${name}.component`, ['component']);
    this.mustExist(at('style', 'serverless_for'), 'style.serverless_for', ['component']);
    this.mustExist(at('style', 'event_sourcing_for'), 'style.event_sourcing_for', ['component', 'context']);
    for (const [index, pattern] of itemsOf(at('patterns')).entries()) this.mustExist(down(pattern, 'components'), `patterns[${index}].components`, ['component']);
    for (const key of ['extracting', 'completed', 'data_extracted']) this.mustExist(at('migration', key), `migration.${key}`, ['context', 'component'], true);
    this.mustExist(at('migration', 'monolith'), 'migration.monolith', ['component']);
    for (const [index, environment] of itemsOf(at('infrastructure', 'environments')).entries()) {
      const path = `infrastructure.environments[${index}]`;
      const mirrors = down(environment, 'mirrors');
      this.mustExist(mirrors, `${path}.mirrors`, ['environment']);
      if (mirrors !== undefined && textOf(mirrors) === textOf(down(environment, 'name'))) this.say(`${path} mirrors itself.`, mirrors);
    }
    const primary = at('infrastructure', 'regions', 'primary');
    for (const region of itemsOf(at('infrastructure', 'regions', 'secondary'))) {
      if (primary !== undefined && textOf(region) === textOf(primary)) this.say(`The region ${textOf(region)!} is secondary here and primary at ${placeText(primary.at)}.`, region);
    }
  }

  private rules(): void {
    for (const [index, rule] of itemsOf(down(this.root, 'rules')).entries()) {
      const path = `rules[${index}]`;
      for (const key of ['from', 'to']) {
        this.mustExist(down(rule, key, 'layer'), `${path}.${key}.layer`, ['layer']);
        this.mustExist(down(rule, key, 'component'), `${path}.${key}.component`, ['component']);
      }
      for (const key of ['deny', 'allow']) {
        this.mustExist(down(rule, key, 'layers'), `${path}.${key}.layers`, ['layer']);
        this.mustExist(down(rule, key, 'components'), `${path}.${key}.components`, ['component']);
      }
      const says = (...keys: string[]): string | undefined => keys.find((key) => down(rule, key) !== undefined);
      const [imports, names] = [says('to', 'deny', 'allow'), says('must_match', 'require')];
      if (imports === undefined && names === undefined) this.say(`${path} forbids nothing; it needs one of to, deny, allow, must_match and require.`, rule);
      if (imports !== undefined && says('from', 'files') === undefined) this.say(`${path} has '${imports}' and binds no files; say which with 'from'.`, rule);
      if (names !== undefined && says('files') === undefined) this.say(`${path} has '${names}' and looks at no files; say which with 'files'.`, rule);
    }
  }

  private scoring(): void {
    const weights = down(this.root, 'scoring', 'weights');
    if (weights?.kind !== 'map' || weights.entries.size === 0) return;
    const defaults: Record<string, number> = { simplicity: 20, scalability: 15, reliability: 15, security: 15, maintainability: 15, 'cost-efficiency': 10, operability: 5, evolvability: 5 };
    for (const [name] of weights.entries) defaults[name] = numberAt(weights, name)!;
    const sum = Object.values(defaults).reduce((total, weight) => total + weight, 0);
    if (Math.abs(sum - 100) > 1e-9) {
      this.say(`The weights sum to ${Math.round(sum * 100) / 100} and must sum to 100; dimensions that are not named keep theirs (${Object.entries(defaults).map(([name, weight]) => `${name} ${weight}`).join(', ')}).`, weights);
    }
  }

  /** Names of one list are told apart. */
  private distinct(): void {
    const lists: readonly (readonly [string, Tree | undefined])[] = [
      ['contexts', down(this.root, 'contexts')], ['sagas', down(this.root, 'sagas')], ['rules', down(this.root, 'rules')],
      ['circuit_breakers', down(this.root, 'circuit_breakers')], ['infrastructure.environments', down(this.root, 'infrastructure', 'environments')], ['layers.order', down(this.root, 'layers', 'order')],
    ];
    for (const [path, list] of lists) {
      const seen = new Map<string, Tree>();
      for (const item of itemsOf(list)) {
        const name = down(item, 'name');
        const text = textOf(name);
        if (name === undefined || text === undefined) continue;
        const before = seen.get(text);
        if (before) this.say(`${path} has '${text}' twice; the first is at ${placeText(before.at)}.`, name);
        else seen.set(text, name);
      }
    }
    const waivers = new Map<string, Tree>();
    for (const waiver of itemsOf(down(this.root, 'waivers'))) {
      const key = JSON.stringify([textOf(down(waiver, 'check')), textOf(down(waiver, 'subject'))]);
      const before = waivers.get(key);
      if (before) this.say(`This waiver says the same as the one at ${placeText(before.at)}.`, waiver);
      else waivers.set(key, waiver);
    }
  }

  /** A record that is named as a file must be there. */
  private decisions(tree: Tree, path: string): void {
    if (tree.kind === 'list') tree.items.forEach((item, index) => this.decisions(item, `${path}[${index}]`));
    if (tree.kind !== 'map') return;
    for (const [key, value] of tree.entries) {
      const inner = path === '' ? key : `${path}.${key}`;
      const text = key === 'decision' ? textOf(value) : undefined;
      if (text !== undefined && /^[^\s:]+\.(md|mdx|adoc|txt|rst)$/i.test(text) && !this.exists(text)) this.say(`${inner} names the record '${text}', which does not exist.`, value);
      else if (key !== 'options' && key !== 'example') this.decisions(value, inner);
    }
  }

  private days(tree: Tree): void {
    if (tree.kind === 'list') tree.items.forEach((item) => this.days(item));
    if (tree.kind !== 'map') return;
    for (const [key, value] of tree.entries) {
      const text = ['expires', 'last_tested', 'restore_tested'].includes(key) ? textOf(value) : undefined;
      if (text !== undefined && parseDay(text) === undefined) this.say(`There is no day ${text}.`, value);
      else this.days(value);
    }
  }
}

function named(list: Tree | undefined): Map<string, Tree> {
  const names = new Map<string, Tree>();
  for (const item of itemsOf(list)) {
    const name = down(item, 'name');
    if (name !== undefined && textOf(name) !== undefined && !names.has(textOf(name)!)) names.set(textOf(name)!, name);
  }
  return names;
}

const numberAt = (tree: Tree | undefined, ...keys: string[]): number | undefined => {
  const found = down(tree, ...keys);
  return found?.kind === 'scalar' && typeof found.value === 'number' ? found.value : undefined;
};
