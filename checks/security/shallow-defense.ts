import { listOf, placeOf } from '../../src/lib/declaration.ts';
import { builtFromHere, dataAt, foreignModule, installed, mayStandElsewhere, monitoringAt, networkAt, transportAt, type Around } from '../../src/lib/defense/around.ts';
import { authenticationAt, authorizationAt, calledFor, hasDependency, installedFor, SERVERS, unseenInside, validationAt, type Inside, speaksTls } from '../../src/lib/defense/inside.ts';
import { isMatch } from '../../src/lib/globs.ts';
import { placeText } from '../../src/lib/mistake.ts';
import { defineCheck, type Confidence, type Judgement, type Place, type Unjudged } from '../../src/model/index.ts';

export default defineCheck({
  id: 'shallow-defense',
  dimension: 'security',
  severity: 'major',
  phase: '8',
  from: 'growth',
  effort: 'high',
  title: 'Seven layers of defence, each with evidence',
  why: 'Every layer fails some day; what stops an attack then is the next one.',
  fix: 'Declare what each of the seven layers consists of, with the file that shows it, and add those that are missing.',
  grading: 'share',
  needs: ['architecture', 'files', 'packages', 'kubernetes', 'terraform', 'cloudformation', 'bicep', 'workloads', 'stores', 'alerts', 'endpoints', 'definitions'],
  inspect(facts) {
    const { architecture, files, workloads, packages, cloudformation } = facts;
    const exposed = workloads.workloads.some((one) => one.role === 'service') || Object.keys(architecture.declared.apis ?? {}).length > 0 || hasDependency(packages, SERVERS) !== undefined;
    // A library, or a tool on somebody's own machine, has no layers to defend.
    if (!exposed && architecture.declared.security === undefined) return { examined: 0, judgements: [] };
    const layers = architecture.declared.security?.layers;
    const [foreign] = installed(facts);
    const [code] = cloudformation.unread ?? [];
    const unjudged: Unjudged[] = [];
    const unseen: string[] = [];
    const around = builtFromHere(facts);
    const judgements = LAYERS.flatMap(([name, what, evidence]): Judgement | [] => {
      const claim = layers?.[name];
      const at = placeOf(architecture, claim === undefined ? '/security/layers' : `/security/layers/${name}`);
      const subject = `${name} layer`;
      const shown = evidence(facts);
      const place = shown ?? calledFor(name, facts);
      if (place) return { subject, standing: 'verified', message: `${what} is in place.`, at: place, ...(shown === undefined && { confidence: 'low' }) };
      const globs = typeof claim === 'object' ? listOf(claim.evidence) : [];
      const file = globs.length === 0 ? undefined : files.files.find((one) => isMatch(globs)(one.path) && one.bytes > 200);
      if (globs.length > 0 && file === undefined) return { subject, standing: 'violated', message: `The evidence named for the ${name} layer does not exist: ${globs.join(', ')}.`, at };
      if (file !== undefined) return { subject, standing: 'documented', message: `${file.path} says how the ${name} layer is defended.`, at };
      if (claim !== undefined) return { subject, standing: 'declared', message: `Only architecture.yaml says how the ${name} layer is defended.`, at };
      const outside = OUTSIDE.has(name);
      const elsewhere = outside && code ? { name: `What ${placeText(code.at)} builds by ${code.tool}`, at: code.at }
        : AROUND.has(name) && foreign !== undefined ? foreign : outside && name !== 'data' ? foreignModule(facts) : undefined;
      if (elsewhere !== undefined) {
        unjudged.push({ subject, reason: elsewhere === foreign ? `${foreign.name}, which is installed from elsewhere, may hold it; its files are not here.` : `${elsewhere.name} may hold it; that was not read.`, at: elsewhere.at });
        return [];
      }
      if (outside && !around.has(name)) {
        unseen.push(name);
        return [];
      }
      const library = installedFor(name, facts);
      if (library !== undefined) {
        unjudged.push({ subject, reason: 'A package that may hold it is installed; that it is used for it was not seen.', at: library });
        return [];
      }
      const lost = outside ? undefined : unseenInside(name, facts);
      // Whoever lists the layers and leaves one out is told of it, however little was read.
      if (lost !== undefined && layers === undefined) {
        unjudged.push({ subject, ...lost });
        return [];
      }
      const confidence: Confidence = lost !== undefined || mayStandElsewhere(name, facts) ? 'low' : 'medium';
      return { subject, standing: 'missing', message: `Nothing shows the ${name} layer: ${/^[A-Z](?![A-Z])/.test(what) ? what[0]!.toLowerCase() + what.slice(1) : what}.`, at, confidence };
    });
    if (unseen.length > 0 && layers !== undefined) judgements.push({
      subject: 'layers around the code', standing: 'missing', at: placeOf(architecture, '/security/layers'), confidence: 'low',
      message: `Nothing says what defends around the code (${unseen.join(', ')}): no file that was read shows it, and architecture.yaml does not tell.`,
    });
    else if (unseen.length > 0) unjudged.push({ subject: 'layers around the code', reason: `No file that was read builds what would show them (${unseen.join(', ')}); they may stand elsewhere.` });
    return { examined: judgements.length, judgements, unjudged };
  },
});

/** Layers around the services: whatever is installed beside them may be one. */
const AROUND: ReadonlySet<string> = new Set(['network', 'transport']);
/** What stands in files of deployment alone. */
const OUTSIDE: ReadonlySet<string> = new Set(['network', 'transport', 'data', 'monitoring']);

const LAYERS: readonly (readonly ['network' | 'transport' | 'authentication' | 'authorization' | 'application' | 'data' | 'monitoring', string, (facts: Around & Inside) => Place | undefined])[] = [
  ['network', 'A firewall, network policies or protection from floods', networkAt],
  ['transport', 'TLS on what is reached from outside', (facts) => transportAt(facts) ?? speaksTls(facts)],
  ['authentication', 'Proof of who calls', authenticationAt],
  ['authorization', 'Rules of who may do what', authorizationAt],
  ['application', 'Validation of what comes in', validationAt],
  ['data', 'Encryption at rest', dataAt],
  ['monitoring', 'Something that notices an attack', monitoringAt],
];
