import type { Confidence, Link, LinkRole, Place } from '../../model/index.ts';
import type { Summary } from './summaries.ts';

export interface Classified {
  readonly role: LinkRole;
  readonly confidence: Confidence;
  readonly definition?: Place;
  /** Its code says it beyond doubt: a name does not weigh against it. */
  readonly settled?: true;
  /** Its code looks at who calls; whether it refuses anybody was not seen. */
  readonly looked?: true;
  readonly inputs?: Link['inputs'];
  readonly apart?: Link['apart'];
}

const INPUTS = ['body', 'query', 'params', 'headers', 'files'] as const;
const AUTH_NAME = /auth(?!or(?!i))|jwt|session|login|logged|signed|token|protect|guard|permission|role|acl|rbac|identity|user|admin|api-?key|secure|credential|owner|member|access(?!_?log)/i;
const STRONG_AUTH_NAME = /^(?:is|require|ensure|check|with|verify|validate|must|assert|needs?|only|enforce|protect)?_?(?:auth(?!or(?!i))\w*|authenticat\w*|login\w*|loggedIn\w*|signedIn|jwt\w*|session|user|admin\w*|apiKey\w*|member\w*|owner\w*|permission\w*|role\w*|access(?!_?log)\w*|protected\w*)$/i;
const VALIDATION_NAME = /valid|schema|zod|joi|celebrate|parse|sanitize|dto/i;
const LIMIT_NAME = /rate-?limit|throttl|limiter|slowdown/i;
const PUBLIC_NAME = /^(?:is_?)?(?:public(?!at)|skip_?auth|no_?auth|allow_?anon|unauth|anonymous|without_?auth|unprotected|open_?route)/i;
const AUDIT_NAME = /audit/i;

/** What a function's summary makes it as a link of a chain. */
export function roleOf(summary: Summary): Pick<Classified, 'role' | 'confidence' | 'settled' | 'looked' | 'inputs'> | undefined {
  const depth = (signal: Parameters<Summary['get']>[0]): number => summary.get(signal)?.depth ?? 99;
  const grade = (steps: number): Confidence => (steps <= 1 ? 'high' : 'medium');
  if (depth('attaches') === 0 && [depth('verifies'), depth('denies'), depth('forbids'), depth('signature')].every((steps) => steps > 3)) return { role: 'other', confidence: 'medium', settled: true };
  // It looks at who calls where somebody says so, and leaves it to others to ask.
  if (depth('passes') <= 1) return { role: 'other', confidence: 'medium', ...(depth('passes') === 0 && { settled: true as const }) };
  if (depth('signature') <= 2 && depth('verifies') > depth('signature')) return { role: 'signature', confidence: grade(depth('signature')) };
  if (depth('verifies') <= 3) return { role: 'authentication', confidence: grade(depth('verifies')) };
  if (depth('asks') <= 3 && depth('denies') <= 3) return { role: 'authentication', confidence: grade(depth('asks')) };
  if (depth('denies') <= 2) return { role: 'authentication', confidence: depth('credential') <= 3 || depth('identity') <= 2 ? 'high' : 'medium' };
  if (depth('forbids') <= 2 && depth('credential') <= 1) return { role: 'authentication', confidence: 'medium' };
  if (depth('forbids') <= 2) {
    // A refusal by what a browser says of itself keeps out forged forms; one that looks at nobody may be about anything.
    if (depth('identity') > 3 && depth('credential') > 3 && depth('asks') > 3) return depth('crossSite') <= 2 ? { role: 'other', confidence: 'medium' } : { role: 'unknown', confidence: 'low' };
    return { role: 'authorization', confidence: grade(depth('forbids')) };
  }
  // `if (!req.header('x-device-token')) return res.status(400)`: a refusal by what callers prove who they are with, whatever its number.
  if (depth('rejects') <= 1 && depth('credential') <= 1 && depth('validates') > 1 && depth('crossSite') > 2) return { role: 'authentication', confidence: 'medium' };
  if (depth('asks') <= 3) return { role: 'unknown', confidence: 'low', looked: true };
  if (depth('limits') <= 1) return { role: 'limit', confidence: grade(depth('limits')) };
  // What reads nothing but the address of a request says nothing of its body.
  const read = INPUTS.filter((input) => depth(input) <= 1);
  const inputs = read.length > 0 && !read.includes('body') && depth('raw') > 1 && depth('json') > 1 ? read : undefined;
  if (depth('validates') <= 1) return { role: 'validation', confidence: grade(depth('validates')), ...(inputs && { inputs }) };
  if (depth('validatesQuery') <= 1) return { role: 'validation', confidence: grade(depth('validatesQuery')), inputs: ['query', 'params', 'headers'] };
  if (depth('audits') <= 1) return { role: 'audit', confidence: grade(depth('audits')) };
  return undefined;
}

/** `strong`: the name alone says it, though its code was seen and did not. */
export function byName(name: string, defined: boolean): { role: LinkRole; strong: boolean } | undefined {
  if (PUBLIC_NAME.test(name)) return { role: 'public', strong: true };
  if (LIMIT_NAME.test(name)) return { role: 'limit', strong: true };
  if (AUDIT_NAME.test(name)) return { role: 'audit', strong: true };
  if (STRONG_AUTH_NAME.test(name)) return { role: 'authentication', strong: true };
  // A name that only speaks of users or tokens may do anything with them.
  if (!defined && AUTH_NAME.test(name)) return { role: 'unknown', strong: false };
  if (VALIDATION_NAME.test(name)) return { role: 'validation', strong: false };
  return undefined;
}
