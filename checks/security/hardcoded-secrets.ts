import { defineCheck, type Confidence, type Judgement, type RepoFile, type SecretSite } from '../../src/model/index.ts';
import { placeOf } from '../../src/lib/declaration.ts';
import { deployedSecrets, type DeployedSecret } from '../../src/lib/deployed-secrets.ts';
import { groupBy } from '../../src/lib/module-imports.ts';
import { managerPackages, managerPlace } from '../../src/lib/secret-managers.ts';

/** Text about the system, not part of it; and what lies on the way to it without being deployed. */
const PROSE = /\.(?:mdx?|rst|adoc|txt)$/i;
const WORKFLOW = /(?:^|\/)(?:\.github|\.circleci|\.gitlab-ci)/;
const TESTS = /_test\.(?:go|py|rs)$|(?:^|\/)test_[^/]*\.py$|(?:^|\/)(?:tests?|testdata|fixtures?|__tests__|e2e|test-?containers|test-?utils)\/|(?:^|\/)(?:playwright|cypress|vitest|jest)\.config\.[cm]?[jt]s$|(?:^|\/)(?:mocks?|fixtures?)\.[cm]?[jt]sx?$|\.(?:test|spec)\.[\w.]{1,40}$|(?:^|[/-])test-(?:files|data|vectors|fixtures|helpers)\//;
/** Stands in for another system on the machines of the team. */
const STAND_IN = /(?:^|\/)(?:stubs?|mocks?|fakes?|wiremock|localstack)(?:-[\w-]+)?\/|(?:^|\/)[\w-]+-(?:stubs?|mocks?)\/|(?:^|\/)stories\/|[mM]ock-?[dD]ata\.\w+$/;
/** The environment of a run against mocks, and what fills a database of a developer. */
const TRIAL = /(?:^|[/._-])(?:mock(?:s|ed)?|playwright|cypress|vitest|jest|e2e)[._-](?:[\w.-]{0,60}[._-])?env$|(?:^|\/)(?:seeds?|seeders?)\/|(?:^|[/._-])(?:seeds?|seeder)\.[cm]?[jt]s$/i;
/** A certificate that stands in until there is a real one, and that of a developer's machine. */
const STANDS_IN = /(?:^|[/._-])(?:fake|dummy|snakeoil|self-?signed|localhost\w{0,20})(?=[/._-])/i;
/** Tools of a site of documentation show public keys. */
const DOCUMENTATION = /(?:^|\/)(?:docs?|website|documentation)\//;
/** A stack for the time of a test run, and values that a chart is tried with. */
const TEST_STACK = /[._-](?:integration|tests?|e2e)\.ya?ml$|(?:^|\/)ci\/(?:test-[^/]+|(?:[^/]+-)?values)\.ya?ml$/i;
/** Settings that several services of a compose file share on a developer's machine. */
const OF_COMPOSE = /(?:^|\/)(?:docker-)?compose[\w.-]*\.env$/i;
const DEVELOPMENT = /(?:^|[/._-])(?:dev|devenv|local|localhost\w{0,20}|development|ci|sandbox|demo|example|sample)(?=[/._-]|$)/i;

const SENTENCES: Readonly<Record<SecretSite['kind'], (name: string) => string>> = {
  token: (name) => `The file holds a secret: ${name}.`,
  use: (name) => `The secret of ${name} is a literal in the code.`,
  fallback: (name) => `${name} falls back to a literal that everybody can read.`,
  named: (name) => `${name} is given its value in the file.`,
};

