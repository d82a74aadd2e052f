import { listOf, placeOf } from '../../src/lib/declaration.ts';
import { asksFor, foreignParts } from '../../src/lib/elsewhere.ts';
import { isMatch } from '../../src/lib/globs.ts';
import { at as pick, list } from '../../src/lib/json.ts';
import { forProduction } from '../../src/lib/production.ts';
import { shownFiles } from '../../src/lib/shown-files.ts';
import { defineCheck, type Facts, type Judgement, type LinkRole, type Place, type Unjudged } from '../../src/model/index.ts';

type From = Pick<Facts, 'architecture' | 'files' | 'packages' | 'kubernetes' | 'terraform' | 'cloudformation' | 'workloads' | 'stores' | 'alerts' | 'endpoints' | 'definitions'>;

export default defineCheck({
  id: 'shallow-defense',
  dimension: 'security',
  severity: 'major',
  phase: '8',
  from: 'growth',
  effort: 'high',
  title: 'Seven layers of defence, each with evidence',
  why: 'Every layer fails some day; what stops an attack then is the next one.',
  fix: 'Declare what each of the seven layers consists of, with the file that shows it, and add those that are missing.',
  grading: 'share',
  needs: ['architecture', 'files', 'packages', 'kubernetes', 'terraform', 'cloudformation', 'workloads', 'stores', 'alerts', 'endpoints', 'definitions'],
  inspect(facts) {
    const { architecture, files, workloads, packages } = facts;
    const exposed = workloads.workloads.some((one) => one.role === 'service') || Object.keys(architecture.declared.apis ?? {}).length > 0 || hasDependency(packages, SERVERS) !== undefined;
    // A library, or a tool on somebody's own machine, has no layers to defend.
    if (!exposed && architecture.declared.security === undefined) return { examined: 0, judgements: [] };
    // Of services in other languages the packages tell nothing, and of a server of which not one route was read, nobody knows what stands before them.
    const readable = hasDependency(packages, SERVERS) !== undefined && facts.endpoints.endpoints.length > 0;
    const layers = architecture.declared.security?.layers;
    const [foreign] = installed(facts);
    const unjudged: Unjudged[] = [];
    const unseen: string[] = [];
    const around = builtFromHere(facts);
    const judgements = LAYERS.flatMap(([name, what, evidence]): Judgement | [] => {
      const claim = layers?.[name];
      const at = placeOf(architecture, claim === undefined ? '/security/layers' : `/security/layers/${name}`);
      const subject = `${name} layer`;
      const shown = evidence(facts);
      if (shown !== undefined) return { subject, standing: 'verified', message: `${what} is in place.`, at: shown };
      const globs = typeof claim === 'object' ? listOf(claim.evidence) : [];
      const file = globs.length === 0 ? undefined : files.files.find((one) => isMatch(globs)(one.path) && one.bytes > 200);
      if (globs.length > 0 && file === undefined) return { subject, standing: 'violated', message: `The evidence named for the ${name} layer does not exist: ${globs.join(', ')}.`, at };
      if (file !== undefined) return { subject, standing: 'documented', message: `${file.path} says how the ${name} layer is defended.`, at };
      if (claim !== undefined) return { subject, standing: 'declared', message: `Only architecture.yaml says how the ${name} layer is defended.`, at };
      if (foreign !== undefined && AROUND.has(name)) {
        unjudged.push({ subject, reason: `${foreign.name}, which is installed from elsewhere, may hold it; its files are not here.`, at: foreign.at });
        return [];
      }
      if (OUTSIDE.has(name) && !around.has(name)) {
        unseen.push(name);
        return [];
      }
      return { subject, standing: 'missing', message: `Nothing shows the ${name} layer: ${/^[A-Z](?![A-Z])/.test(what) ? what[0]!.toLowerCase() + what.slice(1) : what}.`, at, confidence: readable || !BY_PACKAGE.has(name) ? 'medium' : 'low' };
    });
    if (unseen.length > 0) judgements.push({
      subject: 'layers around the code', standing: 'missing', at: placeOf(architecture, '/security/layers'), confidence: 'low',
      message: `Nothing says what defends around the code (${unseen.join(', ')}): no file that was read builds what it runs on, and architecture.yaml does not tell.`,
    });
    return { examined: judgements.length, judgements, unjudged };
  },
});

