import { listOf, placeOf } from '../../src/lib/declaration.ts';
import { isMatch } from '../../src/lib/globs.ts';
import { deploySteps } from '../../src/lib/pipelines.ts';
import { defineCheck, type Facts, type Judgement, type Place } from '../../src/model/index.ts';

type From = Pick<Facts, 'architecture' | 'files' | 'components' | 'pipelines' | 'kubernetes'>;

export default defineCheck({
  id: 'unsafe-migration',
  dimension: 'evolvability',
  severity: 'major',
  phase: '10',
  from: 'growth',
  effort: 'high',
  title: 'The old system is replaced one piece at a time, and keeps running',
  why: 'Two extractions at once, without a proxy or with the data left behind, cannot be taken back one by one.',
  fix: 'Extract one context at a time, behind a proxy, its data first, and keep the old system deployable.',
  grading: 'share',
  needs: ['architecture', 'files', 'components', 'pipelines', 'kubernetes'],
  inspect(facts) {
    const { architecture } = facts;
    const migration = architecture.declared.migration;
    if (migration === undefined) return { examined: 0, judgements: [], notAsked: true };
    const at = (key: string) => placeOf(architecture, `/migration/${key}`);
    const under = migration.extracting ?? [];
    const judgements: Judgement[] = [];
    if (migration.pattern === 'big-bang') judgements.push({ subject: 'pattern', standing: 'violated', message: 'The old system is replaced in one go.', at: at('pattern') });
    else judgements.push({ subject: 'pattern', standing: 'verified', message: 'The old system is replaced in pieces.', at: at('pattern') });
    judgements.push(under.length > 1
      ? { subject: 'one at a time', standing: 'violated', message: `${under.length} contexts are taken out at the same time: ${under.join(', ')}.`, at: at('extracting') }
      : { subject: 'one at a time', standing: 'verified', message: 'At most one context is being taken out.', at: at('extracting') });
    const moved = new Set(migration.data_extracted ?? []);
    for (const name of [...under, ...(migration.completed ?? [])]) {
      const kept = moved.has(name) ? dataOf(name, facts) : undefined;
      if (kept !== undefined) judgements.push({ subject: `data of ${name}`, standing: 'verified', message: `${name} has its data described in files of its own.`, at: kept });
      else if (moved.has(name)) judgements.push({ subject: `data of ${name}`, standing: 'declared', message: `Only architecture.yaml says that the data of ${name} is its own; no schema or migration lies among its files.`, at: at('data_extracted'), confidence: 'medium' });
      else judgements.push({ subject: `data of ${name}`, standing: 'missing', message: `The code of ${name} ${under.includes(name) ? 'is being taken' : 'was taken'} out, its data was not.`, at: under.includes(name) ? at('extracting') : at('completed'), confidence: 'medium' });
    }
    if (under.length > 0 || (migration.completed ?? []).length > 0) judgements.push(proxy(facts), deployable(facts));
    return { examined: judgements.length, judgements: judgements.filter((one) => one.standing !== 'verified') };
  },
});

const SCHEMA = /(^|\/)(?:migrations?|entities|schemas?)\/|\.(?:prisma|sql|entity\.[jt]s|schema\.[jt]s|model\.[jt]s)$|(^|\/)schema\.[jt]s$/i;
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z\d]/g, '');

/** A schema or migration among the files of the component that the context became. */
function dataOf(context: string, { components, files }: From): Place | undefined {
  const own = components.components.find(({ name }) => plain(name) === plain(context) || plain(name) === `${plain(context)}service`)?.name;
  const file = own === undefined ? undefined : files.files.find(({ path, role }) => (role === 'production' || role === 'tooling') && SCHEMA.test(path) && components.of[path]?.components[0] === own);
  return file === undefined ? undefined : { file: file.path };
}

function proxy({ architecture, files, kubernetes }: From): Judgement {
  const globs = listOf(architecture.declared.migration?.proxy);
  const at = placeOf(architecture, '/migration/proxy');
  const subject = 'proxy';
  if (globs.length > 0) {
    const file = files.files.find((one) => isMatch(globs)(one.path));
    return file === undefined
      ? { subject, standing: 'violated', message: `The declared proxy ${globs.join(', ')} does not exist.`, at }
      : { subject, standing: 'verified', message: `${file.path} routes between old and new.`, at: { file: file.path } };
  }
  const { extracting = [], completed = [] } = architecture.declared.migration ?? {};
  const contexts = [...extracting, ...completed].map(plain).filter((name) => name !== '');
  const route = kubernetes.resources.find((one) => ['Ingress', 'HTTPRoute', 'VirtualService'].includes(one.kind) && contexts.some((name) => plain(JSON.stringify(one.value)).includes(name)));
  return route === undefined
    ? { subject, standing: 'missing', message: 'Nothing routes between the old system and the new one.', at }
    : { subject, standing: 'documented', message: `${route.kind} ${route.name} may be what routes between old and new; no proxy is declared.`, at: route.at, confidence: 'low' };
}

function deployable({ architecture, files, pipelines }: From): Judgement {
  const migration = architecture.declared.migration!;
  const globs = listOf(migration.monolith_pipeline);
  const at = placeOf(architecture, '/migration/monolith_pipeline');
  const subject = 'old system deployable';
  if (globs.length === 0) return { subject, standing: 'missing', message: `Nothing shows that ${migration.monolith ?? migration.from ?? 'the old system'} can still be deployed.`, at };
  const pipeline = pipelines.pipelines.find((one) => isMatch(globs)(one.file));
  if (pipeline !== undefined && pipeline.jobs.some((job) => deploySteps(job).length > 0 || job.uses !== undefined)) return { subject, standing: 'verified', message: `${pipeline.file} deploys the old system.`, at: pipeline.at };
  const file = files.files.find((one) => isMatch(globs)(one.path));
  return file === undefined
    ? { subject, standing: 'violated', message: `The pipeline of the old system, ${globs.join(', ')}, does not exist.`, at }
    : { subject, standing: 'documented', message: `${file.path} is named as the old system's pipeline; no step of it is seen to deploy.`, at: { file: file.path }, confidence: 'low' };
}