export default defineCheck({
  id: 'hardcoded-secrets',
  dimension: 'security',
  severity: 'critical',
  phase: '12.19',
  from: 'prototype',
  effort: 'low',
  title: 'Secrets are managed, none is in a file',
  why: 'Whoever can read the repository, a build log or an image layer has the secret, and it stays in the history after the line is gone.',
  fix: 'Revoke the secret, read it from the environment or a secrets manager, and refuse to start when it is absent.',
  grading: 'all',
  needs: ['architecture', 'files', 'packages', 'secrets', 'kubernetes', 'terraform', 'workloads', 'pipelines'],
  inspect({ architecture, files, packages, secrets, kubernetes, terraform, workloads, pipelines }) {
    const byPath = new Map(files.files.map((file) => [file.path, file]));
    const judgements: Judgement[] = [];
    for (const { file, sites } of secrets.files) {
      const bySubject = new Map<string, SecretSite[]>();
      for (const site of sites) {
        if (confidenceOf(site, file, byPath.get(file)) === undefined) continue;
        const subject = `${file}: ${site.name}`;
        bySubject.set(subject, [...(bySubject.get(subject) ?? []), site]);
      }
      for (const [subject, [first, ...others]] of bySubject) {
        const advice = byPath.get(file)?.role === 'example' ? 'It lies in an example, which nothing deploys.' : undefined;
        judgements.push({
          subject, standing: 'violated', message: SENTENCES[first!.kind](first!.name), at: { file, line: first!.line, column: first!.column },
          evidence: others.slice(0, 20).map(({ line, column }) => ({ note: 'Here as well.', at: { file, line, column } })),
          confidence: confidenceOf(first!, file, byPath.get(file))!, confidential: true, ...(advice && { advice }),
        });
      }
    }
    judgements.splice(0, judgements.length, ...catalogues(oneAFallback(judgements)));
    const told = new Set(judgements.flatMap(({ at, evidence }) => [at, ...(evidence ?? []).flatMap((one) => one.at ?? [])]).map(({ file, line }) => `${file}:${line}`));
    const deployed = new Map<string, DeployedSecret[]>();
    for (const one of deployedSecrets(workloads, pipelines, kubernetes)) {
      // Templates say where a value comes from; the line that holds it is told once.
      if (told.has(`${one.at.file}:${one.at.line}`) || byPath.get(one.at.file)?.role === 'test' || judgements.some(({ subject }) => subject === `${one.at.file}: ${one.name}`)) continue;
      deployed.set(`${one.at.file}: ${one.name}`, [...(deployed.get(`${one.at.file}: ${one.name}`) ?? []), one]);
    }
    for (const [subject, [first, ...others]] of deployed) {
      judgements.push({
        subject, standing: 'violated', message: `${first!.by} is given ${first!.name} as a literal.`, at: first!.at, confidence: first!.confidence, confidential: true,
        evidence: others.slice(0, 20).map(({ at }) => ({ note: 'Here as well.', at })),
      });
    }
    const holding = new Set(judgements.map(({ at }) => at.file));
    const clean = secrets.scanned - holding.size;
    const manager = architecture.declared.security?.secrets?.manager;
    if (manager !== undefined) {
      const wanted = managerPackages(manager);
      const at = placeOf(architecture, '/security/secrets/manager');
      const user = packages.packages.find(({ dependencies }) => wanted.some((name) => name in dependencies));
      const shown = user?.at ?? managerPlace(manager, { kubernetes, terraform });
      if (shown) judgements.push({ subject: 'secrets manager', standing: 'verified', message: `${manager} is in use.`, at, evidence: [{ note: user ? 'The package that uses it.' : 'Deployment files bring its secrets in.', at: shown }] });
      else judgements.push({ subject: 'secrets manager', standing: 'declared', message: `${manager} is declared as the secrets manager; nothing in code or deployment files shows it.`, at, confidence: 'low' });
    }
    return { examined: clean + judgements.length, judgements };
  },
});

const RANK: Readonly<Record<Confidence, number>> = { high: 0, medium: 1, low: 2 };
/** One absent variable that several files have a default for is set once, and missed once. */
function oneAFallback(judgements: readonly Judgement[]): readonly Judgement[] {
  const groups = groupBy(judgements, ({ subject, message, at }) => (/ falls back to /.test(message) ? message : `${at.file} ${subject}`));
  return [...groups.values()].map((group) => {
    const [first, ...others] = [...group].sort((a, b) => RANK[a.confidence ?? 'high'] - RANK[b.confidence ?? 'high']) as [Judgement, ...Judgement[]];
    return others.length === 0 ? first : { ...first, evidence: [...(first.evidence ?? []), ...others.flatMap(({ at, evidence }) => [{ note: 'Here as well.', at }, ...(evidence ?? [])])].slice(0, 20) };
  });
}

const MANY = 5;
const isKey = (subject: string): boolean => subject.endsWith(': private key');
/** Files of one name in folders side by side, as a catalogue has them, were filled in by one habit; and so were the keys that lie in one folder. */
function catalogues(judgements: readonly Judgement[]): readonly Judgement[] {
  const groups = groupBy(judgements, ({ at, message, subject }) => (/given its value/.test(message) ? at.file.replace(/[^/]+(?=\/[^/]+$)/, '*') : isKey(subject) ? at.file.replace(/[^/]+$/, '*') : `${at.file}:${at.line}`));
  return [...groups].flatMap(([pattern, group]): readonly Judgement[] => {
    const files = new Set(group.map(({ at }) => at.file)).size;
    if (files < MANY) return group;
    const [first, ...others] = group;
    return [{ ...first, subject: `${pattern}: secrets`, message: isKey(first!.subject) ? `${files} files of this folder hold private keys.` : `${group.length} secrets are given their values in ${files} files of this kind.`, evidence: others.slice(0, 20).map(({ message, at }) => ({ note: message, at })) }];
  });
}

/** undefined: no finding. Tests and samples need values to be readable; prose shows what a secret looks like. */
function confidenceOf(site: SecretSite, path: string, file: RepoFile | undefined): Confidence | undefined {
  if (!file || file.role === 'test' || file.role === 'generated' || PROSE.test(path) || TESTS.test(path)) return undefined;
  if (/\.env[^/]*\.(?:example|sample|template|model|dist|test)|\.(?:example|sample|template|tpl|dist)(?:\.|$)/i.test(path)) return undefined;
  // A throw-away value for the time of one job; a real provider's key and a registry's account are real there, too.
  if (WORKFLOW.test(path) && site.rule !== 'registry-credentials' && !(site.kind === 'token' && site.confidence === 'high')) return undefined;
  if (site.kind === 'named' && (TEST_STACK.test(path) || DOCUMENTATION.test(path))) return undefined;
  if (site.kind !== 'token' && (STAND_IN.test(path) || TRIAL.test(path))) return undefined;
  // Mere words of a stack that shows how something is set up.
  if (file.role === 'example' && /^compose-/.test(site.rule)) return undefined;
  if (site.name === 'private key' && STANDS_IN.test(path)) return undefined;
  if (site.kind !== 'use' && site.kind !== 'fallback' && (DEVELOPMENT.test(path) || OF_COMPOSE.test(path))) return 'low';
  return file.role === 'production' ? site.confidence : 'low';
}
