import { defineCheck, type CacheCall, type Evidence, type Judgement, type Place, type Unjudged } from '../../src/model/index.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { hasWord } from '../../src/lib/words.ts';

/** Kept for as long as they hold: they are no copies that grow old. */
const LASTING = /^(?:locks?|locked|mutex|sessions?|tokens?|rates?|ratelimits?|limits?|limiter|queues?|jobs?|flags?|configs?|config(?:uration)?|settings?|counters?|counts?|seq|sequence|states?|last|latest|cursors?|offsets?|checkpoints?|watermarks?|timestamps?|versions?|epochs?|index|indices|online|presence|stats?|statistics|leader|heartbeats?|migrations?|registry|subscriptions?|members?)$/;
const OF_A_CONNECTION = /\{(?:client|socket|ws|conn|connection)\.id\}/;
const TARGET = 0.8;

export default defineCheck({
  id: 'ineffective-caching',
  dimension: 'scalability',
  severity: 'minor',
  phase: '12.15',
  from: 'growth',
  effort: 'medium',
  title: 'Caches take most of the load off the database',
  why: 'A cache that is rarely hit costs a round trip more; one without an end serves yesterday and fills up.',
  fix: 'Give every entry a time to live, say how it is renewed and what happens when many ask at once, and measure the hit ratio.',
  grading: 'share',
  needs: ['architecture', 'files', 'cacheCalls', 'dashboards'],
  inspect({ architecture, files, cacheCalls, dashboards }) {
    const judgements: Judgement[] = [];
    const unjudged: Unjudged[] = [];
    const paths = new Set(files.files.map(({ path }) => path));
    const production = new Set(files.files.filter(({ role, side }) => role === 'production' && side !== 'browser').map(({ path }) => path));
    const calls = Object.entries(cacheCalls).filter(([file]) => production.has(file)).flatMap(([file, list]) => list.map((call) => ({ ...call, file })));
    const reads = calls.filter(({ does }) => does === 'read' || does === 'wrap');
    const place = ({ file, line, column }: CacheCall & { file: string }): Place => ({ file, line, column });

    // Where all that is written ends by itself, the code says so.
    const written = calls.filter(({ does, key }) => does === 'write' && !(key !== undefined && hasWord(key, LASTING)));
    const ends = written.length > 0 && written.every(({ expires }) => expires === true);
    const declared = Object.entries(architecture.declared.caches ?? {});
    // A panel that draws the hits of a cache measures it every day.
    const drawn = (name: string): Place | undefined => dashboards.dashboards.flatMap(({ panels }) => panels).find(({ expressions }) => expressions.some((text) =>
      /cache/i.test(text) && /hit|miss/i.test(text) && (declared.length === 1 || text.toLowerCase().includes(name.toLowerCase().replace(/s$/, '')))))?.at;
    for (const [name, cache] of declared) {
      const at = placeOf(architecture, pointer('caches', name));
      const lacks = [
        cache.pattern === undefined && 'no pattern', cache.ttl === undefined && !(declared.length === 1 && ends) && 'no time to live', cache.invalidation === undefined && 'no invalidation',
        (cache.stampede_protection === undefined || cache.stampede_protection === 'none') && 'no protection against a stampede', cache.expected_hit_ratio === undefined && cache.measured === undefined && 'no hit ratio',
      ].filter(Boolean);
      const evidence: Evidence[] = reads[0] ? [{ note: 'The code reads from a cache here.', at: place(reads[0]) }] : [];
      const ratio = cache.expected_hit_ratio;
      if (cache.measured !== undefined && !paths.has(cache.measured)) {
        judgements.push({ subject: name, standing: 'violated', message: `The measurement of ${name} does not exist: ${cache.measured}.`, at: placeOf(architecture, pointer('caches', name, 'measured')), evidence });
      } else if (ratio !== undefined && ratio < TARGET) {
        judgements.push({ subject: name, standing: 'violated', message: `${name} is expected to answer ${Math.round(ratio * 100)} % of the reads; ${TARGET * 100} % is the aim.`, at: placeOf(architecture, pointer('caches', name, 'expected_hit_ratio')), evidence });
      } else if (lacks.length === 5 && calls.length === 0) unjudged.push({ subject: name, reason: `Nothing is said of ${name} but that it is there, and no code in sight reads or writes it: a queue, sessions or a lock may be all that it holds.`, at });
      else if (lacks.length > 0) judgements.push({ subject: name, standing: 'missing', message: `The declaration of the cache ${name} names ${lacks.join(', ')}.`, at, evidence });
      else if (drawn(name) !== undefined) judgements.push({ subject: name, standing: 'verified', message: `A dashboard draws the hits of ${name}.`, at, evidence: [...evidence, { note: 'The panel.', at: drawn(name)! }] });
      else if (cache.measured !== undefined) judgements.push({ subject: name, standing: 'documented', message: `${cache.measured} holds the measured hit ratio of ${name}.`, at, evidence });
      else judgements.push({ subject: name, standing: 'declared', message: `The hit ratio of ${name} is declared and not measured.`, at, confidence: 'medium', evidence });
    }

    // What is removed when the work is done stays where it never is.
    const removed = new Set(calls.flatMap(({ does, key }) => (does === 'delete' && key !== undefined ? [shapeOf(key)] : [])));
    let expiring = 0;
    const seen = new Set<string>();
    for (const call of calls) {
      if (call.does !== 'write' || call.key === undefined || hasWord(call.key, LASTING)) continue;
      const subject = `${call.file}: ${call.key}`;
      // A probe's own key, and what is known of a connection for as long as it stands.
      const gone = calls.filter(({ does, file, key }) => does === 'delete' && file === call.file && key !== undefined && shapeOf(key) === shapeOf(call.key!));
      if (gone.some(({ fn, line }) => fn === call.fn && line > call.line) || (gone.length > 0 && OF_A_CONNECTION.test(call.key))) continue;
      if (seen.has(subject)) continue;
      seen.add(subject);
      if (call.expires !== false) expiring += 1;
      else judgements.push({ subject, standing: 'violated', message: `'${call.key}' is written without a time to live.`, at: place(call), confidence: call.key.includes('{') && !removed.has(shapeOf(call.key)) ? 'medium' : 'low' });
    }
    return { examined: expiring + judgements.length, judgements, unjudged };
  },
});

/** `import:{workspace.id}` and `import:{workspaceId}` are one key. */
const shapeOf = (key: string): string => key.replace(/\{[^}]*\}/g, '{}');
