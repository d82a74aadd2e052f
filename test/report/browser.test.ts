import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { html } from '../../src/report/html.ts';
import { check, finding, hostile, result } from './sample.ts';

const names = [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome'].filter((name) => name !== undefined);
const browser = names.find((name) => spawnSync(name, ['--version'], { timeout: 20_000 }).status === 0);

/** The page as the browser has it after its script ran. */
function rendered(page: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'arch-lint-page-'));
  const file = join(folder, 'page.html');
  writeFileSync(file, page);
  const { stdout } = spawnSync(browser!, ['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=2000', '--dump-dom', `file://${file}`], { encoding: 'utf8', timeout: 50_000 });
  rmSync(folder, { recursive: true, force: true });
  return stdout;
}

describe.skipIf(browser === undefined)('the page in Chromium (skipped where none is installed)', () => {
  it('filters by script: advice is hidden until it is asked for', () => {
    const advised = finding({ subject: 'x', advice: 'too early' });
    const dom = rendered(html(result({ checks: [check({ findings: [finding(), advised] })] })));
    expect(dom).toMatch(/<span id="shown"[^>]*>1 shown<\/span>/);
    expect(dom).toMatch(/<article class="finding" data-advice="" hidden="">/);
    expect(dom).toMatch(/class="node" tabindex="0" role="button" aria-pressed="false"/);
  });

  it('runs nothing that a stranger wrote', () => {
    const dom = rendered(html({ ...hostile(), project: { name: '<img src=x onerror="document.title=1">', stage: 'growth' } }));
    expect(dom).toContain('<title>Architecture of &lt;img');
    expect(dom.match(/<script/g)).toHaveLength(1);
  });
});
