import type { RepoFile, Role } from '../../model/index.ts';

/** What is asked of one file; `head` is its first lines, for modules alone. */
export interface RoleQuestion {
  readonly path: string;
  readonly language?: RepoFile['language'];
  readonly head?: string;
  /** True for folders that hold a package.json, and for the repository's own (`.`). */
  isPackage?(folder: string): boolean;
  readonly minified?: boolean;
}

const TEST_FOLDER = /^(?:__(?:tests?|mocks?|fixtures?|snapshots?|e2e)__|tests?|e2e|cypress|playwright|_?(?:integration|unit|e2e|acceptance|functional|smoke|contract|regression|load|stress|perf|performance)[-_]?tests?|(?:[\w-]+-)?(?:int|integration|e2e)-tests?(?:-\w+)?|fixtures?|mocks?|testing|test-?containers|test[-_](?:utils?|helpers?|data|setup|fixtures?)|test(?:Utils?|Helpers?|Setup|Fixtures?|Support)|testdata|step[-_]definitions|.+-e2e)$/;
/** At the top of a repository they put it under load; further down they may be a part of the product. */
const LOAD_FOLDER = /^(?:performance|perf|load-?testing|k6)$/;
/** What stands beside the step definitions of Cucumber. */
const CUCUMBER = /^features\/support$/;
/** A folder or package of tests alone (`acceptance`, `acme-tests`), or that stands in for what others run (`mock-billing-api`, `stub-api`); below a product root such a name is the product's (`src/ab-tests`). */
const OUTER_TEST_FOLDER = /^(?:acceptance|(?:load|stress|perf)[-_]tests?[-_][\w-]+|test[-_](?:db|database|harness|runner|seed)\w*(?:[-_][\w-]+)?|(?:[\w-]+-)?(?:int|integration|e2e|load|perf)-tests?(?:-[jt]s)?|(?!ab-).+[-_]tests|(?:mock|stub|fake)-(?:[\w-]+-)?(?:api|server|service|backend)s?)$/;
const TEST_FILE = /\.(?:test|e2e|cy|mocks?|fixtures?|bench)(?:\.d)?\.\w+$|\.snap$|^\.env\.(?:.+\.)?test(?:\.|$)/;
const TEST_MODULE = /[._]spec\.\w+$|\.(?:test|spec)\.(?:config|data|setup|helpers?|utils?|fixtures?|mocks?)\.\w+$|_test\.\w+$|\.[a-z0-9]+-(?:test|spec)\.\w+$|\.test-[a-z]+\.\w+$|\.(?:stories|story)\.\w+$|^(?:setup|teardown)[-_.]?(?:jest|vitest|mocha|tests?)\b|^(?:jest|vitest|mocha|tests?)[-_.](?:setup|teardown|global|env|helpers?|utils?|fixtures?|mocks?)\b|^setupTests\.|^mocks?\.\w+$|(?:^|\.)tests?(?:Utils?|Helpers?|Setup|Fixtures?|Mocks?)\.\w+$/;
const TEST_LIBRARY = /\b(?:from|import|require\()\s*['"](?:vitest|jest|@jest\/globals|mocha|chai|sinon|supertest|cypress|node:test|bun:test|@playwright\/test|@nestjs\/testing|@testing-library\/[\w-]+|@cucumber\/cucumber)['"]/;

const GENERATED_FOLDER = /^(?:__generated__|generated|\.generated|\.next|\.nuxt|\.output|\.svelte-kit|\.turbo|\.docusaurus|\.yarn|storybook-static)$/;
const GENERATED_FILE = /\.map$|[-.](?:gen|generated)\.\w+$|^generated-|[._]pb\.\w+$|_pb2(?:_grpc)?\.py$|\.min\.\w+$|^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lockb?|\.pnp\.\w+|\.pnp\.loader\.mjs)$/;
const DECLARATION = /\.d\.(?:[\w-]+\.)?[cm]?ts$/;
/** In a comment only: a sentence that says so of this file. */
const BANNER = /@generated\b|\b(?:this|the following) (?:file|code|class|module) (?:is|was|has been) (?:auto[- ]?|automatically |machine[- ]?)?generated\b|^(?:warning:? |note:? )?(?:auto[- ]?|automatically |machine[- ]?)generated\b|^(?:code )?generated (?:by|from|with|using|file|code|via)\b|^do not (?:manually )?(?:edit|modify|change)(?:[!.]|$| (?:this file|directly|manually|by hand))|\bdo not (?:edit|modify) (?:this file|directly|manually|by hand)\b/i;

const EXAMPLE_FOLDER = /^(?:(?:[\w-]+-)?(?:examples?|playgrounds?)|examples?-[\w-]+|dev-server)$/;
const OUTER_EXAMPLE_FOLDER = /^(?:samples?|demos?)$/;
/** What a generator of projects copies; elsewhere templates are of mails and pages. */
const SCAFFOLD = /(?:^|\/)(?:create-[^/]+|[^/]*(?:generator|scaffold|starter)[^/]*)\/templates?(?:-[^/]+)?\/|^templates?\//;
const EXAMPLE_FILE = /\.(?:example|sample)(?:\.\w+)?$|^\.env\.(?:template|dist)$/;
/** Inside of a product, `create-example.ts` may be one of its features. */
const OUTER_EXAMPLE_FILE = /[-_](?:examples?|sample)\.\w+$/;
/** Beside what it tries; a folder of pages or routes may hold one that is called so. */
const PLAIN_TEST = /^tests?\.[cm]?[jt]s$/;
const ROUTED = /^(?:pages|routes?|routers?|controllers|models|commands|jobs)$/;
/** A script to try something by hand, beside the package.json. */
const TRIAL = /^test[-_][\w-]+\.[cm]?[jt]sx?$/;

/** Generators of code: of turbo, of plop. */
const GENERATORS = /(?:^|\/)(?:turbo\/generators|plop-templates)\//;
const TOOLING_FOLDER = /^(?:(?:migration|release|build|dev|seed)-scripts|scripts|(?:(?:code|data|db|database|schema)[-_])?migrations|seeds|seeders|\.storybook)$/;
const OUTER_TOOLING_FOLDER = /^(?:_?dev|(?:dev[-_]?)?tools?|tooling|bin|build|hack|codemods?|bench|benchmarks?|extras?)$/;
/** What serves an editor, an assistant or a pipeline, servers included: `.claude/skills/browser/server.mjs`. */
const HIDDEN_FOLDER = /^\.[\w-]+$/;
/** A package of its own that measures others, or serves those who work on them at one desk. */
const WORKBENCH_PACKAGE = /^(?:bench|benchmarks?|dev-env(?:ironment)?|local-dev(?:[-_][\w-]+)?)$/;
const CONFIGURATION = /\.(?:config|conf|workspace)\.[cm]?[jt]sx?$/;
const CONFIGURED_TOOL = /^(?:jest|vitest|vite|webpack|rspack|rsbuild|rollup|rolldown|esbuild|tsup|tsdown|babel|eslint|prettier|stylelint|postcss|tailwind|next|nuxt|astro|svelte|playwright|cypress|karma|wdio|protractor|commitlint|lint-staged|release|semantic-release|drizzle|mikro-orm|codegen|orval|metro|craco|vue|quasar|docusaurus|typedoc|turbo|nx|knip|size-limit|syncpack|trigger|sst|lingui|i18next|i18next-parser)\b/;
const TOOLING_FILE = /^(?:gulpfile|gruntfile|jakefile|knexfile|ormconfig|dangerfile|webpack\.[\w.-]+|karma\.conf|\.[\w.-]+)\.[cm]?[jt]s$|^seeds?\.[cm]?[jt]s$|^\d{10,17}[-_].+\.[cm]?[jt]s$/i;
/** Beside a package's folders: `seed-orders.ts`. */
const SEED_FILE = /^seed[-_.][\w.-]+\.[cm]?[jt]s$/;
/** Starts on a desk what a platform runs elsewhere: `runLocal.ts`, `local-server.ts`. */
const RUN_LOCALLY = /^(?:run[-_]?local(?:ly)?|(?:local|dev)[-_.]?server)\.[cm]?[jt]s$/i;
/** What a person runs now and then. */
const BY_HAND = /^(?:run[-_]?manual(?:ly)?|manual[-_]?(?:runs?|scripts?))$/i;
/** Commands of a package: `lib/bin/rotate-keys.ts`. */
const BIN_BELOW = /(?:^|\/)lib\/bin\//;
const STARTS = /(?:^|[-_.])(?:www|server|start|worker|main|index|app|api|service|daemon)(?:[-_.]|$)/;
/** An Express or Rails habit: the server is started from `bin/`. */
const STARTS_SERVER = /^(?:www|server|start)\b/;

/** Below these, a folder's name speaks of the product (`src/examples`), not of what the file is for. */
const PRODUCT_ROOT = /^(?:src|app|lib)$/;

/** What a file is for, told from its path and, for modules, from its first lines; a test wins over all else. */
export const roleOf = ({ path, language, head = '', isPackage = (folder) => folder === '.', minified }: RoleQuestion): Role => {
  const folders = path.split('/');
  const name = folders.pop()!;
  const product = folders.findIndex((folder) => PRODUCT_ROOT.test(folder));
  const outer = product === -1 ? folders : folders.slice(0, product);
  // Names that often mean a part of the product (`server/tools`, `emails/templates`) count at the top of a package alone.
  const top = folders.filter((_, depth) => isPackage(depth === 0 ? '.' : folders.slice(0, depth).join('/')));
  const module = language !== undefined;
  const configuration = module && (TOOLING_FILE.test(name) || (CONFIGURATION.test(name) && (isPackage(folders.join('/') || '.') || CONFIGURED_TOOL.test(name))));

  if (folders.some((folder) => TEST_FOLDER.test(folder)) || outer.some((folder) => OUTER_TEST_FOLDER.test(folder)) || LOAD_FOLDER.test(outer[0] ?? '') || CUCUMBER.test(outer.join('/')) || TEST_FILE.test(name)
    || (module && (TEST_MODULE.test(name) || (product === -1 && PLAIN_TEST.test(name) && !folders.some((folder) => ROUTED.test(folder))) || top.includes('spec') || (TRIAL.test(name) && isPackage(folders.join('/') || '.')))) || (!configuration && TEST_LIBRARY.test(head))) return 'test';
  if (folders.some((folder) => GENERATED_FOLDER.test(folder)) || GENERATED_FILE.test(name) || DECLARATION.test(name)
    || (module && (top.includes('dist') || path.includes('prisma/client/') || minified || hasBanner(head)))) return 'generated';
  if (outer.some((folder) => EXAMPLE_FOLDER.test(folder)) || EXAMPLE_FILE.test(name) || ((!module || product === -1) && OUTER_EXAMPLE_FILE.test(name))
    || top.some((folder) => OUTER_EXAMPLE_FOLDER.test(folder) || (module && /^docs?$/.test(folder))) || (module && SCAFFOLD.test(path))) return 'example';
  if (folders.some((folder) => TOOLING_FOLDER.test(folder)) || GENERATORS.test(path) || configuration) return 'tooling';
  if (module && ((product === -1 && SEED_FILE.test(name)) || RUN_LOCALLY.test(name) || saysHowToRun(name, head))) return 'tooling';
  if (module && (top.some((folder) => HIDDEN_FOLDER.test(folder)) || (top.some((folder) => OUTER_TOOLING_FOLDER.test(folder)) && !STARTS_SERVER.test(name)))) return 'tooling';
  if (module && (folders.some((folder) => BY_HAND.test(folder)) || (BIN_BELOW.test(path) && !STARTS.test(name)))) return 'tooling';
  if (outer.some((folder, depth) => WORKBENCH_PACKAGE.test(folder) && isPackage(outer.slice(0, depth + 1).join('/')))) return module ? 'tooling' : 'example';
  return 'production';
};

/** A person starts it by its own name: `#!/usr/bin/env node`, and ` *   node import.mjs --dir ./dump` below. */
const saysHowToRun = (name: string, head: string): boolean =>
  head.startsWith('#!') && head.split('\n', 60).some((line) => COMMENT.test(line) && /\b(?:node|tsx|ts-node|bun|deno)\b/.test(line) && line.includes(`${name} `) && !STARTS_SERVER.test(name));

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
