import { defineCheck, type Confidence, type Evidence, type Facts, type Judgement, type LocalKeeping, type ProcessState, type Unjudged } from '../../src/model/index.ts';
import { withPasses } from '../../src/lib/passes.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { changesOf, mutableReport, type Report } from '../../src/lib/kept-state.ts';
import { count } from '../../src/lib/module-imports.ts';
import { browserModules } from '../../src/lib/server-modules.ts';
import { partsOfKey } from '../../src/lib/function-key.ts';
import { reachable } from '../../src/lib/function-reach.ts';
import { requestReach } from '../../src/lib/request-reach.ts';
import { runningServices, subjectOf, type Running } from '../../src/lib/production.ts';
import { declaredOf, isReplicated, servicesOf, type Service } from '../../src/lib/services.ts';

export default defineCheck({
  id: 'stateful-services',
  dimension: 'scalability',
  severity: 'critical',
  phase: '12.13',
  from: 'MVP',
  effort: 'medium',
  title: 'Services keep no state of their own',
  why: 'What one process remembers, the next request to another process does not find, and a restart forgets it.',
  fix: 'Keep it in a store that all processes share: a session store, an object store, a cache or the database.',
  grading: 'share',
  needs: ['architecture', 'calls', 'components', 'endpoints', 'files', 'imports', 'outbound', 'units', 'processState', 'workloads'],
  inspect({ architecture, calls, components, endpoints, files, imports, outbound, units, processState, workloads }) {
    const shown = browserModules(files, imports);
    const services = servicesOf(units, files, components);
    const running = runningServices(workloads.workloads);
    const served = servedFunctions({ calls, outbound, endpoints });
    const judgements = new Map<string, Judgement>();
    const passes = new Map<string, Judgement>();
    const unjudged: Unjudged[] = [];
    let clean = 0;
    for (const service of services) {
      const component = declaredOf(service, architecture.declared);
      if (component?.state === 'stateful' && component.state_reason !== undefined) {
        clean += 1;
        continue;
      }
      const several = severalOf(service, running);
      const open = several !== undefined || isReplicated(component) ? undefined : openOf(service, running);
      const replicated = several !== undefined || open !== undefined || isReplicated(component);
      const alone = replicated ? undefined : aloneOf(service, running);
      const number = several ?? open ?? alone;
      const backing: Evidence[] = component?.state === 'stateless'
        ? [{ note: `${service.component} is declared stateless.`, at: placeOf(architecture, pointer('components', service.component!, 'state')) }] : [];
      if (service.modules.length === 0) {
        unjudged.push({ subject: service.name, reason: `No module was found that runs in ${service.name}.`, at: service.at });
        continue;
      }
      const known = service.modules.flatMap((file) => (processState[file] ? [[file, processState[file]] as const] : []));
      // What starts the server may stand beside its modules.
      const single = withParts(new Set(Object.entries(processState).flatMap(([file, { singles }]) => (service.holds(file) ? singles ?? [] : []))), known.flatMap(([, { parts }]) => parts ?? []));
      // A module that sets up limits counts nothing until a guard is bound.
      const throttles = Object.values(processState).some((state) => state.throttles);
      // Of a limiter that another module makes counts lie in this process only where that module keeps something.
      const countsElsewhere = (file: string, specifier: string): boolean => {
        const to = imports.modules[file]?.find((edge) => edge.specifier === specifier)?.to;
        const state = to === undefined ? undefined : processState[to];
        return to !== undefined && !state?.mutables.length && !state?.keeping.some(({ kind, shared }) => kind === 'limiter' && !shared);
      };
      let found = 0;
      for (const file of service.modules) {
        const state = processState[file];
        if (!state || OF_DEVELOPMENT.test(file) || shown.has(file)) continue;
        const reports = [
          ...together(state.keeping.filter(({ library }) => throttles || library !== '@nestjs/throttler').flatMap((one) => keepingReport(one, file, replicated, alone !== undefined))),
          ...(OF_LOGS.test(file) ? [] : state.mutables).flatMap((one) => ((one.holder === 'instance' && !single.has(one.of!)) || (one.type === 'value' && service.kind === 'worker') || (one.limiters !== undefined && countsElsewhere(file, one.limiters)) ? [] : mutableReport(one, file, changesOf(one, file, known, served)))),
        ];
        found += reports.length;
        for (const { name, message, line, column, confidence, evidence } of reports) {
          const subject = `${file}: ${name}`;
          if (judgements.has(subject)) continue;
          judgements.set(subject, { subject, standing: 'violated', message, at: { file, line, column }, confidence: alone || (open && OF_REPLICAS.has(name.split(' ')[0]!)) ? LOWER[confidence] : confidence, evidence: [...evidence, ...backing, ...(number ? [number] : []), { note: `It runs in ${service.name}.`, at: service.at }] });
        }
      }
      if (found === 0) {
        clean += 1;
        passes.set(service.name, { subject: service.name, standing: 'verified', message: `Nothing that the next request needs was seen to be kept in ${count(service.modules.length, 'module')} of ${service.name}.`, at: service.at, evidence: backing });
      }
    }
    for (const { workload, deployments } of running) {
      const sticky = deployments.find((one) => one.sticky !== undefined)?.sticky;
      const component = workload.component === undefined ? undefined : architecture.declared.components[workload.component];
      if (sticky === undefined || (component?.state === 'stateful' && component.state_reason !== undefined)) continue;
      const subject = `${subjectOf(workload, deployments[0]!)} affinity`;
      judgements.set(subject, { subject, standing: 'violated', message: `Clients of ${workload.name} are bound to one instance.`, at: sticky, confidence: 'medium' });
    }
    return { examined: clean + judgements.size, judgements: withPasses(judgements.values(), passes.values()), unjudged };
  },
});

