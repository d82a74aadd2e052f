import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, Trait } from '../../model/index.ts';
import { isFunction } from '../../lib/scope.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import { SAID_BY_STATUS } from './texts.ts';

const STATUS = /^(?:status|statusCode|code|httpStatus)$/;
const REFUSES = /^(?:Promise\.reject|reject|next)$/;

/** Answers that are written out once and refused with by their name: `const NO_TOKEN = { status: 401 }`, and `throw NO_TOKEN` further down. */
export function refusalsByName(module: ParsedModule): readonly { readonly node: TSESTree.Node; readonly trait: Trait }[] {
  if (!/\b40[13]\b/.test(module.text)) return [];
  const said = new Map<string, Trait>();
  for (const { id, init } of module.tree.body.flatMap((one) => (one.type === T.VariableDeclaration ? one.declarations : []))) {
    const made = init ? unwrap(init) : undefined;
    if (id.type !== T.Identifier || made?.type !== T.ObjectExpression) continue;
    for (const part of made.properties) {
      const trait = part.type === T.Property && STATUS.test(keyOf(part) ?? '') && part.value.type === T.Literal ? SAID_BY_STATUS.get(part.value.value as number) : undefined;
      if (trait === 'denies' || trait === 'forbids') said.set(id.name, trait);
    }
  }
  if (said.size === 0) return [];
  const of = (node: TSESTree.Node, given: TSESTree.Node | null | undefined): { node: TSESTree.Node; trait: Trait }[] => {
    const trait = given?.type === T.Identifier ? said.get(given.name) : undefined;
    return trait ? [{ node, trait }] : [];
  };
  return [
    ...module.nodes('ThrowStatement').flatMap((node) => of(node, node.argument)),
    ...module.nodes('CallExpression').flatMap((node) => (REFUSES.test(dottedName(node.callee) ?? '') ? of(node, node.arguments[0]) : [])),
  ];
}

/** `!pub`, `order == null`: a thing that is not there. */
const ABSENT = /^!\s*([\w.?]+)$|^([\w.?]+)\s*={2,3}\s*(?:null|undefined)$/;
/** Words of who calls and of what he may. */
const OF_CALLERS = /allow|permi|access|rights?\b|role|admin|owner|auth|user|session|member|token|secret|key|scope|polic|abilit|valid|viewer|caller|login|signed|manager|moderator|creator|grant|creden|hash|password|identity|account|actor|claim|signature|origin|match/i;
/** `canEdit`, `isMine`, `mayRead`: a candidate and a download are things. */
const SAYS_YES = /(?:^|[.?])(?:can|may|is|has|own|self)(?=[A-Z_]|$)/;
/** A part of what comes in. */
const OF_INPUT = /\bin\s+\w+$|\b(?:body|query|input|values|payload|dto|updates?|changes)\b/;
const EVERYBODYS = /&&[^&|]*\bis_?Public\b/i;

/** Whether a refusal turns on what is asked for, and not on who asks: `if (!pub) throw new ForbiddenError()`, `if ('title' in values) { if (!canTitle) … }`. */
export function isOfThing(node: TSESTree.Node, module: ParsedModule): boolean {
  const { parent, text } = module;
  const tests: string[] = [];
  for (let at = node, up = parent(at); up && !isFunction(up); at = up, up = parent(at)) {
    if (up.type === T.IfStatement && up.test !== at) tests.push(text.slice(...up.test.range).slice(0, 200));
  }
  const [nearest = '', ...around] = tests;
  const absent = ABSENT.exec(nearest);
  const thing = absent?.[1] ?? absent?.[2];
  return (thing !== undefined && !OF_CALLERS.test(thing) && !SAYS_YES.test(thing) && !isLookedUpForCaller(thing, node, module)) || EVERYBODYS.test(nearest) || around.some((test) => OF_INPUT.test(test));
}

/** `const project = await find({ id, userId: session.user.id })`: it is there for its own people alone. */
function isLookedUpForCaller(thing: string, node: TSESTree.Node, { nodes, text }: ParsedModule): boolean {
  const [name] = thing.split(/[.?]/);
  return nodes('VariableDeclarator').some(({ id, init, range }) => init && id.type === T.Identifier && id.name === name && range[1] <= node.range[0] && WHO.test(text.slice(...init.range).slice(0, 1000)));
}
const WHO = /user|session|auth|account|member|viewer|caller|owner|creator|token|jwt|identity|principal/i;
