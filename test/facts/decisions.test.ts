import { describe, expect, it } from 'vitest';
import { readRecord } from '../../src/facts/decisions/record.ts';

const read = (text: string, path = 'docs/adr/0004-queue.md') => readRecord(path, text, (other) => other === 'docs/adr/0001-old.md');

describe('decision records', () => {
  it('reads Nygard', () => {
    expect(read('# 4. Use a queue\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\nSupersedes [ADR 1](0001-old.md)\n\n## Context\n\nSlow.\n\n## Decision\n\nA queue.\n\n## Consequences\n\nMore parts.\n')).toMatchObject({
      format: 'nygard', number: 4, title: '4. Use a queue', status: { word: 'accepted', line: 7 }, supersedes: [{ path: 'docs/adr/0001-old.md', line: 9 }], supersededBy: [],
      sections: [{ title: 'Status', line: 5, words: 4 }, { title: 'Context', line: 11, words: 1 }, { title: 'Decision', line: 15, words: 2 }, { title: 'Consequences', line: 19, words: 2 }],
      links: [{ target: 'docs/adr/0001-old.md', line: 9 }],
    });
  });

  it('reads MADR with front matter', () => {
    expect(read('---\nstatus: superseded by ADR-0007\ndate: 2026-01-01\n---\n# Use a queue\n\n## Context and Problem Statement\n\nSlow.\n\n## Considered Options\n\n* A\n\n## Decision Outcome\n\nA.\n', 'docs/decisions/use-a-queue.md')).toMatchObject({
      format: 'madr', title: 'Use a queue', status: { word: 'superseded', line: 1 }, sections: [{ title: 'Context and Problem Statement', line: 7 }, {}, { line: 15 }],
    });
    expect(read('x', 'docs/decisions/use-a-queue.md').number).toBeUndefined();
  });

  it('reads the bullet form of a status, Y-statements and RFCs', () => {
    expect(read('# Title\n\n* Status: **rejected**\n').status).toEqual({ word: 'rejected', line: 3 });
    expect(read('# Y\n\nIn the context of orders, facing load, we decided for a queue.').format).toBe('y-statement');
    expect(read('# R\n\n## Motivation\n\nx\n', 'docs/rfcs/0001-r.md').format).toBe('rfc');
  });

  it.each([
    ['# Exports are reused\n\nThey are sent again.\nNothing changes in them.\n\n## Consequences\n\nx\n', 8],
    ['# Exports are reused\n\nDate: 2026-01-01\nStatus: accepted\n\nSupersedes [ADR-1](0001-old.md) in parts.\n\n## Consequences\n\nx\n', undefined],
    ['# Exports are reused\n\n- Status: accepted\n\n## Context\n\nThey are sent again.\n', undefined],
  ])('counts the words under the title: %j', (text, lead) => expect(read(text).lead).toBe(lead));

  it('notes another number in the title than in the name', () => {
    expect(read('# Records\n\n# 7. Use a queue\n').titled).toBeUndefined();
    expect(read('\n# ADR-7: Use a queue\n')).toMatchObject({ number: 4, titled: { number: 7, line: 2 } });
    expect(read('---\ntitle: 7. Use a queue\n---\n')).toMatchObject({ number: 4, titled: { number: 7, line: 1 } });
    expect(read('# 4. Use a queue\n').titled).toBeUndefined();
    expect(read('# 7. Use a queue\n', 'docs/adr/queue.md')).toMatchObject({ number: 7 });
    expect(read('# 7. Use a queue\n', 'docs/adr/queue.md').titled).toBeUndefined();
  });

  it('finds broken links, placeholders and a day in the name', () => {
    const record = read('# {short title of solved problem}\n\n[gone](./gone.md) [there](https://x.y/z.md) [top](#a)', 'docs/adr/2026-01-01-a.md');
    expect(record).toMatchObject({ dated: true, links: [{ target: 'docs/adr/gone.md', line: 3, broken: true }], placeholders: [{ file: 'docs/adr/2026-01-01-a.md', line: 1 }] });
    expect(record.number).toBeUndefined();
  });
});
