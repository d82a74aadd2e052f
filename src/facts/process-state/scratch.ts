import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { literally } from '../../lib/literally.ts';
import { dottedName } from '../../lib/tree.ts';
import { nearestFunction } from '../../lib/scope.ts';

/** A path below the system's folder for temporary files, or one that is configured and may be a shared volume: by its own text or that of the names it is made from. */
export function temporary(module: ParsedModule, target: TSESTree.Node): boolean {
  const text = module.text.slice(target.range[0], target.range[1]);
  if (ELSEWHERE.test(text)) return true;
  const name = dottedName(target)?.split('.')[0];
  if (name !== undefined && isMadeOf(module, name)) return true;
  if (name === undefined) {
    const names = text.match(/[A-Za-z_$][\w$]*/g) ?? [];
    return names.some((part) => !/^(?:path|join|resolve|process|String)$/.test(part) && isMadeFrom(module, part));
  }
  return isMadeFrom(module, name);
}

/** `const dir = path.join(config.dir, 'x')`, `const { UPLOADS } = config.values()` */
const isMadeFrom = (module: ParsedModule, name: string): boolean =>
  new RegExp(`\\b${literally(name)}\\b(?:[\\s\\w,:]{0,200}\\})?\\s*=[^;]{0,200}?(?:tmp|temp|cache|process\\.env|config)`, 'i').test(module.text);

/** `const dir = await mkdtemp(…); const file = path.join(dir, 'in.txt')`: two steps from the folder. */
const isMadeOf = (module: ParsedModule, name: string): boolean => {
  const [, made = ''] = new RegExp(`\\b${literally(name)}\\s*=\\s*(?:path\\.)?join\\(\\s*([A-Za-z_$][\\w$]*)\\s*,`).exec(module.text) ?? [];
  return made !== '' && new RegExp(`\\b${literally(made)}\\b\\s*=[^;]{0,200}?(?:mkdtemp|tmpdir)`).test(module.text);
};

const ELSEWHERE = /tmp|temp|mkdtemp|cache|process\.env|config|\bsettings\.|\benv\./i;

/** `fs.unlink(path`, `removeFile(path`, whatever the function is called by which the team removes it. */
const removal = (path: string): RegExp => new RegExp(`(?:^|[^\\w$])(?:unlink|rm|remove|delete|del|cleanup)(?:[A-Z_]\\w*)?\\(\\s*${literally(path)}\\b`);

/** The function that writes it removes it again, whether the work succeeds or fails: its next request asks for nothing of it. */
export function isScratch(module: ParsedModule, write: TSESTree.Node, target: TSESTree.Node): boolean {
  const name = dottedName(target);
  const around = name === undefined ? undefined : nearestFunction(write, module.parent);
  return name !== undefined && around !== undefined && removes(module, around, name, write.range[1]);
}

/** Every function that reads the path of an upload removes it again in the same way. */
export function isUploadScratch(module: ParsedModule): boolean {
  const reads = module.nodes('MemberExpression').filter((node) => /^(?:req|request|ctx\.req|ctx|ctx\.request)\.file\.path$/.test(dottedName(node) ?? ''));
  return reads.length > 0 && reads.every((read) => {
    const around = nearestFunction(read, module.parent);
    const declared = module.parent(read);
    const name = declared?.type === AST_NODE_TYPES.VariableDeclarator && declared.id.type === AST_NODE_TYPES.Identifier ? declared.id.name : dottedName(read)!;
    return around !== undefined && removes(module, around, name, around.range[0]);
  });
}

/** In a `finally`, or both in a catch clause and after the work. */
function removes(module: ParsedModule, around: TSESTree.Node, path: string, after: number): boolean {
  const gone = removal(path);
  const within = ([from, to]: TSESTree.Range): boolean => around.range[0] <= from && to <= around.range[1] && to >= after;
  const attempts = module.nodes('TryStatement').filter(({ range }) => within(range));
  if (attempts.some(({ finalizer }) => finalizer && gone.test(module.text.slice(...finalizer.range)))) return true;
  return attempts.some(({ range, block, handler }) => handler && gone.test(module.text.slice(...handler.body.range))
    && (gone.test(module.text.slice(Math.max(after, block.range[0]), Math.max(after, block.range[1]))) || gone.test(module.text.slice(range[1], around.range[1]))));
}
