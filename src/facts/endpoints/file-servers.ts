import type { Expression } from '../../model/index.ts';
import type { Program } from './program.ts';
import type { Scope } from './targets.ts';

/** What hands out files, or the one page of an application for whatever is asked. */
const FILES = /^(?:serve-static|serve-handler|serve-index|sirv|ecstatic|koa-static|koa-send|express-static-gzip|(?:express|connect|koa2?-connect)-history-api-fallback)$/;

/** A server on which nothing is put but middleware of packages, one of them for files: it has no routes of its own. */
export function handsOutFiles(program: Program, modules: readonly string[]): boolean {
  const all = modules.flatMap((file) => (program.modules[file]?.functions ?? []).flatMap(({ operations }, fn) => operations.map((operation) => ({ operation, scope: { file, fn } }))));
  const served = all.map(({ operation: { method, args }, scope }) => (method === 'use' ? args.map((one) => madeByPackage(program, scope, one)) : ['routes' as const]));
  return served.flat().includes('files') && served.flat().every((one) => one !== 'routes');
}

function madeByPackage(program: Program, scope: Scope, value: Expression): 'files' | 'beside' | 'routes' {
  // An address that it is put under.
  if ('value' in value) return 'beside';
  const target = 'call' in value ? program.evaluate(scope, value.call) : undefined;
  if (target?.kind !== 'external') return 'routes';
  return FILES.test(target.pkg) || (target.pkg === 'express' && target.name.endsWith('static')) ? 'files' : 'beside';
}