/** By module and name, each with what leads to it: an endpoint, or a function that is handed a request. */
function servedFunctions({ calls, outbound, endpoints: { endpoints } }: Pick<Facts, 'calls' | 'outbound' | 'endpoints'>): ReadonlyMap<string, string> {
  const served = new Map<string, string>();
  const note = (key: string, by: string): void => {
    const [file, fn] = partsOfKey(key);
    const name = `${file}#${fn.split('.').at(-1)}`;
    if (!served.has(name)) served.set(name, by);
  };
  // A function that registers routes is none that a request leads to.
  for (const [{ subject }, { functions }] of requestReach({ calls, outbound }, endpoints.filter(({ kind }) => kind !== 'message'), { afterwards: true })) for (const [key, hop] of functions) if (hop > 0) note(key, subject);
  for (const [file, { functions }] of Object.entries(calls)) for (const { name, params } of functions) {
    if (params.some((param) => /^(?:req|request)$/.test(param))) for (const key of reachable(outbound.graph, [`${file}#${name}`], 3)) if (key !== `${file}#${name}`) note(key, `${name}()`);
  }
  return served;
}

/** What the one server makes as it is made, there is one of as well. */
function withParts(single: Set<string>, parts: NonNullable<ProcessState['parts']>): ReadonlySet<string> {
  // A class that several others have for a part is none of the process.
  const makers = new Map<string, number>();
  for (const { of } of parts) makers.set(of, (makers.get(of) ?? 0) + 1);
  for (let size = -1; size !== single.size;) {
    size = single.size;
    for (const { by, of } of parts) if (single.has(by) && makers.get(of) === 1) single.add(of);
  }
  return single;
}

const LOWER = { high: 'medium', medium: 'low', low: 'low' } as const;

const deployedAs = ({ component, dir, name }: Service, running: readonly Running[]): readonly Running[] =>
  running.filter(({ workload }) => (component !== undefined && workload.component === component) || (workload.dir !== undefined && workload.dir === dir && dir !== '.') || workload.name === name);

/** Where each deployment says that one process runs: what it keeps is lost at a restart alone. */
function aloneOf(service: Service, running: readonly Running[]): Evidence | undefined {
  const deployments = deployedAs(service, running).flatMap((one) => one.deployments);
  const isAlone = deployments.length > 0 && deployments.every(({ replicas, autoscaling }) => autoscaling === undefined && replicas?.value === 1);
  return isAlone ? { note: 'One of it runs at a time.', at: deployments[0]!.replicas!.at } : undefined;
}

/** Reports that hold only where there are several processes, by their first word. */
const OF_REPLICAS = new Set(['schedule', 'schedules', 'rate', 'socket', 'subscriptions']);

/** Where a deployment file has the number of processes from elsewhere, which nobody does for one. */
function openOf(service: Service, running: readonly Running[]): Evidence | undefined {
  const replicas = deployedAs(service, running).flatMap((one) => one.deployments).map((one) => one.replicas).find((one) => one !== undefined && one.value === undefined);
  return replicas && { note: 'How many of it run is set elsewhere.', at: replicas.at };
}

