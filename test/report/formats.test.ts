import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare.ts';
import { badge, badgeSvg } from '../../src/report/badge.ts';
import { codeclimate } from '../../src/report/codeclimate.ts';
import { github } from '../../src/report/github.ts';
import { html } from '../../src/report/html.ts';
import { junit } from '../../src/report/junit.ts';
import { markdown } from '../../src/report/markdown.ts';
import { mermaid } from '../../src/report/mermaid.ts';
import { sarif } from '../../src/report/sarif.ts';
import { check, finding, HOSTILE, hostile, result } from './sample.ts';

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync('schemas/result.schema.json', 'utf8')));

describe('the JSON result', () => {
  it('keeps to its schema, with a comparison and without', () => {
    for (const one of [result(), hostile(), { ...result(), comparison: compare(result(), hostile(), 'abc') }]) {
      validate(JSON.parse(JSON.stringify(one)));
      expect(validate.errors).toBeNull();
    }
  });

  it('has a schema that refuses what is not the contract', () => {
    expect(validate({ ...result(), extra: 1 })).toBe(false);
    expect(validate({ ...result(), score: { ...result().score, total: 101 } })).toBe(false);
  });
});

describe('SARIF', () => {
  const log = JSON.parse(sarif(result(), { prefix: 'apps/shop/' }));

  it('places a finding in the repository and names its rule', () => {
    const [first] = log.runs[0].results;
    expect(first).toMatchObject({
      ruleId: 'layer-violations',
      ruleIndex: 0,
      level: 'error',
      message: { text: 'domain imports infrastructure.' },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'apps/shop/src/orders/place-order.ts' }, region: { startLine: 3, startColumn: 22 } } }],
      relatedLocations: [{ id: 1, message: { text: 'domain stands above infrastructure and is pure' } }],
    });
    expect(log.runs[0].tool.driver.rules[0]).toMatchObject({ id: 'layer-violations', defaultConfiguration: { level: 'error' } });
  });

  it('knows a finding by its subject: a moved line changes nothing', () => {
    const moved = JSON.parse(sarif(result({ checks: [check({ findings: [finding({ at: { file: 'src/orders/place-order.ts', line: 99 } })] })] })));
    expect(moved.runs[0].results[0].partialFingerprints).toEqual(log.runs[0].results[0].partialFingerprints);
  });

  it('suppresses what is waived and notes what is only advice', () => {
    const waived = JSON.parse(sarif(result({ checks: [check({ findings: [finding({ waived: true, waiver: { reason: 'soon gone' } })] })] })));
    expect(waived.runs[0].results[0].suppressions).toEqual([{ kind: 'external', justification: 'soon gone' }]);
    expect(log.runs[0].results[1].level).toBe('note');
  });
});

describe('a finding that the baseline knows', () => {
  const now = result({
    checks: [check({ findings: [finding({ known: true }), finding({ subject: 'worse', message: 'It is worse.' }), finding({ subject: 'fresh', message: 'It is new.' })] })],
    baseline: { file: 'architecture.baseline.json', size: 2, known: 1, new: [{ check: 'layer-violations', subject: 'fresh' }], worsened: [{ check: 'layer-violations', subject: 'worse' }], stale: [] } as never,
  });

  it('is unchanged in SARIF; others are updated or new', () => {
    expect(JSON.parse(sarif(now)).runs[0].results.map((one: { baselineState: string }) => one.baselineState)).toEqual(['unchanged', 'updated', 'new']);
    expect(JSON.parse(sarif(result())).runs[0].results[0]).not.toHaveProperty('baselineState');
  });

  it('is not annotated on every change, but counted', () => {
    expect(github(now)).not.toContain('domain imports infrastructure.');
    expect(github(now)).toContain('::It is new.');
    expect(github(now)).toContain('arch-lint: 1 known finding of the baseline is not annotated.');
  });

  it('is marked where people read', () => {
    expect(markdown(now)).toContain('| *known* domain imports infrastructure');
    expect(markdown(now)).toContain('baseline: 1 known, 1 new, 1 worse, 0 gone');
    expect(html(now)).toContain('<span class="tag">known</span>');
    expect(junit(now)).toContain('domain imports infrastructure. (known)');
  });
});

