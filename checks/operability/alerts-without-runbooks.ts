import { dirname, join } from 'node:path/posix';
import { oneForAll } from '../../src/lib/one-for-all.ts';
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
    // Rules of one name in one file differ in severity or threshold, and ask for the same page.
    const bySubject = new Map<string, AlertRule[]>();
    for (const rule of alerts.rules) {
      const subject = `alert ${rule.name} in ${rule.at.file}`;
      if (!rule.vendored && rule.silent !== true) bySubject.set(subject, [...(bySubject.get(subject) ?? []), rule]);
    }
    const judgements: Judgement[] = [];
    const unjudged: Unjudged[] = [];
    for (const [subject, rules] of bySubject) {
      const answers = rules.map((rule) => answerOf(rule, paths));
      const faults = answers.filter((answer) => answer.standing === 'violated').concat(answers.filter((answer) => answer.standing === 'missing'));
      const [worst, ...others] = faults;
      const open = answers.find((answer) => answer.standing === undefined);
      if (worst !== undefined) judgements.push({ subject, ...worst, standing: worst.standing!, evidence: others.slice(0, 10).map(({ message, at }) => ({ note: message, at })) });
      else if (open !== undefined) unjudged.push({ subject, reason: open.message, at: open.at });
      else judgements.push({ subject, ...answers[0]!, standing: 'verified' });
    }
    // What not one of them has was never begun: one finding.
    const told = judgements.length >= SEVERAL && judgements.every(({ standing }) => standing === 'missing') ? oneForAll(judgements, 'runbooks of all alerts', `None of ${judgements.length} alerts links a runbook.`) : judgements;
    return { examined: told.length, judgements: told, unjudged };
  },
});

const SEVERAL = 3;

/** Absent standing: it cannot be seen. */
type Answer = Pick<Judgement, 'message' | 'at' | 'confidence'> & { readonly standing?: Judgement['standing'] };

function answerOf({ name, source, at, broken, open, runbook, steps }: AlertRule, paths: ReadonlySet<string>): Answer {
  if (broken) return { standing: 'violated', message: `The expression of ${name} cannot be read; it never fires.`, at, confidence: 'medium' };
  if (runbook === undefined && steps !== undefined) return { standing: 'verified', message: `${name} says itself what to do.`, at: steps, confidence: 'medium' };
  if (runbook === undefined && open) return { message: 'Its description is made elsewhere; whether it holds a link is not seen.', at };
  if (runbook === undefined) return { standing: 'missing', message: BY_ANNOTATION.has(source) ? `${name} has no runbook_url.` : `The description of ${name} links no runbook.`, at };
  if (PLACEHOLDER.test(runbook.target)) return { standing: 'violated', message: `The runbook of ${name} is a placeholder (${runbook.target.slice(0, 80)}).`, at: runbook.at };
  const dead = deadTarget(runbook, paths);
  if (dead !== undefined) return { standing: 'violated', message: `The runbook of ${name} (${dead}) is not in the repository.`, at: runbook.at };
  return { standing: 'verified', message: `${name} links to its runbook.`, at: runbook.at };
}

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
