import { add, change, finds, remove, rename, type Mutation } from './house.ts';

const ROUTES = 'src/loans/api/loan-routes.ts';
const TITLES = 'src/catalogue/api/title-routes.ts';
const ARCH = 'architecture.yaml';
const API = 'deploy/base/api.yaml';
const WORKER = 'deploy/base/worker.yaml';

/** Small, realistic changes of architecture.yaml, deployment files and documents, each with all that must be found, and where. */
export const MUTATIONS: readonly Mutation[] = [
  {
    title: 'a path that matches nothing',
    edits: [
      change(ARCH, 'path: src/notices\n', 'path: src/notice\n'),
    ],
    expect: [
      finds('idle-declarations', ARCH, 'path: src/notice'),
      finds('undocumented-boundaries', 'src/notices/api/notice-worker.ts', 'import { Worker }'),
    ],
    because: 'What the path no longer holds belongs to nobody.',
  },
  {
    title: 'a waiver that waives nothing',
    edits: [
      change(ARCH, 'patterns: [outbox]', 'patterns: [outbox]\nwaivers:\n  - {check: naive-retries, subject: "GET /nowhere", reason: It was there once., owner: platform}'),
    ],
    expect: [
      finds('idle-declarations', ARCH, 'GET /nowhere'),
    ],
  },
  {
    title: 'a rule whose glob matches nothing',
    edits: [
      change(ARCH, 'files: "src/*/api/*.ts"', 'files: "src/*/apis/*.ts"'),
    ],
    expect: [
      finds('idle-declarations', ARCH, 'files: "src/*/apis'),
    ],
  },
  {
    title: 'a component without an owner',
    edits: [
      change(ARCH, "    kind: library\n    owner: platform\n", "    kind: library\n"),
    ],
    expect: [
      finds('undocumented-boundaries', ARCH, 'platform:'),
    ],
  },
  {
    title: 'a component without a responsibility',
    edits: [
      change(ARCH, "    responsibility: Who has which copy, and until when.\n", ''),
    ],
    expect: [
      finds('undocumented-boundaries', ARCH, '  loans:'),
    ],
  },
  {
    title: 'a folder that no component owns',
    edits: [
      add('src/fines/index.ts', 'export const fine = 1;\nexport const more = 2;\n'),
      change('src/main.ts', "import { sql }", "import { fine } from './fines/index.js';\nexport const f = fine;\nimport { sql }"),
    ],
    expect: [
      finds('undocumented-boundaries', 'src/fines/index.ts', ''),
    ],
  },
  {
    title: 'a brief without what is needed',
    edits: [
      change(ARCH, '    latency_p99: "< 500ms"\n', ''),
    ],
    expect: [
      finds('incomplete-brief', ARCH, 'non_functional'),
    ],
  },
  {
    title: 'a pattern without the problem that it solves',
    edits: [
      change(ARCH, 'patterns: [outbox]', 'patterns: [outbox, event-sourcing]'),
    ],
    expect: [
      finds('misapplied-patterns', ARCH, 'event-sourcing'),
    ],
  },
  {
    title: 'a style that the team cannot carry',
    edits: [
      change(ARCH, 'name: modular-monolith', 'name: microservices'),
    ],
    expect: [
      finds('style-mismatch', ARCH, 'name: microservices'),
      finds('style-mismatch', ARCH, 'name: microservices'),
      finds('style-mismatch', ARCH, 'name: microservices'),
    ],
    because: 'The team is too small for it, and the code holds one service.',
  },
  {
    title: 'two components own one table',
    edits: [
      change(ARCH, 'data: {owns: [audit_entries]', 'data: {owns: [audit_entries, loans]'),
    ],
    expect: [
      finds('unowned-data', 'src/loans/infrastructure/schema.ts', 'export const loans'),
    ],
  },
  {
    title: 'a cache key without a version',
    edits: [
      change(ARCH, 'key: "v1:title:{id}"', 'key: "title:{id}"'),
    ],
    expect: [
      finds('unsafe-cache-keys', ARCH, 'key: "title'),
    ],
  },
  {
    title: 'a cache without a time to live',
    edits: [
      change(ARCH, '    ttl: 5m\n', ''),
    ],
    expect: [
      finds('ineffective-caching', ARCH, '  titles:'),
    ],
  },
  {
    title: 'a decision with a status that is none',
    edits: [
      change('docs/adr/0003-outbox.md', 'Accepted', 'Maybe'),
    ],
    expect: [
      finds('malformed-decisions', 'docs/adr/0003-outbox.md', 'Maybe'),
    ],
  },
  {
    title: 'a decision with the number of another',
    edits: [
      rename('docs/adr/0003-outbox.md', 'docs/adr/0002-outbox.md'),
      change('docs/adr/0002-outbox.md', '# ADR-3', '# ADR-2'),
    ],
    expect: [
      finds('malformed-decisions', 'docs/adr/0002-postgresql.md', '# ADR-2'),
    ],
  },
  {
    title: 'a decision without its context',
    edits: [
      change('docs/adr/0003-outbox.md', '## Context\n\nA reminder that is queued before the loan is saved may speak of a loan that never was.\n\n', ''),
    ],
    expect: [
      finds('malformed-decisions', 'docs/adr/0003-outbox.md', '# ADR-3'),
    ],
  },
  {
    title: 'the decision of a store goes',
    edits: [
      change(ARCH, "    storage_limit: 200 GB\n    decision: docs/adr/0002-postgresql.md\n", "    storage_limit: 200 GB\n"),
      remove('docs/adr/0002-postgresql.md'),
    ],
    expect: [
      finds('missing-decisions', ARCH, '  library-db:'),
    ],
  },
  {
    title: 'a component loses its tests',
    edits: [
      remove('test/notices/send-notice.test.ts'),
    ],
    expect: [
      finds('untested-components', ARCH, '  notices:'),
    ],
  },
  {
    title: 'one instance of the worker',
    edits: [
      change(WORKER, 'replicas: 2', 'replicas: 1'),
    ],
    expect: [
      finds('single-points-of-failure', WORKER, 'replicas: 1'),
      finds('no-scaling-path', WORKER, 'replicas: 1'),
    ],
    because: 'Two instances are declared.',
  },
  {
    title: 'the database in one zone',
    edits: [
      change('infra/stores.tf', '  multi_az                    = true\n', ''),
    ],
    expect: [
      finds('single-points-of-failure', 'infra/stores.tf', 'aws_db_instance'),
    ],
  },
  {
    title: 'what matters is not recorded',
    edits: [
      change(ROUTES, "    await audit.record({ event: 'fee-waived', actor: request.member.id, subject: loan.id });\n", ''),
      change(TITLES, "    await audit.record({ event: 'title-added', actor: request.member.id, subject: title.id });\n", ''),
    ],
    expect: [
      finds('missing-audit-log', ARCH, 'audit_log:'),
    ],
  },
  {
    title: 'a secret that is never rotated',
    edits: [
      change('infra/secrets.tf', `resource "aws_secretsmanager_secret_rotation" "library" {
  secret_id           = aws_secretsmanager_secret.library.id
  rotation_lambda_arn = aws_lambda_function.rotate.arn

  rotation_rules {
    automatically_after_days = 60
  }
}
`, ''),
    ],
    expect: [
      finds('stale-secrets', ARCH, 'secrets:'),
    ],
  },
  {
    title: 'a layer of defence goes',
    edits: [
      remove('deploy/base/network.yaml'),
      change('deploy/base/kustomization.yaml', ', network.yaml', ''),
    ],
    expect: [
      finds('shallow-defense', ARCH, 'layers: {network'),
    ],
  },
  {
    title: 'a kind of authentication that does not fit the callers',
    edits: [
      change(ARCH, 'authentication: oauth2-oidc', 'authentication: mtls'),
    ],
    expect: [
      finds('auth-misfit', ARCH, 'authentication: mtls'),
      finds('auth-misfit', ARCH, 'authentication: mtls'),
      finds('auth-misfit', ARCH, 'authentication: mtls'),
    ],
    because: 'It suits no kind of caller, and there is no mesh that would exchange its certificates.',
  },
  {
    title: 'an autoscaler that cannot scale',
    edits: [
      change(API, 'maxReplicas: 8', 'maxReplicas: 3'),
    ],
    expect: [
      finds('no-scaling-path', 'deploy/overlays/production/kustomization.yaml', 'minReplicas'),
    ],
  },
  {
    title: 'too few instances for what is expected',
    edits: [
      change(ARCH, 'daily_active_users: 20000', 'daily_active_users: 2000000'),
    ],
    expect: [
      finds('capacity-gap', ARCH, 'throughput: 100 rps'),
      finds('capacity-gap', 'deploy/overlays/production/kustomization.yaml', 'minReplicas'),
    ],
    because: 'Neither what is promised nor what is deployed bears it.',
  },
  {
    title: 'the limits go',
    edits: [
      change(WORKER, '            limits: {memory: 512Mi}\n', ''),
    ],
    expect: [
      finds('unbounded-resources', WORKER, 'resources:'),
    ],
  },
  {
    title: 'the requests go',
    edits: [
      change(API, '            requests: {cpu: 250m, memory: 256Mi}\n', ''),
    ],
    expect: [
      finds('unbounded-resources', API, 'resources:'),
      finds('no-scaling-path', API, 'resources:'),
    ],
    because: 'The autoscaler follows a share of the requested CPU.',
  },
  {
    title: 'a store of the wrong kind',
    edits: [
      change(ARCH, 'purpose: relational', 'purpose: search'),
      change(ARCH, '    decision: docs/adr/0002-postgresql.md\n', ''),
    ],
    expect: [
      finds('store-misfit', ARCH, 'engine: postgresql'),
    ],
  },
  {
    title: 'an alert without a runbook',
    edits: [
      change('ops/alerts.yaml', ', runbook_url: docs/runbooks/many-errors.md', ''),
    ],
    expect: [
      finds('alerts-without-runbooks', 'ops/alerts.yaml', 'More than 2 %'),
    ],
  },
  {
    title: 'the runbook of an alert goes',
    edits: [
      remove('docs/runbooks/many-errors.md'),
    ],
    expect: [
      finds('alerts-without-runbooks', 'ops/alerts.yaml', 'runbook_url: docs/runbooks/many-errors.md'),
    ],
  },
  {
    title: 'a probe asks another path',
    edits: [
      change(API, 'readinessProbe: {httpGet: {path: /health/ready,', 'readinessProbe: {httpGet: {path: /ready,'),
    ],
    expect: [
      finds('missing-health-checks', API, 'path: /ready,'),
    ],
  },
  {
    title: 'both ways back go',
    edits: [
      remove('.github/workflows/rollback.yml'),
      change('.github/workflows/deploy.yml', `      - name: Take it back
        if: failure()
        run: |
          kubectl -n library-production rollout undo deployment/api
          kubectl -n library-production rollout undo deployment/worker
`, ''),
      change('deploy/release.sh', '    kubectl -n "$namespace" rollout undo deployment/api deployment/worker\n', ''),
    ],
    expect: [
      finds('no-rollback', '.github/workflows/deploy.yml', 'Release'),
    ],
  },
  {
    title: 'the drill of the recovery goes',
    edits: [
      remove('.github/workflows/restore-drill.yml'),
      change('docs/disaster-recovery.md', '## Trying it\n\nThe workflow *restore drill* restores the last backup on the first of every month and reads it.\n', ''),
    ],
    expect: [
      finds('untested-recovery', 'docs/disaster-recovery.md', '# Disaster recovery'),
    ],
  },
  {
    title: 'the drill of the recovery is old',
    edits: [
      remove('.github/workflows/restore-drill.yml'),
      change('docs/disaster-recovery.md', 'The workflow *restore drill* restores the last backup on the first of every month and reads it.', 'Last drill: 2024-03-01.'),
    ],
    expect: [
      finds('untested-recovery', 'docs/disaster-recovery.md', '2024-03-01'),
    ],
  },
  {
    title: 'a gate of the release that nobody keeps',
    edits: [
      change('.github/workflows/deploy.yml', '    # A person lets the release in.\n    environment: production\n', ''),
    ],
    expect: [
      finds('environment-drift', '.github/workflows/deploy.yml', 'production:'),
    ],
  },
];
