import type { Argument, CallSite, Construction, Message, Messaging, ModuleCalls, OptionBag, Place, Reference } from '../model/index.ts';
import { defineFact } from '../model/index.ts';
import { codeGraph, type CodeGraph } from '../lib/code-graph.ts';
import { symbolOf } from '../lib/clients/match.ts';
import { comparePlaces } from '../lib/order.ts';
import { packageOf } from '../lib/bindings.ts';
import { amqp, declaredBy, ofLibrary, type Found } from './messaging/libraries.ts';

/** Queues, topics and events in code: who writes, who reads, under which name and with which options. */
export default defineFact({
  name: 'messaging',
  needs: ['calls', 'imports', 'outbound', 'packages'],
  gather: ({ calls, imports, outbound, packages }): Messaging => {
    const graph = codeGraph(calls, imports);
    const listed = new Set(packages.packages.flatMap(({ dependencies, devDependencies, peerDependencies }) => Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies })));
    // Code that was left behind when its library went cannot run.
    const isLeftOver = ({ from }: Reference): boolean => listed.size > 0 && from !== undefined && packageOf(from) !== undefined && !listed.has(packageOf(from)!);
    const messages: Message[] = [];
    const failures: Messaging['failures'][number][] = [];
    for (const file of outbound.modules) {
      const module = calls[file];
      if (!module) continue;
      for (const made of module.constructions) {
        const found = isLeftOver(made.ref) ? undefined : ofConstruction(made);
        if (found) messages.push(message(graph, file, found, made, made.args, []));
      }
      for (const call of module.calls) {
        if (isFailure(call)) failures.push({ engine: call.ref.from === 'agenda' ? 'agenda' : 'bullmq', ...named(injected(graph, file, module, call)), at: { file, line: call.line } });
        const ref = through(graph, file, call);
        const found = ref && !isLeftOver(ref) && ofCall(graph, file, ref, call, module);
        if (!found) continue;
        const made = found.role === 'publish' && found.engine === 'bullmq' ? queueOf(graph, file, call) : undefined;
        const defaults = made && optionsOf(graph, made.file, made.construction.args);
        messages.push({ ...message(graph, file, found, call, call.args ?? [], (call.within ?? []).map(({ text }) => text)), ...(defaults && { defaults }) });
      }
    }
    return { messages: messages.sort((a, b) => comparePlaces(a.at, b.at)), failures };
  },
});

const named = (channel: string | undefined): { channel?: string } => (channel === undefined ? {} : { channel });
const bagOf = (args: readonly Argument[]): OptionBag | undefined => args.findLast((argument): argument is { bag: OptionBag } => 'bag' in argument)?.bag;

/** The options that a call is given, those of constants among them: `add('mail', data, JOB_OPTIONS)`. */
function optionsOf(graph: CodeGraph, file: string, args: readonly Argument[]): OptionBag | undefined {
  const last = args.at(-1);
  const given = last && 'ref' in last ? graph.bag(file, last.ref) ?? bagOf(args) : bagOf(args);
  const spread = given?.constants?.map((ref) => graph.bag(file, ref));
  if (!given || !spread || spread.some((bag) => bag === undefined)) return given;
  const { constants, ...rest } = given;
  return { ...rest, values: Object.assign({}, ...spread.map((bag) => bag!.values), given.values) as OptionBag['values'] };
}

function message(graph: CodeGraph, file: string, found: Found, site: { fn: string; line: number; column: number }, args: readonly Argument[], within: readonly string[]): Message {
  const at: Place = { file, line: site.line, column: site.column };
  const channel = found.name ?? text(graph, file, found.channel);
  const options = found.options ?? optionsOf(graph, file, args);
  return { role: found.role, engine: found.engine, ...named(channel), at, fn: site.fn, ...(options && { options }), within };
}

/** The fixed name that an argument gives. */
function text(graph: CodeGraph, file: string, argument: Argument | undefined): string | undefined {
  if (!argument) return undefined;
  if ('value' in argument) return typeof argument.value === 'string' ? argument.value : undefined;
  if ('ref' in argument) {
    const value = graph.constant(file, argument.ref);
    return typeof value === 'string' ? value : undefined;
  }
  if ('bag' in argument) {
    for (const key of ['topic', 'name', 'queue', 'queueName', 'QueueUrl', 'TopicArn', 'DetailType', 'Entries.0.DetailType', 'topics.0', 'topics', 'cmd']) {
      const value = argument.bag.values[key];
      if (typeof value === 'string') return value;
      if (typeof value === 'object' && value?.constant) {
        const constant = graph.constant(file, value.constant);
        if (typeof constant === 'string') return constant;
      }
    }
  }
  return undefined;
}

