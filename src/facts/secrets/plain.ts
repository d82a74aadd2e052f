import type { SecretSite } from '../../model/index.ts';
import { confidenceOf } from '../../lib/deployed-secrets.ts';
import { isLocalPassword, isPlaceholder, isSecretName, looksRandom } from '../../lib/secret-shape.ts';

const TERRAFORM = /\.(?:tf|tfvars)$/;
const HELM_VALUES = /(?:^|\/)values[^/]*\.ya?ml$|(?:^|\/)[^/]*[.-]values\.ya?ml$/;
const WORKFLOW = /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/;

/** Passwords that look like ones that people choose, at places where such a text is the password itself. */
export function plainPasswords(path: string, text: string): readonly SecretSite[] {
  if (TERRAFORM.test(path)) return terraformPasswords(text);
  if (HELM_VALUES.test(path)) return helmPasswords(path, text);
  if (path.endsWith('.bicep')) return bicepPasswords(text);
  if (/^\s{0,8}["']?(?:AWSTemplateFormatVersion|Transform["']?:\s*["']?AWS::Serverless)/m.test(text)) return templatePasswords(text);
  return WORKFLOW.test(path) ? registryPasswords(text) : [];
}

const isPasswordName = (name: string): boolean => isSecretName(name) && /pass(?:word|wd|phrase)?$|pwd$/i.test(name);

/** Not a name of something else, a path, a sentence or a text that is put in later. */
const isChosen = (value: string): boolean =>
  value.length >= 6 && value.length <= 200 && /\d|[!@#%^&*]/.test(value) && !/[\s/]|^(?:\d+|\$.*)$/.test(value) && !isPlaceholder(value);

/** `JWT_SECRET`, as processes are handed it. */
const VARIABLE = /^[A-Z][A-Z\d_]{2,79}$/;

/** Literals of resources and variable files, of what containers are handed (`name = "JWT_SECRET"`, `value = "…"`), and the defaults of variables, whose name stands on the block's first line. */
function terraformPasswords(text: string): SecretSite[] {
  const found: SecretSite[] = [];
  let block: { readonly kind: string; readonly name: string } | undefined;
  let handed: { readonly name: string; readonly index: number } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const head = /^(\w+)\s+"([^"]{1,200})"(?:\s+"[^"]{1,200}")?\s*\{/.exec(line);
    if (head) block = { kind: head[1]!, name: head[2]! };
    const set = /^\s*(\w{3,80})\s*=\s*"([^"\\]{1,600})"/.exec(head ? line.slice(head[0].length) : line);
    if (set && block?.kind !== 'data' && block?.kind !== 'output') {
      const [, key, value] = set as unknown as [string, string, string];
      const name = block?.kind === 'variable' ? (key === 'default' ? block.name : '') : key;
      if (key === 'name' && VARIABLE.test(value)) handed = { name: value, index };
      const variable = key === 'value' && handed && index - handed.index <= 3 ? handed.name : VARIABLE.test(key) ? key : undefined;
      // `elasticsearch/logging/apm_secret`: where it lies in the store of secrets.
      const confidence = variable === undefined || value.includes('${') || (value.includes('/') && !looksRandom(value)) ? undefined : confidenceOf(variable, value);
      // Random text under a secret's own name is seen with all other configuration.
      const said = confidence !== undefined ? { name: variable!, confidence }
        : (isPasswordName(name) && isChosen(value)) || (name !== key && isSecretName(name) && looksRandom(value)) ? { name, confidence: isLocalPassword(value) ? 'low' as const : 'medium' as const } : undefined;
      if (said) found.push({ kind: 'named', rule: 'terraform', ...said, line: index + 1, column: line.indexOf(key) + 1 });
    }
    if (/^\}/.test(line) || (head && /\}\s*$/.test(line))) block = undefined;
  }
  return found;
}

/** What a chart is installed with, when nobody says otherwise; the usual words for a trial are none. */
function helmPasswords(path: string, text: string): SecretSite[] {
  const confidence = /prod|live/i.test(path) ? 'medium' : 'low';
  return text.split('\n').flatMap((line, index): SecretSite[] => {
    const [, name, value] = /^\s*([A-Za-z_][\w-]{2,80}):\s+["']?([^\s"'#]{1,200})["']?\s*(?:#.*)?$/.exec(line) ?? [];
    if (!name || !value || !isPasswordName(name) || !isChosen(value) || isLocalPassword(value) || looksRandom(value)) return [];
    return [{ kind: 'named', rule: 'helm-values', name, confidence, line: index + 1, column: line.indexOf(name) + 1 }];
  });
}

/** `credentials` of the image that a job or a service of a workflow runs in: a registry's real account. */
function registryPasswords(text: string): SecretSite[] {
  const found: SecretSite[] = [];
  let depth = -1;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || /^\s*#/.test(line)) continue;
    const indent = line.search(/\S/);
    if (indent <= depth) depth = -1;
    const head = /^\s*credentials:\s*(?:\{.{0,300})?$/.test(line);
    if (head) depth = indent;
    const [, value] = (head || depth >= 0 ? /(?:^|[\s{,])password:\s*["']?([^\s"'},]{4,200})/.exec(line) : null) ?? [];
    if (value && !isPlaceholder(value)) found.push({ kind: 'named', rule: 'registry-credentials', name: 'password', confidence: 'medium', line: index + 1, column: line.indexOf('password') + 1 });
  }
  return found;
}

/** What a parameter of a secret's name is where nobody gives another: a chosen password, or random text. */
const ofParameter = (name: string | undefined, value: string | undefined, rule: string, index: number, column: number): SecretSite[] =>
  (!name || !value || !((isPasswordName(name) && isChosen(value)) || (isSecretName(name) && looksRandom(value))) ? [] : [{ kind: 'named', rule, name, confidence: isLocalPassword(value) ? 'low' : 'medium', line: index + 1, column }]);

/** `param adminPassword string = '…'` */
const bicepPasswords = (text: string): SecretSite[] => text.split('\n').flatMap((line, index) => {
  const [, name, value] = /^param\s+(\w{3,80})\s+string\s*=\s*'([^'$]{1,200})'/.exec(line) ?? [];
  return ofParameter(name, value, 'bicep', index, 1);
});

/** The `Default` of a parameter of a template, whose name stands above it. */
function templatePasswords(text: string): SecretSite[] {
  let [inside, name]: [boolean, string | undefined] = [false, undefined];
  return text.split('\n').flatMap((line, index): SecretSite[] => {
    if (/^\S/.test(line)) inside = /^Parameters:/.test(line);
    if (!inside) return [];
    name = /^ {2,4}(\w{3,80}):\s*(?:\{.*)?$/.exec(line)?.[1] ?? name;
    const [, value] = /(?:^\s{3,12}|[{,]\s{0,4})Default:\s*["']?([^\s"',}]{1,200})/.exec(line) ?? [];
    return ofParameter(name, value, 'cloudformation', index, line.indexOf('Default') + 1);
  });
}
