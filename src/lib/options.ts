import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { Argument, OptionBag, OptionValue, ParsedModule, Reference } from '../model/index.ts';
import { AbortSignals } from './abort-signals.ts';
import { OptionBranches } from './option-branches.ts';
import { isLinks, linksIn, mergedIn } from './option-parts.ts';
import { isFunction, type FunctionNode, type Scope } from './scope.ts';
import { dottedName, isNothing, keyOf, unwrap } from './tree.ts';
import { ValueRoots } from './value-roots.ts';

const MAX_KEYS = 60;
const MAX_DEPTH = 4;
/** Parts of a request that only say what is sent. */
const CONTENT = /^(headers|params|query|searchParams|data|body|json|form|auth|cookies|metadata)\./;
const ADDRESS = /^(?:url|uri|baseURL|baseUrl|prefixUrl)$/;
/** Options that may bound time or repeat. */
export const BOUND_KEYS = /timeout|signal|deadline|retr|attempt|backoff|dispatcher|agent/i;

/** Reads the arguments of calls as plain data; local constants are looked through. */
export class OptionReader {
  private readonly scope: Scope;
  private readonly fieldOf: (use: TSESTree.Node, field: string) => Reference | undefined;
  private readonly signals: AbortSignals;
  private readonly roots: ValueRoots;
  private readonly branches: OptionBranches;

  constructor(module: ParsedModule, scope: Scope, fieldOf: (use: TSESTree.Node, field: string) => Reference | undefined) {
    this.scope = scope;
    this.fieldOf = fieldOf;
    this.roots = new ValueRoots(module, scope);
    this.branches = new OptionBranches(module, scope, this, (key) => BOUND_KEYS.test(key));
    this.signals = new AbortSignals(module, scope, (node) => this.roots.fold(node));
  }

  text(node: TSESTree.Node): string { return this.roots.text(node); }

  fold(node: TSESTree.Node): ReturnType<ValueRoots['fold']> { return this.roots.fold(node); }

  argument(node: TSESTree.Node): Argument {
    const plain = unwrap(node);
    if (plain.type === T.ObjectExpression) return { bag: this.bag(plain) };
    if (isFunction(plain)) return { inline: true };
    if (mergedIn(plain)) return { bag: this.bag(plain) };
    // A path below a base that is one for all: no address of its own.
    if (plain.type === T.NewExpression && plain.arguments.length === 2 && dottedName(plain.callee) === 'URL') return this.bundled(plain) ?? { other: true, based: true };
    const branches = this.given(plain);
    if (branches) return { bag: branches };
    const folded = this.roots.fold(plain);
    if ('value' in folded && plain.type === T.TemplateLiteral && plain.quasis[0]!.value.raw !== '' && this.roots.isFallback(plain)) return this.starts(plain);
    if ('value' in folded) return folded.value === undefined ? { other: true } : { value: folded.value, ...(this.roots.isFallback(plain) && { fallback: true as const }) };
    if (plain.type === T.Identifier) {
      const declared = this.scope.lookup(plain.name, plain);
      if (declared?.kind === 'param') return declared.key ? { param: declared.key } : { param: plain.name };
      const rest = this.roots.restOf(declared);
      if (rest !== undefined) return { param: rest };
      const init = declared?.kind === 'variable' && declared.init ? unwrap(declared.init) : undefined;
      if (init && isFunction(init)) return { ref: { name: plain.name, path: [] } };
      if (init?.type === T.ObjectExpression || (init && mergedIn(init))) return { bag: this.bag(plain) };
      const either = init && (this.branches.chosen(plain) ?? this.given(init));
      if (either) return { bag: either };
      if (init && (init.type === T.TemplateLiteral || init.type === T.BinaryExpression)) return this.starts(init);
      if (declared?.kind === 'function') return { ref: { name: plain.name, path: [] } };
    }
    if (plain.type === T.TemplateLiteral || plain.type === T.BinaryExpression) return this.starts(plain);
    if (plain.type === T.Identifier || plain.type === T.MemberExpression || plain.type === T.NewExpression) {
      const ref = this.scope.reference(plain, this.fieldOf);
      if (ref && (plain.type !== T.NewExpression || ref.from !== undefined)) return { ref };
    }
    const given = this.calledFor(plain);
    return { other: true, ...(given && { given }) };
  }

  /** `new URL('./font.ttf', import.meta.url)`: a file beside the module. */
  private bundled({ arguments: [path, base] }: TSESTree.NewExpression): Argument | undefined {
    const isModule = base?.type === T.MemberExpression && base.object.type === T.MetaProperty;
    const folded = isModule && path && path.type !== T.SpreadElement ? this.roots.fold(path) : undefined;
    return folded && 'value' in folded && typeof folded.value === 'string' ? { value: folded.value } : undefined;
  }

