/** What the authors of another linter expect of one thing in one of their test files. */
export interface Case {
  /** From the linter's repository, the file or folder that the thing stands in. */
  readonly path: string;
  /** A resource's address; absent: the one thing that the file holds. */
  readonly subject?: string;
  /** A document cut out of its file, with those that it refers to. */
  readonly text?: string;
  /** Where the case has to lie to be what it is. */
  readonly as?: string;
  /** Their rule has nothing to say of it. */
  readonly good: boolean;
}

/** checkov: sets of resources that pass and fail, in the Python test beside the folder of examples. */
export function resourcesOf(python: string, folder: string): Case[] {
  const path = `${folder}/${/["'/]([Ee]xample_\w+)["']/.exec(python)?.[1] ?? ''}`;
  return [...python.matchAll(/(passing|failing)_resources\s*=\s*(?:set\(\s*)?[[{]([^\]}]{0,20000})[\]}]/g)].flatMap(([, kind, body]) =>
    [...body!.replace(/#.*$/gm, '').matchAll(/["']([\w.:[\]-]+)["']/g)].map(([, subject]) => ({ path, subject: subject!, good: kind === 'passing' })));
}

/** The same in older tests: a text of Terraform each, and what it comes to. */
export function inlineOf(python: string, path: string): Case[] {
  return python.split(/\n {4}def test/).slice(1).flatMap((test): Case[] => {
    const text = /hcl2\.loads\(\s*"{3}([\s\S]{0,5000}?)"{3}/.exec(test)?.[1];
    const [, type, name] = /resource\s+"?(\w+)"?\s+"?([\w-]+)"?/.exec(text ?? '') ?? [];
    const result = /CheckResult\.(PASSED|FAILED)/.exec(test)?.[1];
    return text === undefined || name === undefined || result === undefined ? [] : [{ path, text, subject: `${type}.${name}`, good: result === 'PASSED' }];
  });
}

/** The same again where each file's name says whether what it holds passes. */
export const namedOf = (files: readonly string[]): Case[] => files.flatMap((path) => {
  const word = /(PASS|FAIL)(ED)?[\w-]*\.\w+$/.exec(path)?.[1];
  return word === undefined ? [] : [{ path, good: word === 'PASS' }];
});

/** checkov's checks over several resources: a list to pass and a list to fail. */
export function expectedOf(yaml: string, path: string): Case[] {
  let good = true;
  return yaml.split('\n').flatMap((line): Case[] => {
    const head = /^(pass|fail):/.exec(line)?.[1];
    if (head !== undefined) good = head === 'pass';
    const subject = /^\s*-\s*["']?([\w.[\]-]+)["']?\s*$/.exec(line)?.[1];
    return subject === undefined ? [] : [{ path, subject, good }];
  });
}

/** kube-score: a file, a rule and a grade, in its Go tests. What is asked with settings of its own is left out. */
export function gradesOf(go: string, rule: string, folder: string): Case[] {
  return [...go.matchAll(/testExpectedScore\(t, "([\w.-]+)", "([^"]+)", scorecard\.Grade(\w+)\)/g)]
    .filter(([, , name]) => name === rule)
    .map(([, file, , grade]) => ({ path: `${folder}/${file}`, good: grade === 'AllOK' }));
}

const WORKLOAD = /^kind:\s*(Deployment|DeploymentConfig|StatefulSet|DaemonSet|Pod|CronJob|Job|ReplicaSet)\s*$/m;

/** kube-linter: each workload of a file stands for itself, beside what is no workload; what must not fire says so in its name. */
export function documentsOf(yaml: string, path: string): Case[] {
  const documents = yaml.split(/^---.*$/m).filter((text) => text.trim() !== '');
  const others = documents.filter((text) => !WORKLOAD.test(text));
  return documents.filter((text) => WORKLOAD.test(text)).map((text) => ({ path, text: [text, ...others].join('\n---\n'), good: /dont-fire|ignore-check/.test(text) }));
}

/** The same where one pod holds containers that must and must not fire: each is left alone in its pod. */
export function containersOf(yaml: string, path: string): Case[] {
  return yaml.split(/^---.*$/m).flatMap((text): Case[] => {
    const [head, ...containers] = text.split(/^(?=\s+- name: (?:dont-)?fire)/m);
    return containers.map((container) => ({ path, text: head + container, subject: /- name: (\S+)/.exec(container)![1]!, good: container.includes('- name: dont-') }));
  });
}

/** Spectral: documents as literals in its TypeScript tests, each with the errors that it must bring. Nothing is evaluated. */
export function literalsOf(typescript: string, path: string): Case[] {
  return [...typescript.matchAll(/\bdocument:\s*\{/g)].flatMap(({ index }): Case[] => {
    const start = typescript.indexOf('{', index);
    let [end, depth] = [start, 0];
    do {
      if (typescript[end] === '{') depth++;
      if (typescript[end] === '}') depth--;
      end++;
    } while (depth > 0 && end < typescript.length);
    const errors = /errors:\s*\[\s*(\S)/.exec(typescript.slice(end))?.[1];
    // An object of the language is a flow mapping of YAML but for its comments.
    const text = typescript.slice(start, end).replace(/^\s*\/\/.*$/gm, '');
    return errors === undefined ? [] : [{ path, text, as: 'openapi.yaml', good: errors === ']' }];
  });
}

/** actionlint: workflows that must bring nothing, and those whose expected output says that they are no YAML. */
export const workflowsOf = (ok: readonly string[], broken: readonly string[]): Case[] =>
  [...ok.map((path) => ({ path, good: true })), ...broken.map((path) => ({ path, good: false }))].map((one, index) => ({ ...one, as: `.github/workflows/case-${index}.yaml` }));
