import { BOUNDARY_HEURISTICS, type BoundaryHeuristic } from '../../lib/knowledge/structure.ts';
import { SPLIT_DEPLOY_FACTOR } from '../../lib/knowledge/review.ts';
import { count, listed } from '../../lib/module-imports.ts';
import { compare } from '../../lib/order.ts';
import type { Facts } from '../../model/index.ts';
import type { Division } from './divide.ts';
import type { Ground } from './ground.ts';
import type { Seam, Seams } from './seams.ts';

/** What one of the five heuristics says of one group. */
export interface Sign {
  readonly heuristic: BoundaryHeuristic['id'];
  /** `open`: it speaks neither way; `unknown`: nothing was found to judge by. */
  readonly speaks: 'for' | 'against' | 'open' | 'unknown';
  /** A sentence with the numbers. */
  readonly because: string;
}

/** Packages whose work keeps a processor busy. */
const HEAVY = /^(?:sharp|jimp|canvas|@napi-rs\/canvas|puppeteer(?:-core)?|playwright(?:-core)?|fluent-ffmpeg|pdfkit|pdf-lib|pdfjs-dist|@react-pdf\/renderer|exceljs|xlsx|bcrypt|bcryptjs|argon2|tesseract\.js|@tensorflow\/.*|onnxruntime-node|archiver|node-forge)$/;

type Needs = Pick<Facts, 'imports' | 'messaging' | 'outbound' | 'units' | 'architecture'>;

/** The five heuristics for each group, in the source's order. */
export function signsFor(facts: Needs, ground: Ground, division: Division, seams: Seams): ReadonlyMap<string, readonly Sign[]> {
  const judges: Readonly<Record<Sign['heuristic'], (seam: Seam) => Omit<Sign, 'heuristic'>>> = {
    'domain-events': events(facts, division),
    'data-ownership': data(seams),
    'team-ownership': teams(ground, seams),
    'deploy-cadence': cadence(seams),
    'scaling-profile': scaling(facts, seams),
  };
  return new Map(seams.seams.map((seam) => [seam.name, BOUNDARY_HEURISTICS.map(({ id }): Sign => ({ heuristic: id, ...judges[id](seam) }))]));
}

function events({ messaging }: Needs, { of }: Division) {
  const ends = { publish: new Map<string, Set<string>>(), consume: new Map<string, Set<string>>() };
  for (const { role, engine, channel, at } of messaging.messages) {
    if (role === 'declare' || channel === undefined) continue;
    const key = `${engine} ${channel}`;
    ends[role].set(key, (ends[role].get(key) ?? new Set()).add(of.get(at.file) ?? ''));
  }
  return ({ name }: Seam): Omit<Sign, 'heuristic'> => {
    const own = (role: 'publish' | 'consume'): string[] => [...ends[role]].filter(([, groups]) => groups.has(name)).map(([key]) => key);
    const others = (role: 'publish' | 'consume', key: string): boolean => [...(ends[role].get(key) ?? [])].some((group) => group !== name);
    const [published, consumed] = [own('publish'), own('consume')];
    if (published.length + consumed.length === 0) return { speaks: 'unknown', because: 'It publishes and consumes no event that could be read.' };
    const crossing = [...new Set([...published.filter((key) => others('consume', key)), ...consumed.filter((key) => others('publish', key))])].sort(compare);
    return {
      speaks: crossing.length > 0 ? 'for' : 'open',
      because: `It publishes ${published.length} and consumes ${count(consumed.length, 'event')}; ${crossing.length === 0 ? 'none crosses' : `${listed(crossing, 3)} ${crossing.length === 1 ? 'crosses' : 'cross'}`}.`,
    };
  };
}

function data({ tables }: Seams) {
  return ({ name, owns }: Seam): Omit<Sign, 'heuristic'> => {
    const foreign = owns.flatMap(({ uses }) => uses.filter(({ group }) => group !== name));
    const reaching = tables.filter(({ owner }) => owner !== name).flatMap(({ uses }) => uses.filter(({ group }) => group === name));
    if (owns.length + reaching.length === 0) return { speaks: 'unknown', because: 'It touches no table that could be read.' };
    const writes = [...foreign, ...reaching].filter(({ write }) => write).length;
    return {
      speaks: writes > 0 ? 'against' : owns.length > 0 ? 'for' : 'open',
      because: `It keeps ${count(owns.length, 'table')}${owns.length > 0 ? ` (${listed(owns.map(({ entity }) => entity), 4)})` : ''}; others touch them at ${count(foreign.length, 'place')}, it touches theirs at ${reaching.length}; ${writes} of these write.`,
    };
  };
}

