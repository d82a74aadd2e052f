/** `https://user:pw@api.example.com:8443/x` → scheme and host, without the port; a leading `${…}` part has none. */
export function addressOf(text: string): { readonly scheme: string; readonly host: string } | undefined {
  const match = /^([a-z][a-z\d+.-]{1,20}):\/\/(?:[^/\s@]{0,200}@)?(\[[\da-f:]+\]|[a-z\d][a-z\d.-]{0,252})(?=[:/?#\s,]|$)/i.exec(text);
  return match ? { scheme: match[1]!.toLowerCase(), host: match[2]!.toLowerCase().replace(/\.$/, '') } : undefined;
}

/** Names that only the own machine, container network or company resolves, and those kept for documentation. */
export function isPrivateHost(host: string): boolean {
  if (host.startsWith('[')) return true;
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) {
    return /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|192\.0\.2|198\.51\.100|203\.0\.113)\./.test(`${host}.`);
  }
  // A single label is a service of the same network: compose, Kubernetes, a hosts file.
  if (!host.includes('.')) return true;
  return /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|svc|cluster|consul|test|example|invalid|docker)$/.test(host)
    || /\.svc\.|\.internal\./.test(host) || /(?:^|\.)example\.(?:com|org|net)$/.test(host) || isReserved(host);
}

/** Hosts of namespaces, schemas and licences, and made-up ones: they name something and are not connected to. */
const isReserved = (host: string): boolean =>
  /(?:^|\.)(?:w3\.org|xmlsoap\.org|schemas\.microsoft\.com|openxmlformats\.org|purl\.org|json-schema\.org|schema\.org|ogp\.me|apache\.org|opensource\.org|xmlns\.com|sitemaps\.org|oasis-open\.org|adobe\.com|yourdomain\.com|mydomain\.com|domain\.com|your-[a-z-]+\.[a-z]+|foo\.com|bar\.com|test\.com)$|^(?:schemas?|(?:mock|fake|dummy|stub)(?:-[\w-]+)?)\./.test(host);

/** Host and database of a connection string, without user and password; undefined where it is none, or names no database. */
export function databaseOf(text: string): string | undefined {
  const match = /^(?:jdbc:)?(postgres(?:ql)?|mysql|mariadb|mongodb|sqlserver|cockroachdb)(?:\+\w{1,20})?:\/\/(?:[^/\s@]{0,300}@)?([\w.-]{1,253})(?::\d+)?\/([\w-]{1,100})(?:[?#][^\s]*)?$/i.exec(text.trim());
  return match ? `${match[2]!.toLowerCase()}/${match[3]}` : undefined;
}
