import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../checks/index.ts';
import { examplesOf } from './page.ts';
import { lintFor, outcomeLines } from './support.ts';

const SECTIONS = ['## What it asks', '## Why', '## Evidence', '## Flagged', '## Fine', '## How to fix', '## How to waive'];

describe.each(CHECKS.map((check) => ({ check, page: `checks/${check.dimension}/${check.id}.md` })))('$page', ({ check, page }) => {
  it('stands beside its check, with every section in order', () => {
    expect(existsSync(page)).toBe(true);
    const text = readFileSync(page, 'utf8');
    expect(text.startsWith(`# ${check.id}\n`)).toBe(true);
    const prose = text.replaceAll(/^```[^]*?^```$/gm, '');
    expect(prose.split('\n').filter((line) => line.startsWith('## '))).toEqual(SECTIONS);
  });

  const examples = existsSync(page) ? examplesOf(readFileSync(page, 'utf8')) : [];

  it('shows what is flagged, and no fewer fine cases', () => {
    const flagged = examples.filter(({ kind }) => kind === 'flagged').length;
    expect(flagged).toBeGreaterThan(0);
    expect(examples.length - flagged).toBeGreaterThanOrEqual(flagged);
  });

  it.each(examples)('$kind: $title', async ({ tree, expected, kind }) => {
    const check_ = await lintFor(check.id, { 'architecture.yaml': MINIMAL, ...tree });
    expect(outcomeLines(check_)).toEqual(expected);
    // A page whose flagged example is fine, or the reverse, teaches the wrong thing.
    const bad = check_.findings.some(({ advice, waived }) => !advice && !waived);
    expect(bad || check_.verdict === 'unknown').toBe(kind === 'flagged');
  });
});

const MINIMAL = 'version: 1\nproject: {name: x}\ncomponents:\n  app: {path: .}\n';