/** Where the queue of a call was made: in its module, or behind a function that hands it out. */
function queueOf(graph: CodeGraph, file: string, call: CallSite): { readonly file: string; readonly construction: Construction } | undefined {
  const own = instanceOf(graph, file, call);
  const target = own ? undefined : graph.resolve(file, call.ref);
  return own ? { file, construction: own } : target?.kind === 'construction' ? target : undefined;
}

const instanceOf = (graph: CodeGraph, file: string, { instance }: CallSite): Construction | undefined =>
  (instance === undefined ? undefined : graph.calls[file]?.constructions.find(({ id, line }) => id === instance || String(line) === instance));

/** What a call's root is in the end: an instance made in another module goes by what made it. */
function through(graph: CodeGraph, file: string, call: CallSite): Reference | undefined {
  const own = instanceOf(graph, file, call);
  const target = own ? { construction: own, rest: [call.ref.path.at(-1) ?? ''], kind: 'construction' as const } : graph.resolve(file, call.ref);
  if (target?.kind === 'construction') return { ...target.construction.ref, path: [...target.construction.ref.path, ...target.rest.filter((part) => part !== '()' && part !== 'new')], instance: true };
  return target?.kind === 'package' ? target.ref : undefined;
}

const JOBS = new Set(['bullmq', 'bull', '@nestjs/bull', '@nestjs/bullmq']);

function ofConstruction(made: Construction): Found | undefined {
  const { from } = made.ref;
  const symbol = symbolOf(made.ref);
  const [first] = made.args;
  if (from === 'bullmq' && symbol === 'Worker') return { role: 'consume', engine: 'bullmq', ...(first && { channel: first }) };
  if ((from === 'bullmq' && symbol === 'Queue') || (from === 'bull' && (symbol === '' || symbol === 'Queue'))) return { role: 'declare', engine: 'bullmq', ...(first && { channel: first }) };
  if (from === '@aws-sdk/client-sqs' && /^SendMessage(Batch)?Command$/.test(symbol)) return { role: 'publish', engine: 'sqs', ...(first && { channel: first }) };
  if (from === '@aws-sdk/client-sqs' && symbol === 'ReceiveMessageCommand') return { role: 'consume', engine: 'sqs', ...(first && { channel: first }) };
  if (from === '@aws-sdk/client-sns' && /^Publish(Batch)?Command$/.test(symbol) && !phone(first)) return { role: 'publish', engine: 'sns', ...(first && { channel: first }) };
  if (from === '@aws-sdk/client-eventbridge' && symbol === 'PutEventsCommand') return { role: 'publish', engine: 'eventbridge', ...(first && { channel: first }) };
  return declaredBy(made);
}

/** SNS sends text messages, too. */
const phone = (argument: Argument | undefined): boolean => argument !== undefined && 'bag' in argument && argument.bag.values.PhoneNumber !== undefined;

