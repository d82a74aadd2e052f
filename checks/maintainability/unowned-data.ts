import { defineCheck, type Entity, type Evidence, type Judgement } from '../../src/model/index.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { bounded, count, groupBy, listed } from '../../src/lib/module-imports.ts';
import { folderOfPath } from '../../src/lib/paths.ts';

export default defineCheck({
  id: 'unowned-data',
  dimension: 'maintainability',
  severity: 'major',
  phase: '12.2',
  from: 'MVP',
  effort: 'medium',
  title: 'Every entity has one owner',
  why: 'Data that several parts write has no one who keeps its rules, and its schema cannot change without all of them.',
  fix: 'Declare the owner under `components.<name>.data.owns`, and let the others ask it, or read through a grant (`data.reads`).',
  grading: 'share',
  needs: ['architecture', 'components', 'dataAccess', 'units'],
  inspect({ architecture, components, dataAccess, units }) {
    const declared = Object.entries(architecture.declared.components);
    // With one component, or none, there is nobody to share with.
    if (declared.length < 2) return { examined: 0, judgements: [] };
    const componentOf = (file: string): string | undefined => components.of[file]?.components[0];
    const owners = new Map<string, { component: string; at: Evidence['at'] }[]>();
    const grants = new Set<string>();
    for (const [component, { data }] of declared) {
      for (const [index, name] of (data?.owns ?? []).entries()) {
        const key = name.toLowerCase();
        owners.set(key, [...(owners.get(key) ?? []), { component, at: placeOf(architecture, pointer('components', component, 'data', 'owns', index)) }]);
      }
      for (const name of data?.reads ?? []) grants.add(`${component} ${name.toLowerCase()}`);
    }
    const processes = units.units.map(({ modules, entry }) => ({ modules: new Set(modules), component: componentOf(entry.file) }));
    const judgements: Judgement[] = [];
    const seen = new Set<string>();
    /** What nobody owns, by where it is defined and by who uses it: one cause each. */
    const orphans = new Map<string, { readonly from: string; readonly users: readonly string[]; readonly list: Entity[] }>();
    /** What two components define, by the two of them: one schema was copied. */
    const judged: Judged[] = [];
    const twins = new Map<string, { readonly pair: string; readonly list: { readonly entity: Entity; readonly other: Evidence['at'] }[] }>();
    for (const entity of dataAccess.entities) {
      const keys = [entity.name.toLowerCase(), entity.table.toLowerCase()];
      keys.forEach((key) => seen.add(key));
      const named = keys.flatMap((key) => owners.get(key) ?? []);
      const claims = [...new Map(named.map((one) => [one.component, one])).values()];
      const holder = claims[0]?.component ?? componentOf(entity.at.file);
      const users = usersOf(entity);
      // A library holds schemas for whoever runs it: what uses them owns them. So does a folder of scripts whose tables its component never touches.
      const scripts = /\.sql$/.test(entity.at.file) && users.length === 1 && holder !== users[0];
      const owner = holder === undefined || (claims.length === 0 && (isLibrary(holder) || scripts)) ? commonOf(users) ?? (users.length === 0 ? holder : undefined) : holder;
      const twin = claims.length > 1 ? undefined : twinOf(entity, owner, holder);
      if (owner !== undefined && twin !== undefined) {
        const pair = `by ${holder} and by ${componentOf(twin.file)}`;
        twins.set(pair, { pair, list: [...(twins.get(pair)?.list ?? []), { entity, other: twin }] });
      } else if (owner !== undefined) judged.push(judge(entity, claims, owner, holder));
      else {
        const from = holder === undefined ? folderOfPath(entity.at.file) : `the library ${holder}`;
        const key = `${from}\n${users.join()}`;
        orphans.set(key, { from, users, list: [...(orphans.get(key)?.list ?? []), entity] });
      }
    }
    judgements.push(...byPair(judged));
    for (const { from, users, list } of orphans.values()) {
      const one = list.length === 1;
      const writers = new Set(list.flatMap((entity) => usersOf(entity, true)));
      // Parts of one process are deployed together, whoever of them writes; who runs a library may be out of sight.
      const apart = processes.filter(({ modules }) => list.some(({ name }) => dataAccess.uses.some(({ entity, write, at }) => write && entity === name && modules.has(at.file)))).length > 1;
      judgements.push({
        subject: users.length > 0 ? `tables of ${from} used by ${users.join(', ')}` : `tables of ${from}`, standing: 'missing', at: list[0]!.at, confidence: users.some(isLibrary) ? 'low' : writers.size > 1 && apart ? 'high' : 'medium',
        message: users.length > 0
          ? `${one ? list[0]!.name : count(list.length, 'table')} of ${from} ${one ? 'has' : 'have'} no owner and ${one ? 'is' : 'are'} used by ${users.join(', ')}.`
          : `${one ? list[0]!.name : count(list.length, 'table')} of ${from} ${one ? 'has' : 'have'} no owner: no component declares ${one ? 'it' : 'them'}, and no call tells whose ${one ? 'it is' : 'they are'}.`,
        evidence: list.slice(0, 20).flatMap(({ name, at }, index) => [
          ...(index === 0 ? [] : [{ note: `${name} is defined here.`, at }]),
          ...dataAccess.uses.filter(({ entity }) => entity === name).slice(0, one ? 20 : 1).map((use) => ({ note: `${name} is ${use.write ? 'written' : 'read'} here.`, at: use.at })),
        ]),
      });
    }
    for (const { pair, list } of twins.values()) {
      const [{ entity, other }, ...more] = list as [(typeof list)[0], ...typeof list];
      judgements.push({
        subject: more.length === 0 ? entity.name : `tables defined ${pair}`, standing: 'violated', at: entity.at, confidence: 'medium',
        message: more.length === 0 ? `The table ${entity.table} is defined ${pair}.` : `${count(list.length, 'table')} are defined ${pair}: ${list.slice(0, 3).map((one) => one.entity.table).join(', ')}${list.length > 3 ? ' and others' : ''}.`,
        evidence: [{ note: 'The other definition.', at: other }, ...more.slice(0, 10).flatMap((one) => [{ note: `${one.entity.name} is defined here.`, at: one.entity.at }, { note: `${one.entity.name} is defined here as well.`, at: one.other }])],
      });
    }
    for (const [key, claims] of owners) {
      if (seen.has(key) || dataAccess.entities.length === 0) continue;
      judgements.push({ subject: key, standing: 'declared', message: `${claims[0]!.component} is declared to own ${key}; no schema defines it.`, at: claims[0]!.at!, confidence: 'medium' });
    }
    return { examined: judgements.length, judgements };

    /** Components that read or write it; for what a library does, those that run it. */
    function usersOf({ name }: Entity, writing = false): string[] {
      const users = dataAccess.uses.filter(({ entity, write }) => entity === name && (write || !writing)).flatMap(({ at: { file } }) => {
        const component = componentOf(file);
        const running = component !== undefined && isLibrary(component) ? processes.flatMap(({ modules, component: owner }) => (modules.has(file) ? owner ?? [] : [])) : [];
        return running.length > 0 ? running : component ?? [];
      });
      return [...new Set(users)].sort();
    }

    function isLibrary(component: string): boolean {
      return architecture.declared.components[component]?.kind === 'library';
    }

    /** The one that uses it, or around which all others lie. */
    function commonOf(users: readonly string[]): string | undefined {
      return users.find((one) => users.every((other) => other === one || isInside(other, one)));
    }

    /** The definition of the same table in another component. */
    function twinOf({ also }: Entity, owner: string | undefined, holder: string | undefined): Entity['at'] | undefined {
      return also.find(({ file }) => componentOf(file) !== undefined && componentOf(file) !== holder && !isInside(componentOf(file)!, owner));
    }

    function judge(entity: Entity, claims: readonly { component: string; at: Evidence['at'] }[], owner: string, holder: string | undefined): Judged {
      const subject = entity.name;
      const backing: Evidence[] = claims.map(({ component, at }) => ({ note: `${component} is declared to own it.`, ...(at && { at }) }));
      if (claims.length > 1) return { subject, standing: 'violated', message: `${entity.name} has ${claims.length} declared owners: ${claims.map(({ component }) => component).join(', ')}.`, at: entity.at, evidence: backing };
      const uses = dataAccess.uses.filter((use) => use.entity === entity.name);
      const strangers = uses.flatMap((use) => {
        const component = componentOf(use.at.file);
        return component === undefined || component === owner || isInside(component, owner) || (claims.length === 0 && (component === holder || isLibrary(component)))
          || (!use.write && (grants.has(`${component} ${entity.name.toLowerCase()}`) || grants.has(`${component} ${entity.table.toLowerCase()}`))) ? [] : [{ ...use, component }];
      });
      if (strangers.length === 0) return { subject, standing: 'verified', message: claims.length > 0 || holder === owner ? `${entity.name} belongs to ${owner}; no other component touches it.` : `No component but ${owner} touches ${entity.name}.`, at: entity.at, evidence: backing };
      const writing = strangers.filter(({ write }) => write);
      const [first] = writing.length > 0 ? writing : strangers;
      const others = [...new Set(strangers.map(({ component }) => component))].sort();
      return {
        subject, standing: 'violated', at: first!.at, confidence: writing.length > 0 ? 'high' : 'medium', pair: { owner, others },
        message: `${entity.name} belongs to ${owner}; ${others.join(', ')} ${writing.length > 0 ? 'writes' : 'reads'} it.`,
        evidence: [{ note: 'It is defined here.', at: entity.at }, ...backing, ...strangers.filter((use) => use !== first).slice(0, 19).map(({ component, write, at }) => ({ note: `${component} ${write ? 'writes' : 'reads'} it.`, at }))],
      };
    }

    /** A component nested in the owner is a part of it, and the owner's parts share its data. */
    function isInside(component: string, owner: string | undefined): boolean {
      const parents = new Map(components.components.map(({ name, parent }) => [name, parent]));
      for (let up = parents.get(component); up !== undefined; up = parents.get(up)) if (up === owner) return true;
      return false;
    }
  },
});

