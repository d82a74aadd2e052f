import { defineCheck, type Entity, type Evidence, type Judgement } from '../../src/model/index.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';

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
  needs: ['architecture', 'components', 'dataAccess'],
  inspect({ architecture, components, dataAccess }) {
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
    const judgements: Judgement[] = [];
    const seen = new Set<string>();
    for (const entity of dataAccess.entities) {
      const keys = [entity.name.toLowerCase(), entity.table.toLowerCase()];
      keys.forEach((key) => seen.add(key));
      const named = keys.flatMap((key) => owners.get(key) ?? []);
      const claims = [...new Map(named.map((one) => [one.component, one])).values()];
      judgements.push(judge(entity, claims, claims[0]?.component ?? componentOf(entity.at.file)));
    }
    for (const [key, claims] of owners) {
      if (seen.has(key) || dataAccess.entities.length === 0) continue;
      judgements.push({ subject: key, standing: 'declared', message: `${claims[0]!.component} is declared to own ${key}; no schema defines it.`, at: claims[0]!.at!, confidence: 'medium' });
    }
    return { examined: judgements.length, judgements };

    function judge(entity: Entity, claims: readonly { component: string; at: Evidence['at'] }[], owner: string | undefined): Judgement {
      const subject = entity.name;
      const backing: Evidence[] = claims.map(({ component, at }) => ({ note: `${component} is declared to own it.`, ...(at && { at }) }));
      if (claims.length > 1) return { subject, standing: 'violated', message: `${entity.name} has ${claims.length} declared owners: ${claims.map(({ component }) => component).join(', ')}.`, at: entity.at, evidence: backing };
      const uses = dataAccess.uses.filter((use) => use.entity === entity.name);
      const strangers = uses.flatMap((use) => {
        const component = componentOf(use.at.file);
        return component === undefined || component === owner || isInside(component, owner)
          || (!use.write && (grants.has(`${component} ${entity.name.toLowerCase()}`) || grants.has(`${component} ${entity.table.toLowerCase()}`))) ? [] : [{ ...use, component }];
      });
      if (owner === undefined) {
        const users = [...new Set(strangers.map(({ component }) => component))].sort();
        const writers = [...new Set(strangers.filter(({ write }) => write).map(({ component }) => component))].sort();
        return {
          subject, standing: 'missing', at: entity.at, confidence: writers.length > 1 ? 'high' : 'medium',
          message: users.length > 1 ? `${entity.name} has no owner and is used by ${users.join(', ')}.` : `${entity.name} has no owner.`,
          evidence: strangers.slice(0, 20).map(({ component, write, at }) => ({ note: `${component} ${write ? 'writes' : 'reads'} it.`, at })),
        };
      }
      const twin = entity.also.find((at) => componentOf(at.file) !== undefined && componentOf(at.file) !== owner && !isInside(componentOf(at.file)!, owner));
      if (twin) return { subject, standing: 'violated', message: `The table ${entity.table} is defined by ${owner} and by ${componentOf(twin.file)}.`, at: entity.at, confidence: 'medium', evidence: [{ note: 'The other definition.', at: twin }, ...backing] };
      if (strangers.length === 0) return { subject, standing: 'verified', message: `${entity.name} belongs to ${owner}; no other component touches it.`, at: entity.at, evidence: backing };
      const writing = strangers.filter(({ write }) => write);
      const [first] = writing.length > 0 ? writing : strangers;
      const others = [...new Set(strangers.map(({ component }) => component))].sort();
      return {
        subject, standing: 'violated', at: first!.at, confidence: writing.length > 0 ? 'high' : 'medium',
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
