import { defineCheck, type Judgement } from '../../src/model/index.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';

export default defineCheck({
  id: 'missing-compensation',
  dimension: 'reliability',
  severity: 'major',
  phase: '4',
  from: 'MVP',
  effort: 'medium',
  title: 'Every saga step can be undone',
  why: 'When a later step fails, what the earlier ones did stays done unless each has its way back.',
  fix: 'Give every step but the last a `compensation` and a `timeout`, and name the saga of each strongly consistent operation over services.',
  grading: 'share',
  needs: ['architecture'],
  inspect: ({ architecture }) => {
    const { sagas = [], consistency = [], components } = architecture.declared;
    const judgements: Judgement[] = [];
    const taken = new Set<string>();
    for (const [index, saga] of sagas.entries()) {
      for (const [step, { name, compensation, timeout }] of saga.steps.entries()) {
        const subject = `${saga.name}: ${name}`;
        if (taken.has(subject)) continue;
        taken.add(subject);
        const at = placeOf(architecture, pointer('sagas', index, 'steps', step));
        const last = step === saga.steps.length - 1;
        const faults = [...(compensation === undefined && !last ? ['no compensation'] : []), ...(timeout === undefined ? ['no timeout'] : [])];
        judgements.push(faults.length > 0
          ? { subject, standing: 'missing', message: `The step has ${faults.join(' and ')}.`, at }
          : { subject, standing: 'declared', message: 'Its way back and its time are declared.', at });
      }
    }
    for (const [index, need] of consistency.entries()) {
      const services = (need.components ?? []).filter((name) => components[name] !== undefined);
      if (need.level !== 'strong' || services.length < 2) continue;
      const subject = `operation ${need.operation}`;
      if (taken.has(subject)) continue;
      taken.add(subject);
      const at = placeOf(architecture, pointer('consistency', index));
      // Modules of one deployable share a database, and its transactions.
      const apart = services.some((name) => components[name]!.kind === 'service');
      if (need.mechanism === 'two-phase-commit' || (need.mechanism === 'transaction' && !apart) || (need.saga !== undefined && sagas.some(({ name }) => name === need.saga))) {
        judgements.push({ subject, standing: 'declared', message: `${need.saga ?? need.mechanism} keeps it consistent, as declared.`, at });
      } else {
        judgements.push({ subject, standing: 'missing', message: `The operation is strongly consistent over ${services.join(', ')}, and no saga or two-phase commit gives it.`, at });
      }
    }
    return { examined: judgements.length, judgements };
  },
});
