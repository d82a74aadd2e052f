import type { Judgement } from '../model/index.ts';

/** Judgements with the evidence of passes after them: one a subject, and none of a subject that was judged already. */
export function withPasses(judgements: Iterable<Judgement>, passes: Iterable<Judgement>): Judgement[] {
  const all = [...judgements];
  const seen = new Set(all.map(({ subject }) => subject));
  for (const pass of passes) {
    if (!seen.has(pass.subject)) all.push(pass);
    seen.add(pass.subject);
  }
  return all;
}
