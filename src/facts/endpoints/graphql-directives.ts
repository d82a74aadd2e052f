import type { Facts, Link, SchemaDirective } from '../../model/index.ts';
import { groupBy } from '../../lib/module-imports.ts';
import { foldersInCommon } from '../../lib/paths.ts';
import { byName } from './role-of.ts';

/** What the schema's text says of a field. */
export interface Directives {
  /** The links of a field's directives; undefined: the schema's text does not have it, or no field of it asks. */
  of(operation: string, field: string, file: string): Link[] | undefined;
}

export const ASKING_DIRECTIVE = /auth(?!or(?!i))|login|logged|role|permission|access|private|protect|guard|signed|admin|member|scope|acl|^(?:require|ensure|must|only)[A-Z]/i;
/** Which may hold for callers who are known by other means alone (`@scope` of a token), or hide something. */
const WEAK = /scope|access|acl|private|protect|member/i;
const isWeak = (name: string): boolean => WEAK.test(name) && byName(name, false)?.role !== 'authentication';
/** `@auth(requires: GUEST)` */
const FOR_ALL = /\b(?:PUBLIC|GUESTS?|ANON\w*|UNAUTH\w*|EVERYONE|ANYONE|NONE)\b/i;
const LIMITS = /^(?:rate|throttle|limit)$|rate_?limit/i;

/** `createComment(…): Payload @auth @rate(seconds: 3)`, by the schema that lies nearest to the resolver. */
export function directivesOf({ fields }: Facts['graphqlSchemas']): Directives {
  const asks = fields.some(({ directives }) => directives.some(({ name }) => ASKING_DIRECTIVE.test(name) && !isWeak(name)));
  // Where some fields say that they ask nobody, others may be asked without a word.
  const spares = fields.some(({ directives }) => directives.some(({ name }) => byName(name, false)?.role === 'public'));
  const byField = groupBy(asks ? fields : [], ({ operation, field }) => `${operation} ${field}`);
  return {
    of(operation, field, file) {
      const own = byField.get(`${operation} ${field}`) ?? [];
      const nearest = Math.max(...own.map(({ at }) => foldersInCommon(at.file, file)));
      // A copy that a tool printed has lost them.
      const told = own.filter(({ at }) => foldersInCommon(at.file, file) === nearest).sort((a, b) => b.directives.length - a.directives.length)[0];
      const links = told?.directives.flatMap((one) => linkOf(one, told.at) ?? []);
      return spares && links?.every(({ role }) => role !== 'authentication' && role !== 'public') ? [...links, { ...UNKNOWN, name: 'what holds where no directive stands', at: told!.at }] : links;
    },
  };
}

const UNKNOWN = { role: 'unknown', scope: 'method', somewhere: 'authentication', confidence: 'low' } as const;

function linkOf({ name, given = '' }: SchemaDirective, at: Link['at']): Link | undefined {
  const base = { name: `@${name}`, at, scope: 'method' as const };
  if (LIMITS.test(name)) return { ...base, role: 'limit', confidence: 'medium' };
  const told = byName(name, false)?.role;
  if (told === 'public' || told === 'audit') return { ...base, role: told, confidence: 'medium' };
  if (!ASKING_DIRECTIVE.test(name)) return undefined;
  return FOR_ALL.test(given) || isWeak(name) ? { ...base, ...UNKNOWN } : { ...base, role: 'authentication', confidence: 'medium' };
}
