import { defineCheck, type Endpoint, type Judgement, type Unjudged } from '../../src/model/index.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { isReachable, linkEvidence, openByNature, patternFor, protectionOf } from '../../src/lib/endpoints.ts';
import { ownersOf, wayOfAsking, type WayOfAsking } from '../../src/lib/ways-of-asking.ts';
import { groupBy } from '../../src/lib/module-imports.ts';
import { forStrangers } from '../../src/lib/for-strangers.ts';
import { alone, byCause, callerIn, together } from '../../src/lib/open-endpoints.ts';
import { asks, leftOpen, mayBeMeant, mayBeNoService, reachesNothing, readsLeftOpen } from '../../src/lib/open-reads.ts';
import { passingOn } from '../../src/lib/passed-on.ts';
import { onASocket, socketModules } from '../../src/lib/socket-modules.ts';

export default defineCheck({
  id: 'unprotected-endpoints',
  dimension: 'security',
  severity: 'critical',
  phase: '12.17',
  from: 'prototype',
  effort: 'low',
  title: 'Every endpoint asks who calls, or is declared public',
  why: 'An endpoint without a guard is open to everybody who finds its address, and nobody notices until somebody uses it.',
  fix: 'Put the guard or middleware that the other endpoints have on this one, or list it under security.public_endpoints.',
  grading: 'share',
  needs: ['architecture', 'endpoints', 'starts', 'units', 'files', 'imports', 'source', 'definitions'],
  inspect({ architecture, endpoints, starts, units, files, imports: { modules }, source, definitions }) {
    const patterns = architecture.declared.security?.public_endpoints ?? [];
    const judgements: Judgement[] = [];
    const unjudged: Unjudged[] = [];
    const open: Endpoint[] = [];
    const answered: Endpoint[] = [];
    const credentialOf = passingOn(modules);
    const local = socketModules(starts);
    const guarded: Endpoint[] = [];
    const whyStrangers = forStrangers(endpoints.endpoints);
    for (const endpoint of endpoints.endpoints.filter(isReachable)) {
      const listed = patternFor(endpoint, patterns);
      const protection = protectionOf(endpoint);
      const base = { subject: endpoint.subject, at: endpoint.at };
      if (protection.kind === 'guarded') {
        const { by } = protection;
        answered.push(endpoint);
        // Who signs in proves it there, and nowhere else.
        if (openByNature(endpoint) === undefined) guarded.push(endpoint);
        judgements.push({ ...base, standing: 'verified', message: `${by.scope === 'handler' ? 'Its handler' : by.name} keeps strangers out.`, evidence: linkEvidence(by), ...(by.confidence !== 'high' && { confidence: by.confidence }) });
      } else if (listed >= 0) {
        judgements.push({ ...base, standing: 'verified', message: 'It is declared public.', evidence: [{ note: 'public_endpoints names it', at: placeOf(architecture, pointer('security', 'public_endpoints', listed)) }] });
      } else if (protection.kind === 'unjudged') {
        answered.push(endpoint);
        unjudged.push({ subject: endpoint.subject, reason: protection.reason, at: endpoint.at });
      } else if (protection.kind === 'open by design') {
        const evidence = protection.by ? linkEvidence(protection.by) : [];
        const form = protection.marked ? whyStrangers(endpoint) : undefined;
        if (form !== undefined) unjudged.push({ subject: endpoint.subject, reason: form, at: endpoint.at });
        else if (protection.marked && endpoint.writes && !asks(endpoint)) judgements.push({ ...base, standing: 'declared', message: `${endpoint.subject} changes state by its method and is ${protection.why} as public; public_endpoints does not list it.`, evidence, confidence: 'medium' });
        else judgements.push({ ...base, standing: 'verified', message: `It is open by design: ${protection.why}.`, evidence, confidence: 'medium' });
      } else {
        const token = endpoint.framework === 'next' ? credentialOf(endpoint.at.file) : undefined;
        const { subject, at } = endpoint;
        const doubt = whyStrangers(endpoint)
          ?? (local.has(at.file) ? onASocket(endpoint).reason
            : reachesNothing(endpoint) ? `${subject} reaches nothing that is kept, as far as its handler was followed; whether what it says is meant for everybody is not to be told.`
            : mayBeNoService(endpoint) ? `${subject} was not seen to read or change what is kept; whether anybody can call it, and whether what it says is meant for everybody, is not to be told.`
            : token && `${subject} reaches no store; what reads the caller's own credential (${token.file}:${token.line}) may hand it to a service that asks.`);
        if (doubt !== undefined) unjudged.push({ subject, reason: doubt, at });
        else open.push(endpoint);
      }
    }
    const owners = ownersOf({ units, files });
    const packageOf = ({ at: { file } }: Endpoint): string => owners.of(file);
    // An exported function may be called by no form, so that what a page's actions do stands for no service.
    const ownerOf = (endpoint: Endpoint): string => (endpoint.kind === 'action' ? '' : packageOf(endpoint));
    const proving = new Set(guarded.map(ownerOf));
    // A service that has a way of asking, and in which none was seen to ask, may ask in a way that was not understood.
    const beside = groupBy(open.filter(({ kind }) => kind !== 'action'), ownerOf);
    const ways = new Map([...beside.keys()].filter((owner) => !proving.has(owner)).map((owner) => [owner, wayOfAsking(owners.modules(owner), { source, definitions })]));
    const wayOf = (endpoint: Endpoint): WayOfAsking | undefined => (endpoint.kind === 'action' ? undefined : ways.get(ownerOf(endpoint)));
    const [unsure, rest] = split(open, (endpoint) => endpoint.kind !== 'action' && callerIn(endpoint) !== undefined && !proving.has(ownerOf(endpoint)));
    for (const { subject, at } of unsure) unjudged.push({ subject, at, reason: `The handler of ${subject} uses who calls; what puts that there, and whether it refuses anybody, was not seen.` });
    const [opaque, plain] = split(rest, (endpoint) => !IN_SIGHT.has(endpoint.framework) && beside.get(ownerOf(endpoint))!.length > FEW && wayOf(endpoint) !== undefined);
    for (const endpoint of opaque) unjudged.push({ subject: endpoint.subject, at: endpoint.at, reason: reasonOf(endpoint, wayOf(endpoint)!) });
    const silent = byCause(plain, answered, ownerOf);
    const reads = readsLeftOpen(silent.get('') ?? [], guarded, packageOf);
    for (const [owner, all] of reads) judgements.push(leftOpen(owner, all, units.units.find(({ name }) => name === owner), guarded.filter((endpoint) => packageOf(endpoint) === owner).length));
    const told = new Set([...reads.values()].flat());
    const meant = mayBeMeant((silent.get('') ?? []).filter((one) => proving.has(ownerOf(one))), guarded);
    for (const [cause, all] of silent) {
      if (cause !== '') judgements.push({ ...together(cause, all, units.units.find(({ name }) => name === cause)), ...doubtOf(wayOf(all[0])) });
      else for (const endpoint of all.filter((one) => !told.has(one))) {
        const { subject, at } = endpoint;
        if (meant.has(endpoint)) unjudged.push({ subject, at, reason: `${subject} only reads and answers everybody, in a service that asks who calls elsewhere; whether it is meant to is not to be told: list it under security.public_endpoints if it is.` });
        else judgements.push({ ...alone(endpoint, proving.has(ownerOf(endpoint))), ...doubtOf(wayOf(endpoint)) });
      }
    }
    return { examined: judgements.length, judgements, unjudged };
  },
});

/** As many may well be open in a service that asks elsewhere. */
const FEW = 3;
/** A file of its own answers, and what stands before it is written there; what is left out of sight is little. */
const IN_SIGHT: ReadonlySet<string> = new Set(['next', 'remix', 'sveltekit', 'nuxt', 'nitro', 'astro', 'solid-start', 'tanstack-start']);

const reasonOf = ({ subject }: Endpoint, { says, at }: WayOfAsking): string =>
  `Nothing was seen to ask who calls ${subject}, or any endpoint beside it, though ${at.file}:${at.line} ${says}; how they ask was not understood.`;

const doubtOf = (way: WayOfAsking | undefined): Pick<Judgement, 'confidence'> => (way ? { confidence: 'low' } : {});

const split = <T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] => [all.filter(test), all.filter((one) => !test(one))];
