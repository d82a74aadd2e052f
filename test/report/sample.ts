import { DIMENSIONS, type Result, type ResultCheck, type ResultFinding } from '../../src/model/index.ts';

/** Text that a hostile file name, message or YAML string may hold. */
export const HOSTILE = '</td><script>alert(1)</script> `x` |::error::pwn%0A ::set-output name=a::b \u001b[31m\u202e @team [a](http://evil) ![i](x)';

export const finding = (over: Partial<ResultFinding> = {}): ResultFinding => ({
  subject: 'src/orders/place-order.ts -> src/billing/db.ts',
  standing: 'violated',
  message: 'domain imports infrastructure.',
  at: { file: 'src/orders/place-order.ts', line: 3, column: 22, quote: "import { pool } from '../billing/db.js';" },
  evidence: [{ note: 'domain stands above infrastructure and is pure', at: { file: 'architecture.yaml', line: 48, column: 5 } }],
  points: 2.4,
  confidence: 'high',
  waived: false,
  ...over,
});

export const check = (over: Partial<ResultCheck> = {}): ResultCheck => ({
  id: 'layer-violations',
  dimension: 'maintainability',
  severity: 'critical',
  phase: '3',
  title: 'Imports follow the layers',
  why: 'A layer that imports upwards cannot be changed alone.',
  fix: 'Depend on a port in the domain and implement it in infrastructure.',
  effort: 'medium',
  verdict: 'failed',
  score: 0.9953,
  examined: 214,
  coverage: 1,
  points_lost: 2.4,
  advice: null,
  findings: [finding()],
  verified: [],
  unjudged: [],
  ...over,
});

export const result = (over: Partial<Result> = {}): Result => ({
  schema_version: 1,
  tool: { name: 'arch-lint', version: '0.1.0' },
  project: { name: 'shop', stage: 'growth' },
  score: {
    total: 82.15,
    rating: 'good',
    coverage: 0.97,
    standings: { verified: 0.7, documented: 0.1, declared: 0.2 },
    dimensions: Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, { score: 8.2, weight: 12.5, coverage: 1 }])) as Result['score']['dimensions'],
    without_waivers: 82.15,
  },
  gate: { passed: true, reasons: [] },
  incomplete: [],
  checks: [
    check(),
    check({ id: 'circular-dependencies', verdict: 'passed', findings: [], points_lost: 0, score: 1, title: 'No circular dependencies' }),
    check({ id: 'missing-dead-letter-queues', dimension: 'reliability', verdict: 'not-applicable', findings: [], points_lost: 0, score: null, examined: 0 }),
    check({ id: 'missing-timeouts', dimension: 'reliability', verdict: 'unknown', findings: [], points_lost: 0, score: null, examined: 0, coverage: 0, unjudged: [{ subject: 'missing-timeouts', reason: 'Only 60 % of what it needs could be read.' }] }),
    check({ id: 'untested-recovery', dimension: 'operability', advice: 'Counts from the stage growth on; this project is at MVP.', points_lost: 0, findings: [finding({ subject: 'docs/dr.md', points: 0, standing: 'missing', at: { file: 'docs/dr.md' } })] }),
  ],
  gaps: [{ fact: 'source', at: { file: 'src/broken.ts', line: 4 }, reason: 'It is not valid TypeScript.' }],
  architecture: {
    file: 'architecture.yaml',
    components: [{ name: 'orders', path: ['src/orders'], files: 12 }, { name: 'billing', path: ['src/billing'], files: 7 }],
    layers: [],
    edges: [{ level: 'component', from: 'orders', to: 'billing', imports: 3, broken: true }],
  },
  ...over,
});

/** The same with hostile text wherever a stranger's text may stand. */
export const hostile = (): Result => {
  const bad = finding({ subject: HOSTILE, message: HOSTILE, at: { file: `src/${HOSTILE}.ts`, line: 1, quote: HOSTILE }, evidence: [{ note: HOSTILE, at: { file: HOSTILE } }] });
  return result({
    project: { name: HOSTILE, stage: 'growth' },
    gate: { passed: false, reasons: [HOSTILE] },
    checks: [check({ findings: [bad] })],
    gaps: [{ fact: 'source', at: { file: HOSTILE }, reason: HOSTILE }],
    architecture: { file: 'architecture.yaml', components: [{ name: HOSTILE, path: ['a'], files: 1 }, { name: 'b', path: ['b'], files: 1 }], layers: [], edges: [{ level: 'component', from: HOSTILE, to: 'b', imports: 1, broken: true }] },
  });
};
