import { defineCheck, type Deployment, type Judgement, type Place, type Unjudged, type Workload } from '../../src/model/index.ts';
import { connectionsOf, partyOf, type Connection } from '../../src/lib/connections.ts';
import { listOf, placeOf, pointer } from '../../src/lib/declaration.ts';
import { isUnresolved } from '../../src/lib/json.ts';
import { withPasses } from '../../src/lib/passes.ts';
import { servicesOf, type Service } from '../../src/lib/services.ts';

/** A worker that listens as well, for its metrics or its own admin page, is a worker still: `src/start/worker.ts`. */
const works = ({ kind, name, at }: Service): boolean => kind === 'worker' || [name, at.file.replace(/\.\w+$/, '')].some((one) => /(?:^|[/._-])(?:workers?|consumers?|jobs?|queue|cron|scheduler)$/.test(one));

type Link = Connection & { readonly workload: Workload; readonly deployment: Deployment };

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
    const unjudged: Unjudged[] = [];
    let single = 0;
    const alone = new Map<string, Judgement>();
    const serves = (subject: string, user: string, at: Place): void => { alone.set(subject, { subject, standing: 'verified', message: `Only ${user} uses it.`, at }); };

    for (const name of Object.keys(architecture.declared.data_stores ?? {})) {
      const users = deployed.filter(([, { data }]) => listOf(data?.store).includes(name)).map(([component]) => component);
      const at = placeOf(architecture, pointer('data_stores', name));
      if (users.length < 2) {
        single += 1;
        if (users[0] !== undefined) serves(name, users[0], at);
      } else judgements.set(name, {
        subject: name, standing: 'violated', message: `${users.join(', ')} are declared to share ${name}.`, at,
        evidence: users.map((user) => ({ note: `${user} names it as its store.`, at: placeOf(architecture, pointer('components', user, 'data', 'store')) })),
      });
    }

    // The settings that the deployment files give: the same database of the same server means the same data.
    const connected = new Map<string, Link[]>();
    for (const workload of workloads.workloads) {
      if (workload.role !== 'service') continue;
      for (const deployment of workload.deployments) {
        // A job without a component of its own migrates or seeds the database of another.
        if (deployment.example || ((deployment.kind === 'job' || deployment.kind === 'cronjob') && workload.component === undefined)) continue;
        for (const connection of connectionsOf(deployment)) connected.set(connection.key, [...(connected.get(connection.key) ?? []), { ...connection, workload, deployment }]);
      }
    }
    const sharing = new Map<string, readonly string[]>();
    for (const links of connected.values()) {
      const [first] = links as [Link, ...Link[]];
      const users = partiesOf(links);
      const ours = partiesOf(links.filter(({ workload: { component, dir } }) => component !== undefined || dir !== undefined));
      const subject = `${first.deployment.environment ?? ''} ${first.what}`.trim();
      if (users.length > 1) sharing.set(subject, users);
      if (first.unnamed) {
        if (users.length > 1) unjudged.push({ subject, reason: `${users.join(', ')} connect to the server ${first.what}; to which of its databases, the deployment files do not say.`, at: first.at });
      } else if (users.length < 2) {
        single += 1;
        serves(subject, users[0]!, first.at);
      } else if (partiesOf(links.filter((link) => !link.whole)).length < 2) {
        unjudged.push({ subject, reason: `${users.join(', ')} are handed all of the settings that lead to ${first.what}; which of them connect, the deployment files do not say.`, at: first.at });
      } else if (ours.length === 1) {
        // A tool that copies, shows or pools what is in it may be meant to.
        unjudged.push({ subject, reason: `${users.filter((user) => user !== ours[0]).join(', ')} connects to the database of ${ours[0]}, and its image is built elsewhere.`, at: first.at });
      } else if (!judgements.has(subject) && ![...judgements.values()].some(({ at, message }) => message === told(users, first) && at.file === first.at.file && at.line === first.at.line)) judgements.set(subject, {
        subject, standing: 'violated', message: told(users, first), at: first.at,
        evidence: links.slice(0, 20).map(({ workload: { name }, by, at }) => ({ note: `${name} connects by ${by}.`, at })),
        // Images of others may be pointed at any database for a trial; one's own machine may put all into one.
        ...(links.some(({ workload: { component, dir } }) => component === undefined && dir === undefined) ? { confidence: 'low' as const }
          : links.some(({ workload, deployment }) => workload.component === undefined || deployment.environment === 'development') && { confidence: 'medium' as const }),
      });
    }

    // One client in shared code that several services load.
    const services = servicesOf(units, files, components).filter(({ kind }) => kind !== 'function');
    for (const [file, { connections }] of Object.entries(dataSites)) {
      const [client] = connections.filter(({ client: name }) => name !== '@prisma/extension-read-replicas');
      if (!client) continue;
      const loading = services.filter(({ modules }) => modules.includes(file));
      // A worker beside the one service of its package is another process of the same application.
      const users = loading.filter((one) => !works(one) || loading.filter((other) => !works(other) && other.kind === 'service' && other.dir === one.dir).length !== 1);
      const owners = [...new Set(users.map(({ name, component }) => component ?? name))].sort();
      const folders = new Set(users.map(({ dir }) => dir));
      if (users.length === 0) continue;
      // Without declared components, each deployable is one by itself.
      const parties = owners.length > 1 ? owners : Object.keys(architecture.declared.components).length < 2 && folders.size > 1 ? users.map(({ name }) => name).sort() : owners;
      if (parties.length < 2) {
        single += 1;
        const beside = loading.filter((one) => !users.includes(one)).map(({ name }) => name).sort();
        serves(file, `${parties[0]!}${beside.length > 0 ? `, and what works beside it (${beside.join(', ')}),` : ''}`, { file, line: client.line, column: client.column });
        continue;
      }
      const evidence = users.map(({ name, at }) => ({ note: `${name} loads it.`, at }));
      // The settings that lead them to one database are told already; who else loads the client may never connect.
      const [subject = ''] = [...sharing].find(([, known]) => parties.filter((one) => known.includes(one)).length > 1) ?? [];
      const same = judgements.get(subject);
      if (same) judgements.set(subject, { ...same, evidence: [...(same.evidence ?? []), { note: 'Several of them load this client.', at: { file, line: client.line, column: client.column } }] });
      else judgements.set(file, {
        subject: file, standing: 'violated', message: `${parties.join(', ')} use the same database client.`, at: { file, line: client.line, column: client.column }, confidence: 'medium', evidence,
      });
    }
    return { examined: single + judgements.size, judgements: withPasses(judgements.values(), alone.values()), unjudged };
  },
});

/** A chart that is installed in several environments has the cause once. */
const told = (users: readonly string[], { what }: Link): string => `${users.join(', ')} connect to the same database, ${what}.`;

/** Those that connect, by name: workloads of one component or folder are one, and so are those that run one image, told by other commands. */
function partiesOf(links: readonly Link[]): string[] {
  const names = new Map<string, string>();
  for (const { workload, deployment: { image } } of links) {
    const same = links.find((other) => image !== undefined && !isUnresolved(image) && other.deployment.image === image) ?? { workload };
    names.set(partyOf(same.workload), same.workload.component ?? same.workload.name);
  }
  return [...names.values()].sort();
}
