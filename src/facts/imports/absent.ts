import { posix } from 'node:path';
import ignore from 'ignore';
import { isAsset } from './extensions.ts';
import type { Reader } from './tsconfig.ts';

// Some imports of a fresh checkout lead nowhere and are right all the same: what they name is made by a build step, by a
// bundler, or by code generation. They are not local imports that broke. The rules, in this order:
// 1. a module that a framework or bundler makes up: `virtual:…`, `#imports`, `$app/…`, `astro:content`;
// 2. an asset (style sheet, image, font, template): there is no module behind it that the graph would miss;
// 3. a path that the repository's .gitignore files ignore: git is told that it is made;
// 4. a folder or file name that code generators use by default.

/** Bare specifiers that no package and no file stands behind, with what provides them. */
const VIRTUAL = [
  /^(?:virtual|astro|sst|vinxi|vite|astro-integration|unplugin|uno|node-internal|user|internal|v|next|expo|rsc|native|astro-\w+|sveltekit)(?::|-virtual:)/,
  /^~(?:icons|build|react-pages|pages|uno|content|unhead)(?:\/|$)/,
  /^\$(?:app|env|service-worker|houdini|fresh|std)(?:\/|$)/,
  /^#(?:imports|app|build|components|head|internal|vue-router|content|async-import|auth|image|tailwind-config|i18n|nitro|nuxt|ui|build-info|somo)(?:\/|$)/,
  /^(?:__STATIC_CONTENT_MANIFEST|__mocks__|uno\.css|virtual-modules?)$/,
  /^@(?:docusaurus|theme|theme-original|theme-init|site|generated)\//,
  /^\0/,
];

export const isVirtual = (specifier: string): boolean => VIRTUAL.some((pattern) => pattern.test(specifier));

const GENERATED_FOLDER = /(?:^|\/)(?:__generated__|_generated|generated|\.generated|__generated|gen|codegen|graphql-types|\.prisma|prisma\/client|\.next|\.nuxt|\.svelte-kit|\.astro|\.contentlayer|\.content-collections|\.velite|\.react-router|\+types|\.tanstack|\.wxt|\.vinxi|\.output|\.cache|\.source|\.expo|\.sanity|\.keystone|\.redwood|styled-system|paraglide|typechain|typechain-types|src-gen)(?:\/|$)/i;
const GENERATED_NAME = /(?:[._-](?:generated|gen|pb|grpc|graphql|codegen|openapi)|_pb|_grpc_pb|_connect|_connectweb)(?:\.\w+)?$|(?:^|\/)(?:\$types|\.?routeTree|introspection|schema-types|graphql-env|auto-imports|components\.d|env\.d|worker-configuration|sst-env|next-env)(?:\.\w+)*$|^generated-|\/generated-/i;

/** Tells whether a path that is not there is absent by its nature. */
export const absence = (files: readonly string[], read: Reader): ((path: string) => boolean) => {
  const rules = new Map<string, ReturnType<typeof ignore> | undefined>();
  const lists = new Set(files.filter((file) => posix.basename(file) === '.gitignore'));
  const rulesOf = (dir: string): ReturnType<typeof ignore> | undefined => {
    if (!rules.has(dir)) {
      const file = posix.join(dir, '.gitignore');
      const text = lists.has(file) ? read(file) : undefined;
      rules.set(dir, text === undefined ? undefined : ignore().add(text));
    }
    return rules.get(dir);
  };
  const ignored = (path: string): boolean => {
    for (let dir = posix.dirname(path); ; dir = posix.dirname(dir)) {
      const within = dir === '.' ? path : path.slice(dir.length + 1);
      // An import names no extension; a rule may be for a file, for a folder, or for a kind of file.
      const verdict = [within, `${within}/`, `${within}.ts`, `${within}.js`, `${within}/index.ts`].map((name) => rulesOf(dir)?.test(name));
      if (verdict.some((result) => result?.ignored)) return true;
      if (dir === '.') return false;
    }
  };
  return (path) => {
    const plain = path.replace(/\/$/, '');
    if (plain === '' || plain === '.') return false;
    return isAsset(plain) || GENERATED_FOLDER.test(plain) || GENERATED_NAME.test(plain) || ignored(plain);
  };
};
