import { defineCheck, type Evidence, type GroupEdge, type Judgement, type RemoteEdge, type Unjudged } from '../../src/model/index.ts';
import { dependencyEdges, placeOf, pointer } from '../../src/lib/declaration.ts';
import { bounded, count, MAX_UNRESOLVED, namesOf, productionImports, siteOf, typeNote, withinBudget } from '../../src/lib/module-imports.ts';
import { ancestorsOf } from '../../src/lib/nesting.ts';

const SEVERAL = 8;
/** What crosses a process boundary: an import of run-time code is then a second, undeclared way. */
const REMOTE = new Set(['http', 'grpc', 'graphql', 'websocket', 'webhook']);

export default defineCheck<'architecture' | 'components' | 'coupling' | 'files' | 'imports' | 'remoteEdges', { readonly max_unresolved: number }>({
  id: 'implicit-communication',
  dimension: 'maintainability',
  severity: 'major',
  phase: '12.3',
  from: 'MVP',
  effort: 'low',
  title: 'Communication between components is declared, and seen',
  why: 'An edge that nobody declared is a decision that nobody made: whether the caller waits, and what happens when the other side is away.',
  fix: 'Add the edge to depends_on with its mode, remove the import, or take away the entry that nothing uses.',
  grading: 'share',
  needs: ['architecture', 'components', 'coupling', 'files', 'imports', 'remoteEdges'],
  options: {
    schema: { type: 'object', additionalProperties: false, properties: { max_unresolved: MAX_UNRESOLVED.schema } },
    defaults: { max_unresolved: MAX_UNRESOLVED.value },
  },
  inspect({ architecture, components: { components, of }, coupling, files, imports, remoteEdges }, { max_unresolved }) {
    const { declared } = architecture;
    const isLibrary = (name: string): boolean => declared.components[name]?.kind === 'library';
    const insideOf = ancestorsOf(components);
    const observed = new Map(coupling.components.filter(({ from, to }) => !insideOf(to).includes(from)).map((edge) => [`${edge.from} -> ${edge.to}`, edge]));
    const stated = new Map(dependencyEdges(declared).filter(({ kind }) => kind === 'component').map((edge) => [`${edge.from} -> ${edge.to}`, edge]));
    const empty = new Set(components.filter(({ modules }) => modules === 0).map(({ name }) => name));

    const judgements: Judgement[] = [];
    const unjudged: Unjudged[] = [];
    let examined = 0;
    for (const [subject, edge] of observed) {
      const said = stated.get(subject);
      // A library is part of whoever imports it; there is nobody to communicate with.
      if (!said && isLibrary(edge.to)) continue;
      examined += 1;
      if (!said) {
        judgements.push({
          subject, standing: 'missing', at: siteOf(edge.sites[0]!), evidence: sitesOf(edge),
          message: `${edge.from} imports ${edge.to} (${count(edge.imports, 'import')}${typeNote(edge.sites)}) and does not declare it.`,
        });
      } else if (said.dependency.via !== undefined && REMOTE.has(said.dependency.via) && edge.imports > edge.typeOnly) {
        judgements.push({
          subject, standing: 'violated', confidence: 'medium', at: siteOf(edge.sites.find(({ kind }) => kind !== 'type') ?? edge.sites[0]!),
          message: `${edge.from} declares ${edge.to} via ${said.dependency.via}, and imports its code as well (${count(edge.imports - edge.typeOnly, 'import')}).`,
          evidence: [{ note: `declared via ${said.dependency.via}`, at: placeOf(architecture, `${said.pointer}/via`) }, ...sitesOf(edge)],
        });
      } else if (said.dependency.mode === undefined && !isLibrary(edge.to)) {
        judgements.push({
          subject, standing: 'declared', at: placeOf(architecture, said.pointer), evidence: sitesOf(edge),
          message: `${edge.from} declares ${edge.to} without a mode: sync or async.`,
        });
      } else {
        judgements.push({
          subject, standing: 'verified', at: siteOf(edge.sites[0]!), message: `${edge.from} imports ${edge.to}, as declared.`,
          evidence: [{ note: `declared${said.dependency.mode === undefined ? '' : ` ${said.dependency.mode}`} here`, at: placeOf(architecture, said.pointer) }],
        });
      }
    }
    const remote = new Map<string, RemoteEdge[]>();
    for (const edge of remoteEdges) remote.set(`${edge.from} -> ${edge.to}`, [...(remote.get(`${edge.from} -> ${edge.to}`) ?? []), edge]);
    for (const [subject, [edge, ...more]] of remote) {
      if (observed.has(subject) || !edge) continue;
      examined += 1;
      const evidence = bounded([edge, ...more].flatMap(({ what, sites }) => sites.map((site): Evidence => ({ note: what, at: site }))), SEVERAL);
      judgements.push(stated.has(subject)
        ? { subject, standing: 'verified', at: edge.sites[0]!, evidence, message: `${edge.from} reaches ${edge.to} via ${edge.via}, as declared.` }
        : { subject, standing: 'missing', confidence: 'medium', at: edge.sites[0]!, evidence, message: `${edge.from} reaches ${edge.to} via ${edge.via} (${edge.what}) and does not declare it.` });
    }
    // Coupling leaves generated code out, but an import of it shows a declared edge as well as any.
    const owner = (path: string): string | undefined => of[path]?.components[0];
    const used = new Set(productionImports({ files, imports }).flatMap(({ from, to }) => (to === undefined ? [] : [`${owner(from)} -> ${owner(to)}`])));
    for (const [subject, { from, to, dependency, pointer: at }] of stated) {
      if (observed.has(subject) || remote.has(subject)) continue;
      if (used.has(subject)) {
        examined += 1;
        continue;
      }
      if ((dependency.via ?? 'call') !== 'call' || empty.has(from) || empty.has(to)) {
        unjudged.push({ subject, reason: `What goes ${dependency.via === undefined ? 'between files that are no modules' : `via ${dependency.via}`} is not seen in imports.`, at: placeOf(architecture, at) });
        continue;
      }
      examined += 1;
      const isCall = dependency.via === 'call';
      judgements.push({
        subject, standing: isCall ? 'violated' : 'declared', confidence: 'medium', at: placeOf(architecture, at),
        message: isCall ? `${from} declares that it calls ${to}, and imports nothing of it.` : `Nothing shows how ${from} reaches ${to}: no import, and no via is declared.`,
        evidence: [{ note: `${to} is declared here`, at: placeOf(architecture, pointer('components', to)) }],
      });
    }
    return withinBudget(imports, max_unresolved, { examined, judgements, unjudged });
  },
});

const sitesOf = ({ sites, imports }: GroupEdge): Evidence[] => {
  const listed = bounded(sites.map((site): Evidence => ({ note: `imports ${namesOf([site])} of ${site.to}${typeNote([site])}`, at: siteOf(site) })), SEVERAL);
  return imports > SEVERAL ? [...listed.slice(0, SEVERAL), { note: `and ${imports - SEVERAL} more` }] : listed;
};
