import type { Argument, CallSite, OptionValue } from '../../model/index.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';

const ADDRESSES = ['baseURL', 'baseUrl', 'prefixUrl', 'url', 'uri', 'options.url', 'hostname', 'host'];

/** The address that an argument gives, as far as it is fixed: text, its start, or `${…}` with what configures it. */
export function addressIn(argument: Argument, file: string, graph: CodeGraph): string | undefined {
  if ('value' in argument) return typeof argument.value === 'string' && !argument.fallback ? argument.value : undefined;
  if ('starts' in argument) return (argument.lead && textOf(graph.constant(file, argument.lead))) ?? (CUT.test(argument.starts) ? `${argument.starts}\${…}` : argument.starts);
  if ('ref' in argument) {
    const { name, path } = argument.ref;
    if (name === 'process' && path[0] === 'env' && path[1] !== undefined) return !HOLDS_ADDRESS.test(path[1]) ? undefined : `\${process.env.${path[1]}}`;
    const value = graph.constant(file, argument.ref);
    return value === undefined ? undefined : textOf(value);
  }
  if (!('bag' in argument)) return undefined;
  return ADDRESSES.map((key) => valueOf(argument.bag.values[key], file, graph)).find((value) => value !== undefined);
}

/** The same of an option, which may be a constant of another module. */
const valueOf = (value: OptionValue | undefined, file: string, graph: CodeGraph): string | undefined =>
  textOf(value) ?? (typeof value === 'object' && value !== null && (value.constant ?? value.lead) ? textOf(graph.constant(file, (value.constant ?? value.lead)!)) : undefined);

/** What a value says of an address: the text, or which variable holds it. */
const textOf = (value: OptionValue | undefined): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'object' && value !== null && VARIABLE.test(value.configured) && HOLDS_ADDRESS.test(value.configured) ? `\${${value.configured}}` : undefined;

/** `https://shop-${stage}.example.com`: the name of the host goes on behind what is fixed. */
const CUT = /^\w+:\/\/[^/?#]*[-._]$/;

const VARIABLE = /\benv\.[A-Z]|['"][A-Z][A-Z0-9_]{3,80}['"]/;

/** A key or a name in a variable is no address. */
const HOLDS_ADDRESS = /UR[LI]|HOST|ADDR|ENDPOINT|ORIGIN|DSN|SERVER|SERVICE|BASE|DATABASE|CONNECTION/;

/** The address of a call: one of its first two arguments, below the base that its options give. */
export function addressOf(call: CallSite, file: string, graph: CodeGraph): string | undefined {
  const [first, second, third] = call.args ?? [];
  if (first && 'value' in first && first.fallback) return undefined;
  const url = (first && addressIn(first, file, graph)) ?? (second && addressIn(second, file, graph));
  if (url !== undefined && ABSOLUTE.test(url)) return url;
  const base = [second, third].map((options) => (options && 'bag' in options ? valueOf(options.bag.values.baseURL, file, graph) : undefined)).find((value) => value !== undefined);
  return base ?? url;
}

const ABSOLUTE = /^(?:\w+:|\/\/|\$\{)/;
