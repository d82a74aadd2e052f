import { AST_NODE_TYPES } from '@typescript-eslint/types';
import { remember } from '../../lib/remember.ts';
import { isBeside } from './looks.ts';

/** What makes text, a number or a yes or no of whatever comes. */
export const SETTLES = /^(?:String|Number|Boolean|BigInt|Symbol|parseInt|parseFloat|Number\.parse(?:Int|Float)|(?:en|de)codeURI(?:Component)?|(?:\w+\.)?escape\w*|Math\.\w+|isNaN|new (?:Date|Number|String|Boolean)|Date\.parse|Buffer\.byteLength|querystring\.stringify|qs\.stringify)$/;
/** Methods whose answer says no more than yes or no, or where. */
export const ANSWERS = /^(?:includes|startsWith|endsWith|test|indexOf|lastIndexOf|some|every|has|hasOwnProperty|toString|toFixed|toISOString|getTime|localeCompare|isArray)$/;
/** What gives back what it is handed, in another order or shape. */
export const PASSES_ON = /^(?:Object\.(?:assign|entries|fromEntries|values|freeze)|JSON\.(?:stringify|parse)|Array\.from|Promise\.(?:all|resolve)|structuredClone|(?:_|lodash)\.\w+|pick|omit|merge|cloneDeep|snakeCase|camelCase)$/;
/** `order.save()`, `db.write()`, `order.validate()`. */
export const ITSELF = /\.(?:save|write|validate\w*)$/;
export const FOUND = /^(?:find(?:One|First|Unique|Many|All|By[A-Z]\w*|AndCount\w*|OrFail|OrThrow)\w*|\$?query(?:Raw\w*)?|execute|countDocuments|constructEvent\w*)$/;
/** `await createUser(name)`: the row that was kept is not what came. */
export const KEPT = /(?:^|\.)(?:create|insert|save|update|upsert|persist|store|register)[A-Z]\w*$/;
export const JOINS = /^(?:path\.)?(?:join|resolve|normalize)$|^Buffer\.from$/;
/** What puts all that it is handed after the first into the first. */
export const FILLS = /^(?:Object\.assign|(?:_|lodash)\.(?:assign|merge|extend|defaults)|merge|assign|extend|deepmerge)$/;
/** `await readBody(req)`, `await getBody(c)`: a helper of the team's own that reads what came in, and says no more than that. */
export const READS: readonly (readonly [string, RegExp])[] = [
  ['body', /(?:^|\.)(?:(?:read|get|parse|load|receive|collect)(?:Request|Req|Raw)?(?:Body|Json|JSON|JsonBody|JSONBody|BodyJson|FormData)|(?:read|get|parse)BodyOrQuery|bodyOf|parseRequest)$/],
  ['query', /(?:^|\.)(?:read|get|parse)(?:Request|Req|Url)?Query(?:Params)?$/],
];
export const PUTS = /^(?:push|unshift|append|add)$/;
/** What is handed to these by name goes no further. */
export const isTheEnd = remember((name) => SETTLES.test(name) || PASSES_ON.test(name) || (isBeside(name) && !PUTS_AWAY.test(name)));
/** A list of a database in the cloud, an entity that is told from others by its manager. */
const PUTS_AWAY = /^\?\.(?:ref|child)\.push$|^\?\.wrap\.assign$|(?:^|\.)(?:em|entityManager)\.assign$/;
/** A request, an answer or an application holds much else, and is handed to everybody. */
export const HELD_BY_ALL = /^(?:this|_?req(?:uest)?|res(?:ponse)?|reply|c|ctx|context|event|app|router|server|logger|log)$/;
/** Below these nothing is handed on or looked at: types, and what is a name or a value and no more. */
export const STILL = new Set<AST_NODE_TYPES>([
  AST_NODE_TYPES.Literal, AST_NODE_TYPES.ThisExpression, AST_NODE_TYPES.Super, AST_NODE_TYPES.PrivateIdentifier, AST_NODE_TYPES.TemplateElement, AST_NODE_TYPES.JSXText, AST_NODE_TYPES.JSXIdentifier,
  AST_NODE_TYPES.ImportDeclaration, AST_NODE_TYPES.ExportAllDeclaration,
  AST_NODE_TYPES.TSTypeAnnotation, AST_NODE_TYPES.TSTypeAliasDeclaration, AST_NODE_TYPES.TSInterfaceDeclaration, AST_NODE_TYPES.TSTypeParameterDeclaration, AST_NODE_TYPES.TSTypeParameterInstantiation,
]);
export const EACH = /^(?:map|forEach|filter|find|flatMap|some|every|then|findIndex)$/;
