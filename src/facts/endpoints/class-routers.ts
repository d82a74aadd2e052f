import type { Expression } from '../../model/index.ts';
import { owned } from './expressions.ts';
import type { Program } from './program.ts';
import { PARAMETER_TYPES, type RouterNode } from './router-kinds.ts';
import { madeRouter } from './router-makers.ts';
import type { Scope, Target } from './targets.ts';

/** `container.resolve(Orders)`, `Container.get(Orders)`: an object of that class. */
const GIVES_OF_CLASS = /(?:^|\.)[cC]ontainer\.(?:resolve|get)$/;

/** Routers that classes hold, in fields of their own or of the class above, and give by getters and methods. */
export class ClassRouters {
  readonly #program: Program;
  readonly #nodes: ReadonlyMap<string, RouterNode>;
  readonly #node: (key: string, fill: () => Omit<RouterNode, 'key' | 'operations'>) => RouterNode;
  readonly #ofFunction: (file: string, fn: number, hops: number) => RouterNode | undefined;
  /** Fields that are being looked for: a getter may give itself. */
  readonly #asked = new Set<string>();

  constructor(program: Program, nodes: ReadonlyMap<string, RouterNode>, node: (key: string, fill: () => Omit<RouterNode, 'key' | 'operations'>) => RouterNode, ofFunction: (file: string, fn: number, hops: number) => RouterNode | undefined) {
    this.#program = program;
    this.#nodes = nodes;
    this.#node = node;
    this.#ofFunction = ofFunction;
  }

  /** `new Orders().router`, `container.resolve(Orders).router`. */
  ofMade(scope: Scope, of: Expression, member: string): RouterNode | undefined {
    if (!('call' in of) || !('name' in of.call)) return undefined;
    const made = of.new ? this.#program.resolve(scope, of.call.name) : GIVES_OF_CLASS.test(of.call.name) && of.args[0] ? this.#program.evaluate(scope, of.args[0]) : undefined;
    return made?.kind === 'class' ? this.#fieldOf(made.file, made.cls.name, member) : undefined;
  }

  /** `api.router`, `this.api.router`: a field of an object whose class makes it. */
  ofObject(scope: Scope, name: string): RouterNode | undefined {
    const dot = name.lastIndexOf('.');
    const target = this.#program.resolve(scope, name.slice(0, dot));
    const made = target?.kind === 'value' && 'call' in target.value && target.value.new ? this.#program.evaluate({ file: target.file, fn: 0 }, target.value) : target;
    return made?.kind === 'class' ? this.#fieldOf(made.file, made.cls.name, name.slice(dot + 1)) : undefined;
  }

  ofField(scope: Scope, name: string): RouterNode | undefined {
    const owner = name.split('.').length > 2 ? undefined : this.#program.members.ownerOf(scope);
    return owner === undefined ? undefined : this.#fieldOf(scope.file, owner, name.slice('this.'.length));
  }

  /** `routes.forEach((route) => app.use(route.router))`, `app.use(await controller.boot())`: the routers of all classes that keep to the type of what the loop goes through. */
  ofEach(scope: Scope, value: Expression, typeOfEach: (scope: Scope, name: string) => string | undefined): readonly RouterNode[] {
    const named = 'name' in value ? value.name : 'call' in value && 'name' in value.call && value.args.length === 0 ? value.call.name : '';
    const [head, member, ...more] = named.split('.');
    const type = head === undefined || member === undefined || more.length > 0 ? undefined : typeOfEach(scope, head)?.split('.').at(-1);
    if (type === undefined) return [];
    return Object.entries(this.#program.modules).flatMap(([file, { classes }]) => classes.flatMap((cls) => {
      if (cls.extends !== type && !cls.implements?.includes(type)) return [];
      const method = cls.methods.find((one) => one.name === member);
      return ('call' in value ? method && this.#ofFunction(file, method.fn, 0) : this.#fieldOf(file, cls.name, member!)) ?? [];
    }));
  }

  /** A field that holds a router, the class's own or one that it inherits; a getter is what it gives. */
  #fieldOf(file: string, owner: string, field: string): RouterNode | undefined {
    const key = `${file}#${owner}#this.${field}`;
    const known = this.#nodes.get(key);
    if (known || this.#asked.has(key)) return known;
    this.#asked.add(key);
    try {
      let at: Extract<Target, { kind: 'class' }> | undefined = classIn(this.#program, file, owner);
      for (let hops = 0; at && hops < 5; hops++) {
        const initial = owned(at.cls.statics, field) ?? this.#program.members.assigned(at.file, at.cls, field)?.value;
        const made = initial && ('call' in initial ? madeRouter(this.#program, { file: at.file, fn: 0 }, initial) : undefined);
        if (made) return this.#node(key, () => made);
        const type = owned(at.cls.fields, field) ?? '';
        const framework = owned(PARAMETER_TYPES, type);
        if (framework) return this.#node(key, () => ({ framework, prefix: '', application: !/Router/.test(type), parameter: false }));
        const method = at.cls.methods.find(({ name }) => name === field);
        // A getter of the class above gives what this class holds.
        const held = method && this.#program.function(at.file, method.fn)?.returns.flatMap((one) => ('name' in one && /^this\.\w+$/.test(one.name) ? [one.name.slice('this.'.length)] : []))[0];
        if (held !== undefined) return this.#fieldOf(file, owner, held);
        if (method) return hops === 0 ? this.#ofFunction(at.file, method.fn, 4) : undefined;
        const above = at.cls.extends === undefined ? undefined : this.#program.resolve({ file: at.file, fn: 0 }, at.cls.extends);
        at = above?.kind === 'class' ? above : undefined;
      }
      return undefined;
    } finally {
      this.#asked.delete(key);
    }
  }
}

function classIn({ modules }: Program, file: string, name: string): Extract<Target, { kind: 'class' }> | undefined {
  const cls = modules[file]?.classes.find((one) => one.name === name);
  return cls && { kind: 'class', file, cls };
}