  private starts(node: TSESTree.Node): Argument {
    const first = this.roots.lead(node);
    const lead = first && this.scope.reference(first, this.fieldOf);
    return { starts: this.roots.start(node), ...(lead?.from !== undefined && { lead }) };
  }

  /** A function of another module, or a method of the class around it, whose result is asked for: `options()`, `this.options()`. */
  private calledFor(node: TSESTree.Node): Reference | undefined {
    if (node.type === T.CallExpression && node.callee.type === T.MemberExpression && node.callee.object.type === T.ThisExpression) {
      const ref = this.scope.reference(node, this.fieldOf);
      return ref?.instance && ref.from === undefined && ref.path.length === 2 ? ref : undefined;
    }
    const plain = node.type === T.CallExpression && node.callee.type === T.Identifier ? node.callee : undefined;
    const binding = plain && !this.scope.lookup(plain.name, plain) ? this.scope.imports.get(plain.name) : undefined;
    return binding ? { from: binding.specifier, name: binding.imported, path: ['()'] } : undefined;
  }

  /** The object that a small function of this module gives, or one of two by a condition. */
  given(node: TSESTree.Node): OptionBag | undefined { return this.branches.given(node) ?? this.branches.either(node); }

  /** The object that a function gives, if it writes one out wherever it returns. */
  givenBy(made: FunctionNode): OptionBag | undefined { return this.branches.givenBy(made); }

  bag(node: TSESTree.Node): OptionBag {
    const out: { values: Record<string, OptionValue>; open?: true; params: string[]; constants: Reference[] } = { values: {}, params: [], constants: [] };
    this.into(out, node, '', 0);
    return {
      values: out.values,
      ...(out.open && { open: true as const }),
      ...(out.params.length > 0 && { params: out.params }),
      ...(out.constants.length > 0 && { constants: out.constants }),
    };
  }

  private into(out: { values: Record<string, OptionValue>; open?: true; params: string[]; constants: Reference[] }, node: TSESTree.Node, prefix: string, depth: number): void {
    const plain = unwrap(node);
    if (depth > MAX_DEPTH || Object.keys(out.values).length > MAX_KEYS) {
      out.open = true;
      return;
    }
    switch (plain.type) {
      case T.ObjectExpression:
        for (const entry of plain.properties) {
          if (entry.type === T.SpreadElement) {
            // Whatever the headers and the body are made of, no bound is among it.
            if (!CONTENT.test(prefix)) this.into(out, entry.argument, prefix, depth + 1);
            continue;
          }
          const key = keyOf(entry);
          if (key === undefined) {
            out.open = true;
            continue;
          }
          const value = unwrap(entry.value);
          if (value.type === T.ObjectExpression) {
            out.values[prefix + key] = { configured: '{}' };
            this.into(out, value, `${prefix}${key}.`, depth + 1);
          } else if (value.type === T.Identifier && this.branches.objectOf(value)) {
            out.values[prefix + key] = { configured: '{}' };
            this.into(out, this.branches.objectOf(value)!, `${prefix}${key}.`, depth + 1);
          } else if (value.type === T.NewExpression && value.arguments[0]?.type === T.ObjectExpression) {
            out.values[prefix + key] = { configured: `new ${dottedName(value.callee) ?? ''}` };
            this.into(out, value.arguments[0], `${prefix}${key}.`, depth + 1);
          } else if (value.type === T.ArrayExpression && value.elements[0]?.type === T.ObjectExpression) {
            out.values[prefix + key] = { configured: '[]' };
            this.into(out, value.elements[0], `${prefix}${key}.0.`, depth + 1);
          } else if (isLinks(key) && linksIn(value)) {
            const list = linksIn(value)!;
            out.values[prefix + key] = { configured: '[]' };
            for (const [index, link] of list.entries()) {
              out.values[`${prefix}${key}.${index}`] = { configured: dottedName(link.callee)! };
              if (link.arguments[0]) this.into(out, link.arguments[0], `${prefix}${key}.${index}.`, depth + 1);
            }
          } else {
            out.values[prefix + key] = this.value(value, key === 'dispatcher', ADDRESS.test(key));
            for (const made of this.branches.madeWith(value)) this.into(out, made, `${prefix}${key}.`, depth + 1);
          }
        }
        return;
      case T.Identifier: {
        const object = this.branches.objectOf(plain);
        const declared = this.scope.lookup(plain.name, plain);
        const init = declared?.kind === 'variable' && declared.init ? unwrap(declared.init) : undefined;
        const made = object ?? (init && mergedIn(init) ? init : undefined);
        if (made) {
          this.into(out, made, prefix, depth + 1);
          for (const [key, value] of Object.entries(this.branches.setLater(plain.name, declared!))) out.values[prefix + key] = value;
          return;
        }
        const binding = declared ? undefined : this.scope.imports.get(plain.name);
        const rest = this.roots.restOf(declared);
        if (declared?.kind === 'param') out.params.push(declared.key ?? plain.name);
        else if (rest !== undefined) out.params.push(rest);
        else if (binding) out.constants.push({ from: binding.specifier, name: binding.imported, path: [] });
        else out.open = true;
        return;
      }
      case T.LogicalExpression:
        // `...(init || {})`: nothing else than what is given.
        if (plain.operator !== '&&' && this.boundsNothing(plain.right) && unwrap(plain.right).type === T.ObjectExpression) {
          this.into(out, plain.left, prefix, depth + 1);
          return;
        }
        // `cond && { … }`: what may be there is not surely there.
        if (plain.operator !== '&&' || !this.boundsNothing(plain.right)) out.open = true;
        return;
      case T.ConditionalExpression: {
        if (![plain.consequent, plain.alternate].every((part) => this.boundsNothing(part))) out.open = true;
        return;
      }
      case T.CallExpression: {
        const parts = mergedIn(plain);
        if (parts) {
          for (const part of parts) this.into(out, part, prefix, depth + 1);
          return;
        }
        const given = this.given(plain);
        const ref = this.calledFor(plain);
        if (given) {
          for (const [key, value] of Object.entries(given.values)) out.values[prefix + key] = value;
          if (given.open) out.open = true;
          out.constants.push(...(given.constants ?? []));
        } else if (ref && prefix === '') out.constants.push(ref);
        else out.open = true;
        return;
      }
      default: {
        const root = plain.type === T.MemberExpression ? this.roots.paramRoot(plain) : undefined;
        // `...axios.defaults`: whatever it is set to is read where that is done.
        if (plain.type === T.MemberExpression && plain.object.type === T.Identifier && dottedName(plain) === `${plain.object.name}.defaults` && this.scope.imports.get(plain.object.name)?.specifier === 'axios') return;
        const constant = root || plain.type !== T.MemberExpression || prefix !== '' ? undefined : this.scope.reference(plain, this.fieldOf);
        if (root) out.params.push(root);
        else if (constant?.from !== undefined) out.constants.push(constant);
        else out.open = true;
      }
    }
  }

