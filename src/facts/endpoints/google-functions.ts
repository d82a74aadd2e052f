import type { Endpoint, Packages } from '../../model/index.ts';
import { frameworkTargets } from '../../lib/functions-framework.ts';
import { sourceOf } from '../../lib/started-modules.ts';
import { answered, writtenAs } from './answered.ts';
import { textOf } from './arguments.ts';
import { lineOf } from './expressions.ts';
import { urlPath } from './handler.ts';
import type { Classifier } from './roles.ts';

const ENDINGS = ['.ts', '.js', '.mjs', '.cjs'];

/** Functions of Google Cloud: `functions.http('orders', (req, res) => …)`, and the export that a script names as the target. */
export function googleEndpoints(classifier: Classifier, packages: Packages): Endpoint[] {
  const { program } = classifier;
  const registered = Object.entries(program.modules).flatMap(([file, { functions }]) => functions.flatMap(({ operations }, fn) => operations.flatMap(({ on, method, args: [name, handler], line, column }): Endpoint[] => {
    const target = method === 'http' ? program.resolve({ file, fn }, on) : undefined;
    if (target?.kind !== 'external' || target.pkg !== '@google-cloud/functions-framework' || !name || !handler) return [];
    return [answered(classifier, { framework: 'functions-framework', method: 'ALL', path: urlPath(textOf(name) ?? ':unknown'), at: { file, line, column }, value: handler, scope: { file, fn } })];
  })));
  const named = frameworkTargets(packages).filter(({ events }) => !events).flatMap(({ modules, export: name }): Endpoint[] => {
    const isThere = (path: string): boolean => Object.hasOwn(program.modules, path);
    const file = modules.flatMap((module) => ENDINGS.map((ending) => module + ending)).find(isThere) ?? modules.flatMap((module) => sourceOf('.', module, isThere) ?? []).find(isThere);
    const made = file === undefined ? undefined : writtenAs(program.exported(file, name));
    if (file === undefined || !made) return [];
    const line = ('fn' in made.value ? program.function(made.scope.file, made.value.fn)?.line : lineOf(made.value)) ?? 1;
    return [answered(classifier, { framework: 'functions-framework', method: 'ALL', path: urlPath(name), at: { file: made.scope.file, line }, ...made })];
  });
  return [...registered, ...named.filter(({ subject }) => !registered.some((one) => one.subject === subject))];
}
