/** Checks whose findings are critical by default: to accept one is a decision of its own. A test holds the list to the checks. */
export const CRITICAL_CHECKS: ReadonlySet<string> = new Set([
  'circular-dependencies', 'shared-database', 'single-points-of-failure', 'missing-timeouts', 'stateful-services',
  'unprotected-endpoints', 'unvalidated-input', 'hardcoded-secrets', 'missing-encryption', 'missing-health-checks',
  'no-rollback', 'style-mismatch', 'layer-violations', 'tenant-leaks',
]);
