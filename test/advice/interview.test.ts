import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { amount, bytes } from '../../src/advice/estimate.ts';
import { envelope } from '../../src/lib/knowledge/envelope.ts';
import { CLASSIC_SYSTEMS, INTERVIEW_STEPS } from '../../src/lib/knowledge/interview.ts';
import { cli, TODAY } from '../support.ts';
import type { Asker } from '../../src/cli/asker.ts';

describe.each(CLASSIC_SYSTEMS)('an interview about: $name', ({ name, challenges }) => {
  it('works the estimate out in numbers, and goes into each challenge', async () => {
    const { code, stdout } = await cli(['interview', name, '--format', 'markdown']);
    expect(code).toBe(0);
    expect([...stdout.matchAll(/^## Step \d: .*?(\d+) min/gm)].map(([, minutes]) => Number(minutes))).toEqual([2, 3, 5, 15, 5]);
    for (const challenge of challenges) expect(stdout.toLowerCase().replaceAll('\\', '')).toContain(challenge);
    expect(stdout).not.toContain('| unknown |');
    const { estimate } = JSON.parse((await cli(['interview', name, '--format', 'json'])).stdout);
    expect(stdout).toContain(`| ${amount(estimate.peakRate)} |`);
    expect(stdout).toContain(`| ${bytes(estimate.storageBytesPerYear)} |`);
  });
});

describe('arch-lint interview', () => {
  it('takes the users that are asked for', async () => {
    const { estimate, users } = JSON.parse((await cli(['interview', 'url shortener', '--users', '5M', '--format', 'json'])).stdout);
    expect(users).toBe(5_000_000);
    expect(estimate).toMatchObject(envelope({ users: 5_000_000, actions_per_day: 25 }));
  });

  it.each([
    [['url shortner'], "Did you mean 'url shortener'?"], [['parking garage'], 'There are: URL shortener, Chat system'], [['chat', '--users', '-3'], '--users takes'], [['?'], 'Say what is to be designed'],
  ])('%j: a sentence and exit 2', async (args, sentence) => expect(await cli(['interview', ...args])).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) }));

  const session = async (answers: number, secondsEach: number) => {
    const said: string[] = [];
    let [asked, now, stdout] = [0, 0, ''];
    const asker: Asker = {
      text: async () => { now += secondsEach * 1000; return asked++ < answers ? 'an answer' : undefined; }, select: async () => undefined, confirm: async () => undefined,
      say: (text) => { said.push(text); }, begin: (text) => { said.push(text); }, end: (text) => { said.push(text); },
    };
    const code = await main(['interview', 'chat'], { cwd: process.cwd(), env: {}, stdout: { write: (text) => { stdout += text; } }, stderr: { write: () => {} }, now: TODAY, asker, clock: () => now });
    return { code, said, stdout, asked };
  };

  it('asks step by step, times each by the clock, and shows a good answer after it', async () => {
    const questions = INTERVIEW_STEPS.flatMap(({ asks }) => asks).length;
    const { code, said, asked, stdout } = await session(questions, 40);
    expect({ code, asked, stdout }).toEqual({ code: 0, asked: questions, stdout: '' });
    expect(said[0]).toContain('Chat system, 30 minutes');
    expect(said.find((one) => one.startsWith('You took'))).toMatch(/^You took 2:40 of 2:00, 0:40 too long\. A good answer:/);
    expect(said.find((one) => one.includes('0:40 of 3:00'))).toContain('open connections at the peak');
    expect(said.at(-2)).toContain('Dive deep: 2:00 of 15:00');
  });

  it('ends where the person leaves', async () => expect((await session(2, 5)).said.at(-1)).toBe('The interview ends here.'));
});
