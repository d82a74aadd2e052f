import { defineCheck, type DeclaredComponent, type Evidence, type Facts, type Judgement, type Unjudged } from '../../src/model/index.ts';
import { ownershipOf, sameOwner } from '../../src/lib/codeowners.ts';
import { listOf, placeOf, pointer } from '../../src/lib/declaration.ts';
import { uncoveredFolders } from '../../src/lib/folders.ts';
import { alsoAt, couldBe, isDeployable, runningServices, subjectOf, type Running } from '../../src/lib/production.ts';
import { withPasses } from '../../src/lib/passes.ts';
import { bounded, count, groupBy, listed } from '../../src/lib/module-imports.ts';

const SEVERAL = 8;
/** From here on what all lack is told once. */
const MANY = 3;

type Needs = 'architecture' | 'files' | 'imports' | 'components' | 'packages' | 'codeowners' | 'workloads';

export default defineCheck<Needs>({
  id: 'undocumented-boundaries',
  dimension: 'maintainability',
  severity: 'major',
  phase: '12.1',
  from: 'prototype',
  effort: 'low',
  title: 'Component boundaries are documented, and cover the code',
  why: 'Code that belongs to nobody is changed by everybody; a part without an owner and a purpose has no boundary to defend.',
  fix: 'Give each part an owner and a responsibility, and every production module exactly one component.',
  grading: 'share',
  needs: ['architecture', 'files', 'imports', 'components', 'packages', 'codeowners', 'workloads'],
  inspect(facts) {
    const boundaries = documented(facts);
    const code = covered(facts);
    const running = deployed(facts);
    return { examined: boundaries.examined + code.examined + running.examined, judgements: withPasses([...boundaries.judgements.filter(isFinding), ...code.judgements, ...running.judgements], boundaries.judgements), unjudged: running.unjudged ?? [] };
  },
});

const isFinding = ({ standing }: Judgement): boolean => standing !== 'verified';

type Part = { readonly examined: number; readonly judgements: Judgement[]; readonly unjudged?: Unjudged[] };

/** Every component: what it is for, and whose it is. */
function documented({ architecture, files: { files }, components: { components, of }, codeowners }: Pick<Facts, Needs>): Part {
  const ownershipAt = ownershipOf(codeowners);
  // A component without files is told by idle-declarations.
  const filled = components.filter((component) => component.files > 0);
  const declared = (name: string): DeclaredComponent | undefined => architecture.declared.components[name];
  // Where nobody owns anything, that is one decision which was not taken.
  const nobody = filled.length >= MANY && filled.every(({ name }) => declared(name)?.owner === undefined);
  const subjects = nobody ? filled.filter(({ name }) => declared(name)?.responsibility === undefined) : filled;
  const [first, ...others] = nobody ? filled.map(({ name }) => placeOf(architecture, pointer('components', name))) : [];
  const ownerless: Judgement[] = first === undefined ? [] : [{
    subject: 'owners of all components', standing: 'declared', message: `None of ${filled.length} components has an owner.`, at: first, evidence: bounded(others.map((at): Evidence => ({ note: 'no owner either', at })), SEVERAL),
  }];
  const judgements = subjects.flatMap(({ name }): Judgement[] => {
    const { owner, responsibility } = architecture.declared.components[name] ?? {};
    const at = placeOf(architecture, pointer('components', name));
    const lacks = [...(owner === undefined ? ['owner'] : []), ...(responsibility === undefined ? ['responsibility'] : [])];
    if (lacks.length > 0) {
      return [{ subject: name, standing: lacks.length === 2 ? 'missing' : 'declared', message: `${name} has no ${lacks.join(' and no ')}.`, at }];
    }
    const owners = listOf(owner);
    const lines = [...groupBy(
      files.flatMap(({ path, language, role }) => (language !== undefined && role === 'production' && of[path]?.components[0] === name ? [ownershipAt(path)] : [])).filter((line) => line !== undefined && line.owners.length > 0),
      (line) => String(line!.line),
    ).values()].map(([line]) => line!);
    if (lines.length === 0 || lines.some((line) => line.owners.some((name) => owners.some((own) => sameOwner(own, name))))) {
      return [{
        subject: name, standing: 'verified', message: `${name} belongs to ${owners.join(', ')}, and says what it is for.`, at,
        evidence: bounded(lines.map((line): Evidence => ({ note: `${line.pattern} belongs to ${line.owners.join(', ')}`, at: { file: codeowners.file!, line: line.line } })), SEVERAL),
      }];
    }
    return [{
      subject: name,
      standing: 'violated',
      message: `${name} is declared to belong to ${owners.join(', ')}, and CODEOWNERS gives its files to ${listed([...new Set(lines.flatMap((line) => line.owners))], 4)}.`,
      at: placeOf(architecture, pointer('components', name, 'owner')),
      evidence: bounded(lines.map((line): Evidence => ({ note: `${line.pattern} belongs to ${line.owners.join(', ')}`, at: { file: codeowners.file!, line: line.line } })), SEVERAL),
      // A team may go by other names there.
      confidence: 'medium',
    }];
  });
  return { examined: subjects.length + ownerless.length, judgements: [...ownerless, ...judgements] };
}