const BY_PACKAGE: ReadonlySet<string> = new Set(['authentication', 'authorization', 'application']);
/** Layers around the services: whatever is installed beside them may be one. */
const AROUND: ReadonlySet<string> = new Set(['network', 'transport']);
/** What stands in files of deployment alone. */
const OUTSIDE: ReadonlySet<string> = new Set(['network', 'transport', 'data', 'monitoring']);
/**
 * The layers that the files here would show if they were there: what surrounds a cluster or a cloud that they build, data
 * where they bring up a store. A Compose file, or what is pushed to a platform, shows none of them.
 */
/** Accounts at services that the team uses: what runs is not built by them. */
const OF_A_TOOL = /^(?:auth0|okta|github|gitlab|tfe|datadog|newrelic|grafana|sentry|pagerduty|opsgenie|statuscake|uptimerobot|launchdarkly|doppler|onepassword|vault|random|null|local|time|tls|external|template|archive)_/;
function builtFromHere({ kubernetes, terraform, workloads, stores }: From): ReadonlySet<string> {
  const builds = ({ source }: { readonly source: string }): boolean => /^(?:manifest|kustomize|helm|terraform|cloudformation|serverless)$/.test(source);
  const built = kubernetes.resources.length > 0 || terraform.blocks.some(({ kind, type }) => (kind === 'resource' && !OF_A_TOOL.test(type)) || kind === 'module') || workloads.workloads.some(({ deployments }) => forProduction(deployments).some(builds)) || stores.stores.some((one) => !one.example && builds(one));
  const keeps = stores.stores.some((one) => !one.example && builds(one) && (one.kind === 'database' || one.kind === 'bucket'));
  return new Set([...(built ? ['network', 'transport', 'monitoring'] : []), ...(keeps ? ['data'] : [])]);
}
const SERVERS = /^(express|fastify|koa|hono|@hono\/node-server|@nestjs\/core|next|@apollo\/server|elysia|h3|@hapi\/hapi|restify)$/;
const hasDependency = (packages: Facts['packages'], pattern: RegExp): Place | undefined => {
  for (const { dependencies, at, lines } of packages.packages) {
    const name = Object.keys(dependencies).find((one) => pattern.test(one));
    if (name !== undefined) return { ...at, ...lines[`dependencies/${name}`] };
  }
  return undefined;
};
/** The first link of that role in the chain of any endpoint: what the code does, whatever library it takes for it. */
const linkOf = ({ endpoints }: From, ...roles: readonly LinkRole[]): Place | undefined =>
  endpoints.endpoints.flatMap(({ chain }) => chain).find(({ role, confidence }) => roles.includes(role) && confidence !== 'low')?.at;
/** A guard that callers show their key to; a sender who signs what he sends (`StripeSignatureGuard`) is one caller of one address. */
const keyOf = ({ endpoints }: From): Place | undefined => endpoints.endpoints.flatMap(({ chain }) => chain).find(({ role, name, scope, confidence }) => role === 'signature' && scope !== 'handler' && confidence !== 'low' && /(?:api|access|secret)_?-?(?:key|token)/i.test(name))?.at;
/** hapi: `server.auth.strategy('session', 'jwt', …)` and `server.auth.default('session')`, in whatever plugin they stand. */
function strategyOf({ definitions, files, packages }: From): Place | undefined {
  if (hasDependency(packages, /^(?:@hapi\/)?hapi$/) === undefined) return undefined;
  for (const { path, role } of files.files) {
    const call = role === 'production' ? definitions[path]?.functions.flatMap(({ calls }) => calls).find(([name]) => /(?:^|\.)auth\.(?:strategy|default)$/.test(name)) : undefined;
    if (call) return { file: path, line: call[1] };
  }
  return undefined;
}
/** Rights are asked for: `canOrReject`, `hasRole`, `assertPermission`, `authorisationMiddleware`; an `authorizationUrl` speaks of signing in. */
const RIGHT = /^(?:[aA]uthori[sz]e|[aA]uthori[sz]ation|(?:is|check|require|ensure|verify|assert)Authori[sz]ed|[aA]uthori[sz]ation(?:Middleware|Guard|Service|Checker|Filter|Handler)|(?:has|have|can|check|requires?|assert|ensure|verify|validate|enforce|with|must|needs?)(?:_\w{0,30}?_?|[A-Z]\w{0,30}?|(?=[A-Z]))(?:(?:Role|Permission|Privilege|Entitlement|Acl)s?|Ability|(?<=_)(?:role|permission|privilege)s?)|(?:is|require|check|ensure|assert|verify|only)\w{0,15}(?:Admin|Owner|Superuser)|can(?:OrReject|(?:User|Member)?(?:Access|Read|Write|Edit|View|Manage|Delete|Update|Create|Administer|Assign)\w{0,30})|(?:[rR]ole|[pP]ermission|[aA]cl|[rR]bac|[aA]ccessControl)s?(?:Guard|Service|Middleware|Checker|Policy))$/;
/** The function that is asked whether somebody may, wherever that is: deep in a handler, or in a class of its own. */
function rightOf({ definitions, files }: From): Place | undefined {
  const named = (name: string): boolean => RIGHT.test(name.slice(name.lastIndexOf('.') + 1));
  for (const { path, role, side } of files.files) {
    const { functions = [], classes = [] } = role === 'production' && side !== 'browser' ? definitions[path] ?? {} : {};
    const line = functions.find(({ name }) => named(name))?.line ?? classes.find(({ name }) => named(name))?.line ?? functions.flatMap(({ calls }) => calls).find(([name]) => named(name))?.[1];
    if (line !== undefined) return { file: path, line };
  }
  return undefined;
}
/** A guard that lets in the owner or an administrator alone asks for a right, whatever else it proves. */
const RANK = /(?:^|[.:_a-z])(?:admin|owner|role|permission|scope|polic(?:y|ies)|acl|abilit(?:y|ies)|authori[sz])/i;
const rankedLink = ({ endpoints }: From): Place | undefined =>
  endpoints.endpoints.flatMap(({ chain }) => chain).find(({ role, name, scope }) => (role === 'authentication' || role === 'authorization') && scope !== 'global' && scope !== 'file' && RANK.test(name))?.at;
