import type { Architecture, Deployment, Facts, Judgement, Unjudged, WorkloadEnv } from '../model/index.ts';
import { placeOf, pointer } from './declaration.ts';
import { alsoAt, confidenceOf, foundFor, productionStores, runningServices, subjectOf } from './production.ts';

export interface Half { readonly examined: number; /** Findings only. */ readonly judgements: readonly Judgement[]; readonly passes: readonly Judgement[]; readonly unjudged: readonly Unjudged[] }

/** Encryption as the deployment files set it: stores at rest and on the wire, what is reached from outside, and what speaks to a database. */
export function deployedEncryption(architecture: Architecture, stores: Facts['stores'], workloads: Facts['workloads']): Half {
  const judgements: Judgement[] = [];
  const passes: Judgement[] = [];
  const unjudged: Unjudged[] = [];
  let examined = 0;
  const production = productionStores(stores.stores);
  for (const all of production.values()) {
    for (const [aspect, words] of [['encrypted', 'at rest'], ['transit', 'in transit']] as const) {
      const asked = all.filter((one) => one[aspect] !== undefined);
      if (asked.length === 0) continue;
      const off = asked.find((one) => one[aspect]!.value === false);
      const subject = `${asked[0]!.resource} ${words}`;
      if (off === undefined && asked.some((one) => one[aspect]!.value === undefined)) {
        unjudged.push({ subject, reason: `Whether it is encrypted ${words} is left open.`, at: asked[0]![aspect]!.at });
        continue;
      }
      examined++;
      if (off === undefined) {
        passes.push({ subject, standing: 'verified', message: `${asked[0]!.resource} is encrypted ${words} (${asked[0]![aspect]!.note}).`, at: asked[0]![aspect]!.at });
        continue;
      }
      const declared = Object.entries(architecture.declared.data_stores ?? {}).find(([name, one]) => (aspect === 'encrypted' ? one.encryption_at_rest !== undefined && one.encryption_at_rest !== false : one.tls === true) && foundFor(name, one.engine, [...production.values()].flat()).includes(off));
      judgements.push({
        subject, standing: 'violated', message: `${off.resource} is not encrypted ${words} (${off[aspect]!.note}).`, at: off[aspect]!.at, confidence: confidenceOf(off),
        ...(declared && { evidence: [{ note: 'Encryption is declared.', at: placeOf(architecture, pointer('data_stores', declared[0], aspect === 'encrypted' ? 'encryption_at_rest' : 'tls')) }] }),
      });
    }
  }
  const ended = architecture.declared.security?.encryption?.terminated_at;
  const seen = new Set<string>();
  for (const { deployments } of runningServices(workloads.workloads)) {
    for (const one of deployments) for (const exposure of one.exposures) {
      if (!exposure.public || exposure.by !== 'ingress' || exposure.tls === undefined || seen.has(exposure.name)) continue;
      seen.add(exposure.name);
      examined++;
      if (exposure.tls) {
        passes.push({ subject: `ingress ${exposure.name}`, standing: 'verified', message: `The ingress ${exposure.name} has TLS.`, at: exposure.at });
        continue;
      }
      const said = ended === undefined ? undefined : { note: 'It is declared where TLS ends.', at: placeOf(architecture, '/security/encryption/terminated_at') };
      judgements.push({ subject: `ingress ${exposure.name}`, standing: said ? 'declared' : 'missing', message: `The ingress ${exposure.name} has no TLS.`, at: exposure.at, confidence: 'medium', ...(said && { evidence: [said] }) });
    }
  }
  for (const { workload, deployments } of runningServices(workloads.workloads)) {
    const plain = deployments.flatMap((one) => one.env.filter((each) => isPlain(each, one)).map((each) => ({ one, each })));
    const [first] = plain;
    if (first === undefined) continue;
    examined++;
    judgements.push({
      subject: `${subjectOf(workload, first.one)} -> database`, standing: 'violated', message: `${workload.name} speaks to its database unencrypted (${first.each.name}).`, at: first.each.at, confidence: 'medium',
      evidence: alsoAt(plain.slice(1).map(({ each }) => each.at), 'Here as well.'),
    });
  }
  return { examined, judgements, passes, unjudged };
}

/** A variable that switches encryption off, where no proxy beside the process stands in between. */
function isPlain({ name, value }: WorkloadEnv, { env, sidecars }: Deployment): boolean {
  if (value === undefined || sidecars.some((each) => /prox(y|ies)|pgbouncer|envoy/.test(each))) return false;
  if (/[?&]sslmode=disable\b/.test(value)) return !/@(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(value);
  const prefix = /^(.{0,60})SSLMODE$/i.exec(name)?.[1];
  const host = env.find((each) => each.name.toUpperCase() === `${prefix?.toUpperCase()}HOST`)?.value;
  return prefix !== undefined && value === 'disable' && !/^(localhost|127\.)/.test(host ?? '');
}

/** The declared stores whose encryption a deployment file shows. */
export const shownEncrypted = (architecture: Architecture, stores: Facts['stores']): ReadonlySet<string> => {
  const production = [...productionStores(stores.stores).values()].flat();
  return new Set(Object.entries(architecture.declared.data_stores ?? {}).filter(([name, one]) => foundFor(name, one.engine, production).some((store) => store.encrypted?.value !== undefined)).map(([name]) => name));
};
