import { defineCheck, type CacheCall, type Judgement } from '../../src/model/index.ts';
import { listOf, placeOf, pointer } from '../../src/lib/declaration.ts';
import { hasWord } from '../../src/lib/words.ts';

const VERSION = /(?:^|[:/._-])v(?:\d+|\{[^}]*\}|er(?:sion)?[:_-]?\{?)|\{[^}]*version[^}]*\}/i;
const TENANT = /tenant|org|account|workspace|customer|company|team|environment|project|\bt:\{/i;
/** Keys that are no copies of data: they are changed with their meaning, not with a version. */
const OPERATIONAL = /^(?:locks?|locked|mutex|rates?|ratelimits?|limits?|limiter|throttl\w*|sessions?|otps?|tokens?|nonces?|verifications?|attempts?|queues?|jobs?|leases?|heartbeats?|leader|counters?|idempot\w*|online|presence|cron|health)$/;
const MAX_BYTES = 250;

export default defineCheck({
  id: 'unsafe-cache-keys',
  dimension: 'maintainability',
  severity: 'minor',
  phase: '4',
  from: 'MVP',
  effort: 'low',
  title: 'Cache keys carry version and tenant and stay short',
  why: 'Without a version new code reads what old code wrote; without the tenant one customer reads what another wrote.',
  fix: 'Build keys in one place: `t:{tenant}:v2:product:{id}`.',
  grading: 'share',
  needs: ['architecture', 'files', 'cacheCalls'],
  inspect({ architecture, files, cacheCalls }) {
    const judgements: Judgement[] = [];
    let safe = 0;
    const { tenancy, caches = {} } = architecture.declared;
    const shared = tenancy?.model === 'shared-rows';
    for (const [name, cache] of Object.entries(caches)) {
      for (const [index, key] of listOf(cache.key).entries()) {
        const at = placeOf(architecture, Array.isArray(cache.key) ? pointer('caches', name, 'key', index) : pointer('caches', name, 'key'));
        const faults = [
          !VERSION.test(key) && 'no version', shared && !TENANT.test(key) && 'no tenant',
          Buffer.byteLength(key) > MAX_BYTES && `${Buffer.byteLength(key)} bytes`, cache.cluster === true && !/(?:^|[^$])\{\w*[:]?\w*\}.*/.test(key) && 'no hash tag',
        ].filter(Boolean);
        if (faults.length === 0) safe += 1;
        else judgements.push({ subject: `${name}: ${key}`, standing: 'violated', message: `The key '${key}' has ${faults.join(' and ')}.`, at });
      }
    }

    const production = new Set(files.files.filter(({ role, side }) => role === 'production' && side !== 'browser').map(({ path }) => path));
    const seen = new Set<string>();
    for (const [file, calls] of Object.entries(cacheCalls)) {
      if (!production.has(file)) continue;
      for (const call of calls) {
        const report = judge(call, shared);
        const subject = `${file}: ${report?.name ?? call.key ?? ''}`;
        if (seen.has(subject) || (call.key === undefined && !report)) continue;
        seen.add(subject);
        if (!report) safe += 1;
        else judgements.push({ subject, standing: 'violated', message: report.message, at: { file, line: call.line, column: call.column }, confidence: report.confidence });
      }
    }
    return { examined: safe + judgements.length, judgements };
  },
});

function judge({ does, method, key, unstable }: CacheCall, shared: boolean): { name: string; message: string; confidence: Judgement['confidence'] } | undefined {
  if (does === 'flush') return { name: method, message: `${method} empties the cache of everybody who shares it.`, confidence: 'medium' };
  if (does === 'scan') return { name: method, message: 'KEYS goes through the whole store and stops everybody else meanwhile; SCAN does not.', confidence: 'medium' };
  if (unstable !== undefined) {
    return { name: key ?? 'key', message: unstable === 'time' ? 'The key holds the time, so no entry is ever found again.' : 'The key is the text of an object, so the order of its fields decides whether an entry is found.', confidence: unstable === 'time' ? 'low' : 'medium' };
  }
  if (key === undefined || does === 'delete' || hasWord(key, OPERATIONAL)) return undefined;
  if (Buffer.byteLength(key) > MAX_BYTES) return { name: key, message: `The key is longer than ${MAX_BYTES} bytes.`, confidence: 'medium' };
  // Only where architecture.yaml says that customers share: otherwise who owns what cannot be told.
  if (shared && key.includes('{') && !TENANT.test(key)) return { name: key, message: `The key '${key}' does not say whose entry it is.`, confidence: 'medium' };
  return undefined;
}