function teams({ ownersOf }: Ground, { seams }: Seams) {
  const ofModules = (modules: readonly string[]): [string, number][] => {
    const counts = new Map<string, number>();
    for (const path of modules) for (const owner of ownersOf(path)) counts.set(owner, (counts.get(owner) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]));
  };
  const all = new Set(seams.flatMap(({ modules }) => modules.flatMap(ownersOf)));
  return ({ modules }: Seam): Omit<Sign, 'heuristic'> => {
    const owners = ofModules(modules);
    const [first] = owners;
    if (!first) return { speaks: 'unknown', because: 'Neither architecture.yaml nor CODEOWNERS gives it an owner.' };
    const part = first[1] / modules.length;
    const said = `${first[0]} has ${Math.round(part * 100)} % of it${owners.length > 1 ? `, ${listed(owners.slice(1).map(([owner]) => owner), 3)} the rest` : ''}`;
    if (all.size === 1) return { speaks: 'open', because: `${said}; nobody else owns anything.` };
    return { speaks: part >= 0.8 ? 'for' : part < 0.5 ? 'against' : 'open', because: `${said}.` };
  };
}

function cadence({ seams }: Seams) {
  const FEWEST = 5;
  return (seam: Seam): Omit<Sign, 'heuristic'> => {
    const others = seams.filter((one) => one !== seam).map(({ commits }) => commits).sort((a, b) => a - b);
    const median = others[Math.floor(others.length / 2)] ?? 0;
    if (seam.commits < FEWEST && median < FEWEST) return { speaks: 'unknown', because: 'The log of the last year tells too little.' };
    const factor = Math.max(seam.commits, median) / Math.max(1, Math.min(seam.commits, median));
    const apart = factor >= SPLIT_DEPLOY_FACTOR;
    const shared = seam.commits === 0 ? 0 : 1 - seam.alone / seam.commits;
    return {
      speaks: apart ? 'for' : shared > 0.5 && seam.commits >= FEWEST ? 'against' : 'open',
      because: `${count(seam.commits, 'commit')} in a year, ${median} to the group in the middle${apart ? ` (a factor of ${Math.floor(factor)})` : ''}; ${Math.round(shared * 100)} % of them change other groups as well.`,
    };
  };
}

function scaling({ imports, outbound, units, architecture }: Needs, { seams }: Seams) {
  const heavyOf = (modules: readonly string[]): string[] => [...new Set(modules.flatMap((path) => (imports.modules[path] ?? []).flatMap(({ external, kind }) => (external !== undefined && kind !== 'type' && HEAVY.test(external) ? [external] : []))))].sort(compare);
  const processes = new Map<string, Set<string>>();
  for (const { kind, modules } of units.units) for (const path of modules) processes.set(path, (processes.get(path) ?? new Set()).add(kind));
  const kindsOf = (modules: readonly string[]): string => [...new Set(modules.flatMap((path) => [...(processes.get(path) ?? [])]))].sort(compare).join(', ');
  const kinds = new Map(seams.map(({ name, modules }) => [name, kindsOf(modules)]));
  const busy = seams.filter(({ modules }) => heavyOf(modules).length > 0).length;
  return ({ name, modules, owns }: Seam): Omit<Sign, 'heuristic'> => {
    const own = new Set(modules);
    const waits = outbound.calls.filter(({ at }) => own.has(at.file)).length;
    const heavy = heavyOf(modules);
    const runs = kinds.get(name)!;
    const said = [
      heavy.length > 0 ? `it works the processor (${listed(heavy, 3)})` : 'nothing in it works the processor hard',
      `it waits at ${count(waits, 'call')} of other systems`,
      runs === '' ? 'no entry reaches it' : `it runs in: ${runs}`,
    ];
    const declared = architecture.declared.components[name]?.scaling !== undefined;
    const differs = (heavy.length > 0 && busy * 2 <= seams.length) || (runs !== '' && ![...kinds].some(([other, kind]) => other !== name && kind === runs));
    if (heavy.length === 0 && waits === 0 && runs === '' && owns.length === 0 && !declared) return { speaks: 'unknown', because: 'Nothing shows what it needs to scale.' };
    return { speaks: differs ? 'for' : 'open', because: `${said.join('; ').replace(/^./, (letter) => letter.toUpperCase())}.` };
  };
}
