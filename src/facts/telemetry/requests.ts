import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { CorrelationSite, ParsedModule, Spot, TraceHeader } from '../../model/index.ts';
import { importedCallee, lastName, receiverOf } from '../../lib/callee.ts';
import { packageOf, type Binding } from '../../lib/bindings.ts';
import { FASTIFYS_ID } from '../../lib/fastifys-id.ts';
import { isFunction } from '../../lib/scope.ts';
import { dottedName, keyOf, property } from '../../lib/tree.ts';
import { startedAgent, tracesOnLoad } from './agents.ts';
import { calledOnLoad } from './late-bindings.ts';

const HEADERS = new Set([
  'x-request-id', 'x-correlation-id', 'correlation-id', 'request-id', 'x-trace-id', 'traceparent', 'tracestate', 'b3', 'x-b3-traceid', 'x-b3-spanid',
  'x-cloud-trace-context', 'x-amzn-trace-id', 'x-datadog-trace-id', 'sentry-trace', 'uber-trace-id', 'x-client-trace-id',
]);

const spot = (node: TSESTree.Node): Spot => ({ line: node.loc.start.line, column: node.loc.start.column + 1 });

/** Packages whose call binds an id to each request; the value: whether an inbound id is taken over without being asked to. */
const REQUEST_IDS: Readonly<Record<string, boolean>> = {
  'cls-rtracer': false, 'express-request-id': true, 'express-correlation-id': true, 'koa-requestid': true, 'koa-correlation-id': true,
  'hono/request-id': true, 'express-http-context': false, 'cls-hooked': false, 'correlation-id': false, '@fastify/request-context': false,
  'express-request-context': false,
};

/** Plugins that a server is handed as they are: `server.register({ plugin: tracing, options })`. */
const REQUEST_ID_PLUGINS = new Set(['@defra/hapi-tracing', 'hapi-correlation-id', 'hapi-request-id', 'fastify-request-id']);

/** An id that tells jobs apart, and no requests. */
const JOB_ID = 'id of a job';

export function correlation(module: ParsedModule, bindings: ReadonlyMap<string, Binding>): CorrelationSite[] {
  const found: CorrelationSite[] = [];
  for (const { specifier, line, column, kind } of module.imports) if (kind !== 'type' && REQUEST_ID_PLUGINS.has(specifier)) found.push({ how: specifier, inbound: true, line, column });
  const readsHeader = /['"`](?:x-)?(?:request|correlation|trace)-id['"`]|['"`]traceparent['"`]|x-amzn-trace-id|x-cloud-trace-context/i.test(module.text) || READ_BY_NAME.test(module.text);
  const calls = [...module.nodes('CallExpression'), ...module.nodes('NewExpression')];
  for (const node of calls) {
    const callee = importedCallee(node.callee, bindings);
    if (!callee) continue;
    const { member, specifier } = callee;
    const takes = REQUEST_IDS[specifier] ?? (callee.package === undefined ? undefined : REQUEST_IDS[callee.package]);
    const options = node.arguments.find((argument) => argument.type === AST_NODE_TYPES.ObjectExpression);
    const text = module.text.slice(node.range[0], node.range[1]);
    if (takes !== undefined) {
      found.push({ how: callee.package ?? specifier, inbound: takes || /useHeader:\s*true/.test(text) || readsHeader, ...spot(node) });
    } else if (callee.package === 'nestjs-cls' && /ClsModule\.forRoot/.test(member)) {
      found.push({ how: 'nestjs-cls', inbound: /idGenerator/.test(text) || readsHeader, ...spot(node) });
    } else if (/^(?:pino-http|(?:express|koa)-pino-logger)$/.test(callee.package ?? '') || (callee.package === 'nestjs-pino' && /LoggerModule\.forRoot/.test(member))) {
      found.push({ how: callee.package!, inbound: /genReqId|reqCustomProps|customProps/.test(text), ...spot(node) });
    } else if (callee.package === 'fastify' && member === 'default' && options) {
      const header = property(options, 'requestIdHeader') ?? property(options, 'genReqId');
      if (header) found.push({ how: 'fastify request id', inbound: !(header.type === AST_NODE_TYPES.Literal && header.value === false), ...spot(header) });
      // Up to version 4 it takes `request-id` over by itself: the version is not in sight here.
      const logger = property(options, 'logger') ?? property(options, 'loggerInstance');
      if (!header && logger && !(logger.type === AST_NODE_TYPES.Literal && !logger.value)) found.push({ how: FASTIFYS_ID, inbound: false, ...spot(logger) });
    } else if (/^(?:node:)?async_hooks$/.test(specifier) && member === 'AsyncLocalStorage' && /(?:request|correlation|trace)[-_]?id/i.test(module.text)) {
      found.push({ how: 'AsyncLocalStorage', inbound: readsHeader, ...spot(node) });
    }
  }
  // A transport of the logger that is handed the agent writes the id of the trace on every record.
  for (const node of module.nodes('NewExpression')) {
    for (const options of node.arguments) {
      const agent = options.type === AST_NODE_TYPES.ObjectExpression ? property(options, 'apm') ?? property(options, 'apmClient') : undefined;
      if (agent?.type === AST_NODE_TYPES.Identifier && /^(?:elastic-apm-node|dd-trace|newrelic)$/.test(bindings.get(agent.name)?.specifier ?? '')) found.push({ how: 'the trace that a transport writes', inbound: true, ...spot(node) });
    }
  }
  // `logger.info({ job: job.id }, …)`: what a queue hands out is numbered by it.
  const numbered = module.nodes('CallExpression').find((node) => /^(?:console|\w{0,30}[lL]og(?:ger)?)\.\w+$/.test((dottedName(node.callee) ?? '').split('.').slice(-2).join('.')) && /\b(?:job|message|msg|task|record)\.(?:id|jobId|messageId|MessageId)\b/.test(module.text.slice(node.range[0], Math.min(node.range[1], node.range[0] + 2_000))));
  if (numbered) found.push({ how: JOB_ID, inbound: true, ...spot(numbered) });
  // `ctx.requestId = nanoid()`: made anew, unless the same module looks at the header.
  for (const { left, right } of module.nodes('AssignmentExpression')) {
    const made = right.type === AST_NODE_TYPES.CallExpression || right.type === AST_NODE_TYPES.Identifier || right.type === AST_NODE_TYPES.LogicalExpression;
    if (made && /^(?:req|request|ctx|c|context|res\.locals|ctx\.state|request\.app)\.(?:request|correlation|trace)_?Id$|^(?:req|request|ctx\.state|ctx)\.id$/i.test(dottedName(left) ?? '')) found.push({ how: 'an id of its own', inbound: readsHeader, ...spot(left) });
  }
  return found;
}

