import { describe, expect, test } from 'vitest';
import { gather } from './gather.ts';

const backups = async (run: string): Promise<number> =>
  (await gather({ '.github/workflows/nightly.yml': `on: push\njobs:\n  nightly:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${JSON.stringify(run)}\n` }, ['recovery'])).recovery.backups.length;

describe('a step of a pipeline', () => {
  test.each(['pg_dump "$DATABASE_URL" > shop.sql', 'docker exec db pg_dump -U shop shop', 'mysqldump shop | gzip > shop.sql.gz', 'mongodump --uri "$URL"', 'pg_dumpall'])('backs up: %s', async (run) => {
    expect(await backups(run)).toBe(1);
  });

  test.each(['printf "Version: $(pg_dump --version): "', 'pg_dump --schema-only shop > schema.sql', 'mysqldump --no-data shop > schema.sql'])('dumps no rows: %s', async (run) => {
    expect(await backups(run)).toBe(0);
  });

  test('that runs for a proposed change dumps what a test has filled', async () => {
    const workflow = 'on: [push, pull_request]\njobs:\n  migrate:\n    runs-on: ubuntu-latest\n    steps:\n      - run: pg_dump shop > after.sql\n';
    expect((await gather({ '.github/workflows/ci.yml': workflow }, ['recovery'])).recovery.backups).toEqual([]);
  });

  test.each(['for t in bsondump mongodump mongoexport mongorestore; do cp $t bundle/; done', 'rm -f bundle/mongodump bundle/mongoexport'])('only names the tool: %s', async (run) => {
    expect(await backups(run)).toBe(0);
  });
});

test.each([['backup_prod_db', 1], ['database-backup', 1], ['nightly-backup', 1], ['backup', 1], ['restore-backup-test-docs', 0], ['test-backup-screen', 0]])('a job that is named %s', async (id, count) => {
  const workflow = `on: {schedule: [{cron: "0 3 * * *"}]}\njobs:\n  ${id}:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ./bin/run.sh\n`;
  expect((await gather({ '.github/workflows/nightly.yml': workflow }, ['recovery'])).recovery.backups).toHaveLength(count);
});

test('a job of a cluster backs up by a command that is a list of words', async () => {
  const job = 'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: dump}\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers:\n            - {name: dump, image: "postgres:17", command: [pg_dump, shop]}\n';
  expect((await gather({ 'k8s/dump.yaml': job }, ['recovery'])).recovery.backups).toHaveLength(1);
});

test('a job of a chart that its values leave off is offered', async () => {
  const job = '{{- if .Values.backup.enabled }}\napiVersion: batch/v1\nkind: CronJob\nmetadata: {name: dump}\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers:\n            - {name: dump, image: "postgres:17", command: [sh, -c, "wal-g backup-push"]}\n{{- end }}\n';
  const chart = (enabled: boolean): Record<string, string> => ({ 'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n', 'chart/values.yaml': `backup: {enabled: ${enabled}}\n`, 'chart/templates/cronjob-backup.yaml': job });
  expect((await gather(chart(false), ['recovery'])).recovery.backups).toEqual([{ name: 'chart/templates/cronjob-backup.yaml', engine: 'postgresql', off: true, at: { file: 'chart/templates/cronjob-backup.yaml', line: 3 } }]);
  expect((await gather(chart(true), ['recovery'])).recovery.backups.map(({ off }) => off)).toEqual([undefined]);
});

test('what runs beside a database and is named for it backs it up', async () => {
  const deployment = (name: string): string => `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  template:\n    spec:\n      containers: [{name: a, image: "acme/a:1"}]\n`;
  expect((await gather({ 'k8s/backup.yaml': deployment('backup-postgres') }, ['recovery'])).recovery.backups.map(({ name }) => name)).toEqual(['Deployment backup-postgres']);
  expect((await gather({ 'k8s/shop.yaml': deployment('shop') }, ['recovery'])).recovery.backups).toEqual([]);
});
