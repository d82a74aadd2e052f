import { dependencyEdges, keysOf, listOf } from '../../lib/declaration.ts';
import { API_STYLES } from '../../lib/knowledge/apis.ts';
import { CACHING, STORES, type StoreRow } from '../../lib/knowledge/data.ts';
import { PATTERNS } from '../../lib/knowledge/patterns.ts';
import { KEEP_SIGNALS } from '../../lib/knowledge/review.ts';
import { INTEGRATIONS } from '../../lib/knowledge/structure.ts';
import { selectStyle, STYLES } from '../../lib/knowledge/styles.ts';
import { UsageError } from '../../lib/mistake.ts';
import { listed } from '../../lib/module-imports.ts';
import { nearest } from '../../lib/nearest.ts';
import type { AnyCheck, ArchitectureDeclaration } from '../../model/index.ts';
import type { Followed } from '../answer.ts';
import { OPEN, type Alternative, type Draft } from './draft.ts';

export type KnownCheck = Pick<AnyCheck, 'id' | 'title' | 'why' | 'fix' | 'effort'>;
type Part = Partial<Draft> & { readonly follows?: Followed };
type Kind = 'api' | 'cache' | 'component' | 'external' | 'pattern' | 'queue' | 'store' | 'style' | 'waiver';

const WHY = `${OPEN} why.`;
const NOT = `${OPEN} why not.`;
const MOST = 3;
const given = (...texts: (string | false | undefined)[]): string[] => texts.filter((text): text is string => typeof text === 'string');
const words = (list: readonly string[]): string => listed(list, 8);
const because = (reason: string | undefined): string => (reason === undefined ? WHY : reason);

/** What the declaration and the tables say of `store:orders-db`, `style`, `waiver:missing-timeouts` and the like. */
export function about(subject: string, declared: ArchitectureDeclaration, checks: readonly KnownCheck[]): Part {
  const [word = '', ...rest] = subject.split(':');
  const kind = word.trim();
  const name = rest.join(':').trim();
  if (!(kind in ABOUT)) throw new UsageError(`There is nothing called '${kind}' to write about.${meant(kind, Object.keys(ABOUT))} --about takes style, or one of ${Object.keys(ABOUT).filter((one) => one !== 'style').join(', ')} with a name: store:orders-db.`);
  if (name === '' && kind !== 'style') throw new UsageError(`--about ${kind} needs a name: ${kind}:NAME. Declared: ${words(Object.keys(namesOf(kind as Kind, declared))) || 'none'}.`);
  return ABOUT[kind as Kind](name, declared, checks);
}

const meant = (word: string, known: readonly string[]): string => {
  const near = nearest(word, known);
  return near === undefined ? '' : ` Did you mean '${near}'?`;
};

function namesOf(kind: Kind, { components, externals = {}, data_stores = {}, caches = {}, queues = {}, apis = {}, waivers = [] }: ArchitectureDeclaration): Readonly<Record<string, unknown>> {
  switch (kind) {
    case 'component': return components;
    case 'external': return externals;
    case 'store': return data_stores;
    case 'cache': return caches;
    case 'queue': return queues;
    case 'api': return apis;
    case 'waiver': return Object.fromEntries(waivers.map((waiver) => [waiver.check, waiver]));
    case 'pattern': return Object.fromEntries(PATTERNS.map((pattern) => [pattern.id, pattern]));
    case 'style': return {};
  }
}

function named<T>(kind: Kind, name: string, declared: ArchitectureDeclaration): T {
  const all = namesOf(kind, declared);
  if (Object.hasOwn(all, name)) return all[name] as T;
  const where = kind === 'pattern' ? 'The pattern library has' : 'architecture.yaml declares';
  throw new UsageError(`There is no ${kind} '${name}'.${meant(name, Object.keys(all))} ${where} ${words(Object.keys(all)) || 'none'}.`);
}

const usersOf = (declared: ArchitectureDeclaration, kind: string, name: string): string[] =>
  dependencyEdges(declared).filter((edge) => edge.kind === kind && edge.to === name).map(({ from }) => from);

