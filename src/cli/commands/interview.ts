import { interviewOn, minutesOf, sheet, type Interview } from '../../advice/interview.ts';
import { findSystem, SYSTEM_LIST } from '../../advice/design/find.ts';
import { show } from '../../advice/show.ts';
import { UsageError } from '../../lib/mistake.ts';
import { parseCount } from '../../lib/quantity.ts';
import { tell, type AnswerOptions } from '../answer.ts';
import { askerOf, type Asker } from '../asker.ts';
import { userCount } from '../brief.ts';
import { EXIT, wantsColor, type Io } from '../io.ts';
import { nameIn } from './design.ts';

export interface InterviewOptions extends Omit<AnswerOptions, 'config'> { readonly users?: string; readonly sheet?: boolean }

/** An interview in five timed steps where somebody answers; elsewhere its sheet. */
export async function interview(words: readonly string[], options: InterviewOptions, io: Io): Promise<number> {
  const system = nameIn(words);
  const found = findSystem(system);
  if (!('found' in found)) throw new UsageError(`There is no interview about '${system}'.${found.near ? ` Did you mean '${found.near}'?` : ''} There are: ${SYSTEM_LIST.join(', ')}.`);
  const prepared = interviewOn(found.found, options.users === undefined ? undefined : parseCount(userCount(options.users)));
  const asker = options.sheet || options.format !== 'terminal' || options.output !== undefined ? undefined : askerOf(io);
  return asker ? hold(prepared, asker, io) : tell(sheet(prepared), options, io);
}

/** Asks step by step, times each, and shows afterwards what a good answer holds. */
async function hold(interview: Interview, asker: Asker, io: Io): Promise<number> {
  const clock = io.clock ?? (() => Date.now());
  asker.begin(`${interview.title}, ${minutesOf(interview)} minutes`);
  const taken: string[] = [];
  for (const [index, { step, good }] of interview.steps.entries()) {
    asker.say(`Step ${index + 1} of ${interview.steps.length}: ${step.title}. You have ${step.minutes} minutes.`);
    const began = clock();
    for (const question of step.asks) {
      if (await asker.text({ message: question }) === undefined) {
        asker.end('The interview ends here.', true);
        return EXIT.good;
      }
    }
    const seconds = Math.round((clock() - began) / 1000);
    const over = seconds - step.minutes * 60;
    const line = `${time(seconds)} of ${time(step.minutes * 60)}${over > 0 ? `, ${time(over)} too long` : ''}`;
    taken.push(`${step.title}: ${line}`);
    asker.say(`You took ${line}. A good answer:\n\n${show({ command: 'interview', data: {}, blocks: good, follows: [] }, { format: 'terminal', color: wantsColor(io, io.stdout), ...(io.stdout.columns !== undefined && { width: io.stdout.columns - 4 }) })}`);
  }
  asker.say(taken.join('\n'));
  asker.end('That was it. `arch-lint interview --sheet` shows all of it again.');
  return EXIT.good;
}

const time = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
