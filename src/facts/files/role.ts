import { startsOnADesk } from '../../lib/developers.ts';
import type { RepoFile, Role } from '../../model/index.ts';
import { isForADeveloper } from './first-words.ts';

/** What is asked of one file; `head` is its first lines, for modules alone. */
export interface RoleQuestion {
  readonly path: string;
  readonly language?: RepoFile['language'];
  readonly head?: string;
  /** True for folders that hold a package.json, and for the repository's own (`.`). */
  isPackage?(folder: string): boolean;
  readonly minified?: boolean;
  /** True for paths that the repository holds. */
  isThere?(path: string): boolean;
}

const TEST_FOLDER = /^(?:(?:playwright|cypress|codecept(?:js)?|wdio|protractor|puppeteer|selenium)[-_]?(?:e2e|tests?|ui|ui-tests?)|mock(?:Apis?|Servers?|Services?)|__(?:tests?|mocks?|fixtures?|snapshots?|e2e|playwright|cypress)__|tests?|e2e|cypress|playwright|_?(?:integration|unit|e2e|acceptance|functional|smoke|contract|regression|load|stress|perf|performance)[-_]?tests?|(?:[\w-]+-)?(?:int|integration|e2e)-tests?(?:-\w+)?|fixtures?|mocks?|testing|test-?containers|tests?[-_](?:integration|unit|e2e|acceptance|functional)|test[-_](?:utils?|helpers?|data|setup|fixtures?|values)|test(?:Utils?|Helpers?|Setup|Fixtures?|Support)|testdata|step[-_]definitions|.+-e2e)$/;
/** At the top of a repository they put it under load; further down they may be a part of the product. */
const LOAD_FOLDER = /^(?:performance|perf|load-?testing|k6)$/;
/** What stands beside the step definitions of Cucumber. */
const CUCUMBER = /^features\/support$/;
/** A folder or package of tests alone (`acceptance`, `acme-tests`), or that stands in for what others run (`mock-billing-api`, `stub-api`); below a product root such a name is the product's (`src/ab-tests`). */
const OUTER_TEST_FOLDER = /^(?:acceptance|(?:load|stress|perf)[-_]tests?[-_][\w-]+|test[-_](?:db|database|docker|harness|runner|seed)\w*(?:[-_][\w-]+)?|(?:[\w-]+-)?(?:int|integration|e2e|load|perf)-tests?(?:-[jt]s)?|(?:[\w-]+[-_])?test[-_]env(?:ironment)?|(?!ab-).+[-_]tests|(?:mock|stub|fake)-(?:[\w-]+-)?(?:api|server|service|backend)s?|(?!.*plugin)[\w-]*[-_\d](?:mock|stub)(?:[-_](?:api|server|service|backend))?)$/;
const TEST_FILE = /\.(?:test|e2e|cy|mocks?|fixtures?|bench)(?:\.d)?\.\w+$|\.snap$|^\.env\.(?:.+\.)?test(?:\.|$)/;
const TEST_MODULE = /[._]spec\.\w+$|\.(?:test|spec)\.(?:config|data|setup|helpers?|utils?|fixtures?|mocks?)\.\w+$|_test(?:ing)?\.\w+$|\.[a-z0-9]+-(?:test|spec)\.\w+$|\.test-[a-z]+\.\w+$|\.(?:stories|story)\.\w+$|^(?:setup|teardown)[-_.]?(?:jest|vitest|mocha|tests?)\b|^(?:jest|vitest|mocha)\.config\.[\w-]{1,40}(?:\.[\w-]{1,40})?\.[cm]?[jt]s$|^(?:jest|vitest|mocha|tests?)[-_.](?:setup|teardown|global|env|helpers?|utils?|fixtures?|mocks?)\b|^setupTests\.|^mocks?\.\w+$|(?:^|\.)tests?(?:Utils?|Helpers?|Setup|Fixtures?|Mocks?)\.\w+$|(?:[a-z]Tests?|-tests?-)(?:[Uu]tils?|[Hh]elpers?|[Ss]etup|[Ff]ixtures?|[Mm]ocks?)\.\w+$/;
const TEST_LIBRARY = /\b(?:from|import|require\()\s*['"](?:vitest|jest|@jest\/globals|mocha|chai|sinon|supertest|cypress|node:test|bun:test|@playwright\/test|@nestjs\/testing|@testing-library\/[\w-]+|@cucumber\/cucumber)['"]/;

/** A suite by the words of the runner's globals: `describe('orders', …)` at the left margin. */
const SUITE = /^(?:describe|suite)(?:\.\w+)?\(\s*['"`]/m;

const GENERATED_FOLDER = /^(?:__generated__|generated|\.generated|\.next|\.nuxt|\.output|\.svelte-kit|\.turbo|\.docusaurus|\.yarn|storybook-static)$/;
const GENERATED_FILE = /\.map$|[-.](?:gen|generated)\.\w+$|^generated-|[._]pb\.\w+$|_pb2(?:_grpc)?\.py$|\.min\.\w+$|^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lockb?|\.pnp\.\w+|\.pnp\.loader\.mjs)$/;
/** Copies of libraries that pages load as they are. */
const COPIED_FILE = /^jquery[.-][\w.-]+\.js$/;
/** Below what is served as it is, a library's own file name says whose it is. */
const COPIED_BELOW = /(?:^|\/)(?:public|static|wwwroot|assets|www)\/.*\b(?:pdf|video|three|chart|leaflet|moment|lodash|underscore|backbone|handlebars|angular|bootstrap|d3|hls|dash|ace|codemirror|mathjax|ckeditor|tinymce)(?:\.(?:worker|all|bundle|pack|core))?(?:[.-]v?\d[\w.-]*)?\.js$/;
const DECLARATION = /\.d\.(?:[\w-]+\.)?[cm]?ts$/;
/** What Go keeps of the modules that it takes in: `vendor/k8s.io/apimachinery/…`. */
const VENDORED = /(?:^|\/)vendor\/(?:[\w-]+\.)+(?:com|org|io|net|in|dev|cloud|sh|xyz)\/[^/]+\//;
/** Values that chart-testing installs a chart with, beside its Chart.yaml. */
const CHART_TEST = /^((?:.*\/)?)ci\/[^/]*values\.ya?ml$/;
/** In a comment only: a sentence that says so of this file. A bare `DO NOT MODIFY` is a plea to colleagues. */
const BANNER = /@generated\b|\b(?:this|the following) (?:file|code|class|module) (?:is|was|has been) (?:auto[- ]?|automatically |machine[- ]?)?generated\b|^(?:warning:? |note:? )?(?:auto[- ]?|automatically |machine[- ]?)generated\b|^(?:code )?generated (?:by|from|with|using|file|code|via)\b|^do not (?:manually )?edit(?:[!.]|$| this file)|^do not manually (?:modify|change)\b|\bdo not edit this file\b|\bdo not (?:edit|modify|change) (?:this file )?(?:directly|manually|by hand)\b/i;

const EXAMPLE_FOLDER = /^(?:(?:[\w-]+-)?(?:examples?|playgrounds?)|cookbooks?|examples?-[\w-]+|dev-server)$/;
/** What others build with shows how: `sdks/typescript/src/examples`. */
const CLIENT_KIT = /^(?:sdks?|client-libraries|[\w-]+-sdk)$/;
const OUTER_EXAMPLE_FOLDER = /^(?:samples?|demos?)$/;
/** What stands in for others at a developer's desk, with the Compose file that starts it: `sandbox/mail-mock/main.ts`. */
const SANDBOX = /^((?:.*\/)?sandbox(?:es)?\/)./;
/** Of a package's own code that shows its documents: `api/docs/routes.ts`. */
const DOCUMENTS_SERVED = /^(?:[\w-]+\.)?(?:routes?|routers?|controllers?|services?|handlers?|middlewares?|module)\.[cm]?[jt]s$/;
/** What pipelines install to try the repository with: `.github/configs/redis.yaml`. */
const OF_PIPELINES = /^\.github\/(?!workflows\/|actions\/)(?:[\w.-]+\/)+[\w.-]+\.ya?ml$/;
/** A package of its own to try others with: `apps/sdk-test`, `apps/sso-test-idp`. */
const TEST_PACKAGE = /^(?!ab-)(?:\w+-){1,3}test(?:-(?:app|idp|server|api|client|site|project|bed))?$|^test-(?:app|idp|server|api|client|site|project)s?$/;
/** What a generator of projects copies; elsewhere templates are of mails and pages. */
const SCAFFOLD = /(?:^|\/)(?:create-[^/]+|[^/]*(?:generator|scaffold|starter)[^/]*)\/templates?(?:-[^/]+)?\/|(?:^|\/)generators\/[^/]+\/templates?\/|^templates?\/|(?:^|\/)(?:code|project|app|service)-templates?\//;
const EXAMPLE_FILE = /^examples?\.(?:ya?ml|json|tf)$|\.(?:example|sample)(?:\.\w+)?$|^\.env\.(?:template|dist)$/;
/** Inside of a product, `create-example.ts` may be one of its features. */
const OUTER_EXAMPLE_FILE = /[-_](?:examples?|sample)\.\w+$/;
/** Beside what it tries; a folder of pages or routes may hold one that is called so. */
const PLAIN_TEST = /^tests?\.[cm]?[jt]s$/;
const ROUTED = /^(?:pages|routes?|routers?|controllers|models|commands|jobs)$/;
/** What a loader of settings takes where NODE_ENV is `test`, and nowhere else. */
const SETTINGS_OF_TESTS = /(?:^|\/)config(?:s|uration)?\/(?:env(?:ironments?)?\/)?tests?\.(?:json[5c]?|ya?ml|toml|[cm]?[jt]s)$/;
/** A script to try something by hand, beside the package.json. */
const TRIAL = /^test[-_][\w-]+\.[cm]?[jt]sx?$/;

/** Generators of code: of turbo, of plop. */
const GENERATORS = /(?:^|\/)(?:turbo\/generators|plop-templates)\//;
/** `docs/recipes/docker/kubernetes/deployment.yml`: what readers copy. */
const RECIPE = /(?:^|\/)docs?\/(?:[\w-]+\/)*(?:recipes?|tutorials?|guides?|how-?tos?|quick-?starts?)\//i;
const TOOLING_FOLDER = /^(?:(?:migration|release|build|dev|seed)-scripts|scripts|(?:(?:code|data|db|database|schema)[-_])?migrations|seeds|seeders|seed[-_]data|\.storybook)$/;
const OUTER_TOOLING_FOLDER = /^(?:_?dev|experiments?|spikes?|(?:dev[-_]?)?tools?|tooling|bin|build|hack|danger|codemods?|bench|benchmarks?|extras?|remix\.init)$/;
/** What serves an editor, an assistant or a pipeline, servers included: `.claude/skills/browser/server.mjs`. */
const HIDDEN_FOLDER = /^\.[\w-]+$/;
/** A package of its own that measures others, or serves those who work on them at one desk. */
const WORKBENCH_PACKAGE = /^(?:bench|benchmarks?|dev-?env(?:ironment)?|local-dev(?:[-_][\w-]+)?)$/;
const CONFIGURATION = /\.(?:config|conf|workspace)\.[cm]?[jt]sx?$/;
/** It runs in the server, and is loaded by it: `sentry.server.config.ts`. */
const INSTRUMENTATION = /^sentry\.(?:server|edge|client)\.config\./;
const CONFIGURED_TOOL = /^(?:jest|vitest|vite|webpack|rspack|rsbuild|rollup|rolldown|esbuild|tsup|tsdown|babel|eslint|prettier|stylelint|postcss|tailwind|next|nuxt|astro|svelte|playwright|cypress|karma|wdio|protractor|commitlint|lint-staged|release|semantic-release|drizzle|mikro-orm|codegen|orval|metro|craco|vue|quasar|docusaurus|typedoc|turbo|nx|knip|size-limit|syncpack|trigger|sst|lingui|i18next|i18next-parser)\b/;
const TOOLING_FILE = /^(?:gulpfile|gruntfile|jakefile|knexfile|ormconfig|dangerfile|webpack(?:\.|-(?:dev|hot)[-.])[\w.-]+|karma\.conf|\.[\w.-]+)\.[cm]?[jt]s$|^seeds?\.[cm]?[jt]s$|^\d{10,17}[-_].+\.[cm]?[jt]s$/i;
/** Beside a package's folders: `seed-orders.ts`. */
const SEED_FILE = /^seed[-_.][\w.-]+\.[cm]?[jt]s$/;
/** What the developers start in containers beside the code: `docker/dependencies/mail-catcher/server.js`. */
const DEVELOPERS_STACK = /(?:^|\/)(?:docker|compose|containers?)\/(?:dependencies|deps|(?:local|dev(?:elopment)?)(?:[-_][\w-]+)?)$/i;
/** What feeds the stand-in for a cloud at a developer's desk. */
const LOCAL_CLOUD = /(?:^|\/)localstack(?:\/|[-_.][^/]*$)/i;
/** At the top of a repository: all that the developers start on their own machines. */
const LOCAL_ENVIRONMENT = /^local-?env(?:ironment)?$/;
/** What a person runs now and then. */
const BY_HAND = /^(?:run[-_]?manual(?:ly)?|manual[-_]?(?:runs?|scripts?))$/i;
/** Commands of a package: `lib/bin/rotate-keys.ts`. */
const BIN_BELOW = /(?:^|\/)lib\/bin\//;
const STARTS = /(?:^|[-_.])(?:www|server|start|worker|main|index|app|api|service|daemon)(?:[-_.]|$)/;
/** An Express or Rails habit: the server is started from `bin/`. */
const STARTS_SERVER = /^(?:www|server|start)\b/;

/** What a container's HEALTHCHECK runs: it asks its own process, and the container's engine says for how long. */
const PROBE = /^(?:docker-?)?health-?check\.[cm]?[jt]s$/i;
const ENDS_ITSELF = /^#!|\bprocess\.exit\(|\bHEALTHCHECK\b/;
/** Of the same program: what it shows is how others call this one. */
const TOLD_IN = ['js', 'ts', 'py', 'php', 'rb', 'sh', 'go', 'java', 'cs', 'pl'];

/** Below these, a folder's name speaks of the product (`src/examples`), not of what the file is for. */
const PRODUCT_ROOT = /^(?:src|app|lib)$/;

/** What a file is for, told from its path and, for modules, from its first lines; a test wins over all else. */
export const roleOf = ({ path, language, head = '', isPackage = (folder) => folder === '.', minified, isThere = () => false }: RoleQuestion): Role => {
  const folders = path.split('/');
  const name = folders.pop()!;
  const product = folders.findIndex((folder) => PRODUCT_ROOT.test(folder));
  const outer = product === -1 ? folders : folders.slice(0, product);
  // Names that often mean a part of the product (`server/tools`, `emails/templates`) count at the top of a package alone.
  const top = folders.filter((_, depth) => isPackage(depth === 0 ? '.' : folders.slice(0, depth).join('/')));
  const module = language !== undefined;
  const configuration = module && (TOOLING_FILE.test(name) || (CONFIGURATION.test(name) && !INSTRUMENTATION.test(name) && (isPackage(folders.join('/') || '.') || CONFIGURED_TOOL.test(name))));

  if (OF_PIPELINES.test(path)) return 'test';
  if (outer.some((folder, depth) => TEST_PACKAGE.test(folder) && isPackage(outer.slice(0, depth + 1).join('/'))) || folders.some((folder) => TEST_FOLDER.test(folder)) || outer.some((folder) => OUTER_TEST_FOLDER.test(folder)) || LOAD_FOLDER.test(outer[0] ?? '') || CUCUMBER.test(outer.join('/')) || TEST_FILE.test(name) || SETTINGS_OF_TESTS.test(path) || isChartTest(path, isThere)
    || (module && (TEST_MODULE.test(name) || (product === -1 && PLAIN_TEST.test(name) && !folders.some((folder) => ROUTED.test(folder))) || top.includes('spec') || (TRIAL.test(name) && isPackage(folders.join('/') || '.')))) || (!configuration && (TEST_LIBRARY.test(head) || (module && SUITE.test(head))))) return 'test';
  if (folders.some((folder) => GENERATED_FOLDER.test(folder)) || GENERATED_FILE.test(name) || DECLARATION.test(name) || isVendored(path, isThere)
    || (module && (COPIED_FILE.test(name) || COPIED_BELOW.test(path)))
    || (module && (top.includes('dist') || path.includes('prisma/client/') || minified || hasBanner(head)))) return 'generated';
  if (outer.some((folder) => EXAMPLE_FOLDER.test(folder)) || (outer.some((folder) => CLIENT_KIT.test(folder)) && folders.some((folder) => EXAMPLE_FOLDER.test(folder))) || EXAMPLE_FILE.test(name) || ((!module || product === -1) && OUTER_EXAMPLE_FILE.test(name))
    || top.some((folder) => OUTER_EXAMPLE_FOLDER.test(folder) || (module && /^docs?$/.test(folder) && !(DOCUMENTS_SERVED.test(name) && folders.length > 1 && !isPackage(folders.slice(0, folders.indexOf(folder) + 1).join('/'))))) || (module && SCAFFOLD.test(path)) || isOfTemplate(folders, isPackage)
    || RECIPE.test(path) || isToldInManyLanguages(path, isThere) || isOfASandbox(path, isThere)) return 'example';
  if (folders.some((folder) => TOOLING_FOLDER.test(folder)) || GENERATORS.test(path) || configuration) return 'tooling';
  if (module && ((product === -1 && SEED_FILE.test(name)) || startsOnADesk(name) || isForADeveloper(head) || saysHowToRun(name, head) || (PROBE.test(name) && ENDS_ITSELF.test(head)))) return 'tooling';
  if (module && (top.some((folder) => HIDDEN_FOLDER.test(folder)) || (top.some((folder) => OUTER_TOOLING_FOLDER.test(folder)) && !STARTS_SERVER.test(name)))) return 'tooling';
  if (module && outer.some((_, depth) => DEVELOPERS_STACK.test(outer.slice(0, depth + 1).join('/')))) return 'tooling';
  if (module && (folders.some((folder) => BY_HAND.test(folder)) || (BIN_BELOW.test(path) && !STARTS.test(name)))) return 'tooling';
  if (LOCAL_CLOUD.test(path) || LOCAL_ENVIRONMENT.test(folders[0] ?? '')) return module ? 'tooling' : 'example';
  if (outer.some((folder, depth) => WORKBENCH_PACKAGE.test(folder) && isPackage(outer.slice(0, depth + 1).join('/')))) return module ? 'tooling' : 'example';
  return 'production';
};

/** A person starts it by its own name: `#!/usr/bin/env node`, and ` *   node import.mjs --dir ./dump` below. */
const saysHowToRun = (name: string, head: string): boolean =>
  head.startsWith('#!') && head.split('\n', 60).some((line) => COMMENT.test(line) && /\b(?:node|tsx|ts-node|bun|deno)\b/.test(line) && line.includes(`${name} `) && !STARTS_SERVER.test(name));

/** A project with a manifest of its own below the `templates/` of a package: what a command copies for its users runs in theirs. */
function isOfTemplate(folders: readonly string[], isPackage: (folder: string) => boolean): boolean {
  const at = folders.findIndex((folder, depth) => /^templates?$/.test(folder) && isPackage(folders.slice(0, depth).join('/') || '.'));
  return at >= 0 && folders.some((_, depth) => depth > at && isPackage(folders.slice(0, depth + 1).join('/')));
}

/** `join.js` beside `join.php`, `join.py` and `join.sh`. */
function isToldInManyLanguages(path: string, isThere: (path: string) => boolean): boolean {
  const dot = path.lastIndexOf('.');
  return TOLD_IN.includes(path.slice(dot + 1)) && TOLD_IN.filter((one) => isThere(`${path.slice(0, dot)}.${one}`)).length > 2;
}

function isOfASandbox(path: string, isThere: (path: string) => boolean): boolean {
  const [, sandbox] = SANDBOX.exec(path) ?? [];
  return sandbox !== undefined && COMPOSE_FILES.some((name) => isThere(sandbox + name));
}

function isChartTest(path: string, isThere: (path: string) => boolean): boolean {
  const [, chart] = CHART_TEST.exec(path) ?? [];
  return chart !== undefined && isThere(`${chart}Chart.yaml`);
}

/** By the host that a module comes from, or by the list that Go writes at the top of what it keeps. */
function isVendored(path: string, isThere: (path: string) => boolean): boolean {
  const [folder] = /^(?:.*?\/)?vendor\//.exec(path) ?? [];
  return VENDORED.test(path) || (folder !== undefined && isThere(`${folder}modules.txt`));
}

const COMPOSE_FILES = ['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml'];

const COMMENT = /^\s*(?:\/\/|\/\*|\*|#|<!--)/;

const hasBanner = (head: string): boolean => {
  let open = false;
  for (const line of head.split('\n', 5)) {
    const comment = open || COMMENT.test(line);
    if (line.includes('/*') || line.includes('<!--')) open = true;
    if (line.includes('*/') || line.includes('-->')) open = false;
    if (comment && BANNER.test(line.slice(0, 300).replace(/^[\s/*#<!=~-]+/, ''))) return true;
  }
  return false;
};
