import type { EventEmitter } from 'node:events';

/** Who reads may stop early (`| head`): the rest is then written for nobody, and the exit code still tells. Other errors are thrown. */
export function outliveReaders(streams: readonly EventEmitter[]): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
