import { expect, test } from 'vitest';
import malformedDecisions from '../../checks/maintainability/malformed-decisions.ts';
import { readRecord } from '../../src/facts/decisions/record.ts';

const judged = (text: string): [string, string | undefined][] => {
  const records = [readRecord('docs/adr/0001-queue.md', text, () => true)];
  return malformedDecisions.inspect({ decisions: { path: [], declared: true, records } }, malformedDecisions.options!.defaults).judgements.map(({ standing, confidence }) => [standing, confidence]);
};
const nygard = (consequences: string): string => `# 1. Use a queue\n\n## Status\n\nAccepted\n\n## Context\n\nRather than threads.\n\n## Decision\n\nA queue.\n\n## Consequences\n\n${consequences}\n`;

test.each([
  'This does mean that the API may receive more calls than is necessary.',
  '- The number of modules will grow at a faster rate.',
  '- The setup will have to import a lot of files.',
  '- Mail remains a known gap.',
])('a price may be told in plain words: %s', (words) => expect(judged(nygard(words))).toEqual([]));

test.each(['Orders are kept over a restart.', '- Clients need no library.', '- It is simpler to test.', 'More readable code, and more time for features.'])('a benefit is no price: %s', (words) => expect(judged(nygard(words))).toEqual([['documented', 'medium']]));

const PARAGRAPH = 'Work is handed to a queue, because a crash between the answer and the mail loses it today, and a thread would lose it just as well.';
test.each([
  [`# Use a queue\n\nStatus: accepted\n\n${PARAGRAPH}\n\n## Consequences\n\nA broker runs; an additional cost.\n`, [['documented', 'medium']]],
  [`# Use a queue\n\nStatus: accepted\n\n${PARAGRAPH}\n\n## Decisions and their reasons\n\n- RabbitMQ, rather than Kafka.\n\n## Consequences\n\nA broker runs; an additional cost.\n`, []],
  ['# Use a queue\n\nStatus: accepted\n\nMail is slow.\n\n## Consequences\n\nA broker runs.\n', [['missing', 'medium']]],
  ['# Use a queue\n\n## Context\n\nSlow.\n\n## Consequences\n\nA broker runs.\n', [['missing', undefined]]],
])('the first paragraph stands for context and decision: %j', (text, expected) => expect(judged(text)).toEqual(expected));
