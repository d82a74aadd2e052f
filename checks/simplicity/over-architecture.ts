import { placeOf } from '../../src/lib/declaration.ts';
import { killCriteria } from '../../src/lib/stage.ts';
import { technologies } from '../../src/lib/technologies.ts';
import { defineCheck, type Judgement } from '../../src/model/index.ts';

export default defineCheck({
  id: 'over-architecture',
  dimension: 'simplicity',
  severity: 'major',
  phase: '1',
  from: 'prototype',
  effort: 'high',
  title: 'A small product is built small',
  why: 'With a few developers and users in one place, everything beyond a monolith with one database costs time and earns nothing yet.',
  fix: 'Fold it into one application with one relational database, and come back when one of the criteria no longer holds.',
  grading: 'share',
  needs: ['architecture', 'packages', 'workloads', 'stores', 'kubernetes', 'terraform'],
  inspect(facts) {
    const { architecture } = facts;
    const criteria = killCriteria(architecture.declared);
    if (!criteria.every(({ holds }) => holds)) return { examined: 0, judgements: [] };
    const evidence = criteria.map(({ text, pointer }) => ({ note: `Holds: ${text}.`, at: placeOf(architecture, pointer) }));
    const found = technologies(facts);
    const style = architecture.declared.style?.name;
    const judgements: Judgement[] = found.map((one) => ({
      subject: one.name, standing: 'violated', message: `A product of this size does not need ${one.what}.`, at: one.at, evidence,
      confidence: one.name === 'document store' || one.name === 'GraphQL' ? 'low' : 'medium',
    }));
    if (style !== undefined && !['monolith', 'modular-monolith', 'serverless'].includes(style)) judgements.push({ subject: 'style', standing: 'violated', message: `A product of this size does not need the style ${style}.`, at: placeOf(architecture, '/style/name'), evidence });
    return { examined: Math.max(1, judgements.length), judgements };
  },
});
