import { text } from '../../lib/json.ts';
import { dig, type Located } from '../../lib/located.ts';
import { commands, jobOf, NO_JOB, strings, words, type Read } from './shared.ts';

const RESERVED = new Set(['default', 'include', 'stages', 'variables', 'workflow', 'image', 'services', 'cache', 'before_script', 'after_script', 'pages']);

export const gitlab = (root: Located): Read => {
  const order = words(dig(root, 'stages'));
  const stageOf = (node: Located): string => text(dig(node, 'stage')?.scalar) ?? 'test';
  const jobs = [...(root.entries ?? [])].filter(([id, { node }]) => !RESERVED.has(id) && !id.startsWith('.') && node.entries !== undefined);
  return {
    triggers: ['push'], schedules: [], env: strings(dig(root, 'variables')),
    jobs: jobs.map(([id, { key, node }]) => {
      const earlier = jobs.filter(([, other]) => order.indexOf(stageOf(other.node)) < order.indexOf(stageOf(node))).map(([name]) => name);
      const needs = dig(node, 'needs');
      return {
        ...NO_JOB, id, at: key, ...jobOf(node), continueOnError: dig(node, 'allow_failure')?.scalar === true,
        needs: needs === undefined ? earlier : words(needs),
        manual: dig(node, 'when')?.scalar === 'manual' || (dig(node, 'rules')?.items ?? []).some((rule) => dig(rule, 'when')?.scalar === 'manual'),
        steps: ['before_script', 'script', 'after_script'].flatMap((part) => commands(dig(node, part))),
      };
    }),
  };
};
