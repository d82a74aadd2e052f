import type { RestPoint } from '../../model/index.ts';
import type { Complaint } from './rules.ts';

/** The published rules that fit one of the ten points. */
const POINT_OF: Readonly<Record<string, RestPoint>> = {
  'path-not-include-query': 'filtering',
};

/**
 * Runs a few of Spectral's published rules. Loaded only where there is a document; nothing outside the document is
 * read or fetched, since the resolver knows no scheme.
 */
export async function lintWithSpectral(text: string): Promise<readonly (Complaint & { readonly point: RestPoint })[]> {
  const [core, parsers, rulesets, resolver] = await Promise.all([
    import('@stoplight/spectral-core'), import('@stoplight/spectral-parsers'), import('@stoplight/spectral-rulesets'), import('@stoplight/spectral-ref-resolver'),
  ]);
  const { Spectral, Document } = unwrap(core);
  const { Yaml } = unwrap(parsers);
  const { oas } = unwrap(rulesets);
  const { Resolver } = unwrap(resolver);
  const spectral = new Spectral({ resolver: new Resolver({ resolvers: {} }) });
  spectral.setRuleset({ extends: [[oas, 'off']], rules: Object.fromEntries(Object.keys(POINT_OF).map((name) => [name, true])) } as never);
  const results = await spectral.run(new Document(text, Yaml as never, 'document'));
  return results.flatMap(({ code, message, path }) => {
    const point = POINT_OF[String(code)];
    return point === undefined ? [] : [{ point, message: message.endsWith('.') ? message : `${message}.`, path: path as (string | number)[] }];
  });
}

/** These packages are CommonJS: their exports may lie under `default`. */
const unwrap = <T extends object>(module: T): T => ('default' in module && typeof module.default === 'object' && module.default !== null ? (module.default as T) : module);
