import { defineCheck, type Judgement, type Place, type Telemetry } from '../../src/model/index.ts';
import { isAskedFor } from '../../src/lib/asked-for.ts';
import { EVERY_HEADER } from '../../src/lib/every-header.ts';
import { placeOf } from '../../src/lib/declaration.ts';
import { oneForAll, SEVERAL_SERVICES } from '../../src/lib/one-for-all.ts';
import { isBatch, servicesOf, type Service } from '../../src/lib/services.ts';
import { agentBefore } from '../../src/lib/start-flags.ts';

export default defineCheck({
  id: 'missing-trace-propagation',
  dimension: 'operability',
  severity: 'major',
  phase: '6',
  from: 'growth',
  effort: 'medium',
  title: 'Every service takes the trace over and hands it on',
  why: 'One service that drops the headers cuts every trace in two, and a slow request cannot be followed to its cause.',
  fix: 'Start a tracer before anything else is loaded; it reads the headers of what comes in and sets them on what goes out.',
  grading: 'share',
  needs: ['architecture', 'components', 'files', 'imports', 'units', 'telemetry', 'packages', 'docker', 'workloads'],
  inspect({ architecture, components, files, imports, units, telemetry, packages, docker, workloads }) {
    const wanted = (architecture.declared.tracing?.propagate ?? []).map((header) => header.toLowerCase());
    const said = wanted.length > 0 ? [{ note: 'The headers that every service hands on are declared.', at: placeOf(architecture, '/tracing/propagate') }] : [];
    const services = servicesOf(units, files, components).filter((service) => !isBatch(service));
    const each = services.map((service): Judgement => {
      // A middleware that nothing mounts reads no header.
      const shares = Object.entries(telemetry).filter(([path]) => service.holds(path)).map(([path, share]) => [path, { ...share, headers: share.headers.filter(({ exported }) => exported === undefined || isAskedFor(exported, path, service.modules, imports)) }] as const);
      return judge(service, shares, agentBefore({ packages, ...docker, ...workloads }, service.dir)?.at, wanted, said);
    });
    const judgements = each.length >= SEVERAL_SERVICES && each.every(({ message }) => message.endsWith(NONE)) ? oneForAll(each, 'traces of all services', `None of ${each.length} services starts a tracer or hands a trace header on.`) : each;
    const told = judgements === each ? functionsAtOnce(each) : judgements;
    return { examined: told.length, judgements: told };
  },
});

/** Functions that nobody traces were left out by one decision. */
function functionsAtOnce(each: readonly Judgement[]): readonly Judgement[] {
  const untraced = each.filter(({ message, confidence }) => message.endsWith(NONE) && confidence === 'low');
  if (untraced.length < SEVERAL_SERVICES) return each;
  return [...each.filter((one) => !untraced.includes(one)), ...oneForAll(untraced, 'traces of the functions', `${untraced.length} functions start no tracer and hand no trace header on.`)];
}

const NONE = 'starts no tracer and hands no trace header on.';

function judge(service: Service, shares: readonly (readonly [string, Telemetry])[], flag: Place | undefined, wanted: readonly string[], said: Judgement['evidence']): Judgement {
  const subject = service.name;
  const evidence = said ?? [];
  for (const [file, { tracing }] of shares) {
    const [site] = tracing;
    if (!site) continue;
    const at = { file, line: site.line, column: site.column };
    const trace = wanted.length === 0 || wanted.some((header) => /trace|b3|baggage/.test(header));
    // A tracer sets the standard headers; an id of one's own making is set by hand.
    const unset = wanted.filter((header) => !/trace|b3|baggage/.test(header) && !headersOf(shares, 'forward').has(header));
    if (trace && unset.length > 0 && wanted.length > 0) {
      return { subject, standing: 'verified', message: `${service.name} starts ${site.library}, which hands the trace on; ${unset.join(', ')} is not seen to be.`, at, confidence: 'medium', evidence };
    }
    return { subject, standing: 'verified', message: `${service.name} starts ${site.library}, which hands the trace on.`, at, evidence };
  }
  if (flag) return { subject, standing: 'verified', message: `${service.name} is started with a tracer.`, at: flag, confidence: 'medium', evidence };
  const read = headersOf(shares, 'read');
  const forwarded = headersOf(shares, 'forward');
  const through = [...forwarded.keys()].filter((header) => wanted.length === 0 || header === EVERY_HEADER || wanted.includes(header)).sort();
  if (through.length > 0) return { subject, standing: 'verified', message: `${service.name} sends ${through.join(', ')} on.`, at: forwarded.get(through[0]!)!, confidence: 'medium', evidence };
  const [seen] = [...read.keys()].sort();
  if (seen) return { subject, standing: 'missing', message: `${service.name} reads ${seen} and does not send it on.`, at: read.get(seen)!, confidence: 'medium', evidence };
  return { subject, standing: said && said.length > 0 ? 'declared' : 'missing', message: `${service.name} ${NONE}`, at: service.at, confidence: service.kind === 'function' ? 'low' : 'medium', evidence };
}

function headersOf(shares: readonly (readonly [string, Telemetry])[], direction: 'read' | 'forward'): Map<string, Place> {
  const found = new Map<string, Place>();
  for (const [file, { headers }] of shares) {
    for (const one of headers) if (one.direction === direction && !found.has(one.header)) found.set(one.header, { file, line: one.line, column: one.column });
  }
  return found;
}