const storeRow = (engine: string | undefined, purpose?: string): StoreRow | undefined =>
  STORES.find((row) => row.purpose === purpose) ?? STORES.find(({ engines }) => engine !== undefined && engines.includes(engine.toLowerCase()));

const ABOUT: Readonly<Record<Kind, (name: string, declared: ArchitectureDeclaration, checks: readonly KnownCheck[]) => Part>> = {
  store(name, declared) {
    const store = named<NonNullable<ArchitectureDeclaration['data_stores']>[string]>('store', name, declared);
    const row = storeRow(store.engine, store.purpose);
    const owners = Object.entries(declared.components).filter(([, { data }]) => listOf(data?.store).includes(name));
    const entities = [...(store.entities ?? []), ...owners.flatMap(([, { data }]) => data?.owns ?? [])];
    const first = STORES[0]!;
    const others = row === undefined ? [first] : [row, ...(row === first ? [STORES[1]!] : [first])];
    const isChosen = (fit: string): boolean => fit.toLowerCase() === store.engine.toLowerCase();
    return {
      context: given(entities.length > 0 && `${name} holds ${words([...new Set(entities)])}.`, owners.length > 0 && `It belongs to ${words(owners.map(([component]) => component))}.`, row && `What is asked of it: ${row.need}.`),
      decision: [`${name} runs on ${store.engine}. ${because(store.reason)}`],
      positive: given(row?.bestFit.some(isChosen) && `The selection guide puts ${row.bestFit.find(isChosen)} first for ${row.need}.`, store.scaling?.reason),
      negative: given(row?.avoid && `Not for everything: ${row.avoid} is what the guide warns of here.`),
      risks: given(store.storage_limit !== undefined && `It is full at ${store.storage_limit}.`, store.backup === undefined && 'No backup is declared.'),
      alternatives: others.flatMap((other) => other.bestFit.filter((fit) => !isChosen(fit)).slice(0, MOST).map((option): Alternative => ({
        option, pros: `Fits ${other.need}`, cons: other.avoid === undefined || other === first ? 'Another store to learn and run' : `To be avoided: ${other.avoid}`, whyNot: other !== row && row ? `What is asked is ${row.need}.` : NOT,
      }))),
      nameIn: [`data_stores.${name}.decision`],
      follows: { rule: row ? `For ${row.need}: ${row.bestFit.join(', ')}.` : 'PostgreSQL first, unless the need says otherwise.', source: 'Phase 4, database selection' },
    };
  },

  style(_name, declared) {
    const { style, project: { team_size: team }, requirements, contexts = [] } = declared;
    if (style === undefined) throw new UsageError('architecture.yaml declares no style, so there is nothing to write about it.');
    const row = STYLES.find((one) => one.style === style.name);
    const { peak_to_baseline, audit_trail, temporal_queries } = requirements?.non_functional ?? {};
    const walked = team === undefined ? undefined : selectStyle({
      developers: team, independentDeployability: style.independent_deployability, boundedContexts: contexts.length || undefined, peakOverBaseline: peak_to_baseline, auditWithTemporalQueries: audit_trail === true && temporal_queries === true,
    });
    const chosenByChart = walked?.styles.includes(style.name);
    const alternatives = STYLES.filter((one) => one.style !== style.name && (one.teamMinimum <= (team ?? Infinity) || walked?.styles.includes(one.style) || one.style === 'microservices'));
    return {
      context: given(walked && `The selection flowchart, for ${team} developers: ${walked.steps.map(({ question, then }) => `${question}, ${then}`).join('; ')}.`),
      decision: [`The style is ${style.name}. ${style.reason !== undefined && !/\.mdx?$/.test(style.reason) ? style.reason : WHY}`],
      positive: given(row && `It suits where ${words(row.bestWhen)}.`, chosenByChart && 'The selection flowchart leads here.'),
      negative: given(row && `Its complexity is ${row.complexity}.`, walked && !chosenByChart && `The selection flowchart leads to ${words(walked.styles)} instead.`),
      risks: given(row && `It is to be avoided where: ${row.avoidWhen.join('; ')}.`, row && team !== undefined && team < row.teamMinimum && `It asks for ${row.teamMinimum} developers; there are ${team}.`),
      alternatives: alternatives.slice(0, 4).map((one): Alternative => ({
        option: one.style, pros: `Suits where ${words(one.bestWhen)}`, cons: `${one.complexity} complexity; avoid where: ${one.avoidWhen.join('; ')}`,
        whyNot: team !== undefined && team < one.teamMinimum ? `It asks for ${one.teamMinimum} developers; there are ${team}.` : NOT,
      })),
      nameIn: ['style.decision'],
      follows: { rule: row ? `${row.style}: from ${row.teamMinimum} ${row.teamMinimum === 1 ? 'developer' : 'developers'} on, ${row.complexity} complexity.` : 'The selection flowchart.', source: 'Phase 2, decision matrix' },
    };
  },

  component(name, declared) {
    const { responsibility, owner, path, public_api, depends_on = [] } = named<ArchitectureDeclaration['components'][string]>('component', name, declared);
    const users = usersOf(declared, 'component', name);
    const uses = dependencyEdges(declared).filter((edge) => edge.from === name);
    const unclear = KEEP_SIGNALS.find(({ id }) => id === 'unclear-boundary')!;
    return {
      context: given(responsibility, users.length > 0 && `${words(users)} ${users.length === 1 ? 'depends' : 'depend'} on it.`, ...uses.map(({ to, dependency }) => dependency.reason !== undefined && `It needs ${to}: ${dependency.reason}`)),
      decision: [`${name} is a part of its own, in ${words(listOf(path))}${owner === undefined ? '' : `, and belongs to ${words(listOf(owner))}`}. ${WHY}`],
      positive: given(public_api !== undefined && `Others import only ${words(listOf(public_api))}; the rest can change freely.`),
      negative: given(depends_on.length > 0 && `It has ${depends_on.length} declared ${depends_on.length === 1 ? 'dependency' : 'dependencies'} to keep: ${words(uses.map(({ to }) => to))}.`),
      risks: [unclear.signal],
      alternatives: [{ option: 'Leave it inside its neighbour', pros: 'No boundary to keep', cons: 'Its code and data stay open to others', whyNot: NOT }],
      nameIn: [`components.${name}.decision`],
      follows: { rule: unclear.signal, source: 'Edge cases, when not to split' },
    };
  },

  external(name, declared) {
    const external = named<NonNullable<ArchitectureDeclaration['externals']>[string]>('external', name, declared);
    const row = INTEGRATIONS.find(({ kind }) => kind === external.kind);
    const users = usersOf(declared, 'external', name);
    return {
      context: given(row && `${name} is ${row.situation}.`, users.length > 0 && `${words(users)} ${users.length === 1 ? 'needs' : 'need'} it.`),
      decision: [`${name} is reached through ${row?.strategy ?? 'a place of its own'}${external.adapter === undefined ? '' : ` in ${words(listOf(external.adapter))}`}. ${WHY}`],
      positive: given(external.degradation !== undefined && `Without it: ${external.degradation}`),
      negative: given(row?.adapter === 'mandatory' && 'A layer is written and kept in step with an interface that others change.', row?.adapter === 'thin' && 'A thin layer is kept around its SDK.'),
      risks: given(external.degradation === undefined && 'Nothing says what users still have while it is away.', external.timeout === undefined && 'No timeout is declared.'),
      alternatives: [
        { option: 'Call it from wherever it is needed', pros: 'No layer to write', cons: 'Its model and its failures spread through the code', whyNot: row?.adapter === 'none' ? NOT : `The guide asks for ${row?.strategy ?? 'a layer'}.` },
        { option: 'Another provider, or building it', pros: OPEN, cons: OPEN, whyNot: NOT },
      ],
      nameIn: [`externals.${name}.decision`],
      ...(row && { follows: { rule: `${row.situation}: ${row.strategy}.`, source: 'Phase 3, anti-corruption layer' } }),
    };
  },

  queue(name, declared) {
    const queue = named<NonNullable<ArchitectureDeclaration['queues']>[string]>('queue', name, declared);
    const row = STORES.find(({ purpose }) => purpose === 'queue')!;
    const same = (fit: string): boolean => queue.engine !== undefined && fit.toLowerCase().startsWith(queue.engine.toLowerCase());
    return {
      context: given(queue.producers && queue.consumers && `${words(queue.producers)} ${queue.producers.length === 1 ? 'writes' : 'write'} to ${name}, and ${words(queue.consumers)} ${queue.consumers.length === 1 ? 'reads' : 'read'} it.`, queue.events && `It carries ${words(queue.events)}.`, queue.ordering !== undefined && `The order that must hold: ${queue.ordering}.`),
      decision: [`${name} runs on ${queue.engine ?? OPEN}. ${WHY}`],
      positive: given('Whoever writes does not wait for whoever reads.', queue.dead_letter !== undefined && queue.dead_letter !== 'none' && `What cannot be handled waits in ${queue.dead_letter}.`),
      negative: ['Messages arrive at least once, so consumers must be idempotent.'],
      risks: given(queue.dead_letter === undefined && 'Messages that cannot be handled have nowhere to go.', queue.idempotency_key === undefined && 'No field tells a message that was seen before.'),
      alternatives: [
        ...row.bestFit.filter((fit) => !same(fit)).map((option): Alternative => ({ option, pros: 'In the guide for messages', cons: 'Another broker to learn and run', whyNot: NOT })),
        { option: 'A table of the database', pros: 'Nothing new to run', cons: 'Polling, locks and vacuuming', whyNot: `The guide warns of ${row.avoid}.` },
      ],
      nameIn: [`queues.${name}.decision`],
      follows: { rule: `For ${row.need}: ${row.bestFit.join(', ')}; avoid ${row.avoid}.`, source: 'Phase 4, database selection' },
    };
  },

  cache(name, declared) {
    const cache = named<NonNullable<ArchitectureDeclaration['caches']>[string]>('cache', name, declared);
    const row = CACHING.find(({ pattern }) => pattern === cache.pattern);
    return {
      context: given(cache.store !== undefined && `${name} saves reads of ${cache.store}.`, cache.expected_hit_ratio !== undefined && `It is expected to answer ${Math.round(cache.expected_hit_ratio * 100)} % of the reads.`, row && `Its pattern is for where ${row.useWhen}.`),
      decision: [`${name} is filled by ${cache.pattern ?? OPEN}${cache.engine === undefined ? '' : ` on ${cache.engine}`}. ${WHY}`],
      positive: ['The database is asked less, and answers come sooner.'],
      negative: given(row && `Wrong entries are removed by ${row.invalidation}.`, cache.ttl !== undefined && `Readers may see values up to ${cache.ttl} old.`),
      risks: given(cache.stampede_protection === undefined && 'Hot keys that run out are computed by everybody at once.', cache.invalidation === undefined && 'Nothing says how a wrong entry is removed.'),
      alternatives: CACHING.filter((one) => one !== row && one.pattern !== 'stampede-prevention').map((one): Alternative => ({ option: one.pattern, pros: `For where ${one.useWhen}`, cons: `Invalidation: ${one.invalidation}`, whyNot: NOT })),
      nameIn: [`caches.${name}.decision`],
      follows: { rule: row ? `${row.pattern}: where ${row.useWhen}.` : 'The caching table.', source: 'Phase 4, caching strategy' },
    };
  },

  api(name, declared) {
    const api = named<NonNullable<ArchitectureDeclaration['apis']>[string]>('api', name, declared);
    const row = API_STYLES.find(({ style }) => style === api.style);
    return {
      context: given(api.component !== undefined && `${api.component} offers ${name}${api.public ? ' to the public' : ''}.`),
      decision: [`${name} is ${api.style}. ${WHY}`],
      positive: given(row && `It suits ${words(row.bestFor)}.`),
      negative: given(row && `Its latency is ${row.latency}, its complexity ${row.complexity}.`),
      risks: given(api.versioning === undefined && 'Nothing says how a new version is told from an old one.', api.public === true && api.rate_limit === undefined && 'It is public, and no limit of its rate is declared.'),
      alternatives: API_STYLES.filter((one) => one !== row).map((one): Alternative => ({ option: one.style, pros: `Suits ${words(one.bestFor)}`, cons: `${one.latency} latency, ${one.complexity} complexity`, whyNot: NOT })),
      nameIn: [`apis.${name}.decision`],
      follows: { rule: row ? `${row.style}: ${row.bestFor.join(', ')}.` : 'The API styles.', source: 'Phase 5, API style' },
    };
  },

  pattern(name, declared) {
    const pattern = named<(typeof PATTERNS)[number]>('pattern', name, declared);
    const use = (declared.patterns ?? []).find((one) => (typeof one === 'string' ? one : one.name) === name);
    return {
      context: [pattern.purpose, `It is for where ${pattern.useWhen.join('; or ')}.`],
      decision: [`The pattern ${pattern.name} is used${typeof use === 'object' && use.components ? ` in ${words(use.components)}` : ''}. ${because(typeof use === 'object' ? use.reason : undefined)}`, `Its steps: ${pattern.steps.join(' ')}`],
      risks: [`It is out of place where ${pattern.avoidWhen.join('; or ')}.`, ...given(pattern.note)],
      alternatives: [{ option: 'Do without it', pros: 'Fewer moving parts', cons: `${OPEN} what then goes wrong.`, whyNot: NOT }],
      follows: { rule: `${pattern.name}: ${pattern.useWhen.join('; ')}.`, source: 'Phase 10, patterns' },
    };
  },

  waiver(name, declared, checks) {
    const waivers = declared.waivers ?? [];
    const { reason, subject, owner, expires } = named<(typeof waivers)[number]>('waiver', name, declared);
    const own = waivers.flatMap((waiver, index) => (waiver.check === name ? [{ ...waiver, index }] : []));
    const check = checks.find(({ id }) => id === name);
    return {
      context: given(check && `The check ${name} asks: ${check.title}. ${check.why}`, `Waived: ${words(own.map((waiver) => waiver.subject))}.`),
      decision: own.length === 1 ? [`The finding at ${subject} is accepted${expires === undefined ? '' : ` until ${expires}`}${owner === undefined ? '' : `, by ${words(listOf(owner))}`}. ${reason}`] : own.map((waiver) => `${waiver.subject} is accepted${waiver.expires === undefined ? '' : ` until ${waiver.expires}`}. ${waiver.reason}`),
      positive: check ? [`The work of mending it (${check.effort} effort) is put off.`] : [],
      negative: given(check?.why),
      risks: given(expires === undefined ? 'The waiver has no last day, so nothing asks again.' : undefined, own.some((waiver) => waiver.subject.includes('*')) && 'A wildcard also covers findings that are yet to come.'),
      alternatives: check ? [{ option: 'Mend it', pros: check.fix, cons: `${check.effort} effort`, whyNot: reason }] : [],
      nameIn: own.map(({ index }) => keysOf(`/waivers/${index}/decision`).join('.')),
      follows: { rule: 'A waiver has a reason, an owner, a last day and a decision behind it.', source: 'Phase 9, decision records' },
    };
  },
};

/** What every record of a project may begin from. */
export function setting({ project, requirements }: ArchitectureDeclaration): Part {
  const { availability, latency_p99, throughput, consistency } = requirements?.non_functional ?? {};
  const asked = given(availability !== undefined && `availability ${availability}`, latency_p99 !== undefined && `latency ${latency_p99}`, throughput !== undefined && `throughput ${throughput}`, consistency !== undefined && `${consistency} consistency`);
  return {
    context: given(
      (project.stage !== undefined || project.team_size !== undefined) && `${project.name}${project.stage === undefined ? '' : ` is at the stage ${project.stage}`}${project.team_size === undefined ? '' : `${project.stage === undefined ? ' is' : ', and is'} developed by ${project.team_size} ${project.team_size === 1 ? 'person' : 'people'}`}.`,
      asked.length > 0 && `Asked of it: ${asked.join(', ')}.`,
    ),
  };
}
