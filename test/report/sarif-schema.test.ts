import { readFileSync } from 'node:fs';
import AjvDraft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { sarif } from '../../src/report/sarif.ts';
import { check, finding, hostile, result } from './sample.ts';

// The official schema of SARIF 2.1.0, as Microsoft ships it.
const ajv = new AjvDraft4.default({ strict: false, unicodeRegExp: false });
addFormats.default(ajv as never);
const validate = ajv.compile(JSON.parse(readFileSync('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', 'utf8')));
const mistakes = (log: unknown) => { validate(log); return validate.errors; };

describe('a SARIF log', () => {
  it.each([
    ['of findings, gaps and unknowns', result()],
    ['of hostile names', hostile()],
    ['of nothing', result({ checks: [], gaps: [] })],
    ['of an incomplete run', result({ incomplete: ['The import graph has holes.'] })],
    ['of a waived finding and one without a line', result({ checks: [check({ findings: [finding({ waived: true, waiver: { reason: '' } }), finding({ subject: 'x', at: { file: 'a b#c?.ts' } })] })] })],
  ])('%s keeps to the official schema', (_case, one) => {
    expect(mistakes(JSON.parse(sarif(one, { prefix: 'apps/shop/' })))).toBeNull();
  });

  it('would be refused with an unknown key', () => {
    expect(mistakes({ ...JSON.parse(sarif(result())), extra: 1 })).not.toBeNull();
  });

  it('keeps to what GitHub documents: rules and results below its limits, relative addresses, whole lines', () => {
    const [run] = JSON.parse(sarif(hostile())).runs;
    expect(run.results.length).toBeLessThan(25_000);
    for (const one of run.results) {
      const { artifactLocation, region } = one.locations[0].physicalLocation;
      expect(artifactLocation.uri).toMatch(/^[A-Za-z0-9!$&'()*+,;=:@._~%/-]+$/);
      expect(region?.startLine ?? 1).toBeGreaterThan(0);
      expect(one.message.text.length).toBeGreaterThan(0);
    }
  });
});
