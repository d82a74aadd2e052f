import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { outliveReaders } from '../../src/cli/closed-pipes.ts';

it('outlives a reader that has read enough, and no other error', () => {
  const stdout = new PassThrough();
  outliveReaders([stdout]);
  expect(() => stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))).not.toThrow();
  expect(() => stdout.emit('error', Object.assign(new Error('no space left'), { code: 'ENOSPC' }))).toThrow('no space left');
});
