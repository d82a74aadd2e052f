import { add, change, finds, type Mutation } from './house.ts';

const ARCH = 'architecture.yaml';
const API = 'deploy/base/api.yaml';
const BIBLIOGRAPHY = 'src/catalogue/infrastructure/http-bibliography.ts';
const LOANS = 'src/loans/infrastructure/postgres-loans.ts';
const ROUTES = 'src/loans/api/loan-routes.ts';

/** Changes of who builds it, for whom, and of what: what is too much, too early, or in the wrong place. */
export const MUTATIONS: readonly Mutation[] = [
  {
    title: 'two processes are called services of their own and keep one store',
    edits: [
      change(ARCH, '    kind: worker\n', '    kind: service\n    data: {store: library-db}\n'),
      change(ARCH, '    state: stateless\n    health:', '    state: stateless\n    data: {store: library-db}\n    health:'),
    ],
    expect: [
      finds('shared-database', ARCH, '  library-db:'),
    ],
  },
  {
    title: 'replicas for reading that nobody deploys',
    edits: [
      change(ARCH, 'scaling: {pooling: true, reason: Under 50 GB for five years.}', 'scaling: {read_replicas: 2}'),
    ],
    expect: [
      finds('unscaled-databases', 'infra/stores.tf', 'aws_db_instance'),
    ],
  },
  {
    title: 'a handler writes past the logger',
    edits: [
      change(ROUTES, "    await audit.record({ event: 'fee-waived'", "    console.log('waived');\n    await audit.record({ event: 'fee-waived'"),
    ],
    expect: [
      finds('unstructured-logging', ROUTES, 'console.log('),
      finds('rule-violations', ROUTES, 'console.log('),
    ],
    because: 'The team has a rule about it, too.',
  },
  {
    title: 'a cluster without a reason, for four developers',
    edits: [
      change(ARCH, 'team_size: 9', 'team_size: 4'),
      change(ARCH, '  reason: The town runs one cluster for all its services.\n', ''),
    ],
    expect: [
      finds('premature-technology', API, 'metadata: {name: api}'),
    ],
  },
  {
    title: 'hardly anybody builds it, and hardly anybody uses it',
    edits: [
      change(ARCH, 'team_size: 9', 'team_size: 2'),
      change(ARCH, 'expected_users: 100K', 'expected_users: 1K'),
      change(ARCH, '    compliance: [GDPR]\n', '    compliance: none\n'),
    ],
    expect: [
      finds('over-architecture', API, 'metadata: {name: api}'),
      finds('over-architecture', API, 'metadata: {name: api}'),
      finds('style-mismatch', ARCH, 'name: modular-monolith'),
      finds('too-many-moving-parts', ARCH, 'team_size: 2'),
    ],
    because: 'Two people carry neither the walls nor the parts.',
  },
  {
    title: 'more runs than two people of a beginning can carry',
    edits: [
      change(ARCH, 'stage: growth\n  team_size: 9', 'stage: MVP\n  team_size: 2'),
    ],
    expect: [
      finds('too-many-moving-parts', ARCH, 'team_size: 2'),
      finds('style-mismatch', ARCH, 'name: modular-monolith'),
    ],
    because: 'Two people need no walls between modules yet.',
  },
  {
    title: 'one person runs two services',
    edits: [
      change(ARCH, 'team_size: 9', 'team_size: 1'),
    ],
    expect: [
      finds('untimely-split', ARCH, 'team_size: 1'),
      finds('too-many-moving-parts', ARCH, 'team_size: 1'),
      finds('style-mismatch', ARCH, 'name: modular-monolith'),
    ],
    because: 'One person carries neither the walls nor the parts.',
  },
  {
    title: 'a part of one team has a second owner',
    edits: [
      change('CODEOWNERS', '/src/notices/ ', '/src/loans/infrastructure/ @library/data\n/src/loans/api/ @library/data\n/src/notices/ '),
    ],
    expect: [
      finds('unclear-boundaries', ARCH, 'path: src/loans'),
    ],
  },
  {
    title: 'a step of a saga without its way back',
    edits: [
      change(ARCH, 'rules:\n', `sagas:
  - name: Lend
    steps:
      - {name: Take the copy, service: catalogue, action: take, timeout: 1s}
      - {name: Note the loan, service: loans, action: note, timeout: 1s, compensation: forget}

rules:
`),
    ],
    expect: [
      finds('missing-compensation', ARCH, '{name: Take the copy'),
      finds('missing-compensation', ARCH, '{name: Note the loan'),
      finds('missing-dead-letter-queues', ARCH, '  - name: Lend'),
    ],
    because: 'The second step has its way back in words alone, and a saga that cannot go on needs a place to wait.',
  },
  {
    title: 'a socket where only the server talks',
    edits: [
      change(ARCH, 'tracing: {', '  news: {style: websocket, streaming: server}\n\ntracing: {'),
    ],
    expect: [
      finds('api-misfit', ARCH, '  news:'),
    ],
  },
  {
    title: 'a call for every title',
    edits: [
      change(BIBLIOGRAPHY, '  async describe(', `  async known(isbns: readonly string[], address: string): Promise<number> {
    let known = 0;
    for (const isbn of isbns) {
      const response = await fetch(new URL(\`/isbn/\${isbn}\`, address), { signal: AbortSignal.timeout(500) });
      if (response.ok) known += 1;
    }
    return known;
  }

  async describe(`),
    ],
    expect: [
      finds('chatty-calls', BIBLIOGRAPHY, 'await fetch(new URL(`/isbn/${isbn}`, address), { signal: AbortSignal.timeout(500)'),
    ],
  },
  {
    title: 'deployed in another region than declared',
    edits: [
      change('infra/main.tf', 'region = "eu-central-1"', 'region = "eu-west-1"'),
    ],
    expect: [
      finds('multi-region-gaps', 'infra/main.tf', 'region = "eu-west-1"'),
      finds('multi-region-gaps', ARCH, 'regions: {primary'),
    ],
    because: 'What is deployed is not declared, and what is declared is not deployed.',
  },
  {
    title: 'two contexts leave the old system at once',
    edits: [
      add('deploy/proxy.conf', 'location /titles { proxy_pass http://catalogue; }\n'),
      change(ARCH, 'rules:\n', `migration:
  pattern: strangler-fig
  extracting: [catalogue, loans]
  data_extracted: [catalogue, loans]
  proxy: deploy/proxy.conf
  monolith_pipeline: .github/workflows/deploy.yml

rules:
`),
    ],
    expect: [
      finds('unsafe-migration', ARCH, 'extracting: [catalogue, loans]'),
    ],
  },
  {
    title: 'whose a loan is must be asked in every query',
    edits: [
      change(ARCH, 'rules:\n', 'tenancy: {model: shared-rows, key: member_id, scoped: [loans]}\n\nrules:\n'),
    ],
    expect: [
      finds('tenant-leaks', LOANS, '.where(eq(loans.id, id))'),
      finds('tenant-leaks', LOANS, '.where(and(eq(loans.titleId'),
      finds('tenant-leaks', LOANS, '.where(and(lt(loans.due'),
      finds('unsafe-cache-keys', ARCH, 'key: "v1:title'),
    ],
    because: 'The keys of the cache must say it as well.',
  },
  {
    title: 'the route goes that a probe asks',
    edits: [
      change('src/platform/server.ts', "  app.get('/health/live', async () => ({ status: 'ok' }));\n", ''),
    ],
    expect: [
      finds('missing-health-checks', API, 'livenessProbe:'),
    ],
  },
  {
    title: 'a decision has one number in its name and another in its title',
    edits: [
      change('docs/adr/0003-outbox.md', '# ADR-3', '# ADR-6'),
    ],
    expect: [
      finds('malformed-decisions', 'docs/adr/0003-outbox.md', '# ADR-6'),
    ],
  },
];