/** What is said of one entity; with a pair where others than its owner touch it. */
type Judged = Judgement & { readonly pair?: { readonly owner: string; readonly others: readonly string[] } };

/** From so many entities on, who goes into another's data has one cause for all of them. */
const MANY = 3;

function byPair(judged: readonly Judged[]): Judgement[] {
  const groups = groupBy(judged, ({ pair, subject }) => (pair ? `${pair.owner}\n${pair.others.join()}` : `\n${subject}`));
  return [...groups.values()].flatMap((group): Judgement[] => {
    const bare = group.map(({ pair, ...judgement }): Judgement => judgement);
    const { pair } = group[0];
    if (!pair || group.length < MANY) return bare;
    const sure = group.filter(({ confidence }) => confidence === 'high');
    const [first, ...more] = [...sure, ...group.filter((one) => !sure.includes(one))] as [Judged, ...Judged[]];
    const { owner, others } = pair;
    return [{
      subject: `tables of ${owner} used by ${others.join(', ')}`, standing: 'violated', at: first.at, confidence: first.confidence ?? 'high',
      message: `${group.length} tables of ${owner} are ${sure.length > 0 ? 'written' : 'read'} by ${others.join(', ')}: ${listed(group.map(({ subject }) => subject), MANY)}.`,
      evidence: bounded([...(first.evidence ?? []), ...more.flatMap(({ message, at }) => (at ? [{ note: message, at }] : []))], 20),
    }];
  });
}
