import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** All that the tests write goes into one folder, which goes when the last of them has ended. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'arch-lint-tests-'));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