/** `req.headers[CORRELATION_HEADER]`, `req.get(requestIdHeader)`: a constant that another module may hold. */
const READ_BY_NAME = /\bheaders\[\s*(?:\w+\.)*\w*(?:correlation|request_?id|trace_?id)\w*\s*\]|\.(?:get|header)\(\s*(?:\w+\.)*\w*(?:correlation|request_?id|trace_?id)\w*\s*\)/i;
const ID_HEADER = /^(?:x_?)?(?:correlation|request|trace)_?(?:id_?)?(?:header(?:_?name)?|name|key)$|^header_?(?:name_?)?(?:correlation|request|trace)_?id$|^x_?(?:correlation|request|trace)_?id$/i;

/** Headers that carry an id from service to service, and which way they go here. */
export function traceHeaders(module: ParsedModule): TraceHeader[] {
  const found: TraceHeader[] = [];
  for (const node of module.nodes('Literal')) {
    if (typeof node.value !== 'string' || node.value.length > 24) continue;
    const header = node.value.toLowerCase();
    if (!HEADERS.has(header)) continue;
    const direction = directionOf(module, node);
    if (direction) found.push({ header, direction, ...exportedAround(module, node, direction), ...spot(node) });
  }
  // `headers[CORRELATION_HEADER] = id`: the constant's name tells what it names.
  for (const node of /HEADER|[hH]eader/.test(module.text) ? module.nodes('Identifier') : []) {
    const parent = ID_HEADER.test(node.name) ? module.parent(node) : undefined;
    const isUsed = (parent?.type === AST_NODE_TYPES.MemberExpression && parent.computed && parent.property === node && lastName(parent.object) === 'headers') || (parent?.type === AST_NODE_TYPES.Property && parent.computed && parent.key === node) || parent?.type === AST_NODE_TYPES.CallExpression;
    const direction = isUsed ? directionOf(module, node) : undefined;
    if (direction) found.push({ header: node.name, direction, ...exportedAround(module, node, direction), ...spot(node) });
  }
  // `headers[name] = getTraceId()`: the name is configured.
  for (const node of module.nodes('CallExpression')) {
    if (node.callee.type === AST_NODE_TYPES.Identifier && node.callee.name === 'getTraceId' && /\bheaders?\b/i.test(module.text) && module.imports.some(({ specifier }) => REQUEST_ID_PLUGINS.has(specifier))) found.push({ header: 'trace id', direction: 'forward', ...spot(node) });
  }
  return found;
}

