import { parentPort, workerData } from 'node:worker_threads';
import { FILE_FACTS } from '../file-facts.ts';
import { study } from './study.ts';
import { named, runTask, type Task } from './task.ts';

const { root, limit } = workerData as { readonly root: string; readonly limit: number };
const extractors = new Map(named(FILE_FACTS).map((extractor) => [extractor.key, extractor]));

parentPort!.on('message', (tasks: readonly Task[]) => {
  parentPort!.postMessage(tasks.map((task) => runTask(root, task, extractors, study, limit)));
});