  /** An object that is written out, without a key that could bound time or repeat. */
  private boundsNothing(node: TSESTree.Node): boolean {
    const plain = unwrap(node);
    if (plain.type === T.Literal || (plain.type === T.Identifier && plain.name === 'undefined')) return true;
    if (plain.type !== T.ObjectExpression) return false;
    const { values, open, params, constants } = this.bag(plain);
    return !open && !params && !constants && !Object.keys(values).some((key) => BOUND_KEYS.test(key));
  }

  /** `called`: what a function gives is followed as well. `led`: and what a text begins with. */
  value(node: TSESTree.Node, called = false, led = false): OptionValue {
    const plain = unwrap(node);
    const folded = this.roots.fold(plain);
    if ('value' in folded && !this.roots.isFallback(plain)) return folded.value === undefined ? { configured: 'undefined' } : folded.value;
    const configured = this.roots.text(plain);
    if ('value' in folded && folded.value !== undefined && folded.value !== null) return { configured, fallback: folded.value };
    const aborts = this.signals.of(plain);
    if (aborts) return { configured, aborts };
    if (this.roots.hasOwnDefault(plain)) return { configured };
    // `given.timeout ?? config.timeout`: what nobody gives is told here.
    if (plain.type === T.LogicalExpression && plain.operator !== '&&' && !isNothing(unwrap(plain.right)) && this.roots.paramRoot(plain.right) === undefined) {
      const told = this.value(plain.right, called, led);
      return typeof told === 'object' && told !== null ? { ...told, configured } : { configured };
    }
    const param = this.roots.paramRoot(plain);
    if (param) return { configured, param };
    const first = led ? this.roots.lead(plain) : undefined;
    const lead = first && first !== plain ? this.scope.reference(first, this.fieldOf) : undefined;
    if (lead?.from !== undefined) return { configured, lead };
    const named = plain.type === T.Identifier || plain.type === T.MemberExpression || (called && plain.type === T.CallExpression);
    const ref = named ? this.scope.reference(plain, this.fieldOf) : undefined;
    return ref && (ref.from !== undefined || called) ? { configured, constant: ref } : { configured };
  }
}