const blockOf = (facts: From, pattern: RegExp): Place | undefined => facts.terraform.blocks.find((one) => one.kind === 'resource' && pattern.test(one.type))?.at;
/** What is installed from elsewhere; what an example installs defends nothing here. */
const installed = ({ kubernetes, terraform, files: { files } }: From): ReturnType<typeof foreignParts> => {
  const shown = shownFiles(files);
  return foreignParts(kubernetes, terraform).filter(({ at }) => !shown.has(at.file));
};
/** Charts that bring alerts of their own. */
const watching = (facts: From): Place | undefined => [...facts.kubernetes.dependencies].find(({ name, enabled }) => enabled && /alert|prometheus|monitoring|datadog|falco/i.test(name))?.at;
/** A gateway of the cloud that lets in whom it knows. */
const gatekeeper = ({ cloudformation, files: { files } }: From): Place | undefined => {
  const shown = shownFiles(files);
  return cloudformation.resources.find(({ type, value, file }) => !shown.has(file) && (/^AWS::(?:ApiGateway(?:V2)?::Authorizer|Cognito::UserPool)$/.test(type)
    || (type === 'AWS::ApiGateway::Method' && (pick(value, 'Properties', 'ApiKeyRequired') === true || !/^NONE$|^$/.test(String(pick(value, 'Properties', 'AuthorizationType') ?? ''))))
    || (type === 'AWS::Serverless::Api' && pick(value, 'Properties', 'Auth') !== undefined)))?.at;
};
/** A value that is handed to what is installed from elsewhere. */
const handed = (facts: From, key: RegExp): Place | undefined => installed(facts).find(({ values }) => asksFor(values, key))?.at;
const cloudOf = ({ cloudformation }: From, pattern: RegExp, is: (value: unknown) => boolean = () => true): Place | undefined => cloudformation.resources.find(({ type, value }) => pattern.test(type) && is(value))?.at;
const resourceOf = (facts: From, pattern: RegExp): Place | undefined => facts.kubernetes.resources.find((one) => pattern.test(one.kind))?.at;

/** They keep floods away from whatever they run, on every plan. */
const EDGES: ReadonlySet<string> = new Set(['cloudflare', 'vercel', 'netlify']);
const behindEdge = ({ workloads }: From): Place | undefined => {
  const open = workloads.workloads.flatMap(({ deployments }) => forProduction(deployments)).filter(({ exposures }) => exposures.some((one) => one.public));
  return open.every(({ source }) => EDGES.has(source)) ? open[0]?.at : undefined;
};

