import { placeOf } from '../../src/lib/declaration.ts';
import { productionStores, runningServices } from '../../src/lib/production.ts';
import { stageOf } from '../../src/lib/stage.ts';
import { defineCheck, type Evidence, type Judgement, type Stage } from '../../src/model/index.ts';

interface Options { readonly per_developer: number }

/** Younger projects bear less. */
const EASE: Readonly<Record<Stage, number>> = { prototype: 0.75, MVP: 0.75, growth: 1, scale: 1.25, enterprise: 1.5 };

export default defineCheck<'architecture' | 'workloads' | 'stores' | 'units', Options>({
  id: 'too-many-moving-parts',
  dimension: 'simplicity',
  severity: 'major',
  phase: 'own',
  from: 'prototype',
  effort: 'high',
  title: 'The team can carry all that moves',
  why: 'Every service, store and broker must be patched, watched and understood; beyond what the people can carry, all of it rots.',
  fix: 'Merge services that change together, keep one store of each kind, and let others run what is not your trade.',
  grading: 'share',
  needs: ['architecture', 'workloads', 'stores', 'units'],
  options: {
    schema: { type: 'object', additionalProperties: false, properties: { per_developer: { type: 'number', minimum: 0.1, description: 'Deployables that one developer can carry.' } } },
    defaults: { per_developer: 1 },
  },
  inspect({ architecture, workloads, stores, units }, { per_developer }) {
    const team = architecture.declared.project.team_size;
    // Without the number of people there is nothing to measure against, and it is not guessed.
    if (team === undefined) return { examined: 0, judgements: [], notAsked: true };
    const at = placeOf(architecture, '/project/team_size');
    const ease = EASE[stageOf(architecture.declared)];
    const judgements: Judgement[] = [];
    let examined = 0;
    const count = (subject: string, one: string, parts: readonly Evidence[], most: number): void => {
      if (parts.length === 0) return;
      examined++;
      const limit = Math.max(1, Math.floor(most * ease));
      const said = `${parts.length} ${parts.length === 1 ? one : subject} for ${team} ${team === 1 ? 'developer' : 'developers'}; about ${limit} can be carried.`;
      if (parts.length <= limit) {
        judgements.push({ subject, standing: 'verified', message: said, at, evidence: parts.slice(0, 20) });
        return;
      }
      judgements.push({ subject, standing: 'violated', message: said, at, confidence: parts.length > limit * 1.5 ? 'high' : 'medium', evidence: parts.slice(0, 20) });
    };
    // Functions of one file are deployed together.
    const deployed = new Map(runningServices(workloads.workloads).map(({ workload, deployments: [first] }) => [first!.kind === 'function' ? first!.at.file : workload.name, { note: workload.name, at: first!.at }]));
    const running = deployed.size > 0 ? [...deployed.values()] : units.units.filter(({ kind }) => kind !== 'cli').map(({ name, entry }) => ({ note: name, at: entry }));
    count('deployables', 'deployable', running, Math.max(2, team * per_developer));
    const found = [...productionStores(stores.stores).values()].map((all) => all[0]!).filter((one) => !one.isDeadLetter && one.kind !== 'bucket' && one.kind !== 'topic');
    const engines = new Map(found.map((one) => [one.engine, { note: `${one.engine}: ${one.resource}`, at: one.at }]));
    count('kinds of stores and brokers', 'kind of store or broker', [...engines.values()], Math.max(3, team / 2 + 1));
    return { examined, judgements };
  },
});
