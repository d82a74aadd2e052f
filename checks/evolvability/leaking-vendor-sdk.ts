import { defineCheck, type Evidence, type Judgement } from '../../src/model/index.ts';
import { listOf, placeOf, pointer } from '../../src/lib/declaration.ts';
import { goesTo, hostOf } from '../../src/lib/dependencies.ts';
import { isMatch } from '../../src/lib/globs.ts';
import { bounded, count, groupBy, namesOf, productionImports, siteOf, typeNote } from '../../src/lib/module-imports.ts';
import { vendorHomes } from '../../src/lib/vendor-homes.ts';
import { VENDORS } from '../../src/lib/vendors.ts';
import { matchesWildcard } from '../../src/lib/wildcard.ts';
import { wordsOf } from '../../src/lib/words.ts';

const SEVERAL = 10;
/** Where a host is only called, without a package of its owner's words, two callers are no leak yet. */
const FEW_CALLERS = 2;

const isListener = (used: string): boolean => VENDORS.some(({ listens, packages }) => listens && packages.some((pattern) => matchesWildcard(pattern, used)));

export default defineCheck<'architecture' | 'files' | 'imports' | 'outbound'>({
  id: 'leaking-vendor-sdk',
  dimension: 'evolvability',
  severity: 'major',
  phase: '3',
  from: 'prototype',
  effort: 'medium',
  title: 'Systems outside are reached through their adapter alone',
  why: 'A vendor whose words are all over the code cannot be replaced, faked in a test or upgraded in one place.',
  fix: 'Move the import into the adapter and let the adapter speak in words of your own domain.',
  grading: 'share',
  needs: ['architecture', 'files', 'imports', 'outbound'],
  inspect({ architecture, files, imports, outbound }) {
    const judgements: Judgement[] = [];
    let examined = 0;
    const browser = new Set(files.files.filter(({ side }) => side === 'browser').map(({ path }) => path));
    const outward = productionImports({ files, imports }).filter(({ external, builtin, generated }) => external !== undefined && !builtin && !generated);
    const owners = new Map(files.files.map(({ path, package: owner }) => [path, owner ?? '.']));
    const homes = vendorHomes(architecture.declared, outward, (path) => owners.get(path) ?? '.');
    for (const [name, external] of Object.entries(architecture.declared.externals ?? {})) {
      const { kind, packages = [], hosts = [], adapter, contract } = external;
      const at = pointer('externals', name);
      const sites = outward.filter(({ external: used = '' }) => packages.some((pattern) => matchesWildcard(pattern, used)));
      if (kind === 'own-team') {
        examined += 1;
        const files_ = contract === undefined ? [] : files.files.filter(({ path }) => isMatch(contract)(path));
        if (files_.length === 0) {
          judgements.push({
            subject: `contract of ${name}`,
            standing: 'missing',
            message: contract === undefined ? `${name} belongs to the own team and names no shared contract.` : `The contract of ${name} matches no file.`,
            at: placeOf(architecture, contract === undefined ? at : `${at}/contract`),
          });
        }
        continue;
      }
      if (adapter === undefined) {
        // Without an adapter there is one thing to say, however many files use it. What is told of errors and measurements
        // is told from everywhere, and a vendor's forms and buttons stand in the pages that show them.
        if (sites.length > 0 && sites.every(({ external: used = '' }) => isListener(used))) continue;
        const users: Evidence[] = [...groupBy(sites.filter(({ from }) => !browser.has(from)), ({ from }) => from)].map(([, [site]]) => ({ note: `imports ${site.external}${typeNote([site])}`, at: siteOf(site) }));
        const callers = sites.length > 0 ? [] : [...groupBy([...outbound.clients, ...outbound.calls].filter((call) => call.url !== undefined && goesTo({ packages: [], hosts, env: [] }, call)), (call) => call.at.file)]
          .map(([, [call]]): Evidence => ({ note: `calls ${hostOf(call.url!)}`, at: call.at }));
        const places = [...users, ...callers];
        if (places.length === 0 && (sites.length > 0 || !(hosts.length > 0 && kind !== undefined))) continue;
        if (packages.length === 0 && hosts.length > 0 && hosts.every((host) => isOwnHost(host, architecture.declared.project.name))) continue;
        examined += 1;
        const home = homes(name, packages, places.map(({ at: place }) => place!.file));
        if (callers.length > 0 ? home <= FEW_CALLERS : kind === 'saas' && home <= 1) continue;
        judgements.push({
          subject: `adapter of ${name}`,
          standing: 'missing',
          message: places.length === 0 ? `${name} has no declared adapter.` : `${count(places.length, 'module')} ${callers.length > 0 ? 'call' : 'import'}${places.length === 1 ? 's' : ''} ${name}, and no adapter is declared.`,
          at: placeOf(architecture, at),
          evidence: bounded(places, SEVERAL),
          confidence: callers.length > 0 ? 'low' : 'medium',
        });
        continue;
      }
      const isAdapter = isMatch(adapter);
      const groups = [...groupBy(sites, ({ from, external: used }) => `${from} -> ${used}`)];
      // Several modules that only speak in the vendor's types lack one thing: types of the team's own.
      const typed = groups.filter(([, group]) => !isAdapter(group[0].from) && typeNote(group) !== '');
      const together = typed.length > 1 ? new Set(typed.map(([subject]) => subject)) : new Set<string>();
      const [first, ...others] = typed;
      if (first && together.size > 0) {
        examined += 1;
        judgements.push({
          subject: `types of ${name}`,
          standing: 'violated',
          message: `${count(new Set(typed.map(([, [site]]) => site.from)).size, 'module')} outside the adapter of ${name} speak in its types.`,
          at: siteOf(first[1][0]),
          evidence: [
            { note: `the adapter of ${name}: ${listOf(adapter).join(', ')}`, at: placeOf(architecture, `${at}/adapter`) },
            ...bounded(others.map(([, [site]]): Evidence => ({ note: `imports ${site.external}${typeNote([site])}`, at: siteOf(site) })), SEVERAL),
          ],
          confidence: 'medium',
        });
      }
      for (const [subject, group] of groups) {
        if (together.has(subject)) continue;
        examined += 1;
        if (isAdapter(group[0].from)) continue;
        judgements.push({
          subject,
          standing: 'violated',
          message: `${group[0].external}${typeNote(group)} is imported outside the adapter of ${name}.`,
          at: siteOf(group[0]),
          evidence: [
            { note: `the adapter of ${name}: ${listOf(adapter).join(', ')}`, at: placeOf(architecture, `${at}/adapter`) },
            { note: `imports ${namesOf(group)}` },
            ...bounded(group.slice(1).map((site): Evidence => ({ note: 'imported again here', at: siteOf(site) })), SEVERAL),
          ],
          ...(typeNote(group) && { confidence: 'medium' }),
        });
      }
      const called = [...outbound.clients, ...outbound.calls].filter((call) => call.url !== undefined && goesTo({ packages: [], hosts, env: [] }, call));
      for (const [subject, group] of groupBy(called, ({ at: { file }, url }) => `${file} -> ${hostOf(url!)}`)) {
        examined += 1;
        if (isAdapter(group[0].at.file)) continue;
        judgements.push({
          subject,
          standing: 'violated',
          message: `${hostOf(group[0].url!)} is called outside the adapter of ${name}.`,
          at: group[0].at,
          evidence: [
            { note: `the adapter of ${name}: ${listOf(adapter).join(', ')}`, at: placeOf(architecture, `${at}/adapter`) },
            ...bounded(group.slice(1).map((call): Evidence => ({ note: 'called again here', at: call.at })), SEVERAL),
          ],
        });
      }
    }
    // Two externals may claim one package; the same import is judged once.
    const distinct = [...new Map(judgements.map((judgement) => [judgement.subject, judgement])).values()];
    return { examined, judgements: distinct };
  },
});

/** `api.lunary.ai` of the project `lunary`: the house's own, which somebody of the same team runs. */
function isOwnHost(host: string, project: string): boolean {
  const labels = host.split('.').slice(0, -1);
  const words = wordsOf(project).filter((word) => word.length > 3);
  return labels.some((label) => label === project.toLowerCase() || words.includes(label));
}
