import { createHash } from 'node:crypto';

/** What a finding is known by from run to run: its check and its subject, never its line. */
export const fingerprint = (check: string, subject: string): string =>
  createHash('sha256').update(`${check}\n${subject}`).digest('hex').slice(0, 32);
