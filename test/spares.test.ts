import { describe, expect, it } from 'vitest';
import ruleViolations from '../checks/maintainability/rule-violations.ts';
import { FACTS } from '../src/facts/index.ts';
import { defineCheck } from '../src/model/index.ts';
import { lint } from '../src/run.ts';
import { repository } from './support.ts';

const HOUSE = 'version: 1\nproject: {name: x}\ncomponents: {all: {path: "**"}}\n';
const RULE = 'rules:\n  - {name: no-clock, because: Tests travel in time., from: {files: "src/**"}, deny: {calls: [Date.now]}}\n';

/** Lists the modules whose used names it was handed. */
const nosy = defineCheck({
  id: 'nosy', dimension: 'maintainability', severity: 'minor', phase: 'own', from: 'prototype', effort: 'low', title: 'T', why: 'W.', fix: 'F.', grading: 'share',
  needs: ['references'],
  inspect: ({ references }) => ({ examined: Object.keys(references).length, judgements: [] }),
});

const gathered = async (declaration: string, checks: Parameters<typeof lint>[0]['checks']) => {
  const dir = repository({ 'architecture.yaml': declaration, 'src/now.ts': 'export const now = Date.now();\n' });
  let read: string[] = [];
  const facts = FACTS.map((provider) => (provider.name !== 'references' ? provider : {
    ...provider,
    gather: (...given: Parameters<typeof provider.gather>) => {
      const references = provider.gather(...given) as object;
      read = Object.keys(references);
      return references;
    },
  }));
  const { answers: { outcomes } } = await lint({ dir, facts, checks });
  return { read, examined: outcomes.map(({ inspection }) => inspection?.examined) };
};

describe('a fact that a check spares', () => {
  it('is not gathered where no rule reads names', async () => {
    expect(await gathered(HOUSE, [ruleViolations])).toEqual({ read: [], examined: [0] });
  });

  it('is gathered where one does', async () => {
    expect((await gathered(HOUSE + RULE, [ruleViolations])).read).toEqual(['src/now.ts']);
  });

  it('is gathered, for all, where another check asks for it', async () => {
    expect(await gathered(HOUSE, [ruleViolations, nosy])).toEqual({ read: ['src/now.ts'], examined: [0, 1] });
  });
});
