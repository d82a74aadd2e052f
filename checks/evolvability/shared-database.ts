import { defineCheck, type Evidence, type Judgement } from '../../src/model/index.ts';
import { listOf, placeOf, pointer } from '../../src/lib/declaration.ts';
import { databaseOf } from '../../src/lib/hosts.ts';
import { servicesOf } from '../../src/lib/services.ts';

export default defineCheck({
  id: 'shared-database',
  dimension: 'evolvability',
  severity: 'critical',
  phase: '12.5',
  from: 'MVP',
  effort: 'high',
  title: 'Each database serves one service',
  why: 'Two services on one database share its schema, its load and its failures: they deploy together, whatever the diagram says.',
  fix: 'Give each service a database, or a schema and user, of its own, and let the other ask it through its interface.',
  grading: 'all',
  needs: ['architecture', 'components', 'files', 'units', 'workloads', 'dataSites'],
  inspect({ architecture, components, files, units, workloads, dataSites }) {
    const judgements = new Map<string, Judgement>();
    const deployed = Object.entries(architecture.declared.components).filter(([, { kind }]) => kind === 'service' || kind === 'worker' || kind === 'function');
    let single = 0;

    for (const name of Object.keys(architecture.declared.data_stores ?? {})) {
      const users = deployed.filter(([, { data }]) => listOf(data?.store).includes(name)).map(([component]) => component);
      const at = placeOf(architecture, pointer('data_stores', name));
      if (users.length < 2) single += 1;
      else judgements.set(name, {
        subject: name, standing: 'violated', message: `${users.join(', ')} are declared to share ${name}.`, at,
        evidence: users.map((user) => ({ note: `${user} names it as its store.`, at: placeOf(architecture, pointer('components', user, 'data', 'store')) })),
      });
    }

    // Addresses that the deployment files give: the same host and database means the same data.
    const connected = new Map<string, { who: string; note: Evidence }[]>();
    for (const { name, component, role, deployments } of workloads.workloads) {
      if (role === 'store') continue;
      for (const { env, example, environment } of deployments) {
        if (example) continue;
        for (const one of env) {
          const database = one.value === undefined ? undefined : databaseOf(one.value);
          if (database === undefined) continue;
          const key = `${environment ?? ''} ${database}`;
          connected.set(key, [...(connected.get(key) ?? []), { who: component ?? name, note: { note: `${name} connects by ${one.name}.`, at: one.at } }]);
        }
      }
    }
    for (const [key, links] of connected) {
      const users = [...new Set(links.map(({ who }) => who))].sort();
      const subject = key.trim();
      if (users.length < 2) single += 1;
      else if (!judgements.has(subject)) judgements.set(subject, {
        subject, standing: 'violated', message: `${users.join(', ')} connect to the same database, ${subject.split(' ').at(-1)}.`, at: links[0]!.note.at!,
        evidence: links.slice(1, 20).map(({ note }) => note),
      });
    }

    // One client in shared code that several services load.
    const services = servicesOf(units, files, components).filter(({ kind }) => kind !== 'function');
    for (const [file, { connections }] of Object.entries(dataSites)) {
      const [client] = connections.filter(({ client: name }) => name !== '@prisma/extension-read-replicas');
      if (!client) continue;
      const users = services.filter(({ modules }) => modules.includes(file));
      const owners = [...new Set(users.map(({ name, component }) => component ?? name))].sort();
      const folders = new Set(users.map(({ dir }) => dir));
      if (users.length === 0) continue;
      // Without declared components, each deployable is one by itself.
      const parties = owners.length > 1 ? owners : Object.keys(architecture.declared.components).length < 2 && folders.size > 1 ? users.map(({ name }) => name).sort() : owners;
      if (parties.length < 2) single += 1;
      else judgements.set(file, {
        subject: file, standing: 'violated', message: `${parties.join(', ')} use the same database client.`, at: { file, line: client.line, column: client.column }, confidence: 'medium',
        evidence: users.map(({ name, at }) => ({ note: `${name} loads it.`, at })),
      });
    }
    return { examined: single + judgements.size, judgements: [...judgements.values()] };
  },
});
