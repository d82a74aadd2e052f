import type { Role } from '../../model/index.ts';

/**
 * Where a sign is looked for. `folder`: any folder of the path. `outer`: those above the product's own root (`src`), below which a name
 * speaks of the product. `top`: right below a package. `first`: at the top of the repository. `package`: one that holds a package.json.
 * `outer path`: all outer folders. `outer paths`: the path down to each of them. `name`: of the file. `path`: the whole of it.
 */
export type Spot = 'folder' | 'outer' | 'top' | 'first' | 'package' | 'outer path' | 'outer paths' | 'name' | 'path';

export interface Sign {
  /** `desk`: a module there is tooling, and what is no module an example. */
  readonly role: Exclude<Role, 'production'> | 'desk';
  readonly in: Spot;
  readonly pattern: RegExp;
  readonly only?: 'modules' | 'others';
  /** Not of a file that is called so. */
  readonly unless?: RegExp;
  /** Not below the product's own root. */
  readonly outside?: true;
}

export const STARTS_SERVER = /^(?:www|server|start)\b/;
const STARTS = /(?:^|[-_.])(?:www|server|start|worker|main|index|app|api|service|daemon)(?:[-_.]|$)/;

/** What a path says of what a file is for, by role; the roles are asked in this order. */
export const SIGNS: readonly Sign[] = [
  // What pipelines install to try the repository with: `.github/configs/redis.yaml`.
  { role: 'test', in: 'path', pattern: /^\.github\/(?!workflows\/|actions\/)(?:[\w.-]+\/)+[\w.-]+\.ya?ml$/ },
  // A package of its own to try others with: `apps/sdk-test`, `apps/sso-test-idp`.
  { role: 'test', in: 'package', pattern: /^(?!ab-)(?:\w+-){1,3}test(?:-(?:app|idp|server|api|client|site|project|bed|tool(?:s|ing)|utils?|helpers?|kit|harness|support))?$|^test-(?:app|idp|server|api|client|site|project)s?$/ },
  { role: 'test', in: 'folder', pattern: /^(?:(?:playwright|cypress|codecept(?:js)?|wdio|protractor|puppeteer|selenium)[-_]?(?:e2e|tests?|ui|ui-tests?)|mock(?:Apis?|Servers?|Services?)|__(?:tests?|mocks?|fixtures?|snapshots?|e2e|playwright|cypress)__|tests?|e2e|cypress|playwright|_?(?:integration|unit|e2e|acceptance|functional|smoke|contract|regression|load|stress|perf|performance)[-_]?tests?|(?:[\w-]+-)?(?:int|integration|e2e)-tests?(?:-\w+)?|fixtures?|mocks?|testing|test-?containers|tests?[-_](?:integration|unit|e2e|acceptance|functional)|test[-_](?:utils?|helpers?|data|setup|fixtures?|values)|test(?:Utils?|Helpers?|Setup|Fixtures?|Support)|testdata|step[-_]definitions|(?:[\w-]+-)?test-?suites?|.+-e2e)$/ },
  // A folder or package of tests alone (`acceptance`, `acme-tests`), or that stands in for what others run (`mock-billing-api`, `stub-api`); below a product root such a name is the product's (`src/ab-tests`).
  { role: 'test', in: 'outer', pattern: /^(?:acceptance|(?:load|stress|perf)[-_]tests?[-_][\w-]+|test[-_](?:db|database|docker|harness|runner|seed)\w*(?:[-_][\w-]+)?|(?:[\w-]+-)?(?:int|integration|e2e|load|perf)-tests?(?:-[jt]s)?|(?:[\w-]+[-_])?test[-_]env(?:ironment)?|(?!ab-).+[-_]tests|(?:mock|stub|fake)-(?:[\w-]+-)?(?:api|server|service|backend)s?|(?!.*plugin)[\w-]*[-_\d](?:mock|stub)(?:[-_](?:api|server|service|backend))?)$/ },
  // At the top of a repository they put it under load; further down they may be a part of the product.
  { role: 'test', in: 'first', pattern: /^(?:performance|perf|load-?testing|k6)$/ },
  // Routes and servers that tests alone may ask: `src/testing-only.ts`.
  { role: 'test', in: 'folder', pattern: /^test(?:ing)?[-_]?only$/i },
  { role: 'test', in: 'name', pattern: /^test(?:ing)?[-_]?only(?:\.\w+)+$/i, only: 'modules' },
  // What stands beside the step definitions of Cucumber.
  { role: 'test', in: 'outer path', pattern: /^features\/support$/ },
  { role: 'test', in: 'name', pattern: /\.(?:test|e2e|cy|mocks?|fixtures?|bench)(?:\.d)?\.\w+$|\.snap$|^\.env\.(?:.+\.)?test(?:\.|$)/ },
  // What a loader of settings takes where NODE_ENV is `test`, and nowhere else.
  { role: 'test', in: 'path', pattern: /(?:^|\/)config(?:s|uration)?\/(?:env(?:ironments?)?\/)?tests?\.(?:json[5c]?|ya?ml|toml|[cm]?[jt]s)$/ },
  { role: 'test', in: 'name', pattern: /[._]spec\.\w+$|\.(?:test|spec)\.(?:config|data|setup|helpers?|utils?|fixtures?|mocks?)\.\w+$|_test(?:ing)?\.\w+$|\.[a-z0-9]+-(?:test|spec)\.\w+$|\.test-[a-z]+\.\w+$|\.(?:stories|story)\.\w+$|^(?:setup|teardown)[-_.]?(?:jest|vitest|mocha|tests?)\b|^(?:jest|vitest|mocha)\.config\.[\w-]{1,40}(?:\.[\w-]{1,40})?\.[cm]?[jt]s$|^(?:jest|vitest|mocha|tests?)[-_.](?:setup|teardown|global|env|helpers?|utils?|fixtures?|mocks?)\b|^setupTests\.|^mocks?\.\w+$|(?:^|\.)tests?(?:Utils?|Helpers?|Setup|Fixtures?|Mocks?)\.\w+$|(?:[a-z]Tests?|-tests?-)(?:[Uu]tils?|[Hh]elpers?|[Ss]etup|[Ff]ixtures?|[Mm]ocks?)\.\w+$/, only: 'modules' },
  { role: 'test', in: 'top', pattern: /^spec$/, only: 'modules' },
  { role: 'generated', in: 'folder', pattern: /^(?:__generated__|generated|\.generated|\.next|\.nuxt|\.output|\.svelte-kit|\.turbo|\.docusaurus|\.yarn|storybook-static)$/ },
  { role: 'generated', in: 'name', pattern: /\.map$|[-.](?:gen|generated)\.\w+$|^generated-|[._]pb\.\w+$|_pb2(?:_grpc)?\.py$|\.min\.\w+$|^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lockb?|\.pnp\.\w+|\.pnp\.loader\.mjs)$/ },
  { role: 'generated', in: 'name', pattern: /\.d\.(?:[\w-]+\.)?[cm]?ts$/ },
  // Copies of libraries that pages load as they are.
  { role: 'generated', in: 'name', pattern: /^jquery[.-][\w.-]+\.js$/, only: 'modules' },
  // Below what is served as it is, a library's own file name says whose it is.
  { role: 'generated', in: 'path', pattern: /(?:^|\/)(?:public|static|wwwroot|assets|www)\/.*\b(?:pdf|video|three|chart|leaflet|moment|lodash|underscore|backbone|handlebars|angular|bootstrap|d3|hls|dash|ace|codemirror|mathjax|ckeditor|tinymce)(?:\.(?:worker|all|bundle|pack|core))?(?:[.-]v?\d[\w.-]*)?\.js$/, only: 'modules' },
  { role: 'generated', in: 'top', pattern: /^dist$/, only: 'modules' },
  { role: 'generated', in: 'path', pattern: /prisma\/client\//, only: 'modules' },
  { role: 'example', in: 'outer', pattern: /^(?:(?:[\w-]+-)?(?:examples?|playgrounds?)|cookbooks?|examples?-[\w-]+|dev-server)$/ },
  { role: 'example', in: 'top', pattern: /^(?:samples?|demos?)$/ },
  { role: 'example', in: 'name', pattern: /^examples?\.(?:ya?ml|json|tf)$|\.(?:example|sample)(?:\.\w+)?$|^\.env\.(?:template|dist)$/ },
  // Inside of a product, `create-example.ts` may be one of its features.
  { role: 'example', in: 'name', pattern: /[-_](?:examples?|sample)\.\w+$/, only: 'others' },
  { role: 'example', in: 'name', pattern: /[-_](?:examples?|sample)\.\w+$/, only: 'modules', outside: true },
  // What a generator of projects copies; elsewhere templates are of mails and pages.
  { role: 'example', in: 'path', pattern: /(?:^|\/)(?:create-[^/]+|[^/]*(?:generator|scaffold|starter)[^/]*)\/templates?(?:-[^/]+)?\/|(?:^|\/)generators\/[^/]+\/templates?\/|^templates?\/|(?:^|\/)(?:code|project|app|service)-templates?\//, only: 'modules' },
  // `docs/recipes/docker/kubernetes/deployment.yml`: what readers copy.
  { role: 'example', in: 'path', pattern: /(?:^|\/)docs?\/(?:[\w-]+\/)*(?:recipes?|tutorials?|guides?|how-?tos?|quick-?starts?)\//i },
  { role: 'tooling', in: 'folder', pattern: /^(?:(?:migration|release|build|dev|seed)-scripts|scripts|(?:(?:code|data|db|database|schema)[-_])?migrations|seeds|seeders|seed[-_]data|\.storybook)$/ },
  // Generators of code: of turbo, of plop.
  { role: 'tooling', in: 'path', pattern: /(?:^|\/)(?:turbo\/generators|plop-templates)\// },
  // Beside a package's folders: `seed-orders.ts`.
  { role: 'tooling', in: 'name', pattern: /^seed[-_.][\w.-]+\.[cm]?[jt]s$/, only: 'modules', outside: true },
  // What serves an editor, an assistant or a pipeline, servers included: `.claude/skills/browser/server.mjs`.
  { role: 'tooling', in: 'top', pattern: /^\.[\w-]+$/, only: 'modules' },
  // An Express or Rails habit is to start the server from `bin/`.
  { role: 'tooling', in: 'top', pattern: /^(?:_?dev|experiments?|spikes?|(?:dev[-_]?)?tools?|tooling|bin|build|hack|danger|codemods?|bench|benchmarks?|extras?|remix\.init)$/, only: 'modules', unless: STARTS_SERVER },
  // What the developers start in containers beside the code: `docker/dependencies/mail-catcher/server.js`.
  { role: 'tooling', in: 'outer paths', pattern: /(?:^|\/)(?:docker|compose|containers?)\/(?:dependencies|deps|(?:local|dev(?:elopment)?)(?:[-_][\w-]+)?)$/i, only: 'modules' },
  // What a person runs now and then.
  { role: 'tooling', in: 'folder', pattern: /^(?:run[-_]?manual(?:ly)?|manual[-_]?(?:runs?|scripts?))$/i, only: 'modules' },
  // Commands of a package: `lib/bin/rotate-keys.ts`.
  { role: 'tooling', in: 'path', pattern: /(?:^|\/)lib\/bin\//, only: 'modules', unless: STARTS },
  // What feeds the stand-in for a cloud at a developer's desk.
  { role: 'desk', in: 'path', pattern: /(?:^|\/)localstack(?:\/|[-_.][^/]*$)/i },
  // At the top of a repository: all that the developers start on their own machines.
  { role: 'desk', in: 'first', pattern: /^local-?env(?:ironment)?$/ },
  // A package of its own that measures others, or serves those who work on them at one desk.
  { role: 'desk', in: 'package', pattern: /^(?:bench|benchmarks?|dev-?env(?:ironment)?|local-dev(?:[-_][\w-]+)?)$/ },
];
