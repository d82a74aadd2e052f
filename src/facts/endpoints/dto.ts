import type { ClassDefinition, Link } from '../../model/index.ts';
import { LETS_PASS, SAYING } from '../../lib/validators.ts';
import { owned } from './expressions.ts';
import type { Program } from './program.ts';

const SEEMS = { confidence: 'medium' } as const;

/** A pipe can check a class with decorated fields or a schema behind it; not an interface, `any` or an inline type. */
export function checkedBy(program: Program, file: string, type: string | undefined, primitive: string | undefined): Pick<Link, 'confidence' | 'leaves'> | undefined {
  if (type === undefined) return primitive === 'string' || primitive === 'number' || primitive === 'boolean' ? SEEMS : undefined;
  const target = program.resolve({ file, fn: 0 }, type);
  if (target?.kind === 'external') return SEEMS;
  if (target?.kind !== 'class') {
    const imported = program.modules[file] && owned(program.modules[file].imports, type);
    return target === undefined && imported && !lacks(program, program.importTarget(file, imported[0]), imported[1]) ? SEEMS : undefined;
  }
  const checked = (path: string, cls: ClassDefinition, hops = 0): boolean => {
    if (cls.fieldDecorators.some((name) => !SAYING.test(name)) || cls.extendsCall) return true;
    const base = cls.extends !== undefined && hops < 4 ? program.resolve({ file: path, fn: 0 }, cls.extends) : undefined;
    return base?.kind === 'class' ? checked(base.file, base.cls, hops + 1) : base?.kind === 'external' || (cls.extends !== undefined && base === undefined);
  };
  if (!checked(target.file, target.cls)) return undefined;
  const { openField, fieldDecorators, line, ...cls } = target.cls;
  // `@IsNotEmpty() name: string` on all of its fields: each has to be there, and may be anything.
  const bare = cls.extends === undefined && cls.extendsCall === undefined && fieldDecorators.every((name) => SAYING.test(name) || LETS_PASS.test(name));
  const left = bare ? { name: 'each of its fields', line } : openField;
  return { confidence: 'high', ...(left && { leaves: { name: left.name, at: { file: target.file, line: left.line } } }) };
}

/** Nothing that runs bears the name in a module, nor in those that it hands on: it is an interface. */
function lacks(program: Program, file: string | undefined, name: string, hops = 0): boolean {
  const module = file === undefined ? undefined : program.modules[file];
  return module !== undefined && hops < 6 && !owned(module.exports, name) && module.stars.every((star) => lacks(program, program.importTarget(file!, star), name, hops + 1));
}
