import type { Result } from '../model/index.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { printable } from '../lib/printable.ts';
import { costliest } from './costliest.ts';

/** GitLab's Code Quality report. */
export const codeclimate = (result: Result, { prefix = '' }: { readonly prefix?: string | undefined } = {}): string =>
  `${JSON.stringify(costliest(result).map(({ check, finding }) => ({
    description: printable(`${finding.message} ${check.fix}`),
    check_name: check.id,
    fingerprint: fingerprint(check.id, finding.subject),
    severity: check.severity,
    location: { path: `${prefix}${finding.at.file}`, lines: { begin: finding.at.line ?? 1 } },
  })), null, 2)}\n`;