/** Where a deployment file says that several processes of a service run at a time. */
function severalOf(service: Service, running: readonly Running[]): Evidence | undefined {
  for (const { deployments } of deployedAs(service, running)) for (const { replicas, autoscaling } of deployments) {
    const most = autoscaling?.max ?? replicas?.value ?? 1;
    if (most > 1) return { note: `${autoscaling ? 'Up to ' : ''}${most} of it run at a time.`, at: autoscaling?.at ?? replicas!.at };
  }
  return undefined;
}

const LOCAL = /local|file-?system|disk|(?:^|[/.-])dev(?:[/.-]|elopment)|\/fs\.[cm]?[jt]s$/i;
/** What runs on the machines of the team alone. */
const OF_DEVELOPMENT = /(?:^|[/.-])(?:dev|development|stubs?|mocks?|fakes?)(?:[/.-]|$)/i;
/** What logging and measuring keep for themselves is each process's own. */
const OF_LOGS = /(?:^|\/)(?:logging|loggers?|metrics|telemetry|tracing|instrumentation)\/|(?:^|[/._-])(?:log(?:ger|ging)?|metrics|telemetry|tracing|instrumentation)\.[cm]?[jt]s$/i;

function keepingReport({ kind, library, what, shared, isOneOfSeveral, inHandler, line, column }: LocalKeeping, file: string, replicated: boolean, alone: boolean): Report[] {
  const report = (name: string, message: string, confidence: Confidence): Report[] => [{ file, name, message, line, column, confidence, evidence: [] }];
  if (shared) return [];
  switch (kind) {
    case 'session': return report('session store', what === undefined ? `${library} has no store${isOneOfSeveral ? ' where the setting says so' : ''}, so sessions live in the memory of one process.` : `Sessions are kept by ${what}, which no other process shares.`, isOneOfSeveral ? 'low' : what === undefined ? 'high' : 'medium');
    case 'upload': return LOCAL.test(file) ? [] : report('uploads', 'Uploads are written to the disk of one process.', 'medium');
    // A class that is called local is one way among others, chosen where there is one process.
    case 'write': return inHandler && !LOCAL.test(file) ? report(`file write (${what})`, 'A request handler writes to the disk of one process.', 'medium') : [];
    case 'database': return report(`${library} ${what === 'the memory' ? 'memory' : 'file'}`, `${library} keeps its data in ${what ?? 'a file'} of one process${isOneOfSeveral ? ' where the setting says so' : ''}.`, isOneOfSeveral ? 'low' : 'medium');
    case 'scheduler': return replicated ? report(`schedule${what ? ` ${what}` : ''}`, 'The schedule runs in every replica at once; nothing lets only one of them work.', 'medium') : [];
    // Of one process it counts rightly; where nobody says how many run, the reader knows.
    case 'limiter': return alone ? [] : report('rate limiter', replicated ? 'The limiter counts in each replica for itself, so the limit is as many times higher.' : 'The limiter counts in the memory of one process, so with several of them the limit is as many times higher.', replicated ? 'medium' : 'low');
    case 'sockets': return !replicated ? [] : what === 'subscriptions' ? report('subscriptions', `What ${library} publishes reaches only the subscribers of one replica.`, 'medium') : report('socket rooms', 'Sockets have no adapter, so a message reaches only the clients of one replica.', 'medium');
  }
}

/** Files that one module writes, schedules that it plans and limiters that it sets up are mended in one place. */
function together(reports: readonly Report[]): readonly Report[] {
  return reports.flatMap((report, index): Report[] => {
    const plural = MANY.find(([one]) => report.name.startsWith(one));
    const alike = plural ? reports.filter(({ name }) => name.startsWith(plural[0])) : [];
    if (!plural || alike.length < 2) return [report];
    if (index !== reports.indexOf(alike[0]!)) return [];
    return [{ ...report, name: plural[1], evidence: [...report.evidence, ...alike.slice(1, 6).map(({ name, line, column }) => ({ note: `The same: ${name}.`, at: { file: report.file, line, column } }))] }];
  });
}

const MANY = [['file write', 'file writes'], ['schedule', 'schedules'], ['rate limiter', 'rate limiters']] as const;
