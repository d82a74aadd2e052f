import { defineCheck, type Evidence, type Judgement, type Unjudged } from '../../src/model/index.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { driverChoice, isChoice } from '../../src/lib/driver-choice.ts';
import { purposeOf } from '../../src/lib/drivers.ts';
import { isRunByProvider } from '../../src/lib/managed-engines.ts';
import { foundFor, productionStores } from '../../src/lib/production.ts';

export default defineCheck({
  id: 'unscaled-databases',
  dimension: 'scalability',
  severity: 'major',
  phase: '12.14',
  from: 'growth',
  effort: 'medium',
  title: 'Each database has a way to take more load',
  why: 'The database is the part that cannot simply be started twice; how it grows must be known before it is full.',
  fix: 'Declare replicas, partitions, shards or a pool under `data_stores.<name>.scaling`, with the reason why that is enough.',
  grading: 'share',
  needs: ['architecture', 'stores', 'dataSites', 'files', 'packages'],
  inspect({ architecture, stores, dataSites, files, packages }) {
    const production = new Set(files.files.filter(({ role }) => role === 'production').map(({ path }) => path));
    const clients = Object.entries(dataSites).filter(([file]) => production.has(file)).flatMap(([file, { connections }]) => connections.map((one) => ({ ...one, at: { file, line: one.line, column: one.column } })));
    const found = stores.stores.filter(({ kind, example, isDeadLetter }) => kind === 'database' && !example && !isDeadLetter);
    const declared = Object.entries(architecture.declared.data_stores ?? {}).filter(([, { engine, purpose, scaling }]) => (scaling !== undefined || !isRunByProvider(engine)) && !/^(?:redis|valkey|memcached|s3|sqlite)$/.test(engine) && !/^(?:cache|session|object-storage|queue)$/.test(purpose ?? ''));
    const judgements: Judgement[] = [];
    const unjudged: Unjudged[] = [];
    const choice = driverChoice(packages);

    for (const [name, { engine, scaling, replicas }] of declared) {
      const at = placeOf(architecture, pointer('data_stores', name, 'scaling'));
      const own = foundFor(name, engine, [...productionStores(found).values()].flat());
      if (scaling === undefined && own.length === 0 && isChoice(engine, architecture.declared, choice)) {
        unjudged.push({ subject: name, reason: `Whoever installs it chooses between ${choice!.join(', ')}; which of them runs, and how, is not here.`, at });
        continue;
      }
      // A mapper that does not say of which database it is speaks to a relational one, or to the only one there is.
      const users = clients.filter(({ engine: other }) => other === engine || (other === undefined && (declared.length === 1 || purposeOf(engine) === 'relational')));
      const seenReplicas = [
        ...own.filter((store) => store.scaling?.value === true).map(({ resource, scaling: setting }): Evidence => ({ note: `${resource}: ${setting!.note}`, at: setting!.at })),
        ...users.filter(({ replicated }) => replicated).map(({ client, at: place }): Evidence => ({ note: `${client} reads from replicas.`, at: place })),
      ];
      const seenPools = users.filter(({ pooled }) => pooled).map(({ client, at: place }): Evidence => ({ note: `${client} sets its pool.`, at: place }));
      const ways = scaling ? [
        (scaling.read_replicas ?? 0) > 0 && 'read replicas', scaling.sharding && scaling.sharding !== 'none' && 'sharding', scaling.partitioning && scaling.partitioning !== 'none' && 'partitioning', scaling.pooling && 'pooling',
      ].filter((way) => typeof way === 'string') : [];
      // A pool shows no replica, and a replica no pool.
      const seen = ways.length === 0 ? [...seenReplicas, ...seenPools] : [...(ways.some((way) => way !== 'pooling') ? seenReplicas : []), ...(ways.includes('pooling') ? seenPools : [])];
      const without = own.find((store) => store.scaling?.value === false);
      const subject = name;
      if (ways.includes('read replicas') && seenReplicas.length === 0 && without !== undefined) {
        judgements.push({ subject, standing: 'violated', message: `${name} is declared to have read replicas, and ${without.resource} has none.`, at: without.scaling!.at, evidence: [{ note: 'The declared replicas.', at: placeOf(architecture, pointer('data_stores', name, 'scaling', 'read_replicas')) }] });
      } else if (ways.length > 0 && seen.length > 0) judgements.push({ subject, standing: 'verified', message: `${name} scales by ${ways.join(', ')}.`, at, evidence: seen.slice(0, 5) });
      else if (ways.length > 0 || scaling?.reason !== undefined || (replicas ?? 0) > 1) {
        judgements.push({ subject, standing: 'declared', message: ways.length > 0 ? `${name} is declared to scale by ${ways.join(', ')}; nothing shows it.` : `${name} is declared to need no more than it has.`, at, confidence: 'medium' });
      } else if (seen.length > 0) judgements.push({ subject, standing: 'verified', message: `${name} declares no way to scale; the code or the deployment does: ${seen[0]!.note}`, at, confidence: 'medium', evidence: seen.slice(0, 5) });
      else judgements.push({ subject, standing: 'missing', message: `Nothing says how ${name} takes more load.`, at, confidence: 'medium' });
    }

    // What is brought up and not declared, once an engine. Compose files mostly bring up a developer's own.
    const known = new Set(Object.values(architecture.declared.data_stores ?? {}).map(({ engine }) => engine));
    const deployed = found.filter(({ source, at, environment }) => source !== 'compose' && !/^(?:dev|local|test)/.test(environment ?? '') && !/(?:^|\/)(?:dev|local|test)(?:\/|$)/.test(at.file));
    for (const engine of [...new Set(deployed.map((store) => store.engine))].sort()) {
      if (known.has(engine) || engine === 'dynamodb') continue;
      const all = deployed.filter((store) => store.engine === engine);
      const scaled = all.find(({ scaling, growth }) => scaling?.value === true || growth?.value === true);
      const open = all.find(({ scaling }) => scaling !== undefined && scaling.value === undefined);
      const pool = clients.find((client) => client.engine === engine && (client.pooled || client.replicated));
      const subject = `${engine} (undeclared)`;
      if (scaled) judgements.push({ subject, standing: 'verified', message: `${scaled.resource}: ${(scaled.scaling?.value === true ? scaled.scaling : scaled.growth!).note}`, at: scaled.at });
      else if (pool) judgements.push({ subject, standing: 'verified', message: `${pool.client} sets its pool.`, at: pool.at, confidence: 'medium' });
      else if (!open) judgements.push({ subject, standing: 'missing', message: `${all[0]!.resource} is brought up; nothing says how it takes more load.`, at: all[0]!.at, confidence: 'medium' });
    }
    return { examined: judgements.length, judgements, unjudged };
  },
});
