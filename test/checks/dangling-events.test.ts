import { expect, it } from 'vitest';
import check from '../../checks/maintainability/dangling-events.ts';
import type { Message } from '../../src/model/index.ts';

const message = (engine: string, role: Message['role'], channel: string): Message => ({ engine, role, channel, fn: 'run', within: [], at: { file: 'src/a.ts', line: 1 } }) as unknown as Message;
const inspect = (...messages: Message[]) => check.inspect({ messaging: { messages }, architecture: { declared: { components: {} } } } as never, undefined as never);

it('leaves a queue unknown whose other end may be in another repository', () => {
  const { judgements, unjudged } = inspect(message('bullmq', 'publish', 'receipts'));
  expect(judgements).toEqual([]);
  expect(unjudged).toEqual([{ subject: 'bullmq receipts', reason: 'Nothing in this repository consumes any queue of bullmq: another one may.', at: { file: 'src/a.ts', line: 1 } }]);
  expect(inspect(message('bullmq', 'consume', 'receipts')).unjudged).toHaveLength(1);
});

it('judges names where both ends are used here, and events of the process always', () => {
  expect(inspect(message('bullmq', 'publish', 'mails'), message('bullmq', 'consume', 'mail')).judgements.map(({ subject, standing }) => `${standing} ${subject}`)).toEqual(['missing bullmq mail', 'missing bullmq mails']);
  expect(inspect(message('events', 'publish', 'order.placed'))).toMatchObject({ judgements: [{ standing: 'missing' }], unjudged: [] });
});

it('leaves a queue unknown that is made here and handed on', () => {
  const { judgements, unjudged } = inspect(message('bullmq', 'declare', 'index'), message('bullmq', 'consume', 'index'), message('bullmq', 'publish', 'mails'), message('bullmq', 'consume', 'mails'));
  expect(judgements.map(({ subject, standing }) => `${standing} ${subject}`)).toEqual(['verified bullmq mails']);
  expect(unjudged?.map(({ subject }) => subject)).toEqual(['bullmq index']);
});
