import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../checks/index.ts';

/** The catalogue as it was agreed: id, dimension, severity, phase, the stage from which it counts. */
const CATALOGUE = [
  ['undocumented-boundaries', 'maintainability', 'major', '12.1', 'prototype'],
  ['unowned-data', 'maintainability', 'major', '12.2', 'MVP'],
  ['implicit-communication', 'maintainability', 'major', '12.3', 'MVP'],
  ['circular-dependencies', 'maintainability', 'critical', '12.4', 'prototype'],
  ['shared-database', 'evolvability', 'critical', '12.5', 'MVP'],
  ['single-points-of-failure', 'reliability', 'critical', '12.6', 'growth'],
  ['undefined-degradation', 'reliability', 'major', '12.7', 'growth'],
  ['missing-timeouts', 'reliability', 'critical', '12.8', 'MVP'],
  ['missing-circuit-breakers', 'reliability', 'major', '12.9', 'growth'],
  ['naive-retries', 'reliability', 'major', '12.10', 'MVP'],
  ['missing-dead-letter-queues', 'reliability', 'major', '12.11', 'growth'],
  ['no-scaling-path', 'scalability', 'major', '12.12', 'growth'],
  ['stateful-services', 'scalability', 'critical', '12.13', 'MVP'],
  ['unscaled-databases', 'scalability', 'major', '12.14', 'growth'],
  ['ineffective-caching', 'scalability', 'minor', '12.15', 'growth'],
  ['blocking-background-work', 'scalability', 'major', '12.16', 'growth'],
  ['unprotected-endpoints', 'security', 'critical', '12.17', 'prototype'],
  ['unvalidated-input', 'security', 'critical', '12.18', 'prototype'],
  ['hardcoded-secrets', 'security', 'critical', '12.19', 'prototype'],
  ['missing-encryption', 'security', 'critical', '12.20', 'prototype'],
  ['missing-audit-log', 'security', 'major', '12.21', 'growth'],
  ['unlimited-endpoints', 'security', 'major', '12.22', 'MVP'],
  ['missing-health-checks', 'operability', 'critical', '12.23', 'MVP'],
  ['unstructured-logging', 'operability', 'major', '12.24', 'MVP'],
  ['missing-golden-signals', 'operability', 'major', '12.25', 'growth'],
  ['alerts-without-runbooks', 'operability', 'minor', '12.26', 'growth'],
  ['no-rollback', 'operability', 'critical', '12.27', 'MVP'],
  ['untested-recovery', 'operability', 'major', '12.28', 'growth'],
  ['incomplete-brief', 'simplicity', 'minor', '1', 'prototype'],
  ['over-architecture', 'simplicity', 'major', '1', 'prototype'],
  ['style-mismatch', 'simplicity', 'critical', '2', 'prototype'],
  ['premature-technology', 'cost-efficiency', 'major', '2', 'prototype'],
  ['misapplied-patterns', 'simplicity', 'major', '2, 10', 'prototype'],
  ['layer-violations', 'maintainability', 'critical', '3', 'prototype'],
  ['impure-domain', 'maintainability', 'major', '3', 'prototype'],
  ['private-imports', 'maintainability', 'major', '3', 'prototype'],
  ['leaking-vendor-sdk', 'evolvability', 'major', '3', 'prototype'],
  ['dangling-events', 'maintainability', 'minor', '3', 'MVP'],
  ['unclear-boundaries', 'evolvability', 'minor', '3', 'growth'],
  ['store-misfit', 'cost-efficiency', 'minor', '4', 'MVP'],
  ['missing-compensation', 'reliability', 'major', '4', 'MVP'],
  ['unsafe-cache-keys', 'maintainability', 'minor', '4', 'MVP'],
  ['rest-conventions', 'evolvability', 'minor', '5', 'MVP'],
  ['api-misfit', 'simplicity', 'minor', '5', 'MVP'],
  ['missing-trace-propagation', 'operability', 'major', '6', 'growth'],
  ['hardcoded-hosts', 'evolvability', 'minor', '6', 'MVP'],
  ['chatty-calls', 'scalability', 'minor', '6', 'MVP'],
  ['environment-drift', 'operability', 'major', '7', 'growth'],
  ['multi-region-gaps', 'reliability', 'major', '7', 'scale'],
  ['unbounded-resources', 'cost-efficiency', 'major', '7', 'growth'],
  ['shallow-defense', 'security', 'major', '8', 'growth'],
  ['auth-misfit', 'security', 'minor', '8', 'MVP'],
  ['stale-secrets', 'security', 'major', '8', 'MVP'],
  ['missing-decisions', 'maintainability', 'minor', '9', 'MVP'],
  ['malformed-decisions', 'maintainability', 'minor', '9', 'MVP'],
  ['dual-writes', 'reliability', 'major', '10', 'MVP'],
  ['unsafe-migration', 'evolvability', 'major', '10', 'growth'],
  ['capacity-gap', 'scalability', 'minor', '11', 'growth'],
  ['tenant-leaks', 'security', 'critical', 'edge', 'prototype'],
  ['unsafe-events', 'reliability', 'major', 'edge', 'MVP'],
  ['untimely-split', 'evolvability', 'minor', 'edge', 'growth'],
  ['too-many-moving-parts', 'simplicity', 'major', 'own', 'prototype'],
  ['untested-components', 'maintainability', 'major', 'own', 'prototype'],
  ['rule-violations', 'maintainability', 'major', 'own', 'prototype'],
  ['idle-declarations', 'maintainability', 'major', 'own', 'prototype'],
] as const;

const byId = new Map(CHECKS.map((check) => [check.id, check]));

describe('the catalogue', () => {
  it.each(CATALOGUE)('%s belongs to %s and is %s', (id, dimension, severity, phase, from) => {
    expect(byId.get(id)).toMatchObject({ dimension, severity, phase, from });
  });

  it('answers the review checklist of 28 items with 28 checks, numbered in its order', () => {
    const numbers = CHECKS.flatMap(({ phase }) => /^12\.(\d+)$/.exec(phase)?.[1] ?? []).map(Number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 28 }, (_, index) => index + 1));
  });

  it('holds no check that was not agreed', () => {
    const agreed: readonly string[] = CATALOGUE.map(([id]) => id);
    expect(CHECKS.map(({ id }) => id).filter((id) => !agreed.includes(id))).toEqual([]);
  });

  it.each(CHECKS.map((check) => [check.id, check] as const))('%s says what it is in sentences', (id, { title, why, fix, dimension }) => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(title).toMatch(/^[A-Z\d].*[^.]$/);
    for (const sentence of [why, fix]) expect(sentence).toMatch(/^[A-Z\d].*\.$/);
    expect(readFileSync(`checks/${dimension}/${id}.md`, 'utf8')).toContain(`# ${id}\n`);
  });
});