/** `export const traced = (req, res, next) => …`: whether it is put to use, other modules tell. */
function exportedAround(module: ParsedModule, node: TSESTree.Node, direction: TraceHeader['direction']): { readonly exported?: string } {
  if (direction !== 'read') return {};
  let top = node;
  for (let up = module.parent(top); up && up.type !== AST_NODE_TYPES.Program; up = module.parent(top)) top = up;
  const declaration = top.type === AST_NODE_TYPES.ExportNamedDeclaration ? top.declaration : null;
  const declarator = declaration?.type === AST_NODE_TYPES.VariableDeclaration ? declaration.declarations[0] : undefined;
  const id = declaration?.type === AST_NODE_TYPES.FunctionDeclaration ? declaration.id : declarator?.init && isFunction(declarator.init) ? declarator.id : undefined;
  return id?.type === AST_NODE_TYPES.Identifier && module.nodes('Identifier').every((one) => one === id || one.name !== id.name) ? { exported: id.name } : {};
}

function directionOf(module: ParsedModule, node: TSESTree.Node): TraceHeader['direction'] | undefined {
  const parent = module.parent(node);
  if (parent?.type === AST_NODE_TYPES.Property && parent.key === node) {
    // `headers: { 'x-request-id': id }`, or an object that is handed on as the headers.
    const object = module.parent(parent);
    const holder = object && module.parent(object);
    const name = holder?.type === AST_NODE_TYPES.Property ? keyOf(holder)
      : holder?.type === AST_NODE_TYPES.VariableDeclarator && holder.id.type === AST_NODE_TYPES.Identifier ? holder.id.name
      : holder?.type === AST_NODE_TYPES.NewExpression ? lastName(holder.callee) : undefined;
    if (!name || !/headers?$|metadata$/i.test(name)) return undefined;
    return holder && answers(module, holder) ? 'respond' : 'forward';
  }
  if (parent?.type === AST_NODE_TYPES.MemberExpression && parent.property === node) {
    const assignment = module.parent(parent);
    if (assignment?.type !== AST_NODE_TYPES.AssignmentExpression || assignment.left !== parent) return 'read';
    return sideOf(lastName(parent.object) === 'headers' ? receiverOf(parent) ?? '' : '', 'forward');
  }
  if (parent?.type === AST_NODE_TYPES.CallExpression && parent.arguments[0] === node) {
    const method = lastName(parent.callee) ?? '';
    const receiver = receiverOf(parent.callee) ?? '';
    if (/^(?:setHeader|set|append|header|add|appendHeader)$/.test(method) && parent.arguments.length > 1) return sideOf(receiver, method === 'set' || method === 'append' || method === 'add' ? 'forward' : 'respond');
    // What another system answers with is not what the caller sent.
    if (/(?:^|\.)(?:res|resp|response)\.headers\.\w+$/i.test(dottedName(parent.callee) ?? '')) return undefined;
    if (/^(?:get|header|getHeader|has)$/.test(method)) return 'read';
    return undefined;
  }
  return parent?.type === AST_NODE_TYPES.VariableDeclarator && !isOfAnother(parent.id) ? 'read' : undefined;
}

/** `STRIPE_REQUEST_ID_HEADER` names the header of another system, `X_REQUEST_ID` and `correlationIdHeader` one's own. */
const isOfAnother = (id: TSESTree.Node): boolean => id.type === AST_NODE_TYPES.Identifier
  && id.name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase().split('_').some((word) => word !== '' && !OWN_WORDS.has(word));
const OWN_WORDS = new Set(['x', 'http', 'request', 'req', 'correlation', 'trace', 'traceparent', 'tracestate', 'parent', 'id', 'ids', 'header', 'headers', 'name', 'key', 'default', 'incoming', 'inbound', 'api', 'app', 'log', 'client', 'cloud', 'context', 'b3', 'amzn', 'sentry', 'datadog', 'the', 'our']);

/** True within `new Response(…)` and its like: the header goes back to the caller. */
function answers(module: ParsedModule, node: TSESTree.Node): boolean {
  for (let up: TSESTree.Node | undefined = node, steps = 0; up && steps < 5; up = module.parent(up), steps++) {
    if ((up.type === AST_NODE_TYPES.NewExpression || up.type === AST_NODE_TYPES.CallExpression) && /Response|^res\.|^reply\.|\.json$/.test(dottedName(up.callee) ?? '')) return true;
  }
  return false;
}

