import { defineCheck, type Evidence, type Judgement, type Standing, type Unjudged } from '../../src/model/index.ts';
import { listOf, placeOf } from '../../src/lib/declaration.ts';
import { auditOfSecrets, cloudLogins, lastingKeys, rotationsOf, separationOf } from '../../src/lib/secret-rotation.ts';
import { shownFiles } from '../../src/lib/shown-files.ts';

export default defineCheck({
  id: 'stale-secrets',
  dimension: 'security',
  severity: 'major',
  phase: '8',
  from: 'MVP',
  effort: 'medium',
  title: 'Secrets are rotated, separate and audited',
  why: 'A secret that leaked unseen opens the door until it is changed; one that all environments share opens all doors.',
  fix: 'Rotate every 90 days or less by the manager itself, keep one set per environment, log who reads them, and let workflows sign in to clouds by their own identity.',
  grading: 'share',
  needs: ['architecture', 'files', 'terraform', 'pipelines'],
  options: {
    schema: { type: 'object', additionalProperties: false, properties: { days: { type: 'integer', minimum: 1, description: 'The longest time that a secret may stay the same.' } } },
    defaults: { days: 90 },
  },
  inspect({ architecture, files, terraform, pipelines }, { days }: { readonly days: number }) {
    const secrets = architecture.declared.security?.secrets;
    const shown = shownFiles(files.files);
    const blocks = terraform.blocks.filter((block) => !shown.has(block.at.file));
    const rotations = rotationsOf(blocks);
    const logins = pipelines.pipelines.map(cloudLogins);
    const limit = Math.min(days, secrets?.rotation_days ?? days);
    // A clock may serve a certificate, which lives longer.
    const slow = rotations.filter((one) => one.days !== undefined && one.days > limit && !one.resource.startsWith('time_rotating.'));
    const deployed: Judgement[] = [
      ...slow.map(({ resource, days: every, at }): Judgement => ({
        subject: resource, standing: 'violated', message: `${resource} replaces the secret every ${Math.round(every!)} days; ${limit === secrets?.rotation_days ? `${limit} are declared` : `${limit} is the longest`}.`, at, confidence: 'medium',
        ...(secrets?.rotation_days !== undefined && { evidence: [{ note: 'The declared time.', at: placeOf(architecture, '/security/secrets/rotation_days') }] }),
      })),
      ...[...lastingKeys(blocks), ...logins.flatMap(({ keys }) => keys)].map(({ subject, message, at, confidence }): Judgement => ({ subject, standing: 'violated', message, at, confidence })),
    ];
    const kept = rotations.filter((one) => one.days !== undefined && one.days <= limit);
    const unjudged = rotations.filter((one) => one.days === undefined).map(({ resource, at }): Unjudged => ({ subject: resource, reason: 'How often it replaces the secret is left open.', at }));
    const good = kept.length + logins.reduce((sum, { federated }) => sum + federated, 0);
    if (secrets === undefined) return { examined: good + deployed.length, judgements: deployed, unjudged };
    const paths = new Set(files.files.map(({ path }) => path));
    const at = (key: string) => placeOf(architecture, `/security/secrets/${key}`);
    const judge = (subject: string, key: string, standing: Standing, message: string): Judgement => ({ subject, standing, message, at: at(key), ...(standing === 'declared' && { confidence: 'medium' as const }) });

    const { rotation_days: rotation, per_environment: separate, access_audited: audited } = secrets;
    const proofs = listOf(secrets.rotation_evidence);
    const lost = proofs.find((path) => !paths.has(path));
    const [separated, recorded] = [separationOf(blocks), auditOfSecrets(blocks)];
    const judgements = [
      rotation === undefined ? judge('rotation', 'rotation_days', 'missing', 'Nothing says how often secrets are changed.')
      : rotation > days ? judge('rotation', 'rotation_days', 'violated', `Secrets are declared to be changed every ${rotation} days; ${days} is the longest.`)
      : lost !== undefined ? judge('rotation', 'rotation_evidence', 'violated', `The evidence of rotation does not exist: ${lost}.`)
      : proofs.length > 0 ? judge('rotation', 'rotation_evidence', 'documented', `${proofs[0]} says how secrets are changed.`)
      : kept.length > 0 && slow.length === 0 ? { ...judge('rotation', 'rotation_days', 'verified', `Secrets are declared to be changed every ${rotation} days, and ${kept[0]!.resource} changes them every ${Math.round(kept[0]!.days!)}.`), evidence: kept.slice(0, 10).map(({ resource, at: place }): Evidence => ({ note: resource, at: place })) }
      : judge('rotation', 'rotation_days', 'declared', `Secrets are declared to be changed every ${rotation} days; nothing shows it.`),
      separate === undefined ? judge('separation', 'per_environment', 'missing', 'Nothing says whether each environment has its own secrets.')
      : separate && separated ? { ...judge('separation', 'per_environment', 'verified', 'The secret carries the name of its environment.'), evidence: [{ note: 'Named here.', at: separated }] }
      : separate ? judge('separation', 'per_environment', 'declared', 'Each environment is declared to have its own secrets.')
      : judge('separation', 'per_environment', 'violated', 'Environments are declared to share their secrets.'),
      audited === undefined ? judge('audit', 'access_audited', 'missing', 'Nothing says whether it is recorded who reads secrets.')
      : audited && recorded ? { ...judge('audit', 'access_audited', 'verified', 'A trail records who reads secrets.'), evidence: [{ note: 'The trail.', at: recorded }] }
      : audited ? judge('audit', 'access_audited', 'declared', 'Reading secrets is declared to be recorded.')
      : judge('audit', 'access_audited', 'violated', 'Reading secrets is declared not to be recorded.'),
    ];
    return { examined: good + deployed.length + judgements.length, judgements: [...judgements, ...deployed], unjudged };
  },
});
