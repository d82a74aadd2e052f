import { defineCheck, type Judgement, type Place } from '../../src/model/index.ts';
import { hostOf } from '../../src/lib/dependencies.ts';

const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|\.(internal|local|lan|corp|svc|cluster\.local|consul|intranet)$/;
const ADDRESS = /^\d{1,3}(\.\d{1,3}){3}$/;
const OWN = /^(localhost|127\.0\.0\.1|0\.0\.0\.0)$/;

export default defineCheck({
  id: 'hardcoded-hosts',
  dimension: 'evolvability',
  severity: 'minor',
  phase: '6',
  from: 'MVP',
  effort: 'low',
  title: 'Service addresses in configuration or discovery',
  why: 'An address in code ties every environment to one machine, and moving a service means releasing all its callers.',
  fix: 'Read the address from configuration (`process.env.ORDERS_URL`) or from service discovery.',
  grading: 'share',
  needs: ['outbound'],
  inspect: ({ outbound }) => {
    const judgements: Judgement[] = [];
    const seen = new Map<string, number>();
    let examined = 0;
    const look = (at: Place, url: string | undefined, unsure: boolean): void => {
      if (url === undefined) return;
      const host = hostOf(url);
      if (host === undefined && !url.startsWith('${')) return;
      examined += 1;
      if (host === undefined || !isServiceAddress(host)) return;
      const name = `${host} in ${at.file}`;
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      if (count > 1) {
        examined -= 1;
        return;
      }
      judgements.push({ subject: name, standing: 'violated', message: `The address of a service (${host}) is written into the code.`, at, ...((unsure || OWN.test(host)) && { confidence: 'medium' as const }) });
    };
    for (const client of outbound.clients) look(client.at, client.url, false);
    for (const call of outbound.calls) if (call.client === undefined) look(call.at, call.url, call.unsure === true);
    return { examined, judgements };
  },
});

/** Public names of others may stand in code; machines, private zones and bare service names may not. */
const isServiceAddress = (host: string): boolean =>
  !METADATA.test(host) && !RESOLVERS.test(host) && (OWN.test(host) || PRIVATE.test(host) || ADDRESS.test(host) || /^[a-z][a-z0-9-]*$/.test(host));

/** Where clouds tell a machine of itself: the same on each of them. */
const METADATA = /^169\.254\.(?:169\.254|170\.\d+|169\.123)$|^\[?fd00:ec2::/;
/** Public resolvers of names, known by their addresses alone: Cloudflare, Google, Quad9, OpenDNS. */
const RESOLVERS = /^(?:1\.1\.1\.[123]|1\.0\.0\.[123]|8\.8\.(?:8\.8|4\.4)|9\.9\.9\.(?:9|1[01])|149\.112\.112\.\d{1,3}|208\.67\.22[02]\.22[02])$/;
