import { defineCheck, type Architecture, type Bound, type Evidence, type Judgement, type OutboundCall, type OutboundClient, type Place, type Unjudged } from '../../src/model/index.ts';
import { placeOf } from '../../src/lib/declaration.ts';
import { declaredExternals, type DeclaredTarget, goesTo, hostOf, seconds } from '../../src/lib/dependencies.ts';
import { meshTimeouts, serviceOf, type MeshRule } from '../../src/lib/mesh.ts';
import { parseDuration } from '../../src/lib/quantity.ts';
import { shownFiles } from '../../src/lib/shown-files.ts';

const LIMIT_OF_EVIDENCE = 20;

interface Options { readonly max: string }

/** What a subject is held against; `running`: the modules that a unit loads. */
interface Standards { readonly externals: readonly DeclaredTarget[]; readonly architecture: Architecture; readonly longest: number; readonly rules: readonly MeshRule[]; readonly running: ReadonlySet<string> }

/** One thing to mend: a client, or the calls of one function that are made on none, or all loose ones of a module. */
interface Subject { readonly name: string; readonly client?: OutboundClient; readonly clients?: readonly OutboundClient[]; readonly calls: readonly OutboundCall[] }

export default defineCheck<'outbound' | 'architecture' | 'files' | 'kubernetes' | 'units', Options>({
  id: 'missing-timeouts',
  dimension: 'reliability',
  severity: 'critical',
  phase: '12.8',
  from: 'MVP',
  effort: 'low',
  title: 'Timeouts on all external calls',
  why: 'A call without a bound holds its connection, memory and caller until the other side answers, which may be never.',
  fix: 'Give the call, its client or the shared wrapper a bound: `signal: AbortSignal.timeout(5000)`, `timeout: 5000`, `query_timeout: 5000`.',
  grading: 'share',
  needs: ['outbound', 'architecture', 'files', 'kubernetes', 'units'],
  options: {
    schema: { type: 'object', additionalProperties: false, properties: { max: { type: 'string', description: 'The longest bound that still counts: 30s, 5m.' } } },
    defaults: { max: '10m' },
  },
  inspect: ({ outbound, architecture, files, kubernetes, units }, { max }) => {
    const running = new Set(units.units.flatMap(({ modules }) => modules));
    const shown = shownFiles(files.files);
    const rules = meshTimeouts(kubernetes.resources.filter(({ at }) => !shown.has(at.file)));
    const longest = parseDuration(max) ?? Infinity;
    const judgements: Judgement[] = [];
    const unjudged: Unjudged[] = [];
    const externals = declaredExternals(architecture.declared);
    const subjects = named(together(subjectsOf(outbound.clients, outbound.calls), externals, rules.length > 0));
    for (const subject of subjects) {
      const judged = judge(subject, { externals, architecture, longest, rules, running });
      if ('reason' in judged) unjudged.push(judged);
      else judgements.push(judged);
    }
    const seen = (name: string): boolean => externals.some((external) => external.name === name && subjects.some(({ client, calls }) => [client, ...calls].some((one) => one && goesTo(external, one))));
    for (const { name, said } of externals) {
      if (!said.timeout || seen(name)) continue;
      judgements.push({ subject: `external ${name}`, standing: 'declared', message: `A timeout of ${said.timeout.value} is declared for ${name}, and no call to it is seen.`, at: placeOf(architecture, said.timeout.pointer) });
    }
    return { examined: judgements.length, judgements, unjudged };
  },
});

function subjectsOf(clients: readonly OutboundClient[], calls: readonly OutboundCall[]): readonly Subject[] {
  const known = new Set(clients.map(({ key }) => key));
  const direct = new Map<string, OutboundCall[]>();
  const made = new Map<string, OutboundCall[]>();
  for (const call of calls) {
    // A client that is made out of sight is judged where it is made.
    if (call.client === undefined && call.bound.by === 'a client that is made elsewhere') continue;
    const [group, key] = call.client !== undefined && known.has(call.client) ? [made, call.client] : [direct, call.subject];
    group.set(key, [...(group.get(key) ?? []), call]);
  }
  return [
    ...clients.map((client) => ({ name: client.subject, client, calls: made.get(client.key) ?? [] })),
    ...[...direct].map(([name, group]) => ({ name, calls: group })),
  ];
}

