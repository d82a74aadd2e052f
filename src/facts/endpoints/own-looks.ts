import type { ClassDefinition } from '../../model/index.ts';
import type { Program } from './program.ts';
import type { Scope } from './targets.ts';

/** What an entity runs before it is kept; `checkIfImageExists` of a service looks at something else. */
const HOOKS = /^_?(?:(?:before|pre)_?(?:Sav|Creat|Updat|Insert|Persist|Valid|Stor|Writ)\w*|validat\w*|(?:check|assert|verify|ensure|sanitize)(?:Self|Fields|Valid(?:ity)?|Invariants?|Props|State|Data)?)$/i;
const MOST_BASES = 4;

/** Whether a class of the team's own, or one that it is made from, looks at what it holds before it is kept; `fn`: its constructor or another of its methods. */
export function looksAtItself(program: Program, { file, fn }: Scope): boolean {
  let at: { file: string; cls: ClassDefinition } | undefined = classOf(program, file, fn);
  for (let bases = 0; at && bases < MOST_BASES; bases++) {
    const { file: within, cls }: { file: string; cls: ClassDefinition } = at;
    if (cls.methods.some((one) => (HOOKS.test(one.name) || one.fn === fn) && looks(program, within, one.fn))) return true;
    const base = cls.extends === undefined ? undefined : program.resolve({ file: within, fn: 0 }, cls.extends);
    at = base?.kind === 'class' && base.cls !== cls ? base : undefined;
  }
  return false;
}

function classOf({ modules }: Program, file: string, fn: number): { file: string; cls: ClassDefinition } | undefined {
  const cls = modules[file]?.classes.find(({ methods }) => methods.some((one) => one.fn === fn));
  return cls && { file, cls };
}

function looks(program: Program, file: string, fn: number): boolean {
  const summary = program.summary(file, fn, 1);
  return summary.has('inspects') || summary.has('validates');
}