function ofCall(graph: CodeGraph, file: string, ref: Reference, call: CallSite, module: ModuleCalls): Found | undefined {
  const { from } = ref;
  if (from === undefined) return undefined;
  const symbol = symbolOf(ref);
  const last = ref.path.at(-1) ?? '';
  const [first] = call.args ?? [];
  const channel = first && { channel: first };
  if (JOBS.has(from)) {
    if (symbol === 'Processor') return { role: 'consume', engine: 'bullmq', ...channel };
    if (/^BullModule\.registerQueue(Async)?$/.test(symbol)) return { role: 'declare', engine: 'bullmq', ...channel };
    if (/^(add|addBulk|upsertJobScheduler)$/.test(last)) return { role: 'publish', engine: 'bullmq', ...namedQueue(injected(graph, file, module, call) ?? madeName(graph, file, module, call)) };
    if (last === 'process' && from === 'bull') return { role: 'consume', engine: 'bullmq', ...namedQueue(madeName(graph, file, module, call)) };
  }
  if (from === 'kafkajs') {
    if (/^(send|sendBatch)$/.test(last)) return { role: 'publish', engine: 'kafkajs', ...channel };
    if (last === 'subscribe') return { role: 'consume', engine: 'kafkajs', ...channel };
  }
  if (from === 'amqplib' || from === 'amqplib/callback_api') {
    return amqp(last, first);
  }
  if (from === 'bee-queue') {
    if (last === 'process') return { role: 'consume', engine: 'bee-queue', ...namedQueue(madeName(graph, file, module, call)) };
    if (last === 'createJob') return { role: 'publish', engine: 'bee-queue', ...namedQueue(madeName(graph, file, module, call)) };
  }
  if (from === 'pg-boss') {
    if (last === 'work') return { role: 'consume', engine: 'pg-boss', ...channel };
    if (last === 'createQueue') return { role: 'declare', engine: 'pg-boss', ...channel };
    if (/^(send|publish|insert|sendAfter)$/.test(last)) return { role: 'publish', engine: 'pg-boss', ...channel };
  }
  if (from === '@nestjs/microservices') {
    if (symbol === 'EventPattern') return { role: 'consume', engine: 'nest', ...channel };
    if (symbol === 'MessagePattern') return { role: 'consume', engine: 'nest-rpc', ...channel };
    if (ref.instance && last === 'send' && /^Client(Proxy|Kafka|RMQ|Nats|Redis|TCP)/.test(ref.name)) return { role: 'publish', engine: 'nest-rpc', ...channel };
    if (ref.instance && last === 'emit' && /^Client(Proxy|Kafka|RMQ|Nats|Redis)/.test(ref.name)) return { role: 'publish', engine: 'nest', ...channel };
  }
  if (from === '@nestjs/event-emitter' || from === 'eventemitter2') {
    if (symbol === 'OnEvent') return { role: 'consume', engine: 'events', ...channel };
    if (/^(emit|emitAsync)$/.test(last)) return { role: 'publish', engine: 'events', ...channel };
    if (/^(on|once|addListener)$/.test(last)) return { role: 'consume', engine: 'events', ...channel };
  }
  if (from === 'nats' && ref.path.includes('()')) {
    if (last === 'publish') return { role: 'publish', engine: 'nats', ...channel };
    if (last === 'subscribe') return { role: 'consume', engine: 'nats', ...channel };
  }
  if (from === 'sqs-consumer' && /^Consumer\.create$/.test(symbol)) return { role: 'consume', engine: 'sqs', ...channel };
  if (from === '@google-cloud/pubsub' && /^(publish|publishMessage|publishJSON)$/.test(last)) return { role: 'publish', engine: 'pubsub' };
  return ofLibrary(ref, call);
}

const namedQueue = (name: string | undefined): { name?: string } => (name === undefined ? {} : { name });

/** The one queue that a class gets injected. */
function injected(graph: CodeGraph, file: string, module: ModuleCalls, call: CallSite): string | undefined {
  const owner = (call.decorates ?? call.fn).split('.')[0]!;
  const names = module.calls.filter(({ ref, decorates }) => (ref.name === 'InjectQueue' || ref.name === 'Processor') && ref.from !== undefined && JOBS.has(ref.from) && decorates?.split('.')[0] === owner)
    .flatMap(({ args }) => text(graph, file, args?.[0]) ?? []);
  return new Set(names).size === 1 ? names[0] : undefined;
}

function madeName(graph: CodeGraph, file: string, module: ModuleCalls, call: CallSite): string | undefined {
  const made = module.constructions.find(({ id, line }) => call.instance !== undefined && (id === call.instance || String(line) === call.instance));
  return text(graph, file, made?.args[0]);
}

/** `worker.on('failed', …)`, `@OnWorkerEvent('failed')`, `@OnQueueFailed()`. */
function isFailure({ ref, args, instance }: CallSite): boolean {
  if (ref.name === 'OnQueueFailed' || ref.name === 'OnGlobalQueueFailed') return true;
  const [first] = args ?? [];
  if (first && 'value' in first && typeof first.value === 'string' && /^fail(:|$)/.test(first.value)) return ref.from === 'agenda' && ref.path.at(-1) === 'on';
  if (!first || !('value' in first) || (first.value !== 'failed' && first.value !== 'error')) return false;
  if (ref.name === 'OnWorkerEvent' || ref.name === 'OnQueueEvent') return first.value === 'failed';
  return first.value === 'failed' && ref.path.at(-1) === 'on' && (JOBS.has(ref.from ?? '') || instance !== undefined);
}