/**
 * What is mended in one place, and promised alike, is one subject: calls of one package all over a module, a client that is made anew in each function.
 * A wrapper stands for itself, and so does what a mesh may bound one by one.
 */
function together(subjects: readonly Subject[], externals: readonly DeclaredTarget[], meshed: boolean): readonly Subject[] {
  const kept: Subject[] = [];
  const groups = new Map<string, Subject[]>();
  for (const subject of subjects) {
    const { client, calls, name } = subject;
    const [first] = calls;
    const loose = client ? isLoose(client.bound) && (calls.length === 0 || calls.some(({ bound }) => isLoose(bound))) : calls.some(({ bound }) => isLoose(bound)) && !calls.some(({ unboundedCallers = [] }) => unboundedCallers.length > 0);
    if (!loose || meshed) {
      kept.push(subject);
      continue;
    }
    const external = externals.find((one) => [client, ...calls].some((call) => call && goesTo(one, call)));
    // One `google.options({ timeout })` is for all services of Google.
    const key = JSON.stringify([client?.row === 'googleapis' ? `${client.package} clients in ${client.at.file}` : client ? name : `${called(first!.package)} in ${first!.at.file}`, client !== undefined, external?.said.timeout && external.name]);
    groups.set(key, [...(groups.get(key) ?? []), subject]);
  }
  return [...kept, ...[...groups].flatMap(([key, group]): Subject[] => {
    const [first, ...others] = group;
    if (others.length === 0) return [first!];
    const calls = group.flatMap((one) => one.calls);
    const clients = others.flatMap(({ client }) => client ?? []);
    return [{ name: (JSON.parse(key) as [string])[0], calls, ...(first!.client && { client: first!.client, clients }) }];
  })];
}

/** Two clients of one function may have the same name. */
function named(subjects: readonly Subject[]): readonly Subject[] {
  const names = new Set<string>();
  return subjects.map((subject) => ({ ...subject, name: distinct(subject.name, names) }));
}

const called = (name: string): string => (name === 'globalThis' ? 'fetch' : name);

