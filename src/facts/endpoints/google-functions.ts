import type { Endpoint, Packages } from '../../model/index.ts';
import { namedModule } from '../../lib/function-handlers.ts';
import { frameworkTargets } from '../../lib/functions-framework.ts';
import { answered, writtenAs } from './answered.ts';
import { textOf } from './arguments.ts';
import { lineOf } from './expressions.ts';
import { urlPath } from './handler.ts';
import type { Classifier } from './roles.ts';

/** Functions of Google Cloud: `functions.http('orders', (req, res) => …)`, and the export that a script names as the target. */
export function googleEndpoints(classifier: Classifier, packages: Packages): Endpoint[] {
  const { program } = classifier;
  const registered = Object.entries(program.modules).flatMap(([file, { functions }]) => functions.flatMap(({ operations }, fn) => operations.flatMap(({ on, method, args: [name, handler], line, column }): Endpoint[] => {
    const target = method === 'http' ? program.resolve({ file, fn }, on) : undefined;
    if (target?.kind !== 'external' || target.pkg !== '@google-cloud/functions-framework' || !name || !handler) return [];
    return [answered(classifier, { framework: 'functions-framework', method: 'ALL', path: urlPath(textOf(name) ?? ':unknown'), at: { file, line, column }, value: handler, scope: { file, fn } })];
  })));
  const named = frameworkTargets(packages).filter(({ events }) => !events).flatMap(({ modules, export: name }): Endpoint[] => {
    const file = namedModule(modules, (path) => Object.hasOwn(program.modules, path));
    const made = file === undefined ? undefined : writtenAs(program.exported(file, name));
    if (file === undefined || !made) return [];
    const line = ('fn' in made.value ? program.function(made.scope.file, made.value.fn)?.line : lineOf(made.value)) ?? 1;
    return [answered(classifier, { framework: 'functions-framework', method: 'ALL', path: urlPath(name), at: { file: made.scope.file, line }, ...made })];
  });
  return [...registered, ...named.filter(({ subject }) => !registered.some((one) => one.subject === subject))];
}
