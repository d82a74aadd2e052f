import { hostOf } from '../lib/dependencies.ts';
import { isPrivateHost } from '../lib/hosts.ts';
import { compare } from '../lib/order.ts';
import { isWithin } from '../lib/paths.ts';
import { VENDORS, vendorOfHost, type Vendor } from '../lib/vendors.ts';
import { matchesWildcard } from '../lib/wildcard.ts';
import { installedImports, ownerFinder } from './belong.ts';
import type { Part } from './parts.ts';
import type { ProposedDependency, ProposedExternal, Seen } from './proposal.ts';

interface Draft { name: string; vendor: Vendor | undefined; packages: Set<string>; hosts: Set<string>; sites: { file: string; line: number; package?: string }[] }
export interface FoundExternals {
  readonly externals: readonly ProposedExternal[];
  /** By component. */
  readonly uses: ReadonlyMap<string, readonly ProposedDependency[]>;
}

/** Below these a country gives names away: `co.uk`, `gouv.fr`, `gob.es`. */
const GIVEN_AWAY = /^(?:co|com|org|net|gov|ac|edu|gouv|gob|govt|gc|gub|nhs)$/;
/** A stem so common that the label before it must name the system: `googleapis.com`, `amazonaws.com`. */
const SHARED_DOMAINS = /^(?:googleapis|amazonaws|azurewebsites|azure|windows|cloudfront|herokuapp|vercel|netlify|pages|workers|github|githubusercontent|appspot|run|fly|onrender)$/;
/** Documentation, licences, fonts and badges: addresses that are shown, not called. */
const SHOWN = /(?:^|\.)(?:w3\.org|schema\.org|github\.io|readthedocs\.io|shields\.io|fonts\.googleapis\.com|fonts\.gstatic\.com|unpkg\.com|jsdelivr\.net|cdnjs\.cloudflare\.com|gravatar\.com|placehold\.\w+)$/;

/** Systems outside: by the packages of their makers that production code imports, and by hosts that it calls. */
export function findExternals(parts: readonly Part[], seen: Seen): FoundExternals {
  const own = new Set(seen.packages.packages.flatMap(({ name }) => (name === undefined ? [] : [name])));
  const scopes = new Set([...own].flatMap((name) => (name.startsWith('@') ? [name.split('/')[0]!] : [])));
  const drafts = new Map<string, Draft>();
  const draft = (name: string, vendor: Vendor | undefined): Draft => {
    const known = drafts.get(name) ?? { name, vendor, packages: new Set(), hosts: new Set(), sites: [] };
    drafts.set(name, known);
    return known;
  };
  for (const { from, line, external, builtin, generated, kind } of installedImports(seen)) {
    // What the repository publishes itself is no system outside of it.
    if (external === undefined || builtin || generated || kind === 'type' || own.has(external) || scopes.has(external.split('/')[0]!)) continue;
    const vendor = VENDORS.find(({ packages }) => packages.some((pattern) => matchesWildcard(pattern, external)));
    if (!vendor) continue;
    const one = draft(vendor.name, vendor);
    one.packages.add(external);
    one.sites.push({ file: from, line, package: external });
  }
  for (const { url, at } of [...seen.outbound.calls, ...seen.outbound.clients]) {
    const host = url === undefined ? undefined : hostOf(url);
    if (host === undefined || isPrivateHost(host) || SHOWN.test(host) || !/^[a-z\d-]+(?:\.[a-z\d-]+)+$/.test(host)) continue;
    const vendor = vendorOfHost(host);
    const one = draft(vendor?.name ?? nameOfHost(host), vendor);
    one.hosts.add(host);
    one.sites.push({ file: at.file, line: at.line ?? 1 });
  }
  const ownerOf = ownerFinder(parts);
  const taken = new Set(parts.map(({ name }) => name));
  const externals: ProposedExternal[] = [];
  const uses = new Map<string, ProposedDependency[]>();
  for (const { name, vendor, packages, hosts, sites } of [...drafts.values()].sort((a, b) => compare(a.name, b.name))) {
    const called = taken.has(name) ? `${name}-api` : name;
    const adapter = adapterOf(sites.map(({ file }) => file), name, parts);
    const first = sites[0]!;
    externals.push({
      name: called, kind: vendor ? 'saas' : 'external-api',
      ...(packages.size > 0 && { packages: [...packages].sort(compare) }), ...(hosts.size > 0 && { hosts: [...hosts].sort(compare) }), ...(adapter !== undefined && { adapter }), ...(vendor?.listens && { criticality: 'optional' as const }),
      from: `${first.file}:${first.line}${sites.length > 1 ? ` and ${sites.length - 1} more` : ''}`,
    });
    for (const { file, line, package: used } of sites) {
      const owner = ownerOf(file);
      if (owner === undefined) continue;
      const list = uses.get(owner) ?? [];
      uses.set(owner, list);
      if (!list.some(({ external }) => external === called)) list.push({ external: called, mode: 'sync', via: used === undefined ? 'http' : 'sdk', from: `${file}:${line}` });
    }
  }
  return { externals, uses };
}

/** So short a word says little without the end of its domain: `dev.to`, `fal.run`. */
const SHORT = 4;

/** `api.coingecko.com` → `coingecko`; `storage.cloudfront.net` → `storage-cloudfront`; `dev.to` → `dev-to`. */
export function nameOfHost(host: string): string {
  const labels = host.split('.');
  const end = labels.pop()!;
  const last = labels.at(-1)!;
  if (GIVEN_AWAY.test(last) && labels.length > 1) {
    const own = labels.at(-2)!;
    return own.length <= SHORT ? `${own}-${last}` : own;
  }
  if (last.length <= SHORT && !SHARED_DOMAINS.test(last)) return `${last}-${end}`;
  return SHARED_DOMAINS.test(last) && labels.length > 1 ? labels.slice(-2).join('-') : last;
}

/** The one place that speaks to it: a file, or a folder that holds all of its users and is no whole component. */
export function adapterOf(files: readonly string[], name: string, parts: readonly Part[]): string | undefined {
  const distinct = [...new Set(files)];
  if (distinct.length === 1) return distinct[0];
  const steps = distinct.map((file) => file.split('/').slice(0, -1));
  let depth = 0;
  while (steps.every((one) => one[depth] !== undefined && one[depth] === steps[0]![depth])) depth++;
  const folder = steps[0]!.slice(0, depth).join('/');
  const roots = parts.flatMap(({ path }) => path);
  // All of the code is nobody's adapter.
  if (/(?:^|\/)(?:src|source|lib|app|server|api|modules)$/.test(folder)) return undefined;
  const isNamed = folder.split('/').at(-1)!.toLowerCase().replaceAll(/[^a-z\d]/g, '').includes(name.replaceAll('-', ''));
  return folder !== '' && (isNamed || !roots.some((root) => root === '.' || isWithin(root, folder))) && (isNamed || distinct.length <= 4) ? `${folder}/**` : undefined;
}
