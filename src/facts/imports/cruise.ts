import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ICruiseResult } from 'dependency-cruiser';
import { DECLARATION, PAGES, SCRIPTS } from './extensions.ts';

// How dependency-cruiser is asked. Let loose on the modules themselves it parses every file a second time, keeps all
// the trees until the end, knows one tsconfig a run, needs a compiler for Vue and Svelte, and answers with an empty
// graph when it likes no TypeScript that it finds. `source` has already read every import; so what it gets is a sheet:
// one plain module, outside the repository, that imports each place which the repository's imports may mean.
// It resolves, no file is parsed twice, and a request that comes back without an answer is an error.

/** Requests on one sheet. Its bookkeeping is quadratic in the modules of one cruise. */
const SHEET = 1500;

/** TypeScript's order: its own first, then declarations, then JavaScript. */
const EXTENSIONS = [...SCRIPTS.slice(0, 2), ...DECLARATION.slice(0, 1), ...SCRIPTS.slice(2), ...DECLARATION.slice(1), '.json', ...PAGES, '.node'];

/** What `./x.js` may mean besides itself. */
const EXTENSION_ALIAS = {
  '.js': ['.ts', '.tsx', '.d.ts', '.js', '.jsx'],
  '.jsx': ['.tsx', '.ts', '.d.ts', '.jsx', '.js'],
  '.mjs': ['.mts', '.d.mts', '.mjs'],
  '.cjs': ['.cts', '.d.cts', '.cjs'],
};

/** Below this another thread costs more to start than it answers. */
const WORTH_A_THREAD = 2500;
const COMPILED = import.meta.url.endsWith('.js');

export type Answers = readonly (readonly [request: string, path: string | null])[];

/**
 * What each request leads to: both relative to `root`, with `/`; null where it leads nowhere or out of the root.
 * A request is a path as an import means it: without extension, with the one of the compiled file, or a folder.
 * Compiled, it works in up to `threads` threads of its own, so that other facts can be gathered meanwhile.
 */
export const ask = async (root: string, requests: readonly string[], threads: number): Promise<Answers> => {
  const helpers = COMPILED ? Math.min(threads, Math.floor(requests.length / WORTH_A_THREAD)) : 0;
  if (helpers === 0) return askHere(root, requests);
  const share = Math.ceil(requests.length / helpers);
  const shares = Array.from({ length: helpers }, (_, index) => requests.slice(index * share, (index + 1) * share));
  return (await Promise.all(shares.map((part) => askThere(root, part)))).flat();
};

/** In a thread; where none can be had (out of memory, a bundled build), in this one. */
const askThere = (root: string, requests: readonly string[]): Promise<Answers> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: { root, requests } });
    const here = (): void => { askHere(root, requests).then(resolve, reject); };
    worker.once('message', (reply: Reply) => {
      worker.off('error', here);
      void worker.terminate();
      if ('answers' in reply) resolve(reply.answers);
      else reject(new Error(reply.fault));
    });
    worker.once('error', here);
  });

export type Reply = { readonly answers: Answers } | { readonly fault: string };

/** In this thread. */
export const askHere = async (root: string, requests: readonly string[]): Promise<Answers> => {
  if (requests.length === 0) return [];
  const answers = new Map<string, string | null>();
  const { cruise } = await import('dependency-cruiser');
  const desk = mkdtempSync(join(tmpdir(), 'arch-lint-'));
  try {
    for (let start = 0; start < requests.length; start += SHEET) {
      const batch = new Map(requests.slice(start, start + SHEET).map((request) => [absolute(root, request), request]));
      writeFileSync(join(desk, 'sheet.js'), [...batch.keys()].map((path) => `import ${JSON.stringify(path)};\n`).join(''));
      const { output } = await cruise(['sheet.js'], {
        baseDir: desk,
        maxDepth: 1,
        moduleSystems: ['es6'],
        parser: 'acorn',
        skipAnalysisNotInRules: true,
        preserveSymlinks: true,
        enhancedResolveOptions: { extensions: EXTENSIONS, mainFields: ['source', 'types', 'typings', 'module', 'main'] },
      }, { extensionAlias: EXTENSION_ALIAS } as object);
      const sheet = (output as ICruiseResult).modules.find(({ source }) => source === 'sheet.js');
      for (const { module, resolved, couldNotResolve } of sheet?.dependencies ?? []) {
        const request = batch.get(module);
        if (request !== undefined) answers.set(request, couldNotResolve ? null : inside(root, resolve(desk, resolved)));
      }
    }
  } finally {
    rmSync(desk, { recursive: true, force: true });
  }
  const silent = requests.find((request) => !answers.has(request));
  if (silent !== undefined) throw new Error(`dependency-cruiser gave no answer for ${silent}; the import graph would be incomplete`);
  return [...answers];
};

const absolute = (root: string, request: string): string => {
  const path = resolve(root, request).replaceAll('\\', '/');
  return request.endsWith('/') ? `${path}/` : path;
};

const inside = (root: string, path: string): string | null => {
  const local = relative(root, path).replaceAll('\\', '/');
  return local === '' || local.startsWith('../') || local === '..' || /^[a-z]:/i.test(local) ? null : local;
};