describe('GitHub annotations', () => {
  it('annotates the line', () => {
    expect(github(result(), { prefix: 'apps/shop/' })).toBe('::error file=apps/shop/src/orders/place-order.ts,line=3,col=22,title=layer-violations (-2.4)::domain imports infrastructure. Depend on a port in the domain and implement it in infrastructure.\n');
  });

  it('shows the ten most costly of a level and counts the rest', () => {
    const findings = Array.from({ length: 13 }, (_, index) => finding({ subject: `${index}`, message: `number ${index}`, points: index }));
    const lines = github(result({ checks: [check({ findings })] })).trim().split('\n');
    expect(lines).toHaveLength(11);
    expect(lines[0]).toContain('number 12');
    expect(lines[10]).toContain('3 more');
  });
});

describe('JUnit, Code Quality and badges', () => {
  it('fails a case a failed check, and skips what has no answer', () => {
    const text = junit(result());
    expect(text).toContain('<testsuites name="arch-lint" tests="5" failures="1" errors="0" skipped="3">');
    expect(text).toContain('<failure message="1 of 214: Depend on a port in the domain and implement it in infrastructure.">src/orders/place-order.ts:3:22  domain imports infrastructure.</failure>');
  });

  it('gives GitLab a fingerprint, a severity and a place', () => {
    expect(JSON.parse(codeclimate(result()))).toMatchObject([{ check_name: 'layer-violations', severity: 'critical', location: { path: 'src/orders/place-order.ts', lines: { begin: 3 } } }]);
  });

  it('shows the score as a badge', () => {
    expect(JSON.parse(badge(result()))).toEqual({ schemaVersion: 1, label: 'architecture', message: '82 good', color: '#7cb342' });
    expect(badgeSvg(result())).toContain('aria-label="architecture: 82 good"');
  });
});

describe('Markdown', () => {
  it('tells score, delta, fixes, dimensions and findings', () => {
    const text = markdown({ ...result(), comparison: compare(result({ checks: [check({ findings: [] })] }), result(), 'abcdef0123456789') });
    expect(text).toContain('## ✅ Architecture of shop: 82.15 of 100, good');
    expect(text).toContain('since `abcdef012345`: 1 new, 0 worse, 0 fixed, 0 inherited.');
    expect(text).toContain('| maintainability | 8.2 | 13 % |');
    expect(text).toContain('linkStyle 0 stroke:#cf222e');
  });

  it('stays below what GitHub takes', () => {
    const findings = Array.from({ length: 5_000 }, (_, index) => finding({ subject: `${index}`, message: 'long '.repeat(400) }));
    expect(markdown(result({ checks: [check({ findings })] })).length).toBeLessThan(65_536);
  });
});

/** What GitHub would take for markup: code spans and fences are shown as they are. */
const outsideCode = (text: string): string => text.replaceAll(/```[\s\S]*?```/g, '').replaceAll(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, '');

describe('hostile text is inert', () => {
  it.each([['Markdown', markdown], ['JUnit', junit], ['Mermaid', mermaid]])('in %s', (_name, report) => {
    const text = report(hostile());
    expect(outsideCode(text)).not.toContain('<script>');
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/\u001b|\u202e/);
  });

  it('in the page: no element, handler or link of its own making', () => {
    const page = html({ ...hostile(), comparison: compare(result({ checks: [] }), hostile(), HOSTILE) });
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/href="(?!#)|<img|\u202e/);
  });

  it('in workflow commands: one line a finding, and none of its own making', () => {
    const lines = github(hostile()).trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]!.indexOf('::', lines[0]!.indexOf('::', 2) + 2)).toBeGreaterThan(0);
    expect(lines[0]!.startsWith('::error file=src/')).toBe(true);
    expect(github({ ...hostile(), checks: [check({ findings: [finding({ message: `a\n::error::${HOSTILE}` })] })] }).split('\n').filter((line) => line.startsWith('::'))).toHaveLength(1);
  });

  it('in Markdown tables: a row keeps its cells, nobody is mentioned, nothing is linked', () => {
    const text = markdown(hostile());
    expect(outsideCode(text)).not.toMatch(/@team|[^\\]\]\(|!\[/);
    const row = text.split('\n').find((line) => line.startsWith('| -2.4'))!;
    expect(row.replaceAll('\\|', '').split('|')).toHaveLength(6);
  });
});
