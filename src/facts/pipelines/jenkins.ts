import type { PipelineJob, PipelineStep } from '../../model/index.ts';
import { NO_JOB, type Read } from './shared.ts';

const MAX_TEXT = 200_000;
const STAGE = /\bstage\s{0,5}\(\s{0,5}(?:name:\s{0,5})?["']([^"'\n]{1,120})["']/g;
const SHELL = /\b(?:sh|bat|powershell)\b[\s(]{0,10}(?:script\s{0,5}:\s{0,5})?(?:'''([\s\S]{0,20000}?)'''|"""([\s\S]{0,20000}?)"""|'([^'\n]{1,2000})'|"([^"\n]{1,2000})")/g;

/** The stages of a Jenkinsfile and the commands in each. Groovy is not evaluated: what libraries and variables add is not seen. */
export const jenkins = (source: string, file: string): Read => {
  const text = source.slice(0, MAX_TEXT).replace(/^[ \t]*\/\/.*$/gm, '');
  const stages = [...text.matchAll(STAGE)];
  const jobs = stages.map((stage, index): PipelineJob => {
    const [from, until] = [stage.index, stages[index + 1]?.index ?? text.length];
    const body = text.slice(from, until);
    const steps = [...body.matchAll(SHELL)].map((call): PipelineStep => ({ run: call[1] ?? call[2] ?? call[3] ?? call[4] ?? '', with: {}, env: {}, continueOnError: false, at: { file, line: lineOf(text, from + call.index) } }));
    return { ...NO_JOB, id: stage[1]!, at: { file, line: lineOf(text, from) }, manual: /\binput\s{0,5}[({\s]/.test(body.replace(SHELL, '')), steps };
  });
  return { triggers: ['push'], schedules: [], env: {}, jobs };
};

const lineOf = (text: string, offset: number): number => {
  let line = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) line++;
  return line;
};
