import { defineCheck, type Architecture, type DataAccess, type DataUse, type DeclaredTenancy, type Entity, type Judgement, type Unjudged } from '../../src/model/index.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { bounded, count } from '../../src/lib/module-imports.ts';
import { isKey, names } from '../../src/lib/tenancy.ts';

const SHOWN = 12;

export default defineCheck({
  id: 'tenant-leaks',
  dimension: 'security',
  severity: 'critical',
  phase: 'edge',
  from: 'prototype',
  effort: 'medium',
  title: 'No query reaches the rows of another tenant',
  why: 'Where tenants share tables, one query without their key shows the data of one customer to another.',
  fix: 'Switch on row-level security, or put the key into every query in one place (a client extension, a filter), and only then by hand.',
  grading: 'share',
  needs: ['architecture', 'dataAccess'],
  inspect({ architecture, dataAccess }) {
    const { tenancy } = architecture.declared;
    if (tenancy?.model !== 'shared-rows') return { examined: 0, judgements: [] };
    const { key } = tenancy;
    if (key === undefined) return { examined: 0, judgements: [], unjudged: [{ subject: 'tenancy', reason: 'The column that says whose a row is is not declared (tenancy.key).', at: placeOf(architecture, '/tenancy') }] };
    const named = (list: readonly string[] | undefined, { name, table }: Entity): boolean => (list ?? []).some((one) => [name, table].some((other) => other.toLowerCase() === one.toLowerCase()));
    const scoped = dataAccess.entities.filter((entity) => !named(tenancy.global, entity) && (tenancy.scoped ? named(tenancy.scoped, entity) : entity.fields.some((field) => isKey(key, field))));
    const answers = scoped.map((entity) => judge(architecture, tenancy, key, entity, dataAccess));
    const absent = (tenancy.scoped ?? []).flatMap((name, index): Unjudged[] =>
      dataAccess.entities.some((entity) => named([name], entity)) ? [] : [{ subject: name, reason: 'No schema that is read here defines it.', at: placeOf(architecture, pointer('tenancy', 'scoped', index)) }]);
    return {
      examined: answers.reduce((sum, { examined }) => sum + examined, 0),
      judgements: answers.flatMap(({ judgements }) => judgements),
      unjudged: [...absent, ...answers.flatMap(({ unjudged }) => unjudged)],
    };
  },
});

interface Answer { readonly examined: number; readonly judgements: readonly Judgement[]; readonly unjudged: readonly Unjudged[] }

function judge(architecture: Architecture, { enforcement }: DeclaredTenancy, key: string, entity: Entity, { uses, scopes, rowSecurity }: DataAccess): Answer {
  const { name: subject, table, at } = entity;
  const one = (judgement: Omit<Judgement, 'subject'>): Answer => ({ examined: 1, judgements: [{ subject, ...judgement }], unjudged: [] });
  const own = uses.filter((use) => use.entity === subject);

  // What is kept in one place needs no predicate in any query.
  const security = rowSecurity.find((row) => row.table === table.toLowerCase());
  if (security?.on) return one({ standing: 'verified', message: `Row-level security is on for ${table}.`, at, evidence: [{ note: 'it is switched on here', at: security.at }] });
  const computed = rowSecurity.find((row) => row.table === '*' && row.on);
  if (computed && !security) return { examined: 0, judgements: [], unjudged: [{ subject, reason: 'Row-level security is switched on for tables whose names are computed.', at: computed.at }] };
  const scope = scopes.find(({ orm, names: said }) => orm === entity.orm && names(key, said));
  const beside = scope ? own.filter(({ method }) => method === 'SQL') : own;

  const judgements: Judgement[] = [];
  const unjudged: Unjudged[] = [];
  const leaks: DataUse[] = [];
  let examined = 0;
  if (scope) {
    examined++;
    judgements.push({ subject, standing: 'verified', message: `Every query of ${subject} passes ${scope.how}, which knows ${key}.`, at, evidence: [{ note: scope.how, at: scope.at }], confidence: 'medium' });
  }
  const seen = new Map<string, number>();
  for (const use of beside) {
    if (use.predicate.adds) continue;
    const words = `${subject}.${use.method} in ${use.at.file}`;
    const nth = (seen.get(words) ?? 0) + 1;
    seen.set(words, nth);
    const base = { subject: nth === 1 ? words : `${words} (${nth})`, at: use.at };
    if (names(key, use.predicate.names)) examined++;
    else if (use.predicate.open) unjudged.push({ ...base, reason: 'What chooses its rows is put together elsewhere.' });
    else if (names(key, use.around)) unjudged.push({ ...base, reason: `The query does not name ${key}, and the function around it does.` });
    else {
      leaks.push(use);
      judgements.push({
        // What else may narrow it (an id that was checked before, a key that a session holds) is not seen.
        ...base, standing: 'violated', confidence: 'low', message: `The query ${use.write ? 'changes' : 'reads'} ${subject} without ${key}: it reaches the rows of every tenant.`,
        evidence: [{ note: `${subject} belongs to a tenant`, at }],
      });
    }
  }
  if (leaks.length === 0 || enforcement === undefined || /^quer/.test(enforcement)) return { examined: examined + leaks.length, judgements, unjudged };
  // A means in one place is declared and not seen: one finding, since one thing mends it.
  const scripted = enforcement === 'row-level-security' && (entity.orm === 'sql' || rowSecurity.length > 0);
  const whole: Judgement = {
    subject: `${enforcement} for ${subject}`, standing: security || scripted ? 'missing' : 'declared', confidence: 'medium', at: leaks[0]!.at,
    message: security ? `Row-level security of ${table} is switched off, and ${count(leaks.length, 'query', 'queries')} of ${subject} do without ${key}.`
      : `${enforcement} is declared and not found for ${subject}, and ${count(leaks.length, 'query does', 'queries do')} without ${key}.`,
    evidence: [{ note: `enforcement: ${enforcement}`, at: placeOf(architecture, '/tenancy/enforcement') }, ...(security ? [{ note: 'it is switched off here', at: security.at }] : []), ...bounded(leaks.map((use) => ({ note: use.method, at: use.at })), SHOWN)],
  };
  return { examined: examined + 1, judgements: [...judgements.filter(({ standing }) => standing !== 'violated'), whole], unjudged };
}
