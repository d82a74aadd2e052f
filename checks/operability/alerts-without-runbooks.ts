import { dirname, join } from 'node:path/posix';
import { defineCheck, type AlertRule, type Judgement, type Unjudged } from '../../src/model/index.ts';

export default defineCheck({
  id: 'alerts-without-runbooks',
  dimension: 'operability',
  severity: 'minor',
  phase: '12.26',
  from: 'growth',
  effort: 'low',
  title: 'Every alert links to what to do about it',
  why: 'Whoever is woken by an alert without a runbook starts from nothing, at night.',
  fix: 'Write what to look at and what to do, and link it from the alert as `runbook_url`.',
  grading: 'share',
  needs: ['alerts', 'files'],
  inspect({ alerts, files }) {
    const paths = new Set(files.files.map(({ path }) => path));
    const judgements: Judgement[] = [];
    const unjudged: Unjudged[] = [];
    const own = alerts.rules.filter((rule) => !rule.vendored);
    const counts = new Map<string, number>();
    for (const rule of own) {
      const count = (counts.get(rule.name) ?? 0) + 1;
      counts.set(rule.name, count);
      // Two rules of one name differ in severity or threshold.
      const subject = `alert ${rule.name}${count === 1 ? '' : ` (${count})`}`;
      const dead = rule.runbook === undefined ? undefined : deadTarget(rule.runbook, paths);
      if (rule.broken) judgements.push({ subject, standing: 'violated', message: `The expression of ${rule.name} cannot be read; it never fires.`, at: rule.at, confidence: 'medium' });
      else if (rule.runbook === undefined && rule.open) unjudged.push({ subject, reason: 'Its description is made elsewhere; whether it holds a link is not seen.', at: rule.at });
      else if (rule.runbook === undefined) judgements.push({ subject, standing: 'missing', message: BY_ANNOTATION.has(rule.source) ? `${rule.name} has no runbook_url.` : `The description of ${rule.name} links no runbook.`, at: rule.at });
      else if (PLACEHOLDER.test(rule.runbook.target)) judgements.push({ subject, standing: 'violated', message: `The runbook of ${rule.name} is a placeholder (${rule.runbook.target.slice(0, 80)}).`, at: rule.runbook.at });
      else if (dead !== undefined) judgements.push({ subject, standing: 'violated', message: `The runbook of ${rule.name} (${dead}) is not in the repository.`, at: rule.runbook.at });
      else judgements.push({ subject, standing: 'verified', message: `${rule.name} links to its runbook.`, at: rule.runbook.at });
    }
    return { examined: own.length - unjudged.length, judgements, unjudged };
  },
});

const BY_ANNOTATION: ReadonlySet<AlertRule['source']> = new Set(['prometheus', 'grafana']);
/** What a template leaves for its user to fill in. */
const PLACEHOLDER = /<[a-z][\w -]{0,40}>|^\s*(?:todo|tbd|n\/a|none|-)\s*$|\b(?:your|my)[-_](?:org|company|domain|team|repo)\b/i;

/** A target that should be a file of the repository and is not; other addresses are not followed. */
function deadTarget({ target, at }: NonNullable<AlertRule['runbook']>, paths: ReadonlySet<string>): string | undefined {
  if (/^[a-z][a-z\d+.-]*:/i.test(target) || target.startsWith('//') || target.includes('{{') || target.includes('${')) return undefined;
  const path = target.replace(/[#?].*$/, '').replace(/^\.?\//, '');
  if (!/\.\w{2,5}$/.test(path)) return undefined;
  return paths.has(path) || paths.has(join(dirname(at.file), path)) ? undefined : path;
}
