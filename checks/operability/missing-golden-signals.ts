import { defineCheck, type Evidence, type Judgement, type MetricSite, type Place, type Signal } from '../../src/model/index.ts';
import { listOf, placeOf, pointer } from '../../src/lib/declaration.ts';
import { servicesOf } from '../../src/lib/services.ts';
import { tracerFlag } from '../../src/lib/start-flags.ts';

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
  needs: ['architecture', 'components', 'files', 'units', 'telemetry', 'packages'],
  inspect({ architecture, components, files, units, telemetry, packages }) {
    const judgements: Judgement[] = [];
    const paths = new Set(files.files.map(({ path }) => path));
    const dashboards = architecture.declared.observability?.metrics?.dashboards ?? {};
    for (const service of servicesOf(units, files, components)) {
      const sites = Object.entries(telemetry).filter(([path]) => service.holds(path)).flatMap(([file, share]) => share.metrics.map((one) => ({ ...one, file })));
      const unnamed = sites.filter(({ signals }) => signals.length === 0);
      const agent = tracerFlag(packages, service.dir);
      for (const signal of SIGNALS) {
        const subject = `${service.name}: ${signal}`;
        const drawn = listOf(dashboards[signal]);
        const pointTo = placeOf(architecture, pointer('observability', 'metrics', 'dashboards', signal));
        const missing = drawn.filter((path) => !paths.has(path));
        const site = sites.find(({ signals }) => signals.includes(signal));
        const evidence: Evidence[] = drawn.length > 0 ? [{ note: missing.length > 0 ? `The declared dashboard ${missing[0]} does not exist.` : `It is drawn on ${drawn[0]}.`, at: pointTo }] : [];
        if (site) judgements.push({ subject, standing: 'verified', message: `${service.name} measures ${signal} (${site.what}).`, at: spot(site), evidence });
        else if (agent && signal !== 'saturation') judgements.push({ subject, standing: 'verified', message: `${service.name} is started with an agent that measures ${signal}.`, at: agent, confidence: 'medium', evidence });
        else if (unnamed[0]) judgements.push({ subject, standing: 'verified', message: `${service.name} measures; whether ${signal} is among it, the code does not say.`, at: spot(unnamed[0]), confidence: 'low', evidence });
        else if (drawn.length > 0 && missing.length === 0) judgements.push({ subject, standing: 'declared', message: `${signal} is declared to be on a dashboard; ${service.name} does not measure it in code.`, at: pointTo, evidence });
        else judgements.push({ subject, standing: missing.length > 0 ? 'violated' : 'missing', message: missing.length > 0 ? `The dashboard of ${signal} does not exist: ${missing[0]}.` : `${service.name} does not measure ${signal}.`, at: missing.length > 0 ? pointTo : service.at, confidence: 'medium', evidence });
      }
    }
    return { examined: judgements.length, judgements };
  },
});

const spot = ({ file, line, column }: MetricSite & { readonly file: string }): Place => ({ file, line, column });
