import { defineCheck, type ApiDocument, type Facts, type Judgement, type Packages } from '../../src/model/index.ts';
import { hostOf } from '../../src/lib/dependencies.ts';
import { groupBy } from '../../src/lib/module-imports.ts';
import { isWithin } from '../../src/lib/paths.ts';
import { formsOf, isResourceRoute, verbIn } from '../../src/lib/rest-routes.ts';
import { vendorOfHost } from '../../src/lib/vendors.ts';

export default defineCheck({
  id: 'rest-conventions',
  dimension: 'evolvability',
  severity: 'minor',
  phase: '5',
  from: 'MVP',
  effort: 'medium',
  title: 'Routes name resources, methods say what is done',
  why: 'Clients, caches and gateways act on methods: a path that says the verb hides it from them, and a read that writes is repeated by everybody.',
  fix: 'Name the resource in the path and say the act by the method: DELETE /users/{id} instead of GET /deleteUser.',
  grading: 'share',
  needs: ['endpoints', 'apiDocuments', 'packages'],
  inspect({ endpoints, apiDocuments, packages }) {
    const forms = formsOf(endpoints.endpoints);
    const routes = endpoints.endpoints.filter((endpoint) => isResourceRoute(endpoint) && !forms.has(endpoint));
    const judgements = oncePerPlace(routes.flatMap((endpoint): Judgement[] => {
      const verb = verbIn(endpoint);
      if (!verb) return [];
      return [{
        subject: endpoint.subject, at: endpoint.at, standing: 'violated', confidence: verb.changes && endpoint.writes ? 'high' : 'medium',
        message: verb.changes ? `GET ${endpoint.path} changes state by its own words (${verb.segment}); what fetches ahead repeats it.` : `The path of ${endpoint.subject} says the verb (${verb.segment}) that its method should say.`,
      }];
    }));
    const documents = documented(apiDocuments, packages);
    return { examined: routes.length + documents.examined, judgements: [...judgements, ...documents.judgements] };
  },
});

/** A router that is mounted twice is mended once. */
function oncePerPlace(judgements: readonly Judgement[]): readonly Judgement[] {
  const places = groupBy(judgements, ({ at, message }) => `${at.file}:${at.line}:${at.column} ${/\(([^()]*)\)/.exec(message)?.[1]}`);
  return [...places.values()].map(([first, ...others]) => (others.length === 0 ? first! : { ...first!, evidence: others.map(({ subject, at }) => ({ note: `Mounted again as ${subject}.`, at })) }));
}

/** Kept here to be read or to make a client of: somebody else's API. */
const OF_OTHERS = /(?:^|\/)(?:upstreams?|vendor(?:s|ed)?|third[-_]?part(?:y|ies)|externals?)\//i;

/** A vendor's own address, and a script beside it that makes a client of it: `openapi-gen --spec ./open-api.json`. */
function isOfVendor({ file, servers }: ApiDocument, { packages }: Packages): boolean {
  if (!servers.some(({ url }) => vendorOfHost(hostOf(url) ?? ''))) return false;
  const name = file.split('/').at(-1)!;
  return packages.some(({ dir, scripts }) => isWithin(file, dir) && Object.values(scripts).some((script) => script.includes(name) && MAKES_A_CLIENT.test(script)));
}
const MAKES_A_CLIENT = /openapi|swagger|orval|kubb|hey-api|oazapfts|gen/i;

/** The ten points, as an API document keeps them: one subject a point, so that a long document does not outweigh the rest. */
function documented({ documents }: Facts['apiDocuments'], packages: Packages): { readonly examined: number; readonly judgements: readonly Judgement[] } {
  let examined = 0;
  const judgements: Judgement[] = [];
  for (const document of documents) {
    if (OF_OTHERS.test(document.file) || isOfVendor(document, packages)) continue;
    examined += Object.keys(document.asked).length;
    const twins = documents.filter(({ twinOf }) => twinOf === document.file).slice(0, 5).map(({ at }) => ({ note: 'The same document once more.', at }));
    for (const point of Object.keys(document.asked)) {
      const broken = document.violations.filter((one) => one.point === point);
      if (broken[0] === undefined) continue;
      judgements.push({
        subject: `${document.file}: ${point}`, standing: 'violated', at: broken[0].at, confidence: broken[0].confidence ?? (CONFIDENT.has(point) ? 'high' : 'medium'),
        message: `${broken[0].operation === undefined ? '' : `${broken[0].operation}: `}${broken[0].message}${broken.length > 1 ? ` ${broken.length - 1} more ${broken.length === 2 ? 'operation is' : 'operations are'} the same.` : ''}`,
        evidence: [...broken.slice(1, 21).map(({ operation, message, at }) => ({ note: `${operation ?? 'The document'}: ${message}`, at })), ...twins],
      });
    }
  }
  return { examined, judgements };
}

const CONFIDENT: ReadonlySet<string> = new Set<ApiDocument['violations'][number]['point']>(['nouns', 'methods', 'errors', 'rate-limits']);
