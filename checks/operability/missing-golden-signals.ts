import { defineCheck, type Architecture, type Evidence, type Facts, type Judgement, type MetricSite, type Place, type Signal } from '../../src/model/index.ts';
import { listOf, placeOf, pointer } from '../../src/lib/declaration.ts';
import { matchGlobs } from '../../src/lib/globs.ts';
import { isReadable, panelFor } from '../../src/lib/golden-signals.ts';
import { groupBy } from '../../src/lib/module-imports.ts';
import { oneForAll, SEVERAL_SERVICES } from '../../src/lib/one-for-all.ts';
import { isBatch, servicesOf, type Service } from '../../src/lib/services.ts';
import { shownFiles } from '../../src/lib/shown-files.ts';
import { agentBefore } from '../../src/lib/start-flags.ts';

const SIGNALS: readonly Signal[] = ['latency', 'traffic', 'errors', 'saturation'];

export default defineCheck({
  id: 'missing-golden-signals',
  dimension: 'operability',
  severity: 'major',
  phase: '12.25',
  from: 'growth',
  effort: 'medium',
  title: 'Metrics and dashboards for the golden signals',
  why: 'Latency, traffic, errors and saturation are what users feel first; a signal that nobody measures is told by them.',
  fix: 'Measure the duration of every request with its status, collect the default process metrics, and draw both on a dashboard.',
  grading: 'share',
  needs: ['architecture', 'components', 'files', 'units', 'telemetry', 'packages', 'docker', 'workloads', 'cloudformation', 'dashboards'],
  inspect({ architecture, components, files, units, telemetry, packages, docker, workloads, cloudformation, dashboards }) {
    const judgements: Judgement[] = [];
    const missing: Judgement[] = [];
    let bare = 0;
    // Its alarms and charts may measure what the code does not.
    const confidence = cloudformation.unread === undefined ? 'medium' : 'low';
    const services = servicesOf(units, files, components).filter((service) => !isBatch(service));
    const drawn = new Map(SIGNALS.map((signal) => [signal, drawnOn(signal, architecture, files, dashboards)]));
    for (const service of services) {
      const sites = Object.entries(telemetry).filter(([path]) => service.holds(path)).flatMap(([file, share]) => share.metrics.map((one) => ({ ...one, file })));
      const unnamed = sites.filter(({ signals }) => signals.length === 0);
      const agent = agentBefore({ packages, ...docker, ...workloads }, service.dir);
      const unmeasured: Judgement[] = [];
      for (const signal of SIGNALS) {
        const subject = `${service.name}: ${signal}`;
        const on = drawn.get(signal);
        const site = sites.find(({ signals }) => signals.includes(signal));
        const evidence: Evidence[] = on && on.standing !== 'violated' && on.standing !== 'missing' ? [{ note: on.message, at: on.at }] : [];
        if (site) judgements.push({ subject, standing: 'verified', message: `${service.name} measures ${signal} (${site.what}).`, at: spot(site), evidence });
        else if (agent && (agent.process || signal !== 'saturation')) judgements.push({ subject, standing: 'verified', message: `${service.name} is started with an agent that measures ${signal}.`, at: agent.at, confidence: 'medium', evidence });
        else if (unnamed[0]) judgements.push({ subject, standing: 'verified', message: `${service.name} measures; whether ${signal} is among it, the code does not say.`, at: spot(unnamed[0]), confidence: 'low', evidence });
        // Whoever runs functions counts their calls and failures, times them, and tells when no more are started.
        else if (service.kind === 'function') judgements.push({ subject, standing: 'verified', message: `The platform measures ${signal} of every function, ${service.name} among them.`, at: service.at, confidence: 'medium', evidence });
        // The platform may measure what the code does not: a mesh, an ingress, the cluster.
        else if (on?.declared && evidence.length > 0) judgements.push({ subject, standing: on.standing === 'verified' ? 'documented' : 'declared', message: `${signal} is declared to be on a dashboard; ${service.name} does not measure it in code.`, at: on.at, evidence });
        else unmeasured.push({ subject, standing: 'missing', message: `${service.name} does not measure ${signal}.`, at: service.at, confidence, evidence });
      }
      missing.push(...together(service, unmeasured));
      if (unmeasured.length === SIGNALS.length) bare++;
    }
    judgements.push(...(bare === services.length && bare >= SEVERAL_SERVICES ? oneForAll(missing, 'golden signals of all services', `None of ${missing.length} services measures ${inWords(SIGNALS, 'or')}.`) : manyAtOnce(missing)));
    for (const one of drawn.values()) if (one && (services.length > 0 || one.declared)) judgements.push(one);
    return { examined: judgements.length, judgements };
  },
});

