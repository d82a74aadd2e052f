import type { Imports, Place } from '../model/index.ts';

/** Libraries that put the operations of an OpenAPI document on a server, by the names of their handlers. */
const BY_DOCUMENT = /^(?:swagger-(?:tools|express-mw|hapi|restify-mw|node-runner|routes-express)|express-openapi(?:-connector)?|openapi-(?:backend|enforcer-middleware)|oas-tools|@oas-tools\/core|exegesis(?:-express)?)$/;

/** Where some modules take the routes of a server from an API document; these are not read. */
export const routesByDocument = (modules: readonly string[], imports: Pick<Imports, 'modules'>): Place | undefined =>
  modules.flatMap((file) => (imports.modules[file] ?? []).flatMap(({ external, line, column }) => (external !== undefined && BY_DOCUMENT.test(external) ? [{ file, line, column }] : [])))[0];
