import { describe, expect, it } from 'vitest';
import { API_STYLES, REST_RULES, VERSIONING } from '../../src/lib/knowledge/apis.ts';
import { CACHE_KEY_RULES, CACHING, STORES } from '../../src/lib/knowledge/data.ts';
import { FALLACIES, RESILIENCE, TRACE_HEADERS } from '../../src/lib/knowledge/distributed.ts';
import { CLOUD_SERVICES, ENVIRONMENT_RULES, ENVIRONMENTS, MULTI_REGION } from '../../src/lib/knowledge/infrastructure.ts';
import { envelope } from '../../src/lib/knowledge/envelope.ts';
import { CLASSIC_SYSTEMS, INTERVIEW_STEPS } from '../../src/lib/knowledge/interview.ts';
import { PATTERNS } from '../../src/lib/knowledge/patterns.ts';
import { EVENT_RULES, KEEP_SIGNALS, MIGRATION_STEPS, REVIEW_CHECKLIST, SPLIT_SIGNALS, TENANCY } from '../../src/lib/knowledge/review.ts';
import { AUTHENTICATION, DEFENSE_LAYERS, SECRETS_RULES } from '../../src/lib/knowledge/security.ts';
import { BOUNDARY_HEURISTICS, INTEGRATIONS, LAYER_TEMPLATE } from '../../src/lib/knowledge/structure.ts';
import { COMMON_MISTAKES, KILL_CRITERIA, selectStyle, STYLES, type StyleQuestion } from '../../src/lib/knowledge/styles.ts';

describe('the knowledge is complete: as many rows as the source document has', () => {
  it.each<[string, readonly unknown[], number]>([
    ['kill criteria', KILL_CRITERIA.texts, 5], ['styles', STYLES, 7], ['common mistakes', COMMON_MISTAKES, 5], ['layers', LAYER_TEMPLATE, 4],
    ['boundary heuristics', BOUNDARY_HEURISTICS, 5], ['anti-corruption decision', INTEGRATIONS, 4], ['stores', STORES, 8], ['caching', CACHING, 5],
    ['cache key rules', CACHE_KEY_RULES, 4], ['API styles', API_STYLES, 5], ['REST checklist', REST_RULES, 10], ['versioning', VERSIONING, 4],
    ['fallacies', FALLACIES, 8], ['resilience patterns', RESILIENCE, 7], ['trace headers', TRACE_HEADERS, 3], ['cloud services', CLOUD_SERVICES, 8],
    ['multi-region checklist', MULTI_REGION, 8], ['environments', ENVIRONMENTS, 3], ['environment rules', ENVIRONMENT_RULES, 4],
    ['defence layers', DEFENSE_LAYERS, 7], ['authentication', AUTHENTICATION, 5], ['secrets rules', SECRETS_RULES, 5], ['patterns', PATTERNS, 5],
    ['interview steps', INTERVIEW_STEPS, 5], ['classic systems', CLASSIC_SYSTEMS, 10], ['review checklist', REVIEW_CHECKLIST, 28],
    ['migration', MIGRATION_STEPS, 5], ['tenancy', TENANCY, 4], ['event gotchas', EVENT_RULES, 5], ['signals to split', SPLIT_SIGNALS, 5], ['signals to keep', KEEP_SIGNALS, 5],
  ])('%s', (_name, rows, count) => expect(rows).toHaveLength(count));

  it('numbers the review checklist 1 to 28, five groups in the source\'s order', () => {
    expect(REVIEW_CHECKLIST.map(({ number }) => number)).toEqual(Array.from({ length: 28 }, (_, index) => index + 1));
    expect([...new Set(REVIEW_CHECKLIST.map(({ group }) => group))]).toEqual(['structure', 'reliability', 'scalability', 'security', 'operability']);
  });

  it('spends thirty minutes on an interview', () => {
    expect(INTERVIEW_STEPS.map(({ minutes }) => minutes)).toEqual([2, 3, 5, 15, 5]);
  });
});

describe('selectStyle walks the flowchart', () => {
  it.each<[StyleQuestion, readonly string[]]>([
    [{ developers: 2 }, ['monolith']],
    [{ developers: 3 }, ['monolith']],
    [{ developers: 4 }, ['modular-monolith', 'monolith']],
    [{ developers: 5 }, ['modular-monolith']],
    [{ developers: 14, independentDeployability: false }, ['modular-monolith']],
    [{ developers: 10, independentDeployability: true, boundedContexts: 4 }, ['service-oriented']],
    [{ developers: 10, independentDeployability: true, boundedContexts: 5 }, ['microservices']],
    [{ developers: 15, independentDeployability: true, boundedContexts: 9 }, ['microservices']],
    [{ developers: 40 }, ['microservices', 'cell-based']],
  ])('%o → %j', (question, styles) => expect(selectStyle(question).styles).toEqual(styles));

  it('adds serverless for extreme spikes and event sourcing for a temporal audit trail', () => {
    expect(selectStyle({ developers: 2, peakOverBaseline: 100, auditWithTemporalQueries: true }).additions).toEqual(['serverless', 'event-sourcing']);
    expect(selectStyle({ developers: 2, peakOverBaseline: 99 }).additions).toEqual([]);
  });
});

describe('the envelope', () => {
  it('computes by the envelope\'s formulas', () => {
    expect(envelope({ users: 1_000_000, actions_per_day: 432, average_response_kb: 1, records_per_day: 10, average_record_kb: 0.1 })).toEqual({
      dailyActiveUsers: 200_000, requestsPerDay: 86_400_000, averageRate: 1000, peakRate: 3000, storageBytesPerYear: 365_000, bandwidthBytesPerSecond: 1_000_000,
    });
  });

  it('leaves out what lacks a number', () => {
    expect(envelope({ daily_active_users: 100 })).toEqual({ dailyActiveUsers: 100 });
  });
});