/** Several signals that one service does not measure are one thing to mend. */
function together({ name, at }: Service, unmeasured: readonly Judgement[]): readonly Judgement[] {
  if (unmeasured.length < 2) return unmeasured;
  const signals = unmeasured.map(({ subject }) => subject.slice(name.length + 2));
  const message = signals.length === SIGNALS.length ? `${name} measures none of ${inWords(signals, 'and')}.` : `${name} does not measure ${inWords(signals, 'or')}.`;
  return [{ subject: `${name}: golden signals`, standing: 'missing', message, at, confidence: unmeasured[0]!.confidence!, evidence: unmeasured.flatMap(({ evidence }) => evidence ?? []) }];
}

/** What three or more services lack alike was left out by one decision. */
function manyAtOnce(missing: readonly Judgement[]): readonly Judgement[] {
  const lack = ({ message }: Judgement): string => message.slice(message.indexOf(' ') + 1);
  const alike = groupBy(missing, lack);
  return [...alike].flatMap(([what, group]) => (group.length < SEVERAL_SERVICES ? group : oneForAll(group, `golden signals of ${group.length} services`, `${group.length} services ${what.replace(/^does /, 'do ').replace(/^measures /, 'measure ')}`)));
}

const inWords = (words: readonly string[], last: string): string => `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;

type Drawn = Judgement & { readonly declared: boolean };

/** Whether a dashboard draws the signal; undefined: none is declared, and none of the repository's speaks of services. */
function drawnOn(signal: Signal, architecture: Architecture, { files }: Facts['files'], { dashboards }: Facts['dashboards']): Drawn | undefined {
  const subject = `dashboard: ${signal}`;
  const named = listOf(architecture.declared.observability?.metrics?.dashboards?.[signal]);
  if (named.length > 0) {
    const at = placeOf(architecture, pointer('observability', 'metrics', 'dashboards', signal));
    const say = (standing: Judgement['standing'], message: string, more: Partial<Judgement> = {}): Drawn => ({ subject, standing, message, at, declared: true, ...more });
    // A page of a service elsewhere is not asked for.
    const local = named.filter((path) => !/^[a-z][a-z\d+.-]*:\/\//i.test(path));
    const lost = local.find((path) => { const matches = matchGlobs(path); return !files.some((file) => matches(file.path)); });
    if (lost !== undefined) return say('violated', `The dashboard of ${signal} does not exist: ${lost}.`);
    const known = dashboards.filter(({ file }) => matchGlobs(local)(file));
    for (const dashboard of known) {
      const panel = panelFor(dashboard, signal);
      if (panel) return say('verified', `${dashboard.file} draws ${signal}.`, { evidence: [{ note: `the panel ${panel.title}`, at: panel.at }] });
    }
    if (local.length === 0) return say('declared', `${signal} is declared to be drawn on ${named[0]}.`);
    if (known.length === 0 || !known.every(isReadable)) return say('documented', `${local[0]} is said to draw ${signal}; its panels cannot be read.`);
    return say('violated', `${known[0]!.file} is declared to draw ${signal}, and no panel of it does.`, { confidence: 'medium', evidence: known.map(({ file, at: place }) => ({ note: file, at: place })) });
  }
  const shown = shownFiles(files);
  const own = dashboards.filter(({ file }) => !shown.has(file));
  for (const dashboard of own) {
    const panel = panelFor(dashboard, signal);
    if (panel) return { subject, standing: 'verified', message: `${dashboard.file} draws ${signal}.`, at: panel.at, declared: false };
  }
  // Dashboards of nodes and databases say nothing about the services; those are mostly kept elsewhere.
  const ofServices = own.find((dashboard) => panelFor(dashboard, 'latency') && panelFor(dashboard, 'traffic') || panelFor(dashboard, 'errors') && panelFor(dashboard, 'traffic'));
  if (ofServices === undefined || !own.every(isReadable)) return undefined;
  return { subject, standing: 'missing', message: `No dashboard draws ${signal}.`, at: ofServices.at, confidence: 'low', declared: false };
}

const spot = ({ file, line, column }: MetricSite & { readonly file: string }): Place => ({ file, line, column });
