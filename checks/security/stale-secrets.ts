import { defineCheck, type Judgement, type Standing } from '../../src/model/index.ts';
import { listOf, placeOf } from '../../src/lib/declaration.ts';
import { auditOfSecrets, rotationOf, separationOf } from '../../src/lib/secret-rotation.ts';

export default defineCheck({
  id: 'stale-secrets',
  dimension: 'security',
  severity: 'major',
  phase: '8',
  from: 'MVP',
  effort: 'medium',
  title: 'Secrets are rotated, separate and audited',
  why: 'A secret that leaked unseen opens the door until it is changed; one that all environments share opens all doors.',
  fix: 'Rotate every 90 days or less by the manager itself, keep one set per environment, and log who reads them.',
  grading: 'share',
  needs: ['architecture', 'files', 'terraform'],
  options: {
    schema: { type: 'object', additionalProperties: false, properties: { days: { type: 'integer', minimum: 1, description: 'The longest time that a secret may stay the same.' } } },
    defaults: { days: 90 },
  },
  inspect({ architecture, files, terraform }, { days }: { readonly days: number }) {
    const secrets = architecture.declared.security?.secrets;
    if (secrets === undefined) return { examined: 0, judgements: [] };
    const paths = new Set(files.files.map(({ path }) => path));
    const at = (key: string) => placeOf(architecture, `/security/secrets/${key}`);
    const judge = (subject: string, key: string, standing: Standing, message: string): Judgement => ({ subject, standing, message, at: at(key), ...(standing === 'declared' && { confidence: 'medium' as const }) });

    const { rotation_days: rotation, per_environment: separate, access_audited: audited } = secrets;
    const proofs = listOf(secrets.rotation_evidence);
    const lost = proofs.find((path) => !paths.has(path));
    const turn = rotationOf(terraform);
    const [separated, recorded] = [separationOf(terraform), auditOfSecrets(terraform)];
    const judgements = [
      rotation === undefined ? judge('rotation', 'rotation_days', 'missing', 'Nothing says how often secrets are changed.')
      : rotation > days ? judge('rotation', 'rotation_days', 'violated', `Secrets are declared to be changed every ${rotation} days; ${days} is the longest.`)
      : turn !== undefined && turn.days > rotation ? { ...judge('rotation', 'rotation_days', 'violated', `Secrets are declared to be changed every ${rotation} days, and infrastructure changes them every ${turn.days}.`), evidence: [{ note: 'Configured here.', at: turn.at }] }
      : turn !== undefined ? { ...judge('rotation', 'rotation_days', 'verified', `Infrastructure changes secrets every ${turn.days} days.`), evidence: [{ note: 'Configured here.', at: turn.at }] }
      : lost !== undefined ? judge('rotation', 'rotation_evidence', 'violated', `The evidence of rotation does not exist: ${lost}.`)
      : proofs.length > 0 ? judge('rotation', 'rotation_evidence', 'documented', `${proofs[0]} says how secrets are changed.`)
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
    return { examined: judgements.length, judgements };
  },
});
