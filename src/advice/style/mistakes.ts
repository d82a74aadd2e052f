import { TEAMS_FOR, weighTechnologies } from '../../lib/premature.ts';
import { COMMON_MISTAKES, type Mistake } from '../../lib/knowledge/styles.ts';
import { chooseStyle } from '../../lib/style-choice.ts';
import { compare } from '../../lib/order.ts';
import { declaredIn, fromOf, lineOf, type Case } from '../case.ts';

export interface MistakeMade extends Pick<Mistake, 'id' | 'belief' | 'reality'> { readonly because: string; readonly from?: string }

/** Technologies by the mistake that they may be. */
const MISTAKE_OF: Readonly<Record<string, Mistake['id']>> = {
  'several services': 'services-from-day-one', 'Kubernetes': 'early-kubernetes', 'event sourcing': 'event-sourcing-everywhere', 'document store': 'nosql-for-speed', 'GraphQL': 'graphql-for-everything',
};

/** The common mistakes that show here: in what is declared, and in what the check premature-technology finds too early. */
export function mistakesMade(one: Case): readonly MistakeMade[] {
  const made = new Map<Mistake['id'], Pick<MistakeMade, 'because' | 'from'>>();
  const add = (id: Mistake['id'], because: string, from: string | undefined): void => {
    if (!made.has(id)) made.set(id, { because, ...(from !== undefined && { from }) });
  };
  const { packages, workloads, stores, kubernetes, terraform } = one.facts;
  if (packages && workloads && stores && kubernetes && terraform) {
    for (const { technology, premature } of weighTechnologies({ architecture: one.architecture, packages, workloads, stores, kubernetes, terraform })) {
      const id = MISTAKE_OF[technology.name];
      if (premature && id) add(id, premature.message, lineOf(technology.at));
    }
  }
  const { style, requirements, patterns = [], infrastructure } = declaredIn(one);
  const chosen = chooseStyle(declaredIn(one), one.given);
  if (chosen?.verdict === 'larger' && style && style.name !== 'modular-monolith') add('services-from-day-one', `${style.name} is declared, and the flowchart leads to ${chosen.styles.join(' or ')}.`, fromOf(one, '/style/name'));
  const logs = style?.name === 'cqrs-event-sourcing' || patterns.some((each) => (typeof each === 'string' ? each : each.name) === 'event-sourcing');
  const { audit_trail, temporal_queries } = requirements?.non_functional ?? {};
  if (logs && !(audit_trail && temporal_queries) && (style?.event_sourcing_for ?? []).length === 0) {
    add('event-sourcing-everywhere', 'It is declared for the whole, and not both an audit trail and questions about the past are required.', fromOf(one, style?.name === 'cqrs-event-sourcing' ? '/style/name' : '/patterns'));
  }
  const developers = chosen?.question.developers;
  if (infrastructure?.orchestration === 'kubernetes' && infrastructure.reason === undefined && infrastructure.decision === undefined && developers !== undefined && developers < TEAMS_FOR.min_team_for_kubernetes) {
    add('early-kubernetes', `Kubernetes is declared for ${developers} developers.`, fromOf(one, '/infrastructure/orchestration'));
  }
  return COMMON_MISTAKES.flatMap((each) => (made.has(each.id) ? [{ ...each, ...made.get(each.id)! }] : [])).sort((a, b) => compare(a.id, b.id));
}
