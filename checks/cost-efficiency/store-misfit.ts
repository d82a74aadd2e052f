import { defineCheck, type Judgement } from '../../src/model/index.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { PURPOSE_FIT, storeFit } from '../../src/lib/knowledge/data.ts';

export default defineCheck({
  id: 'store-misfit',
  dimension: 'cost-efficiency',
  severity: 'minor',
  phase: '4',
  from: 'MVP',
  effort: 'high',
  title: 'Each store is of the kind that its purpose asks for',
  why: 'A store that is bent to a purpose costs more to run and to keep fast than one that is made for it.',
  fix: 'Choose by the selection guide, or write down under `reason` why this engine is enough here.',
  grading: 'share',
  needs: ['architecture'],
  inspect({ architecture }) {
    const judgements: Judgement[] = [];
    for (const [name, store] of Object.entries(architecture.declared.data_stores ?? {})) {
      const { engine, purpose } = store;
      const fit = storeFit(store);
      if (fit === undefined) continue;
      const at = placeOf(architecture, pointer('data_stores', name, 'engine'));
      const evidence = [{ note: `Its purpose is ${purpose}.`, at: placeOf(architecture, pointer('data_stores', name, 'purpose')) }];
      if (fit === 'fits') judgements.push({ subject: name, standing: 'verified', message: `${engine} is made for ${purpose} data.`, at, evidence });
      else if (fit === 'reasoned') judgements.push({ subject: name, standing: 'verified', message: `${engine} is not the usual choice for ${purpose}; the reason is written down.`, at, confidence: 'medium', evidence });
      else judgements.push({ subject: name, standing: 'violated', message: `${engine} serves as ${purpose} store; ${PURPOSE_FIT[purpose!].instead} is made for it.`, at, confidence: 'medium', evidence });
    }
    return { examined: judgements.length, judgements };
  },
});
