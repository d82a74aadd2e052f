/** What the workflow asks for. */
export interface Inputs {
  /** Where arch-lint runs; all other paths are relative to it. */
  readonly workingDirectory: string;
  readonly config: string;
  readonly threshold: string;
  /** Empty: found by the event; `none`: nothing is compared. */
  readonly base: string;
  readonly failOn: FailOn;
  /** Further reports, by format. */
  readonly reports: readonly { readonly format: string; readonly path: string }[];
  readonly comment: boolean;
  readonly annotations: boolean;
  /** Which arch-lint judges: this action's own, or the one that the project has installed. */
  readonly version: '' | 'project';
  readonly token: string;
}

const FAIL_ON = ['gate', 'never', 'critical', 'major', 'minor', 'any'] as const;
/** `gate`: what architecture.yaml asks; a severity: that, and no new finding from it on; `never`: only what cannot be judged at all. */
export type FailOn = (typeof FAIL_ON)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/** Inputs as action.yml hands them on: `working-directory` as INPUT_WORKING_DIRECTORY. Throws a sentence for what cannot be. */
export function readInputs(env: Environment): Inputs {
  const text = (name: string): string => (env[`INPUT_${name.toUpperCase().replaceAll('-', '_')}`] ?? '').trim();
  const sarif = text('sarif');
  return {
    workingDirectory: text('working-directory') || '.',
    config: text('config'),
    threshold: text('threshold'),
    base: text('base'),
    failOn: oneOf('fail-on', text('fail-on') || 'gate', FAIL_ON),
    reports: [...reports(text('reports')), ...(sarif === '' ? [] : [{ format: 'sarif', path: sarif }])],
    comment: flag('comment', text('comment'), false),
    annotations: flag('annotations', text('annotations'), true),
    version: oneOf('version', text('version'), ['', 'project'] as const),
    token: text('token'),
  };
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Error(`The input ${name} is '${value}'; it takes ${allowed.filter(Boolean).join(', ')}${allowed.includes('' as T) ? ' or nothing' : ''}.`);
  return found;
}

function flag(name: string, value: string, otherwise: boolean): boolean {
  return value === '' ? otherwise : oneOf(name, value.toLowerCase(), ['true', 'false'] as const) === 'true';
}

function reports(text: string): { format: string; path: string }[] {
  return text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => {
    const cut = line.indexOf('=');
    if (cut < 1 || cut === line.length - 1) throw new Error(`The input reports has the line '${line}'; each is \`format=path\`.`);
    return { format: line.slice(0, cut), path: line.slice(cut + 1) };
  });
}