const LAYERS: readonly (readonly ['network' | 'transport' | 'authentication' | 'authorization' | 'application' | 'data' | 'monitoring', string, (facts: From) => Place | undefined])[] = [
  ['network', 'A firewall, network policies or protection from floods', (facts) => blockOf(facts, /wafv2_web_acl$|_waf_|cloud_armor|security_policy$|aws_shield|cloudflare_ruleset|azurerm_firewall|aws_networkfirewall/) ?? cloudOf(facts, /^AWS::(?:WAF(?:v2|Regional)?::WebACL|Shield::Protection|NetworkFirewall::Firewall)$/) ?? resourceOf(facts, /^((Global|Cilium(Clusterwide)?)?NetworkPolicy|AuthorizationPolicy)$/) ?? handed(facts, /^networkPolic(y|ies)$/i) ?? behindEdge(facts)],
  ['transport', 'TLS on what is reached from outside', (facts) => facts.workloads.workloads.flatMap((one) => one.deployments.flatMap((each) => each.exposures)).find((one) => one.public && (one.tls || one.by === 'http-event'))?.at
    ?? facts.kubernetes.resources.find((one) => one.kind === 'PeerAuthentication' && pick(one.value, 'spec', 'mtls', 'mode') === 'STRICT')?.at
    ?? facts.terraform.blocks.find((one) => /^aws_(lb|alb)_listener$/.test(one.type) && /HTTPS|TLS/.test(String(pick(one.value, 'protocol'))))?.at ?? blockOf(facts, /^(aws_acm_certificate|google_compute_managed_ssl_certificate|google_compute_target_https_proxy|aws_cloudfront_distribution|azurerm_(cdn_)?frontdoor.*)$/)
    ?? facts.kubernetes.resources.find((one) => one.kind === 'Gateway' && [...list(pick(one.value, 'spec', 'listeners')), ...list(pick(one.value, 'spec', 'servers'))].some((each) => pick(each, 'tls') !== undefined))?.at
    ?? cloudOf(facts, /^AWS::(?:CloudFront::Distribution|CertificateManager::Certificate|ApiGateway::RestApi|ApiGatewayV2::Api|Serverless::(?:Http)?Api)$/)
    ?? cloudOf(facts, /^AWS::ElasticLoadBalancingV2::Listener$/, (value) => /HTTPS|TLS/.test(String(pick(value, 'Properties', 'Protocol'))))
    ?? facts.kubernetes.resources.find((one) => one.kind === 'Route' && pick(one.value, 'spec', 'tls', 'termination') !== undefined)?.at
    ?? resourceOf(facts, /^(Certificate|ManagedCertificate)$/) ?? handed(facts, /^(tls|cert-manager\.io\/(cluster-)?issuer|.*ssl-cert|.*\/certificate-arn|(acm_)?certificate_arn)$/i)],
  ['authentication', 'Proof of who calls', (facts) => linkOf(facts, 'authentication') ?? keyOf(facts) ?? strategyOf(facts) ?? gatekeeper(facts) ?? hasDependency(facts.packages, /^(passport(-.+)?|@nestjs\/(jwt|passport)|next-auth|@auth\/.+|better-auth|jose|jsonwebtoken|express-jwt|@fastify\/jwt|@clerk\/.+|@auth0\/.+|express-openid-connect|openid-client|lucia|@workos-inc\/.+|supertokens-node|keycloak-connect|@hono\/oidc-auth|aws-jwt-verify|express-session|cookie-session|client-sessions|iron-session|koa-session|@fastify\/(?:secure-)?session)$/)],
  ['authorization', 'Rules of who may do what', (facts) => linkOf(facts, 'authorization') ?? rankedLink(facts) ?? rightOf(facts) ?? cloudOf(facts, /^AWS::(?:Cognito::(?:IdentityPoolRoleAttachment|UserPoolGroup)|VerifiedPermissions::\w+)$/) ?? hasDependency(facts.packages, /^(@casl\/.+|casbin|nest-access-control|accesscontrol|@cerbos\/.+|@openfga\/.+|oso|@permitio\/.+|permitio|@casbin\/.+|nest-casl)$/)],
  ['application', 'Validation of what comes in', (facts) => linkOf(facts, 'validation') ?? hasDependency(facts.packages, /^(zod|joi|yup|ajv|class-validator|valibot|@sinclair\/typebox|typebox|arktype|superstruct|express-validator|io-ts|runtypes|helmet|@fastify\/helmet)$/)],
  ['data', 'Encryption at rest', ({ stores }) => stores.stores.find((one) => !one.example && one.encrypted?.value === true && (one.kind === 'database' || one.kind === 'bucket'))?.encrypted?.at],
  ['monitoring', 'Something that notices an attack', (facts) => facts.alerts.rules[0]?.at ?? watching(facts) ?? blockOf(facts, /^(aws_guardduty_detector|aws_cloudtrail|aws_securityhub_account|google_scc_.+|azurerm_security_center_.+|aws_config_configuration_recorder)$/)],
];

