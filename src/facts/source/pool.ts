import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { FILE_FACTS } from '../file-facts.ts';
import type { NamedExtractor } from './study.ts';
import { runTask, type Done, type Task } from './task.ts';

/** Below this a second thread costs more to start than it parses. */
const WORTH_A_THREAD = 1_500_000;
const BATCH_BYTES = 120_000;
const COMPILED = import.meta.url.endsWith('.js');

export interface Work {
  readonly root: string;
  readonly tasks: readonly Task[];
  readonly extractors: ReadonlyMap<string, NamedExtractor>;
  /** Threads that parse, this one included. */
  readonly threads: number;
  readonly limit: number;
  onDone(done: Done): void;
}

/**
 * Parses with several threads that each take the next batch when they are free, the largest files first. This thread
 * takes part: it has the parser in memory anyway, and when other facts keep it busy the others simply take more.
 */
export const parseAll = async ({ root, tasks, extractors, threads, limit, onDone }: Work): Promise<void> => {
  // The parser takes a third of a second to load: not where nothing has changed.
  if (tasks.length === 0) return;
  const batches = batched(tasks);
  const total = tasks.reduce((sum, task) => sum + task.bytes, 0);
  // Another thread finds the extractors in the generated list; a plugin's is known to this one alone.
  const own = new Set(FILE_FACTS.map(({ extractor }) => extractor));
  const shared = COMPILED && [...extractors.values()].every(({ extractor }) => own.has(extractor));
  const helpers = shared ? Math.min(threads - 1, Math.floor(total / WORTH_A_THREAD), batches.length - 1) : 0;
  const next = (): readonly Task[] | undefined => batches.pop();
  const finish = (done: readonly Done[]): void => done.forEach(onDone);
  const lost: Task[] = [];

  const helping = Array.from({ length: Math.max(0, helpers) }, () => help(root, limit, next, finish, lost));
  const { study } = await import('./study.ts');
  const here = async (queue: () => readonly Task[] | undefined): Promise<void> => {
    for (let batch = queue(); batch; batch = queue()) {
      for (const task of batch) onDone(runTask(root, task, extractors, study, limit));
      await setImmediate();
    }
  };
  await here(next);
  await Promise.all(helping);
  await here(() => (lost.length > 0 ? lost.splice(0) : undefined));
};

/** One more thread; if it cannot start or dies, what it had taken is parsed here. */
const help = (root: string, limit: number, next: () => readonly Task[] | undefined, finish: (done: readonly Done[]) => void, lost: Task[]): Promise<void> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: { root, limit }, stdin: false });
    const taken: (readonly Task[])[] = [];
    const end = (): void => {
      lost.push(...taken.splice(0).flat());
      void worker.terminate();
      resolve();
    };
    const give = (): boolean => {
      const batch = next();
      if (!batch) return false;
      taken.push(batch);
      worker.postMessage(batch);
      return true;
    };
    worker.on('message', (done: readonly Done[]) => {
      taken.shift();
      finish(done);
      if (!give() && taken.length === 0) end();
    });
    worker.on('error', end);
    worker.on('exit', end);
    // Two at a time: the next one waits in the thread while the answers of the first are on their way.
    worker.once('online', () => {
      const first = give();
      if (!first) end();
      else give();
    });
  });

const batched = (tasks: readonly Task[]): (readonly Task[])[] => {
  const batches: Task[][] = [];
  let size = Infinity;
  for (const task of [...tasks].sort((a, b) => a.bytes - b.bytes)) {
    if (size + task.bytes > BATCH_BYTES) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)!.push(task);
    size += task.bytes;
  }
  return batches;
};
