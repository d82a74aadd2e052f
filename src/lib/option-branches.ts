import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { OptionBag, OptionValue, ParsedModule } from '../model/index.ts';
import type { Declared } from './declared-names.ts';
import { setLater } from './option-parts.ts';
import { isFunction, type FunctionNode, type Scope } from './scope.ts';
import { isNothing, returnsOf, unwrap } from './tree.ts';

/** What is set under these may bound time, in objects of its own as well. */
const SETS_BOUNDS = /timeout|signal|deadline|retr|attempt|backoff|dispatcher|httpOptions|requestHandler|^https?Agent$|^agent$/i;

/** How objects and values are read, by whoever asks for their branches. */
interface Reader {
  bag(node: TSESTree.Node): OptionBag;
  value(node: TSESTree.Node, called?: boolean): OptionValue;
}

/** Objects of options that are one of several, are given by functions of the module, or are changed after they were made. */
export class OptionBranches {
  private readonly module: ParsedModule;
  private readonly scope: Scope;
  private readonly reader: Reader;
  /** Whether a key may bound time or repeat. */
  private readonly decides: (key: string) => boolean;
  private readonly known = new Map<FunctionNode, OptionBag | undefined>();
  private later?: ReturnType<typeof setLater>;

  constructor(module: ParsedModule, scope: Scope, reader: Reader, decides: (key: string) => boolean) {
    this.module = module;
    this.scope = scope;
    this.reader = reader;
    this.decides = decides;
  }

  /** One object or another: only what both say is surely said. */
  either(node: TSESTree.Node): OptionBag | undefined {
    const plain = unwrap(node);
    // `token && { headers }` is one or nothing.
    const parts = plain.type === T.ConditionalExpression ? [unwrap(plain.consequent), unwrap(plain.alternate)] : plain.type === T.LogicalExpression && plain.operator === '&&' ? [unwrap(plain.right), undefined] : [];
    if (parts.length === 0) return undefined;
    const [one, other] = parts.map((part): OptionBag | undefined => (part === undefined || isNothing(part) ? { values: {} } : part.type === T.ObjectExpression || part.type === T.Identifier ? this.reader.bag(part) : undefined));
    if (!one || !other || !parts.some((part) => part?.type === T.ObjectExpression)) return undefined;
    // `local ? { ...config, endpoint } : config`: whichever it is, it is what the parameter brings.
    const params = one.params && other.params && one.params.join() === other.params.join() ? one.params : undefined;
    return {
      values: Object.fromEntries(Object.entries(one.values).filter(([key]) => other.values[key] !== undefined)),
      ...(params && { params }),
      ...((one.open || other.open || (parts[1] === undefined && Object.keys(one.values).some(this.decides)) || (!params && (one.params || other.params)) || one.constants || other.constants) && { open: true as const }),
    };
  }

  /** The options that a value was made with elsewhere in the module: `const requestHandler = new NodeHttpHandler({ … })`. */
  madeWith(node: TSESTree.Node): readonly TSESTree.ObjectExpression[] {
    const declared = node.type === T.Identifier ? this.scope.lookup(node.name, node) : undefined;
    const init = declared?.kind === 'variable' && declared.init ? unwrap(declared.init) : undefined;
    return init?.type === T.NewExpression && init.arguments[0]?.type === T.ObjectExpression ? [init.arguments[0]] : [];
  }

  /** `const options = local ? { region, endpoint } : { region }`, with what is put there further down. */
  chosen(node: TSESTree.Identifier): OptionBag | undefined {
    const declared = this.scope.lookup(node.name, node);
    const bag = declared?.kind === 'variable' && declared.init ? this.either(declared.init) : undefined;
    return bag && { ...bag, values: { ...bag.values, ...this.setLater(node.name, declared!) } };
  }

