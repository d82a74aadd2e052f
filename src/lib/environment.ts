export type Environment = 'production' | 'staging' | 'development';

const WORDS: readonly (readonly [Environment, RegExp])[] = [
  ['production', /^(prod|production|prd|live)\d*$/],
  ['staging', /^(staging|stage|stg|preprod|preproduction|uat|qa|preview|canary-staging|recette|acceptance|homologation)\d*$/],
  ['development', /^(dev|devel|develop|development|local|localhost|lokal|lokalt|test|tests|testing|e2e|ci|sandbox|demo|minikube|kind|k3d|debug|playground|override|devcontainer|devenv|localenv)\d*$/],
];

/** A folder of its own for what runs before staging (`deployments/integration/`), or for one change (`deployments/review/`). */
const BEFORE = /^(?:integration|review(?:[-_]?apps?)?)$/;

/** What the developers start beside the code, to have something to connect to (`docker/dependencies/`, `dependencies.compose.yml`). */
const BESIDE = /(?:^|\/)(?:docker|compose|containers?|stacks?)\/(?:dependencies|deps)\/|(?:^|\/)[\w.-]*\bdependencies\b[\w.-]*$/;

/** A folder that is called for what it shows (`microservices-on-kubernetes-demo/`) is no environment. */
const PROJECT = /(^|\/)(?:[a-z\d]{1,40}[-_]){2,8}demos?(?=\/)/g;

/** `.env.local-to-staging`: it runs on a desk, against what runs elsewhere. */
const ON_A_DESK = /^(?:local|localhost|lokal|lokalt)$/;

/** Which environment a path, a file name or a name speaks of; nothing where it does not say. The last word wins. */
export const environmentOf = (name: string): Environment | undefined => {
  const words = name.toLowerCase().replaceAll(PROJECT, '$1').split(/[/\\._\-\s:]+/);
  const own = words.slice(-name.slice(name.lastIndexOf('/') + 1).split(/[\\._\-\s:]+/).length);
  if (ON_A_DESK.test(own.find((word) => WORDS.some(([, pattern]) => pattern.test(word))) ?? '')) return 'development';
  for (let i = words.length - 1; i >= 0; i--) {
    for (const [environment, pattern] of WORDS) {
      if (!pattern.test(words[i] as string)) continue;
      // `non-prod`, `pre-prod`
      if (environment === 'production' && /^(non|pre|not)$/.test(words[i - 1] ?? '')) return words[i - 1] === 'pre' ? 'staging' : 'development';
      return environment;
    }
  }
  return name.toLowerCase().split('/').slice(0, -1).some((folder) => BEFORE.test(folder)) ? 'development' : undefined;
};

/** The same of a file of Compose, which may be called for what it is to the developers. */
export const environmentOfStack = (path: string): Environment | undefined => environmentOf(path) ?? (BESIDE.test(path.toLowerCase()) ? 'development' : undefined);
