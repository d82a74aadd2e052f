import { defineCheck, type Architecture, type Evidence, type Judgement, type Outbound, type OutboundCall, type Place } from '../../src/model/index.ts';
import { dependencyEdges, placeOf, resilienceOf } from '../../src/lib/declaration.ts';
import { declaredExternals, type DeclaredTarget, goesTo } from '../../src/lib/dependencies.ts';
import { bounded, groupBy, productionImports, siteOf, type ModuleImport } from '../../src/lib/module-imports.ts';
import { partsOfKey } from '../../src/lib/function-key.ts';
import { readsByPost } from '../../src/lib/operations.ts';
import { VENDORS } from '../../src/lib/vendors.ts';
import { matchesWildcard } from '../../src/lib/wildcard.ts';

/** Their SDKs ask for a default with every flag (`client.variation(key, context, false)`), so that nothing is judged where no call is in sight. */
const FLAGS = /^(?:launch-?darkly|unleash|flagsmith|config-?cat|growth-?book|statsig|split-?io|optimizely|openfeature|flagd)$/i;
/** Imports that are shown. */
const FEW = 5;
const REMOTE = new Set(['http', 'rpc', 'sdk', 'search', 'mail']);
/** What tells others of something may be lost: no answer depends on it. */
const isListener = (used: string): boolean => VENDORS.some(({ listens, packages }) => listens === true && packages.some((pattern) => pattern === used || matchesWildcard(pattern, used)));

/** A folder of what is only measured. */
const MEASURES = /(?:^|\/)(?:analytics|telemetry|metrics|tracking)\//i;
/** What fails this time is done again at the next turn. */
const AGAIN = /(?:^|\.)setInterval$/;
/** Others are told of something, in a chat or by mail, or it is only kept for speed. */
const TELLS = /analytic|telemetr|track|metric|monitor|\blogs?\b|notif|\bpush|webhook|slack|discord|telegram|mattermost|g(?:oogle)?-?chat|hangouts|rocket-?chat|zulip|ms-?teams|(?:report|post|send|notify|tell)\w*Teams|mail|purge|cache|invalidat|revalidat|posthog|segment|amplitude|mixpanel|sentry|datadog|heartbeat|ping\b/i;

export default defineCheck({
  id: 'undefined-degradation',
  dimension: 'reliability',
  severity: 'major',
  phase: '12.7',
  from: 'growth',
  effort: 'medium',
  title: 'Graceful degradation defined per dependency failure',
  why: 'When nobody has said what users still get while a dependency is away, they get an error, or nothing and no word of it.',
  fix: 'Declare the degradation of the dependency, and answer its failure in code: a fallback value, a cached answer, a queue, or a clear error.',
  grading: 'share',
  needs: ['outbound', 'architecture', 'files', 'imports'],
  inspect: ({ outbound, architecture, files, imports }) => {
    const judgements = [...ofDeclared(architecture, outbound, productionImports({ files, imports })), ...ofSwallowed(outbound)];
    return { examined: judgements.length, judgements };
  },
});

/** Externals and synchronous dependencies between components, unless they are optional. */
function ofDeclared(architecture: Architecture, { calls, graph }: Outbound, sites: readonly ModuleImport[]): Judgement[] {
  const { declared } = architecture;
  const answered = callersThatAnswer(graph);
  const unseen: DeclaredTarget[] = [];
  const externals = declaredExternals(declared).filter(({ said }) => said.criticality?.value !== 'optional').map((target) => {
    const seen = calls.filter((call) => goesTo(target, call));
    const witness = witnessOf(seen, answered);
    const evidence = witness ? [witness] : [];
    const subject = `external ${target.name}`;
    const said = target.said.degradation;
    if (said && witness) return { subject, standing: 'verified' as const, message: `Declared, and seen in code: ${said.value}`, at: placeOf(architecture, said.pointer), evidence };
    if (said) return { subject, standing: 'declared' as const, message: `The degradation of ${target.name} is declared; no call to it is seen to follow it.`, at: placeOf(architecture, said.pointer) };
    if (witness) return { subject, standing: 'verified' as const, message: `Failures of ${target.name} are answered in code, and nothing declares it.`, at: witness.at, evidence, confidence: 'medium' as const };
    // Its empty catch clauses and lost writes are told at the calls.
    if (seen.length > 0 && seen.every((call) => call.handling === 'empty' || isSilent(call))) return undefined;
    if (seen.length === 0) {
      // What is told of pages and errors is missed by nobody while it is away.
      if (!FLAGS.test(target.name) && !(target.packages.length > 0 && target.packages.every(isListener))) unseen.push(target);
      return undefined;
    }
    const logged = seen.some(({ handling }) => handling === 'logged' || handling === 'noted');
    return {
      subject, standing: 'missing' as const, at: placeOf(architecture, target.pointer), evidence: seen.slice(0, 5).map(({ at }) => ({ note: 'called here', at })), confidence: logged ? 'low' as const : 'medium' as const,
      message: logged ? `A failure of ${target.name} is logged, and nothing says what users then get.` : `Nothing says what happens while ${target.name} is away: no call of it answers a failure, and nothing is declared.`,
    };
  });
  const edges = dependencyEdges(declared).filter(({ kind, dependency }) => kind === 'component' && dependency.mode === 'sync' && dependency.via !== undefined && dependency.via !== 'call').map((edge) => {
    const said = resilienceOf(declared, edge);
    if (said.criticality?.value === 'optional') return undefined;
    const subject = `${edge.from} -> ${edge.to}`;
    return said.degradation
      ? { subject, standing: 'declared' as const, message: `What ${edge.from} does without ${edge.to} is declared.`, at: placeOf(architecture, said.degradation.pointer) }
      : { subject, standing: 'missing' as const, message: `Nothing says what ${edge.from} does while ${edge.to} is away.`, at: placeOf(architecture, edge.pointer), confidence: 'medium' as const };
  });
  return [...externals, ...outOfSight(unseen, architecture, sites), ...edges].filter((one) => one !== undefined);
}