  /** `options.signal = AbortSignal.timeout(5000)`, further down. */
  setLater(name: string, declared: Declared): Record<string, OptionValue> {
    const all = (this.later ??= setLater(this.module)).get(name) ?? [];
    return Object.fromEntries(all.filter(({ value }) => this.scope.lookup(name, value) === declared).map(({ key, value }) => [key, this.reader.value(value, key === 'dispatcher')]));
  }

  /** The object that a small function of this module gives: `fetch(url, options())`, `isLocal ? { … } : {}` within it. */
  given(node: TSESTree.Node): OptionBag | undefined {
    if (node.type !== T.CallExpression || node.callee.type !== T.Identifier) return undefined;
    const declared = this.scope.lookup(node.callee.name, node.callee);
    const made = declared?.kind === 'function' ? declared.node : declared?.kind === 'variable' && declared.init ? unwrap(declared.init) : undefined;
    const bag = made && isFunction(made) && !made.async ? this.givenBy(made) : undefined;
    return bag?.unlessGiven && node.arguments.length > 0 ? undefined : bag;
  }

  /** The object that a function gives, if it writes one out wherever it returns; read once, however many ask. */
  givenBy(made: FunctionNode): OptionBag | undefined {
    if (this.known.has(made)) return this.known.get(made);
    // Functions that give what each other gives, in a circle, give nothing.
    this.known.set(made, undefined);
    const bag = made.generator ? undefined : this.writtenBy(made);
    this.known.set(made, bag);
    return bag;
  }

  private writtenBy(made: FunctionNode): OptionBag | undefined {
    // `return null` says that nothing is configured: it gives no options.
    const objects = returnsOf(made.body).map((given) => (given ? unwrap(given) : undefined)).filter((object) => !object || !isNothing(object));
    const bags = objects.flatMap((object) => (object && this.writtenOut(object)) ?? []);
    const [first, ...others] = bags;
    if (!first || bags.length < objects.length) return undefined;
    const everywhere = (key: string): boolean => others.every(({ values }) => values[key] !== undefined);
    // Its parameters are not those of the function around the call.
    const open = bags.some((bag) => bag.open || bag.params) || bags.some(({ values }) => Object.keys(values).some((key) => this.decides(key) && !bags.every((bag) => bag.values[key] !== undefined)));
    const constants = bags.flatMap((bag) => bag.constants ?? []);
    return { values: Object.fromEntries(Object.entries(first.values).filter(([key]) => everywhere(key))), ...(open && { open }), ...(bags.some(({ unlessGiven }) => unlessGiven) && { unlessGiven: true as const }), ...(constants.length > 0 && { constants }) };
  }

  private writtenOut(object: TSESTree.Node): OptionBag | undefined {
    if (object.type === T.ObjectExpression || (object.type === T.Identifier && this.objectOf(object))) return this.reader.bag(object);
    return object.type === T.Identifier ? this.chosen(object) ?? this.handedBack(object) : this.either(object);
  }

  /** `(options = {}) => { options.agent = agent; return options; }`: what nobody hands over is what stands there. */
  private handedBack(node: TSESTree.Identifier): OptionBag | undefined {
    const declared = this.scope.lookup(node.name, node);
    const otherwise = declared?.kind === 'param' && declared.key === undefined && declared.init ? unwrap(declared.init) : undefined;
    if (!declared || otherwise?.type !== T.ObjectExpression) return undefined;
    const bag = this.reader.bag(otherwise);
    const later = this.setLater(node.name, declared);
    return Object.keys(later).some((key) => SETS_BOUNDS.test(key)) ? undefined : { ...bag, values: { ...bag.values, ...later }, unlessGiven: true };
  }

  /** The object that a variable holds from the start. */
  objectOf(node: TSESTree.Identifier): TSESTree.ObjectExpression | undefined {
    const declared = this.scope.lookup(node.name, node);
    const init = declared?.kind === 'variable' && declared.init ? unwrap(declared.init) : undefined;
    return init?.type === T.ObjectExpression ? init : undefined;
  }
}
