import type { ArchitectureDeclaration } from '../model/index.ts';
import { selectStyle, type StyleAnswer, type StyleName, type StyleQuestion } from './knowledge/styles.ts';

/** Styles whose choice the flowchart makes, simplest first; the others it only adds to parts of a system. */
const CHOSEN: readonly StyleName[] = ['monolith', 'modular-monolith', 'service-oriented', 'microservices', 'cell-based'];

/**
 * The declared style against the flowchart. `undecided`: microservices, and nobody says how many contexts there are.
 * `reasoned`: simpler than the flowchart offers, for a reason that is written down.
 */
export type StyleVerdict = 'agrees' | 'simpler' | 'reasoned' | 'larger' | 'undecided';

export interface StyleChoice extends StyleAnswer {
  readonly question: StyleQuestion;
  /** Absent: no style is declared, or one that the flowchart does not choose. */
  readonly verdict?: StyleVerdict;
}

/** What is said in place of a declaration, and wins over it. */
export type StyleGiven = Partial<Pick<StyleQuestion, 'independentDeployability' | 'boundedContexts'>>;

/** Walks the flowchart with what is declared; undefined: the number of developers is not. */
export function chooseStyle(declared: ArchitectureDeclaration, given: StyleGiven = {}): StyleChoice | undefined {
  const { project: { team_size: developers }, style, requirements: { non_functional: needs } = {} } = declared;
  if (!developers) return undefined;
  const question: StyleQuestion = {
    developers, independentDeployability: given.independentDeployability ?? style?.independent_deployability, boundedContexts: given.boundedContexts ?? declared.contexts?.length,
    peakOverBaseline: needs?.peak_to_baseline, auditWithTemporalQueries: needs?.audit_trail && needs.temporal_queries,
  };
  const answer = selectStyle(question);
  return { question, ...answer, ...(style && CHOSEN.includes(style.name) && { verdict: verdictOf(style, answer.styles, question) }) };
}

function verdictOf({ name, reason, decision }: NonNullable<ArchitectureDeclaration['style']>, styles: readonly StyleName[], question: StyleQuestion): StyleVerdict {
  // A monolith with walls inside costs nothing more than one without.
  if (styles.includes(name) || (name === 'modular-monolith' && styles.includes('monolith'))) return 'agrees';
  if (question.independentDeployability === true && question.boundedContexts === undefined && name === 'microservices') return 'undecided';
  const simpler = CHOSEN.indexOf(name) < Math.min(...styles.map((style) => CHOSEN.indexOf(style)));
  return !simpler ? 'larger' : (reason ?? decision) === undefined ? 'simpler' : 'reasoned';
}
