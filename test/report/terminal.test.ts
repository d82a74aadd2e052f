import { describe, expect, it } from 'vitest';
import { terminal } from '../../src/report/terminal.ts';
import { check, finding, hostile, result } from './sample.ts';

const text = (subject = result(), options = {}): string => terminal(subject, { color: false, width: 80, ...options });

describe('the terminal report', () => {
  it('tells the score, the most valuable fixes, the findings and the gate', () => {
    expect(text()).toMatchInlineSnapshot(`
      "arch-lint 0.1.0  shop  architecture.yaml

        82.15 of 100, good  coverage 97 %
        backed by evidence 70 %, by documents 10 %, by architecture.yaml alone 20 %

        Most worth mending
          +2.4  layer-violations: domain imports infrastructure.
                src/orders/place-order.ts:3:22

      maintainability

      ✖ layer-violations  1 of 214                                                -2.4
        src/orders/place-order.ts:3:22
          domain imports infrastructure.
          │ import { pool } from '../billing/db.js';
          └ architecture.yaml:48:5  domain stands above infrastructure and is pure
        → Depend on a port in the domain and implement it in infrastructure.

      advice  not asked at this stage; costs no points
        untested-recovery  1 of 214

      unknown  could not be answered; lowers coverage
        ? missing-timeouts: Only 60 % of what it needs could be read.

      not read
        src/broken.ts:4  It is not valid TypeScript.

      dimension          score                        weight
      simplicity           8.2  ████████████████░░░░   13 %
      scalability          8.2  ████████████████░░░░   13 %
      reliability          8.2  ████████████████░░░░   13 %
      security             8.2  ████████████████░░░░   13 %
      maintainability      8.2  ████████████████░░░░   13 %
      cost-efficiency      8.2  ████████████████░░░░   13 %
      operability          8.2  ████████████████░░░░   13 %
      evolvability         8.2  ████████████████░░░░   13 %

      arch-lint next says what to mend first, arch-lint explain CHECK why and how.

      gate passed  82.15 of 100, good
      "
    `);
  });

  it('fits into 80 columns and uses no escape codes without colour', () => {
    const many = result({ checks: [check({ findings: Array.from({ length: 9 }, (_, index) => finding({ subject: `${index}`, message: 'word '.repeat(60).trim() })) })] });
    for (const line of text(many, { verbose: true }).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    // eslint-disable-next-line no-control-regex
    expect(text(many)).not.toMatch(/\u001b/);
  });

  it('begins with the dimension and the check that cost most', () => {
    const some = result({ checks: [
      check({ id: 'incomplete-brief', dimension: 'simplicity', points_lost: 3.4 }),
      check({ id: 'rest-conventions', dimension: 'maintainability', points_lost: 1 }),
      check({ id: 'layer-violations', dimension: 'maintainability', points_lost: 2.5 }),
    ] });
    const heads = text(some).match(/^(simplicity|maintainability)$|(?<=^✖ )[a-z-]+/gm);
    expect(heads).toEqual(['maintainability', 'layer-violations', 'rest-conventions', 'simplicity', 'incomplete-brief']);
  });

  it('counts what it does not show', () => {
    const many = result({ checks: [check({ findings: Array.from({ length: 9 }, (_, index) => finding({ subject: `${index}` })) })] });
    expect(text(many)).toContain('… and 6 more; --verbose shows all');
    expect(text(many, { verbose: true })).not.toContain('more; --verbose');
  });

  it('says only the score and the gate when quiet', () => {
    expect(text(result(), { quiet: true })).not.toContain('→ Depend on a port');
    expect(text(result(), { quiet: true })).toContain('gate passed');
  });

  it('says why the gate failed and what is incomplete', () => {
    const shut = text(result({ gate: { passed: false, reasons: ['The score is 50; the gate asks for 60.'] }, incomplete: ['The import graph has holes.'] }));
    expect(shut).toContain('gate failed  The score is 50; the gate asks for 60.');
    expect(shut).toContain('incomplete  The import graph has holes.');
  });

  it('lets no control character of a stranger through', () => {
    // eslint-disable-next-line no-control-regex
    expect(text(hostile(), { verbose: true })).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});
