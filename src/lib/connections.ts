import type { Deployment, Place, Workload } from '../model/index.ts';
import { databaseOf } from './hosts.ts';

/** A database that the settings of a deployment lead to. */
export interface Connection {
  /** Equal for connections to the same data. */
  readonly key: string;
  /** Safe to show: host and database, or the secret that holds them. */
  readonly what: string;
  /** The name of the variable. */
  readonly by: string;
  readonly at: Place;
  /** The server is known, and which of its databases is meant is not. */
  readonly unnamed?: true;
  /** It came with all else of a secret or map; whether it is used is not said. */
  readonly whole?: true;
}

const ADDRESS = /(?:^|_)(?:DATABASE|DB|POSTGRES(?:QL)?|PG|MYSQL|MARIADB|MONGO(?:DB)?|MSSQL|SQL(?:SERVER)?)(?:_?(?:URL|URI|DSN|CONN(?:ECTION)?(?:_?(?:STRING|URI|URL))?))$|^ConnectionStrings__/i;
const HOST = /^(.{0,60}?(?:DATABASE|DB|POSTGRES(?:QL)?|PG|MYSQL|MARIADB|MONGO(?:DB)?|MSSQL|SQL)_?)(?:HOST(?:NAME)?|SERVER|ADDR(?:ESS)?)$/i;
const NAMES = ['NAME', 'DATABASE', 'DB', 'DBNAME', 'DB_NAME', 'DATABASE_NAME', 'SCHEMA'];

/** Databases that the variables of a deployment lead to: addresses, connection strings, host and name apart, references to a secret. */
export function connectionsOf({ env, release, environment }: Deployment): readonly Connection[] {
  const byName = new Map(env.map((one) => [one.name.toUpperCase(), one]));
  const found: Connection[] = [];
  const whole = (name: string): { readonly whole?: true } => (byName.get(name.toUpperCase())?.whole ? { whole: true } : {});
  const add = (host: string, database: string | undefined, by: string, at: Place): void => {
    // The own machine, or a proxy beside the process: what is behind it is not in sight.
    if (/^(?:localhost|127\.|0\.0\.0\.0|\[?::1|host\.docker\.internal)/.test(host)) return;
    // A name without a dot is known in its own network only.
    const network = host.includes('.') && !host.includes('$') && !host.startsWith('secret ') ? environment ?? '' : `${environment ?? ''} in ${release}`;
    found.push({ key: `${network} ${host}/${database ?? ''}`, what: database === undefined ? host : `${host}/${database}`, by, at, ...whole(by), ...(database === undefined && { unnamed: true as const }) });
  };
  for (const { name, value, secret, at } of env) {
    if (value === undefined) {
      if (secret?.key !== undefined && ADDRESS.test(name)) found.push({ key: `${environment ?? ''} in ${release} secret ${secret.name}/${secret.key}`, what: `secret ${secret.name}/${secret.key}`, by: name, at, ...whole(name) });
      continue;
    }
    const text = filled(value, byName);
    const database = databaseOf(text) ?? byPairs(text);
    const cut = database?.lastIndexOf('/') ?? -1;
    if (database !== undefined) add(database.slice(0, cut), database.slice(cut + 1), name, at);
    else {
      const server = /^(?:jdbc:)?(?:postgres(?:ql)?|mysql|mariadb|mongodb|sqlserver)(?:\+\w{1,20})?:\/\/(?:[^/\s@]{0,300}@)?([\w.-]{1,253})(?::\d+)?\/?(?:\?[^\s]*)?$/i.exec(text)?.[1];
      if (server !== undefined) add(server.toLowerCase(), undefined, name, at);
    }
  }
  for (const one of env) {
    const prefix = HOST.exec(one.name)?.[1];
    if (prefix === undefined) continue;
    const part = (from: typeof one | undefined): string | undefined => (from?.value !== undefined ? filled(from.value, byName) : from?.secret?.key === undefined ? undefined : `secret ${from.secret.name}.${from.secret.key}`);
    const host = part(one)?.toLowerCase().replace(/:\d+$/, '');
    if (host === undefined || !/^[\w .-]{1,253}$/.test(host)) continue;
    const database = NAMES.map((name) => part(byName.get(`${prefix.toUpperCase()}${name}`) ?? byName.get(`${prefix.toUpperCase().replace(/_$/, '')}_${name}`))).find((each) => each !== undefined && /^[\w .-]{1,100}$/.test(each));
    if (found.every(({ what }) => !what.startsWith(`${host}/`))) add(host, database, one.name, one.at);
  }
  return found;
}

/** `${NAME:-default}` is its default, `$(NAME)` another variable of the same container. */
const filled = (value: string, byName: ReadonlyMap<string, { readonly value?: string }>): string =>
  value.trim().replace(/\$\{\w{1,80}:?-([^{}]{0,300})\}/g, '$1').replace(/\$\((\w{1,80})\)/g, (whole, name: string) => byName.get(name.toUpperCase())?.value ?? whole);

/** `Server=db;Database=orders;User Id=…`, `host=db dbname=orders`. */
function byPairs(text: string): string | undefined {
  if (text.length > 1000 || !text.includes('=')) return undefined;
  const host = /(?:^|[;\s])(?:server|data source|host|addr(?:ess)?)\s?=\s?(?:tcp:)?([\w.-]{1,253})/i.exec(text)?.[1];
  const database = /(?:^|[;\s])(?:database|initial catalog|dbname)\s?=\s?([\w.-]{1,100})(?=[;\s]|$)/i.exec(text)?.[1];
  return host === undefined || database === undefined ? undefined : `${host.toLowerCase()}/${database}`;
}

/** One party to the sharing: a component, or what is built from one folder or image; an API and its worker are one. */
export const partyOf = ({ name, component, dir, deployments }: Workload): string =>
  component ?? dir ?? deployments.find(({ image }) => image !== undefined)?.image?.replace(/[:@][^/]*$/, '') ?? name;