/** Every service that is deployed runs a component; what an example or a development file starts need not. */
function deployed({ architecture, workloads }: Pick<Facts, Needs>): Part {
  // Functions belong to the folder of their file, which is asked as code.
  const services = runningServices(workloads.workloads).filter(({ deployments }) => deployments.some(({ kind }) => kind !== 'function'));
  // A name that is put together when it is deployed tells nothing.
  const nameless = ({ workload }: (typeof services)[number]): boolean => workload.component === undefined && / at \S+:\d+$|\$\{|^\{[A-Z_]+\}$/.test(workload.name);
  // By its image, or by a name that says nothing, it may be one that is declared.
  const free = Object.entries(architecture.declared.components).flatMap(([name, { kind }]) => (isDeployable(kind) ? [name] : []));
  // An image from elsewhere is somebody else's product.
  const ownPlaces = new Set(services.filter(({ workload }) => workload.component !== undefined).flatMap(imagesOf).map(placeOfImage));
  const isForeign = (one: Running): boolean => ownPlaces.size > 0 && one.workload.dockerfile === undefined && imagesOf(one).length > 0 && imagesOf(one).every((image) => !image.includes('$') && !ownPlaces.has(placeOfImage(image)));
  const candidate = (one: Running): string | undefined => (isForeign(one) ? undefined : free.find((name) => couldBe(one.workload, name, architecture.declared.project.name)));
  // Another start of what a component has built.
  const started = new Set(services.filter(({ workload }) => workload.component !== undefined).flatMap(imagesOf).filter((image) => /\w\/\w/.test(image)));
  const isAnotherStart = (one: Running): boolean => one.workload.component === undefined && imagesOf(one).length > 0 && imagesOf(one).every((image) => started.has(image));
  const unjudged = services.filter(nameless).map(({ workload, deployments: [first] }): Unjudged => ({ subject: subjectOf(workload, first!), reason: `Which component ${workload.name} runs is not known.`, at: first!.at }));
  const judgements = services.filter((one) => one.workload.component === undefined && !nameless(one) && !isAnotherStart(one)).map((one): Judgement => {
    const { workload, deployments: [first, ...more] } = one;
    const name = candidate(one);
    return {
      subject: subjectOf(workload, first!),
      standing: 'missing',
      message: name !== undefined ? `${workload.name} is deployed, and no component says that it runs there; it may be ${name}.`
        : isForeign(one) ? `${workload.name} is deployed, and architecture.yaml says nothing of it.` : `${workload.name} is deployed, and no component covers it.`,
      at: first!.at,
      evidence: [{ note: name === undefined ? 'The components that are declared.' : `${name} is declared here.`, at: placeOf(architecture, name === undefined ? '/components' : pointer('components', name)) }, ...alsoAt(more.map(({ at }) => at), 'deployed here as well')],
      confidence: name !== undefined || isForeign(one) ? 'low' : workload.dir === undefined ? 'medium' : 'high',
    };
  });
  // The other way round: where some components are deployed from here, those that are declared to run should be as well.
  const [sample] = services.filter(({ workload }) => workload.component !== undefined);
  const known = new Set(workloads.workloads.filter(({ deployments }) => deployments.some(({ example }) => !example)).flatMap(({ component }) => component ?? []));
  // What runs without a component that is known, or with the folder of its manifest alone, may be one of them.
  const strangers = services.filter(({ workload: { component = '' } }) => !isDeployable(architecture.declared.components[component]?.kind));
  const isAmong = (name: string): boolean => strangers.some(({ workload }) => couldBe(workload, name, architecture.declared.project.name));
  // A part of what is deployed runs in it.
  const around = [...known].flatMap((name) => foldersOf(architecture.declared.components[name]));
  const isWithin = (component: DeclaredComponent): boolean => foldersOf(component).some((folder) => around.some((other) => folder.startsWith(`${other}/`)));
  const running = sample === undefined ? [] : Object.entries(architecture.declared.components).filter(([name, one]) => (one.kind === 'service' || one.kind === 'worker') && !isAmong(name) && !isWithin(one));
  const absent = running.filter(([name]) => !known.has(name)).map(([name, { kind }]): Judgement => ({
    subject: `${name} (not deployed)`,
    standing: 'violated',
    message: `${name} is declared as a ${kind}, and no deployment file brings it up.`,
    at: placeOf(architecture, pointer('components', name, 'kind')),
    evidence: [{ note: `${sample!.workload.component} is deployed here.`, at: sample!.deployments[0]!.at }],
    confidence: 'medium',
  }));
  const unseen = absent.length < MANY ? absent : [notDeployed(absent)];
  const names = new Set(workloads.workloads.map(({ name }) => name.toLowerCase()));
  const unknown = names.size === 0 ? [] : Object.entries(architecture.declared.components).flatMap(([name, { workloads: named }]) => listOf(named).flatMap((workload, index): Judgement[] => (names.has(workload.toLowerCase()) ? [] : [{
    subject: `${name} runs as ${workload}`, standing: 'violated', message: `${name} is declared to run as ${workload}, which no deployment file has.`, at: placeOf(architecture, pointer('components', name, 'workloads', index)),
  }])));
  const drifted = [...unseen.filter(({ subject }) => !unknown.some((one) => subject.startsWith(`${one.subject.split(' runs as ')[0]} `))), ...unknown];
  return { examined: services.length - unjudged.length + drifted.length, judgements: [...judgements, ...drifted], unjudged };
}

/** The folders of a component's path, without what a pattern leaves open. */
const foldersOf = (component: DeclaredComponent | undefined): readonly string[] => listOf(component?.path).map((path) => path.replace(/\/?\*.*$/, '').replace(/\/$/, '')).filter((folder) => folder !== '' && folder !== '.');
/** Images without tag and digest. */
const imagesOf = ({ deployments }: Running): readonly string[] => deployments.flatMap(({ image }) => (image === undefined ? [] : [image.replace(/@.*$/, '').replace(/:[^/]*$/, '')]));
/** The registry and the account that an image lies under. */
const placeOfImage = (image: string): string => image.slice(0, Math.max(0, image.lastIndexOf('/')));

/** Several at once were left out by one decision: they are deployed from elsewhere. */
function notDeployed(absent: readonly Judgement[]): Judgement {
  const [first, ...others] = absent as readonly [Judgement, ...Judgement[]];
  return {
    ...first, subject: 'components that are not deployed', message: `${absent.length} components are declared to run, and no deployment file brings them up: ${listed(absent.map(({ subject }) => subject.replace(/ \(not deployed\)$/, '')), 4)}.`,
    evidence: [...(first.evidence ?? []), ...bounded(others.map(({ message, at }): Evidence => ({ note: message, at })), SEVERAL)],
  };
}

/** Every production module belongs to exactly one component; what belongs to none is told by workspace, or by folder. */
function covered({ architecture, files: { files }, imports, components: { of }, packages: { packages } }: Pick<Facts, Needs>): Part {
  const linked = new Set(Object.entries(imports.modules).flatMap(([from, edges]) => edges.flatMap(({ to }) => (to === undefined ? [] : [from, to]))));
  // A script at the root that has to do with no other module is somebody's tool.
  const modules = files.filter(({ path, language, role }) => language !== undefined && role === 'production' && (path.includes('/') || linked.has(path)));
  const ownersOf = (path: string): readonly string[] => of[path]?.components ?? [];
  const judgements: Judgement[] = [];

  const shared = groupBy(modules.filter(({ path }) => ownersOf(path).length > 1), ({ path }) => ownersOf(path).join(' and '));
  for (const [names, group] of shared) {
    const second = ownersOf(group[0].path)[1]!;
    judgements.push({
      subject: `overlap of ${names}`,
      standing: 'violated',
      message: `${count(group.length, 'module')} belong${group.length === 1 ? 's' : ''} to more than one component: ${names}.`,
      at: placeOf(architecture, pointer('components', second, 'path')),
      evidence: bounded(group.map(({ path }): Evidence => ({ note: 'belongs to both', at: { file: path } })), SEVERAL),
    });
  }

  const workspaces = packages.filter(({ workspace, dir }) => workspace && dir !== '.');
  const bare = (dir: string): boolean => modules.some(({ path }) => path.startsWith(`${dir}/`)) && !modules.some(({ path }) => path.startsWith(`${dir}/`) && ownersOf(path).length > 0);
  const forgotten = workspaces.filter(({ dir }) => bare(dir));
  for (const { dir, name, at } of forgotten) {
    judgements.push({
      subject: dir,
      standing: 'missing',
      message: `The workspace ${name ?? dir} (${count(modules.filter(({ path }) => path.startsWith(`${dir}/`)).length, 'production module')}) belongs to no component.`,
      at,
    });
  }
  const rest = modules.filter(({ path }) => !forgotten.some(({ dir }) => path.startsWith(`${dir}/`)));
  const folders = uncoveredFolders(rest.map(({ path }) => ({ path, covered: ownersOf(path).length > 0 })));
  for (const { folder, paths } of folders) {
    judgements.push({
      subject: folder,
      standing: 'missing',
      message: folder === paths[0] ? `${folder} belongs to no component.` : `${count(paths.length, 'production module')} in ${folder} belong${paths.length === 1 ? 's' : ''} to no component.`,
      at: { file: paths[0]!, line: 1 },
      evidence: bounded(paths.slice(1).map((path): Evidence => ({ note: 'belongs to none either', at: { file: path } })), SEVERAL),
    });
  }
  const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const sound = new Set(rest.filter(({ path }) => ownersOf(path).length === 1).map(({ path }) => folderOf(path)));
  return { examined: sound.size + judgements.length, judgements };
}