/** A header set on the answer goes back to the caller; set elsewhere, on to the next service. */
const sideOf = (receiver: string, otherwise: 'forward' | 'respond'): 'forward' | 'respond' | 'read' =>
  /(?:^|\.)(?:res|response|reply|rep|c|ctx|raw|set)(?:\.|$)/i.test(receiver) ? 'respond'
  : /(?:^|\.)(?:req|request)(?:\.|$)/i.test(receiver) ? 'read' : otherwise;

/** `init({ ...shared })`: how much is traced stands with the settings that several share. */
const isSpread = ({ arguments: [options] }: TSESTree.CallExpression | TSESTree.NewExpression): boolean =>
  options?.type === AST_NODE_TYPES.ObjectExpression && options.properties.some((one) => one.type === AST_NODE_TYPES.SpreadElement && /[sS]entry|[sS]hared|[cC]ommon|[cC]onfig/.test(dottedName(one.argument) ?? ''));

/** `init(options())`, `init({ ...options() })`: what is handed over is put together elsewhere in the module. */
const isHanded = ({ arguments: [options] }: TSESTree.CallExpression | TSESTree.NewExpression): boolean =>
  options !== undefined && (options.type !== AST_NODE_TYPES.ObjectExpression || options.properties.some(({ type }) => type === AST_NODE_TYPES.SpreadElement));

/** Whether Sentry is started so that it samples traces, and not for errors alone. */
export const samplesTraces = (node: TSESTree.CallExpression | TSESTree.NewExpression, module: ParsedModule): boolean =>
  /traces?Sample/.test(isHanded(node) ? module.text : module.text.slice(node.range[0], node.range[1]));

/** A start of one of these hands the context on in every request that the process makes. */
export function tracing(module: ParsedModule, bindings: ReadonlyMap<string, Binding>): (Spot & { library: string })[] {
  const found: (Spot & { library: string })[] = [];
  for (const { specifier, line, column, kind } of module.imports) {
    const name = packageOf(specifier);
    if (kind === 'type') continue;
    if (tracesOnLoad(specifier, name)) found.push({ library: specifier, line, column });
  }
  for (const node of [...module.nodes('CallExpression'), ...module.nodes('NewExpression')]) {
    const loaded = calledOnLoad(node.callee);
    const callee = loaded ? { package: packageOf(loaded.specifier), member: loaded.member } : importedCallee(node.callee, bindings);
    if (!callee?.package) continue;
    const { package: library, member } = callee;
    const last = member.split('.').at(-1)!;
    const starts = startedAgent(library, last)?.traces === true
      || (library === '@opentelemetry/sdk-node' && last === 'NodeSDK')
      || (/^@opentelemetry\/(?:sdk-trace-node|node)$/.test(library) && last === 'NodeTracerProvider')
      || (library === '@opentelemetry/instrumentation' && last === 'registerInstrumentations')
      || (library === '@effect/opentelemetry' && /^NodeSdk\.layer$/.test(member))
      || (library === '@vercel/otel' && last === 'registerOTel')
      || (library === 'dd-trace' && last === 'init')
      || (library === 'elastic-apm-node' && last === 'start')
      || (library === 'applicationinsights' && (last === 'setup' || last === 'start'))
      || (library === 'nestjs-otel' && /OpenTelemetryModule/.test(member))
      || (library === 'aws-xray-sdk' && /capture/.test(last)) || (library === 'aws-xray-sdk-core' && /capture/.test(last))
      || (library === '@google-cloud/trace-agent' && last === 'start')
      || (/^@aws-lambda-powertools\/tracer$/.test(library) && last === 'Tracer')
      // What an organisation wraps around a tracer of its choice: it is told who reports.
      || (/(?:^|[/-])(?:telemetry|tracing|opentelemetry|otel|apm)(?:[-/]|$)/.test(library) && /^(?:init|start|set_?up|register|configure|enable)/i.test(last) && /\bservice_?name\b|APPLICATIONINSIGHTS|\bOTEL_/i.test(module.text.slice(...node.range)))
      || (/^@sentry\/(?!browser|react$|vue$|svelte$)/.test(library) && /^(?:init|withSentry)$/.test(last) && (samplesTraces(node, module) || isSpread(node)));
    if (starts) found.push({ library, ...spot(node) });
  }
  return found;
}
