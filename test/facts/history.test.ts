import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FACTS } from '../../src/facts/index.ts';
import { parse } from '../../src/facts/history.ts';
import type { History } from '../../src/model/index.ts';
import { study } from '../../src/run.ts';
import { repository, TODAY } from '../support.ts';

const historyOf = async (dir: string): Promise<History> => (await study(['history'], { dir, facts: FACTS, now: TODAY, undeclared: true })).survey.facts.history!;

describe('history', () => {
  it('reads days, authors and files of a log, and passes over machines', () => {
    expect(parse('\x012026-11-20\x02Ada\0\nsrc/a b.ts\0src/c.ts\0\x012026-11-19\x02renovate[bot]\0\npackage.json\0\x012026-11-18\x02Bo\0')).toEqual([
      { day: '2026-11-20', name: 'Ada', files: ['src/a b.ts', 'src/c.ts'] }, { day: '2026-11-18', name: 'Bo', files: [] },
    ]);
  });

  it('tells a repository of its last year', async () => {
    const dir = repository({ 'a.ts': '1', 'b.ts': '1' });
    const git = (day: string, name: string, ...args: string[]): void => {
      execFileSync('git', ['-C', dir, '-c', `user.name=${name}`, '-c', 'user.email=x@y', '-c', 'commit.gpgsign=false', ...args], { env: { ...process.env, GIT_AUTHOR_DATE: `${day}T12:00:00Z`, GIT_COMMITTER_DATE: `${day}T12:00:00Z` }, stdio: 'ignore' });
    };
    git('2024-01-01', 'Old', 'init', '-q');
    git('2024-01-01', 'Old', 'add', '.');
    git('2024-01-01', 'Old', 'commit', '-qm', 'long ago');
    writeFileSync(join(dir, 'a.ts'), '2');
    writeFileSync(join(dir, 'b.ts'), '2');
    git('2026-10-01', 'Ada', 'commit', '-qam', 'both');
    git('2026-10-01', 'Ada', 'tag', 'v1');
    writeFileSync(join(dir, 'a.ts'), '3');
    git('2026-11-01', 'Bo', 'commit', '-qam', 'one');
    expect(await historyOf(dir)).toEqual({
      authors: ['Ada', 'Bo'], since: '2025-11-22', truncated: false, releases: [{ name: 'v1', day: '2026-10-01' }],
      commits: [{ day: '2026-11-01', author: 1, files: ['a.ts'] }, { day: '2026-10-01', author: 0, files: ['a.ts', 'b.ts'] }],
    });
  });

  it('has nothing to tell where there is no repository', async () => {
    expect((await historyOf(repository({ 'a.ts': '1' }))).commits).toEqual([]);
  });
});