function distinct(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name} (${count})`;
  taken.add(free);
  return free;
}

/** Callers of a wrapper that give no bound; several calls within have the same. */
const careless = (loose: readonly OutboundCall[]): readonly Place[] =>
  [...new Map(loose.flatMap(({ unboundedCallers = [] }) => unboundedCallers.map((at) => [`${at.file}:${at.line}:${at.column}`, at] as const))).values()];

const isLoose = ({ state }: Bound): boolean => state === 'unbounded' || state === 'ignored';

function judge({ name, client, clients = [], calls }: Subject, { externals, architecture, longest, rules, running }: Standards): Judgement | Unjudged {
  const loose = calls.filter(({ bound }) => isLoose(bound));
  const worst = client && isLoose(client.bound) && (calls.length === 0 || loose.length > 0) ? client : loose[0];
  const external = externals.find((one) => [client, ...calls].some((call) => call && goesTo(one, call)));
  const declared = external?.said.timeout;
  const promise: Evidence[] = declared ? [{ note: `declared: ${declared.value}`, at: placeOf(architecture, declared.pointer) }] : [];
  // What no unit was seen to load may be a tool that somebody runs to its end.
  const runs = [...(client ? [client] : []), ...clients, ...calls].some((one) => running.has(one.at.file));
  // What nothing imports may be left over.
  const unasked = [...(client ? [client] : []), ...clients, ...calls].every((one) => one.unasked);
  const confidence = unasked ? 'low' as const : !runs || (client ? client.kind !== 'http' : calls.every(({ unsure }) => unsure)) ? 'medium' as const : undefined;
  const kept = worst ? (loose.length > 0 ? loose : [worst]).map(({ url }) => ruleFor(url ?? client?.url, rules)) : [];
  const widestRule = kept.reduce((a, b) => (a && b ? ((b.ms ?? 0) > (a.ms ?? 0) ? b : a) : undefined), kept[0]);
  if (worst && widestRule && (widestRule.ms ?? 0) <= (declared ? parseDuration(declared.value) ?? longest : longest)) {
    return { subject: name, standing: 'verified', at: worst.at, message: `The mesh bounds it: ${widestRule.by}, ${seconds(widestRule.ms ?? 0)}.`, confidence: 'medium', evidence: [{ note: widestRule.by, at: widestRule.at }, ...promise] };
  }
  if (worst) {
    const others = client ? [...clients.map(({ at }) => ({ note: 'made again here, without a bound', at })), ...loose.map(({ at }) => ({ note: 'called here', at }))] : [
      ...loose.slice(1).map(({ at }) => ({ note: 'the same, without a bound', at })),
      ...careless(loose).map((at) => ({ note: 'a caller that gives no bound', at })),
    ];
    return {
      subject: name, standing: declared ? 'violated' : 'missing', at: worst.at, message: sentence(worst, client, clients.length, loose),
      evidence: [{ note: worst.bound.by }, ...promise, ...others.slice(0, LIMIT_OF_EVIDENCE)],
      ...(confidence && { confidence }),
    };
  }
  const bounds = [...(client ? [client.bound] : []), ...calls.map(({ bound }) => bound)];
  const settled = bounds.filter(({ state }) => state === 'bounded' || state === 'library');
  const at = client?.at ?? calls[0]!.at;
  if (settled.length === 0) return { subject: name, reason: `What bounds it is not in sight: ${bounds[0]?.by ?? 'unknown'}.`, at };
  const widest = settled.reduce((a, b) => ((b.ms ?? 0) > (a.ms ?? 0) ? b : a));
  const limit = declared ? parseDuration(declared.value) ?? longest : longest;
  if (widest.ms !== undefined && widest.ms > limit) {
    return { subject: name, standing: 'violated', at, message: `The bound of ${seconds(widest.ms)} is longer than the ${declared ? 'declared' : 'allowed'} ${seconds(limit)}.`, evidence: [{ note: widest.by, ...(widest.at && { at: widest.at }) }, ...promise], ...(confidence && !declared && { confidence }) };
  }
  const library = settled.every(({ state }) => state === 'library');
  return {
    subject: name, standing: 'verified', at, message: library ? `Only the library's own default bounds it: ${widest.by}.` : `Bounded by ${widest.by}${widest.ms === undefined ? '' : `, ${seconds(widest.ms)}`}.`,
    evidence: settled.slice(0, 3).map((bound) => ({ note: bound.by, ...(bound.at && { at: bound.at }) })),
    ...(library && { confidence: 'medium' as const }),
  };
}

/** The mesh's bound on calls to an address; only plain names of the cluster are looked up. */
function ruleFor(url: string | undefined, rules: readonly MeshRule[]): MeshRule | undefined {
  const service = url === undefined || rules.length === 0 ? undefined : serviceOf(hostOf(url) ?? '.');
  return service ? rules.find((rule) => rule.service.toLowerCase() === service) : undefined;
}

function sentence(worst: OutboundClient | OutboundCall, client: OutboundClient | undefined, again: number, loose: readonly OutboundCall[]): string {
  const what = called(worst.package);
  const functions = new Set(loose.map(({ fn }) => fn)).size;
  const callers = careless(loose).length;
  if (client && again > 0) return `The ${what} client is made ${again + 1} times without a bound on time${loose.length > 0 ? `; ${loose.length} ${loose.length === 1 ? 'call uses' : 'calls use'} it` : ''}.`;
  // A library's default is a bound, and a long one.
  const { ms } = worst.bound;
  const bare = ms === undefined ? 'on time' : `of its own and waits ${seconds(ms)}`;
  if (client) return `The ${what} client has no bound ${bare}${worst.bound.state === 'ignored' ? ` (${worst.bound.by})` : ''}${loose.length > 0 ? `; ${loose.length} ${loose.length === 1 ? 'call uses' : 'calls use'} it` : ''}.`;
  if (worst.bound.state === 'ignored' && loose.length === 1) return `The call of ${what} has no bound on time: ${worst.bound.by}.`;
  if (callers > 0) return `The wrapper around ${what} has no default bound, and ${callers} ${callers === 1 ? 'caller gives' : 'callers give'} none.`;
  return loose.length > 1 ? `${loose.length} calls of ${what}${functions > 1 ? ` in ${functions} functions` : ''} have no bound ${ms === undefined ? bare : `of their own and wait ${seconds(ms)}`}.` : `The call of ${what} has no bound ${bare}.`;
}
