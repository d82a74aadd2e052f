import { placeOf } from '../../src/lib/declaration.ts';
import { TEAMS_FOR, weighTechnologies, type TeamsFor } from '../../src/lib/premature.ts';
import { defineCheck, type Judgement } from '../../src/model/index.ts';

export default defineCheck<'architecture' | 'packages' | 'workloads' | 'stores' | 'kubernetes' | 'terraform', TeamsFor>({
  id: 'premature-technology',
  dimension: 'cost-efficiency',
  severity: 'major',
  phase: '2',
  from: 'prototype',
  effort: 'high',
  title: 'No technology before its time',
  why: 'Every technology is paid for by the people who run it; taken before it is needed, it slows down those who should build the product.',
  fix: 'Take the simpler thing until the need is there, or declare the reason next to it.',
  grading: 'share',
  needs: ['architecture', 'packages', 'workloads', 'stores', 'kubernetes', 'terraform'],
  options: {
    schema: {
      type: 'object', additionalProperties: false,
      properties: {
        min_team_for_kubernetes: { type: 'integer', minimum: 1, description: 'Developers from which Kubernetes is worth its price.' },
        min_team_for_services: { type: 'integer', minimum: 1, description: 'Developers from which several services are worth their price.' },
      },
    },
    defaults: TEAMS_FOR,
  },
  inspect(facts, options) {
    const { architecture } = facts;
    const weighed = weighTechnologies(facts, options);
    const judgements = weighed.flatMap(({ technology, premature }): Judgement[] => (premature === undefined ? [] : [{
      subject: technology.name, standing: 'violated', message: premature.message, at: technology.at, confidence: premature.confidence ?? 'medium',
      evidence: [{ note: premature.because, at: placeOf(architecture, premature.pointer) }],
    }]));
    return { examined: weighed.length, judgements };
  },
});