/** Externals that only a declaration can tell of: one thing to mend, however many they are. What is imported is called somewhere, by ways that are not followed. */
function outOfSight(targets: readonly DeclaredTarget[], architecture: Architecture, sites: readonly ModuleImport[]): Judgement[] {
  const [first, ...others] = targets;
  if (!first) return [];
  const imported = targets.flatMap(({ packages }) => sites.find(({ external }) => external !== undefined && packages.some((pattern) => matchesWildcard(pattern, external))) ?? [])
    .map((site): Evidence => ({ note: `imports ${site.external}, whose calls could not be followed`, at: siteOf(site) }));
  const missing = { standing: 'missing' as const, at: placeOf(architecture, first.pointer), confidence: imported.length > 0 ? 'low' as const : 'medium' as const };
  const seen = imported.length > 0 ? 'how code answers a failure could not be followed' : 'no call is in sight';
  if (others.length === 0) return [{ ...missing, subject: `external ${first.name}`, message: `Nothing is declared of what happens while ${first.name} is away, and ${seen}.`, evidence: imported }];
  return [{
    ...missing, subject: 'externals whose calls are out of sight', message: `Nothing is declared of what happens while ${targets.length} externals are away, and ${seen}: ${targets.map(({ name }) => name).join(', ')}.`,
    evidence: [...others.map((target) => ({ note: `declared here: ${target.name}`, at: placeOf(architecture, target.pointer) })), ...bounded(imported, FEW)],
  }];
}

/** Where a failure of one of these calls is answered: at the call, or by a function that calls the one it stands in. */
function witnessOf(calls: readonly OutboundCall[], answered: (key: string) => Place | undefined): { readonly note: string; readonly at: Place } | undefined {
  const own = calls.find(({ handling, breaker }) => handling === 'fallback' || breaker !== undefined);
  if (own) return { note: own.breaker ? `goes through a breaker (${own.breaker.by})` : 'a failure is answered here', at: own.handlingAt ?? own.at };
  for (const { at: { file }, fn, handling } of calls) {
    const at = fn !== '' && handling !== 'logged' && handling !== 'noted' && handling !== 'empty' ? answered(`${file}#${fn}`) : undefined;
    if (at) return { note: 'a caller answers the failure here', at };
  }
  return undefined;
}

/** The nearest answer to what a function throws, two callers up. */
function callersThatAnswer(graph: Outbound['graph']): (key: string) => Place | undefined {
  const edges = Object.entries(graph).flatMap(([from, all]) => all.map(({ to, handling, handlingLine }) =>
    ({ to, from, ...(handling === 'fallback' && { at: { file: partsOfKey(from)[0], line: handlingLine! } }) })));
  const callers = groupBy<{ readonly to: string; readonly from: string; readonly at?: Place }>(edges, ({ to }) => to);
  const find = (key: string, hops: number): Place | undefined => {
    const above = callers.get(key) ?? [];
    return above.find(({ at }) => at)?.at ?? (hops > 1 ? above.map(({ from }) => find(from, hops - 1)).find((at) => at !== undefined) : undefined);
  };
  return (key) => find(key, 2);
}

/** Failures of remote calls that nobody decided of: the catch clause is empty, or a write is lost and only the log knows. */
function ofSwallowed({ calls, graph }: Outbound): Judgement[] {
  const asked = askedOfCallers(graph);
  const isLost = (call: OutboundCall): boolean => isSilent(call) && !asked(`${call.at.file}#${call.fn}`);
  const remote = calls.filter(({ kind, handling }) => REMOTE.has(kind) && handling !== undefined);
  return [...groupBy(remote.filter((call) => call.handling === 'empty' || call.handling === 'fallback' || isLost(call)), ({ subject }) => subject)].map(([subject, group]): Judgement => {
    const empty = group.find(({ handling }) => handling === 'empty');
    const bad = empty ?? group.find(isLost);
    return bad
      ? { subject, standing: 'violated', message: empty ? 'A failure of the call ends in an empty catch clause.' : 'A write that fails is only logged, and the work goes on as if it had been done.', at: bad.handlingAt ?? bad.at, evidence: [{ note: 'called here', at: bad.at }], confidence: 'low' }
      : { subject, standing: 'verified', message: 'A failure of the call is answered.', at: group[0].at, evidence: [{ note: 'answered here', at: group[0].handlingAt ?? group[0].at }], confidence: 'medium' };
  });
}

/** Every caller looks whether something came back, and ends or answers otherwise where nothing did. */
function askedOfCallers(graph: Outbound['graph']): (key: string) => boolean {
  const callers = groupBy(Object.values(graph).flat(), ({ to }) => to);
  return (key) => callers.get(key)?.every(({ checked }) => checked === true) === true;
}

const isSilent = ({ handling, changes, kind, method, package: name, at, fn, url = '', within }: OutboundCall): boolean =>
  handling === 'logged' && !within.some(({ text }) => AGAIN.test(text)) && changes === true && !readsByPost({ method, fn, url }) && (kind === 'http' || kind === 'sdk') && !MEASURES.test(at.file) && !TELLS.test(`${name} ${at.file.split('/').at(-1)} ${fn} ${url}`);
