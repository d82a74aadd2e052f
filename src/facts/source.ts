import { compare } from '../lib/order.ts';
import { defineFact, type RepoFile, type SourceModule } from '../model/index.ts';
import { MAX_MODULE_BYTES } from './files.ts';
import { openCache, type Cache } from './source/cache.ts';
import { fingerprint } from './source/fingerprint.ts';
import { parseAll } from './source/pool.ts';
import type { Answer, NamedExtractor } from './source/study.ts';
import { named, type Task } from './source/task.ts';

/** One parse of every module, for its imports and for all file facts of the run; what is unchanged is not parsed again. */
export default defineFact({
  name: 'source',
  needs: ['files'],
  async gather({ files: { files } }, repo) {
    const extractors = named(repo.settings.fileFacts);
    const modules = files.filter((file) => file.language !== undefined);
    const answers = new Map<string, Answer>();
    const { cacheDir } = repo.settings;
    const cache = cacheDir === undefined ? undefined : openCache(cacheDir, repo.root, fingerprint(), repo.now);
    const tasks: Task[] = [];
    for (const file of modules) {
      if (file.hash === undefined) {
        // Bundles that are generated, vendored release files and the minified pages of a test say nothing of the architecture.
        const large = file.bytes > MAX_MODULE_BYTES;
        if (large ? file.role !== 'generated' : file.role === 'production') repo.gap(`was not parsed: it is ${large ? `larger than ${MAX_MODULE_BYTES / 1024 / 1024} MB` : 'minified'} or cannot be read`, { file: file.path });
        continue;
      }
      const known = recall(cache, file);
      if (known) answers.set(file.path, known);
      const wanted = extractors.filter(({ key, extractor }) => isAsked(extractor, file) && !(known && key in known.shares)).map(({ key }) => key);
      if (!known || wanted.length > 0) tasks.push({ path: file.path, bytes: file.bytes, wanted });
    }

    let done = modules.length - tasks.length;
    await parseAll({
      root: repo.root, tasks, limit: MAX_MODULE_BYTES, threads: Math.max(1, repo.settings.workers),
      extractors: new Map(extractors.map((extractor) => [extractor.key, extractor])),
      onDone({ path, hash, answer }) {
        const fresh = JSON.parse(answer) as Answer;
        const known = answers.get(path);
        const whole = known ? merge(known, fresh) : fresh;
        answers.set(path, whole);
        if (hash !== undefined) cache?.set(keyOf(hash, path), known ? JSON.stringify(whole) : answer);
        done++;
        if (done % 50 === 0) repo.progress(done, modules.length);
      },
    });
    cache?.close();
    return assemble(modules, answers, extractors, repo);
  },
});

const isAsked = ({ skips }: NamedExtractor['extractor'], { role, side }: RepoFile): boolean => !skips?.some((one) => one === role || one === side);

/** By bytes and name: an extractor may go by the path (`app/users/route.ts`), too. */
const keyOf = (hash: string, path: string): string => `${hash} ${JSON.stringify(path)}`;

const recall = (cache: Cache | undefined, file: RepoFile): Answer | undefined => {
  const answer = cache?.get(keyOf(file.hash!, file.path));
  return answer === undefined ? undefined : JSON.parse(answer) as Answer;
};

/** Another selection of checks asks other extractors; what is known of the module stays. */
const merge = (known: Answer, fresh: Answer): Answer => ({
  ...fresh,
  shares: { ...known.shares, ...fresh.shares },
  ...((known.faults || fresh.faults) && { faults: { ...known.faults, ...fresh.faults } }),
});

const assemble = (
  files: readonly RepoFile[],
  answers: ReadonlyMap<string, Answer>,
  extractors: readonly NamedExtractor[],
  repo: { gap(reason: string, at?: { file: string; line?: number; column?: number }): void; looked(pieces: number): void },
): { modules: Record<string, SourceModule>; shares: Record<string, Record<string, unknown>> } => {
  const modules: Record<string, SourceModule> = {};
  const shares: Record<string, Record<string, unknown>> = Object.fromEntries(extractors.map(({ name }) => [name, {}]));
  for (const file of [...files].sort((a, b) => compare(a.path, b.path))) {
    const { path } = file;
    const answer = answers.get(path);
    if (!answer) continue;
    if (answer.gap) {
      const { reason, ...place } = answer.gap;
      repo.gap(reason, { file: path, ...place });
    }
    if (!answer.module) continue;
    modules[path] = answer.module;
    for (const { key, name, extractor } of extractors) {
      if (!isAsked(extractor, file)) continue;
      const share = answer.shares[key];
      if (share !== undefined && share !== null) shares[name]![path] = share;
      const fault = answer.faults?.[key];
      if (fault !== undefined) repo.gap(fault, { file: path });
    }
  }
  repo.looked(Object.keys(modules).length);
  return { modules, shares };
};
