import { defineCheck, type Architecture, type Judgement, type Outbound } from '../../src/model/index.ts';
import { dependencyEdges, placeOf, resilienceOf, type DependencyEdge } from '../../src/lib/declaration.ts';
import { declaredExternals, goesTo } from '../../src/lib/dependencies.ts';
import { meshBreakers, servicesFor, type MeshRule } from '../../src/lib/mesh.ts';
import { shownFiles } from '../../src/lib/shown-files.ts';

export default defineCheck({
  id: 'missing-circuit-breakers',
  dimension: 'reliability',
  severity: 'major',
  phase: '12.9',
  from: 'growth',
  effort: 'medium',
  title: 'Circuit breakers on critical paths',
  why: 'Without a breaker every request waits for a dependency that is known to be down, and the failure spreads.',
  fix: 'Put a breaker around the calls (opossum, cockatiel, the mesh): thresholds above zero, a time open, and a half-open trial; make it once, not per request.',
  grading: 'share',
  needs: ['outbound', 'architecture', 'files', 'kubernetes', 'workloads'],
  inspect: ({ outbound, architecture, files, kubernetes, workloads }) => {
    const shown = shownFiles(files.files);
    const rules = meshBreakers(kubernetes.resources.filter(({ at }) => !shown.has(at.file)));
    const inMesh = (name: string): MeshRule | undefined => {
      const services = servicesFor(name, architecture.declared, workloads.workloads);
      return rules.find(({ service }) => services.has(service.toLowerCase()));
    };
    const judgements = [...ofCritical(outbound, architecture, inMesh), ...ofBreakers(outbound)];
    return { examined: judgements.length, judgements };
  },
});

/** Dependencies that are critical themselves, or on the synchronous path of a critical component. */
function ofCritical(outbound: Outbound, architecture: Architecture, inMesh: (name: string) => MeshRule | undefined): Judgement[] {
  const { declared } = architecture;
  const externals = declaredExternals(declared);
  const judged = new Map<string, Judgement>();
  for (const edge of dependencyEdges(declared)) {
    if (edge.kind !== 'external' && !(edge.kind === 'component' && edge.dependency.via !== undefined && edge.dependency.via !== 'call')) continue;
    const said = resilienceOf(declared, edge);
    const onPath = declared.components[edge.from]?.criticality === 'critical' && edge.dependency.mode !== 'async';
    if (said.criticality ? said.criticality.value !== 'critical' : !onPath) continue;
    const external = externals.find(({ name }) => edge.kind === 'external' && name === edge.to);
    const subject = `${edge.from} -> ${edge.to}`;
    const calls = external ? outbound.calls.filter((call) => goesTo(external, call)) : [];
    const guarded = calls.find(({ breaker }) => breaker !== undefined);
    const mesh = edge.kind === 'external' || edge.kind === 'component' ? inMesh(edge.to) : undefined;
    const fault = said.circuit_breaker && insane(said.circuit_breaker.value);
    if (fault) judged.set(subject, { subject, standing: 'violated', message: `The declared breaker of ${edge.to} ${fault}.`, at: placeOf(architecture, said.circuit_breaker!.pointer) });
    else if (guarded) judged.set(subject, { subject, standing: 'verified', message: `Calls go through a breaker (${guarded.breaker!.by}).`, at: guarded.at, evidence: [{ note: 'the breaker', at: guarded.breaker!.at }] });
    else if (mesh) judged.set(subject, { subject, standing: 'verified', message: `The mesh stops calls to ${edge.to} while it fails (${mesh.by}).`, at: mesh.at, confidence: 'medium' });
    else if (said.circuit_breaker) judged.set(subject, contradicted(architecture, edge, said.circuit_breaker.pointer, subject, calls));
    else judged.set(subject, { subject, standing: 'missing', message: `No breaker stands between ${edge.from} and ${edge.to}, which is on a critical path.`, at: calls[0]?.at ?? placeOf(architecture, edge.pointer), evidence: [{ note: 'declared here', at: placeOf(architecture, edge.pointer) }] });
  }
  return [...judged.values()];
}

function contradicted(architecture: Architecture, edge: DependencyEdge, pointer: string, subject: string, calls: Outbound['calls']): Judgement {
  const at = placeOf(architecture, pointer);
  return calls[0]
    ? { subject, standing: 'violated', message: `A breaker of ${edge.to} is declared, and its calls go through none.`, at: calls[0].at, evidence: [{ note: 'declared here', at }], confidence: 'medium' }
    : { subject, standing: 'declared', message: `A breaker of ${edge.to} is declared and not seen in code.`, at };
}

/** What makes the numbers of a breaker useless; undefined: nothing. */
function insane(breaker: { failure_threshold?: number; success_threshold?: number; timeout_seconds?: number; monitoring_window_seconds?: number; half_open_requests?: number }): string | undefined {
  const zero = (['failure_threshold', 'success_threshold', 'timeout_seconds', 'monitoring_window_seconds', 'half_open_requests'] as const).find((key) => breaker[key] !== undefined && breaker[key] <= 0);
  if (zero) return `has ${zero} ${breaker[zero]}`;
  if (breaker.failure_threshold === undefined) return 'says not after how many failures it opens';
  if (breaker.timeout_seconds === undefined) return 'says not how long it stays open';
  return undefined;
}

/** Breakers in code that cannot do their work. */
const ofBreakers = ({ breakers }: Outbound): Judgement[] => {
  const taken = new Map<string, number>();
  return breakers.map((breaker): Judgement => {
    const plain = `${breaker.library}${breaker.name ? ` ${breaker.name}` : ''} in ${breaker.at.file}`;
    const count = (taken.get(plain) ?? 0) + 1;
    taken.set(plain, count);
    const subject = count === 1 ? plain : `${plain} (${count})`;
    if (breaker.perCall) return { subject, standing: 'violated', message: 'The breaker is made anew for every call, so it never opens.', at: breaker.at };
    if (breaker.options.errorThresholdPercentage === 0 || breaker.options.resetTimeout === 0) return { subject, standing: 'violated', message: 'The breaker has a threshold or a time open of zero.', at: breaker.at };
    return { subject, standing: 'verified', message: 'The breaker is made once.', at: breaker.at, evidence: breaker.fallback ? [{ note: 'its fallback', at: breaker.fallback }] : [] };
  });
};
