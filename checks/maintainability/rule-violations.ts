import { defineCheck, type DeclaredRule, type Judgement, type Unjudged } from '../../src/model/index.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { MAX_UNRESOLVED, withinBudget } from '../../src/lib/module-imports.ts';
import { boundFiles, type RuleScope } from '../../src/lib/rules/bind.ts';
import { breachesOf } from '../../src/lib/rules/breaches.ts';

export default defineCheck<'architecture' | 'files' | 'imports' | 'components' | 'references', { readonly max_unresolved: number }>({
  id: 'rule-violations',
  dimension: 'maintainability',
  severity: 'major',
  phase: 'own',
  from: 'prototype',
  effort: 'low',
  title: "The team's own rules hold",
  why: 'A rule that nothing watches is forgotten with the next deadline.',
  fix: 'Follow the rule; its reason stands beside it. Where it is wrong, change it or name the exception under except.',
  grading: 'share',
  needs: ['architecture', 'files', 'imports', 'components', 'references'],
  spares: ({ declared: { rules = [] } }) => (rules.some(readsNames) ? [] : ['references']),
  options: {
    schema: { type: 'object', additionalProperties: false, properties: { max_unresolved: MAX_UNRESOLVED.schema } },
    defaults: { max_unresolved: MAX_UNRESOLVED.value },
  },
  inspect({ architecture, files: { files }, imports, components: { of }, references }, { max_unresolved }) {
    const scope: RuleScope = { files, of };
    const judgements = new Map<string, Judgement>();
    const unjudged: Unjudged[] = [];
    let examined = 0;
    for (const [index, rule] of (architecture.declared.rules ?? []).entries()) {
      const at = placeOf(architecture, pointer('rules', index));
      for (const file of boundFiles(rule, scope)) {
        const breaches = breachesOf(rule, file, scope, { imports, references });
        for (const breach of breaches) {
          const subject = `${rule.name}: ${breach.subject}`;
          judgements.set(subject, {
            subject,
            standing: 'violated',
            message: `${breach.at.line === undefined ? `${file.path} ` : ''}${breach.does}: ${rule.because}`,
            at: breach.at,
            evidence: [{ note: `the rule ${rule.name}${rule.severity === undefined ? '' : ` (${rule.severity})`}: ${rule.because}`, at }, ...(breach.evidence ?? [])],
          });
        }
        if (breaches.length === 0 && readsNames(rule) && references[file.path]?.truncated) {
          unjudged.push({ subject: `${rule.name}: ${file.path}`, reason: 'The file uses more names than are kept.', at: { file: file.path } });
        } else {
          examined += Math.max(1, breaches.length);
        }
      }
    }
    const inspection = { examined: Math.max(examined, judgements.size), judgements: [...judgements.values()], unjudged };
    return (architecture.declared.rules ?? []).some(({ to, deny, allow }) => to ?? deny ?? allow) ? withinBudget(imports, max_unresolved, inspection) : inspection;
  },
});

const readsNames = ({ deny, allow }: DeclaredRule): boolean => [deny, allow].some((things) => things?.calls !== undefined || things?.identifiers !== undefined);
