import { parentPort, workerData } from 'node:worker_threads';
import { askHere, type Reply } from './cruise.ts';

// Most questions about a path are answered by an error of the file system; nobody reads its stack.
Error.stackTraceLimit = 0;

const { root, requests } = workerData as { readonly root: string; readonly requests: readonly string[] };
askHere(root, requests).then(
  (answers) => parentPort!.postMessage({ answers } satisfies Reply),
  (error: unknown) => parentPort!.postMessage({ fault: error instanceof Error ? error.message : String(error) } satisfies Reply),
);
