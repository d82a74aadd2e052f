import type { Expression } from '../../model/index.ts';
import type { Program } from './program.ts';
import type { RouterNode } from './router-kinds.ts';
import type { Routers } from './routers.ts';
import { pluginOf } from './router-makers.ts';
import type { Scope, Target } from './targets.ts';

/** What the modules of the folder export that a value takes in by their path. */
function exportsOfFolder(program: Program, scope: Scope, value: Expression): readonly Target[] {
  const target = 'name' in value ? program.resolve(scope, value.name) : undefined;
  const loaded = target?.kind === 'value' ? target.value : value;
  if (!isByPath('of' in loaded ? loaded.of : loaded)) return [];
  const members = 'of' in loaded ? [loaded.member] : ['default', 'router', 'routes'];
  return program.loadedBy(scope.file).flatMap((file) => members.map((member) => program.exported(file, member)).find((one) => one !== undefined) ?? []);
}

/** The plugins of all modules of the folder that `app.register(require('./routes/' + file))` goes through. */
export const pluginsOfFolder = (program: Program, scope: Scope, value: Expression): readonly { readonly file: string; readonly fn: number }[] =>
  exportsOfFolder(program, scope, value).flatMap((target): readonly { readonly file: string; readonly fn: number }[] => {
    const plugin = target.kind === 'function' ? target : target.kind === 'value' ? pluginOf(program, { file: target.file, fn: 0 }, target.value) : undefined;
    return plugin ? [plugin] : [];
  });

/** The routers of all modules of the folder that `app.use('/api', require('./routes/' + file))` goes through, by name or in place. */
export const routersOfFolder = (program: Program, routers: Routers, scope: Scope, value: Expression): readonly RouterNode[] =>
  exportsOfFolder(program, scope, value).flatMap((target) => routers.ofTarget(target) ?? []);

/** `require(join(routes, file))`: which module that is stands at run time. */
const isByPath = (value: Expression): boolean =>
  'call' in value && 'name' in value.call && value.call.name === 'require' && value.args[0] !== undefined && !('value' in value.args[0]);
