import type { SecretSite } from '../../model/index.ts';
import { isEncrypted, sealedLines, secretLines } from './manifests.ts';
import { plainPasswords } from './plain.ts';
import { isForEmulator } from '../../lib/emulators.ts';
import { storeOfImage } from '../../lib/images.ts';
import { guardsOwnSystem, isLocalPassword, isPlaceholder, isSecretName, isShown, looksRandom } from '../../lib/secret-shape.ts';

/** Providers that the scanner's preset does not know. */
const PROVIDERS: readonly { readonly name: string; readonly rule: string; readonly pattern: RegExp; readonly confidence?: SecretSite['confidence'] }[] = [
  { name: 'Stripe live key', rule: 'stripe', pattern: /\b(?:sk|rk)_live_[A-Za-z0-9]{16,}/ },
  { name: 'GitLab token', rule: 'gitlab', pattern: /\bgl(?:pat|ptt|dt|rt|cbt)-[A-Za-z0-9_-]{20,}/ },
  { name: 'Hugging Face token', rule: 'huggingface', pattern: /\bhf_[A-Za-z0-9]{34,}\b/ },
  { name: 'Vault token', rule: 'vault', pattern: /\bhvs\.[A-Za-z0-9_-]{24,}/ },
  { name: 'Doppler token', rule: 'doppler', pattern: /\bdp\.(?:pt|st|ct|sa)\.[A-Za-z0-9_.-]{40,}/ },
  { name: 'DigitalOcean token', rule: 'digitalocean', pattern: /\bdo[por]_v1_[a-f0-9]{64}\b/ },
  // Ed25519 and X25519 in PKCS #8: shorter than what the scanner takes for a key.
  { name: 'private key', rule: 'privatekey', pattern: /\bMC4CAQAwBQYDK2V[uw]BCIEI[A-Za-z\d+/]{43}/ },
  // It only says which key is meant; the secret that belongs to it is another value.
  { name: 'Twilio key identifier', rule: 'twilio', pattern: /\bSK[0-9a-f]{32}\b/, confidence: 'low' },
  // The scanner's own pattern knows neither a hyphen in the first part nor two in the second.
  { name: 'SendGrid key', rule: 'sendgrid', pattern: /\bSG\.[\w-]{22}\.[\w-]{43}(?![\w-])/ },
  { name: 'Mailgun key', rule: 'mailgun', pattern: /\bkey-[0-9a-f]{32}\b/ },
  { name: 'Telegram bot token', rule: 'telegram', pattern: /\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b/ },
  { name: 'Google OAuth client secret', rule: 'google', pattern: /\bGOCSPX-[A-Za-z0-9_-]{28}\b/ },
  { name: 'Supabase secret key', rule: 'supabase', pattern: /\bsb_secret_[A-Za-z0-9_-]{20,}/ },
];
const ANY_PROVIDER = /[sr]k_live_|gl(?:pat|ptt|dt|rt|cbt)-|\bhf_|\bhvs\.|\bdp\.(?:pt|st|ct|sa)\.|\bdo[por]_v1_|\bSK[0-9a-f]{32}|\bkey-[0-9a-f]{32}|:AA[A-Za-z0-9_-]{33}|GOCSPX-|sb_secret_|\bSG\.[\w-]{22}\.|\bMC4CAQAwBQYDK2V/;

/** What the command line of Supabase starts every local stack with. */
const OF_EVERY_LOCAL_STACK = /^sb_secret_N7UND0Ugj/;

/** Keys of known providers, anywhere in a text. */
export function providerTokens(text: string): SecretSite[] {
  if (!ANY_PROVIDER.test(text)) return [];
  const found: SecretSite[] = [];
  for (const [index, content] of text.split('\n').entries()) {
    if (content.length > 5000 || !ANY_PROVIDER.test(content)) continue;
    for (const { name, rule, pattern, confidence = 'high' } of PROVIDERS) {
      const match = pattern.exec(content);
      if (!match || isPlaceholder(match[0].replace(/^[a-z_.-]+?[-_.]/i, '')) || /(.)\1{5}/.test(match[0]) || OF_EVERY_LOCAL_STACK.test(match[0]) || isShown(content.slice(0, match.index))) continue;
      found.push({ kind: 'token', rule, name, confidence, line: index + 1, column: match.index + 1 });
    }
  }
  return found;
}

const CONFIGURATION = /(?:^|\/)(?:\.env[^/]*|[^/]*\.env|Dockerfile[^/]*|[^/]*\.Dockerfile)$|\.(?:ya?ml|json|toml|ini|properties|conf|cfg|tf|tfvars|bicep|npmrc|sh)$/i;
/** Files that hold other things by nature: hashes, texts in languages, schemas, recorded answers, names of variables (node-config). */
const NOT_CONFIGURATION = /(?:^|\/)custom-environment-variables\.(?:json|ya?ml|toml)$|(?:^|\/)(?:package|tsconfig[^/]*|composer|turbo|nx|project|manifest|[^/]*\.schema)\.json$|(?:^|\/)(?:locales?|i18n|translations|lang|messages|schemas?|cassettes|__snapshots__)\//i;
const SAMPLE_ENV = /\.(?:example|sample|template|dist|defaults?|model|schema|tpl|tmpl|test|ci|e2e)(?:\.|$)|(?:^|\/)(?:example|sample|template)[^/]*\.env$|\.env[.-](?:example|sample|template|tmpl|model|test|ci|e2e)/i;
const ENV_FILE = /(?:^|\/)\.env(?:\.[\w-]+)*$/;

/** The comments at the top ask for a copy under another name. */
const IS_FILLED_IN = /^#[^\n]{0,200}\b(?:copy|rename|cp)\b[^\n]{0,120}\.env\b/im;
/** What node-config reads where nothing else is said, and in production. */
const USUAL = /(?:^|\/)config\/(?:default|production)\.(?:json5?|ya?ml|toml)$/i;
const COMPOSE = /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/;
/** `docker/compose/review.yml` */
const IN_COMPOSE = /(?:^|\/)(?:docker-)?compose\/[^/]+\.ya?ml$|[-.]compose\.ya?ml$/;

export const isSampleEnv = (path: string): boolean => SAMPLE_ENV.test(path);

const ASSIGNMENT = /^\s*(?:export\s+|-\s+|ENV\s+|ARG\s+)?["']?([A-Za-z_][\w.-]{2,80})["']?\s*[:=]\s*(.{1,600})$/;
const VALUE_BELOW = /^[ \t]*(?:-[ \t]+)?"?value"?:[ \t]*(\S.{0,599})$/;
const NAME_ABOVE = /^\s*-?\s*name:\s*["']?([A-Za-z_][\w.-]{2,80})["']?\s*$|^\s*"name":\s*"([A-Z][A-Z\d_]{2,80})",\s*$/;
/** `{ name = "JWT_SECRET", value = "…" }` of what a container is handed, on one line. */
const PAIR = /\bname["']?\s{0,8}[:=]\s{0,8}["']?([A-Z][A-Z\d_]{2,80})["']?\s{0,8},\s{0,8}["']?value["']?\s{0,8}[:=]\s{0,8}(["'][^"'\s]{1,600}["'])/;

/** What an API document holds are schemas and examples. */
const API_DOCUMENT = /^\s{0,8}\{?\s{0,8}["']?(?:openapi|swagger|asyncapi)["']?\s*:\s*["']?\d/m;

/** An editor starts it at a developer's desk. */
const DEVCONTAINER = /(?:^|\/)\.devcontainer\//;

/** Secrets in configuration files, by the name in front of them and by their look. */
export function configuredSecrets(path: string, text: string): SecretSite[] {
  if (DEVCONTAINER.test(path)) return [];
  if (!COMPOSE.test(path) && !(IN_COMPOSE.test(path) && /^services:/m.test(text))) return configured(path, text);
  if (/prod|live/i.test(path)) return [...configured(path, text), ...composeDefaults(path, text)];
  if (isOfDevelopers(text) || OF_TEST_RUNS.test(path)) return [];
  const storesAlone = startsStoresAlone(text);
  return [...configured(path, text).filter(({ name }) => !storesAlone || !OF_A_STORE.test(name)), ...composeDefaults(path, text)];
}

/** `docker-compose.test-custom.yml` */
const OF_TEST_RUNS = /compose[.-]tests?[.-]/i;

/** A stack for the machines of the team: the comment at its top says so, or the mode that its services run in. */
function isOfDevelopers(text: string): boolean {
  const [top = ''] = /^(?:\s*#.{0,500}\n|\s*\n){1,40}/.exec(text) ?? [];
  // `Do not use this in production.`
  if (/\b(?:local|dev(?:elopment)?|testing)\b/i.test(top) && !/\bprod/i.test(top.replace(/\b(?:not|never|don't|isn't)\b[^.!\n]{0,80}?\bprod\w*/gi, ''))) return true;
  const modes = [...text.matchAll(/\b(?:NODE_ENV|APP_ENV|RAILS_ENV|ASPNETCORE_ENVIRONMENT|ENVIRONMENT)["']?\s{0,4}[:=]\s{0,4}["']?(\w{2,20})/g)].map(([, mode]) => mode!.toLowerCase());
  return modes.length > 0 && modes.every((mode) => /^(?:dev|devel|development|local|test|testing)$/.test(mode));
}

/** Databases, caches and queues and nothing else: for code that runs beside them, on the same machine. */
function startsStoresAlone(text: string): boolean {
  const images = [...text.matchAll(/^\s{1,20}image:\s{0,4}["']?([^\s"'#]{1,300})/gm)].map(([, image]) => image!);
  return images.length > 0 && !/^\s{1,20}build:/m.test(text) && images.every((image) => storeOfImage(image) !== undefined);
}

/** The mode of a run that tests something. */
const OF_TESTS = /^(?:NODE|APP|RAILS)_ENV=["']?test(?:ing)?["']?\s*$/m;

const HCL = /\.(?:tf|tfvars|hcl)$/;

/** A pipeline that tests, and by no word deploys or publishes, has values for the time of its run. */
const CI_FILE = /(?:^|\/)(?:\.travis|\.gitlab-ci|appveyor|bitbucket-pipelines|azure-pipelines|\.drone|\.semaphore\/semaphore|\.circleci\/config)\.ya?ml$/;
const isTestRun = (path: string, text: string): boolean =>
  CI_FILE.test(path) && /\b(?:NODE|APP|RAILS)_ENV["']?\s{0,4}[:=]\s{0,4}["']?test(?:ing)?\b/.test(text) && !/deploy|publish|release|push/i.test(text);

/** `credential: cred_0fe457b3`: the id of a record by its kind, which opens nothing. */
const isIdOf = (name: string, value: string): boolean => {
  const [, kind] = /^([a-z]{3,20})_[\da-zA-Z]{6,64}$/.exec(value) ?? [];
  return kind !== undefined && /(?:^|[_-])credentials?$/i.test(name.replace(/([a-z])([A-Z])/g, '$1_$2')) && 'credential'.startsWith(kind);
};

/** `DATABASE_HOSTNAME=localhost`: the password of that one opens what runs on a desk. */
const LOCAL_HOST = /^(?:export )?([A-Z][A-Z\d_]{0,40}?)_HOST(?:NAME)?=["']?(?:localhost|127\.0\.0\.1)["']?\s*$/gm;

function configured(path: string, text: string): SecretSite[] {
  if (!CONFIGURATION.test(path) || NOT_CONFIGURATION.test(path) || isSampleEnv(path) || isEncrypted(text) || API_DOCUMENT.test(text)) return [];
  const found: SecretSite[] = [...plainPasswords(path, text)];
  const isEnv = ENV_FILE.test(path);
  if (OF_TESTS.test(text) || isTestRun(path, text) || (isEnv && IS_FILLED_IN.test(text.slice(0, 1500)))) return [];
  const isDevelopment = /dev|local/i.test(path);
  const onThisMachine = isEnv ? [...text.matchAll(LOCAL_HOST)].flatMap(([, of]) => of || []) : [];
  // A password that everybody guesses is no better where it counts.
  const isProduction = /\.env\.(?:[\w-]+\.)?prod(?:uction)?$/i.test(path);
  const kubernetesSecret = /\.ya?ml$/.test(path) && /^kind:\s*Secret\s*$/m.test(text) ? secretLines(text) : undefined;
  const sealed = sealedLines(path, text);
  let above: string | undefined;
  for (const [index, content] of text.split('\n').entries()) {
    const below: string | undefined = above === undefined ? undefined : VALUE_BELOW.exec(content)?.[1];
    const match = below === undefined ? PAIR.exec(content) ?? ASSIGNMENT.exec(content) : null;
    const name = below === undefined ? match?.[1] : above;
    const [, inYaml, inJson] = NAME_ABOVE.exec(content) ?? [];
    above = inYaml ?? inJson;
    const value = decoded(plainValue(below ?? match?.[2] ?? ''), kubernetesSecret?.get(index + 1));
    // In HCL what stands without quotes names another value.
    if (HCL.test(path) && !/^\s*["'<]/.test(match?.[2] ?? '"')) continue;
    if (sealed.has(index + 1)) continue;
    if (!name || value === '' || !isSecretName(name) || isPlaceholder(value) || isIdOf(name, value) || isOfMinio(path, name, text) || onThisMachine.some((of) => name.startsWith(`${of}_`) && OF_A_STORE.test(name) && !looksRandom(value))) continue;
    const at = { name, line: index + 1, column: content.indexOf(below === undefined ? name : 'value') + 1 };
    if (looksRandom(value)) found.push({ kind: 'named', rule: isEnv ? 'env-file' : 'configuration', confidence: isEnv && !isDevelopment ? 'high' : 'medium', ...at });
    else if (USUAL.test(path) && guardsOwnSystem(name) && isWritten(value)) found.push({ kind: 'fallback', rule: 'usual-configuration', confidence: /pass/i.test(name) ? 'low' : 'medium', ...at });
    else if (CHART_VALUES.test(path) && SEALS.test(name) && isWritten(value) && value.length >= 8 && !isLocalPassword(value)) found.push({ kind: 'fallback', rule: 'usual-configuration', confidence: 'low', ...at });
    else if (kubernetesSecret?.has(index + 1) && value.length >= 4) found.push({ kind: 'named', rule: 'kubernetes-secret', confidence: 'medium', ...at });
    else if (isEnv && value.length >= 8 && (isProduction ? guardsOwnSystem(name) || /pass|secret/i.test(name) : !isLocalPassword(value) && (guardsOwnSystem(name) || /\d/.test(value))) && !/[\s/]/.test(value)) found.push({ kind: 'named', rule: 'env-file', confidence: isDevelopment ? 'low' : 'medium', ...at });
  }
  return found;
}

/** A word that is the secret itself: no name of a variable, no path, no sentence, no switch. */
const isWritten = (value: string): boolean => value.length >= 6 && !/[\s/]|^[A-Z][A-Z\d_]*$|^(?:true|false|null|\d{1,5})$/.test(value) && !/^(?:password|admin|root|postgres|test)$/i.test(value);

/** `COOKIE_PASSWORD`: nobody signs in with it, it seals what visitors bring back. */
const SEALS = /(?:cookie|session|iron|seal|jwt|csrf)[_-]?(?:pass(?:word|phrase)?|pwd|signing[_-]?(?:key|secret))$/i;

/** Values of a chart: what its templates put into a Secret holds wherever nobody says another. */
const CHART_VALUES = /(?:^|\/)(?:helm|charts?)\/(?:[^/]+\/){0,4}values(?:[.-]prod\w*)?\.ya?ml$/i;

/** The services of a compose file run as they do in production. */
const RUNS_FOR_REAL = /\b(?:NODE_ENV|APP_ENV|RAILS_ENV|ASPNETCORE_ENVIRONMENT)["']?\s{0,4}[:=]\s{0,4}["']?production\b|\bGIN_MODE["']?\s{0,4}[:=]\s{0,4}["']?release\b/i;

/** The password of a store that a compose file brings up at a developer's desk opens nothing elsewhere. */
const OF_A_STORE = /(?:postgres|pg|mysql|mariadb|mongo|redis|valkey|rabbit|amqp|minio|elastic|clickhouse|db|database|sql)\w*?_?(?:root_?)?(?:pass|pwd)/i;

/** Those of the store of objects that a compose file brings up are its password. */
const OF_MINIO = /^MINIO_(?:ROOT_(?:USER|PASSWORD)|(?:ACCESS|SECRET)_KEY)$/;
const BRINGS_MINIO = /^\s{1,20}image:[^\n]{0,200}\bminio\b/m;
const isOfStore = (name: string, text: string): boolean => OF_A_STORE.test(name) || (OF_MINIO.test(name) && BRINGS_MINIO.test(text));
/** `MINIO_ROOT_USER: AKIA…`: it has the shape of a cloud's, and opens the store that this file brings up. */
export const isOfMinio = (path: string, name: string, text: string): boolean =>
  OF_MINIO.test(name) && COMPOSE.test(path) && !/prod|live/i.test(path) && BRINGS_MINIO.test(text) && !RUNS_FOR_REAL.test(text);
/** A key of full length, of digits in order: nobody fills it in, and it works. */
const inOrder = (value: string): boolean => /^(?:[\da-f]{32}|[\da-f]{48}|[\da-f]{64})$/i.test(value) && !/^(.)\1+$/.test(value);

/** `${ACCESS_TOKEN_SECRET:-access_token_secret}`: what guards the system is known to everybody until somebody sets it. */
function composeDefaults(path: string, text: string): SecretSite[] {
  const found: SecretSite[] = [];
  const set = [...text.matchAll(/^\s{1,40}(?:-\s+)?["']?([A-Z][A-Z\d_]{2,80})["']?\s*[:=]\s*["']?(\S{3,200})/gm)].map(([, name, value]) => ({ name: name!, value: value! }));
  for (const [index, line] of text.split('\n').entries()) {
    const [, name, value] = /^[^#]{0,200}\$\{([A-Za-z_]\w{2,80}):?-([^}$\s]{4,200})\}/.exec(line) ?? [];
    const [, given, literal] = /^\s{1,40}(?:-\s+)?["']?([A-Z][A-Z\d_]{2,80})["']?\s*[:=]\s*["']?([A-Za-z][^\s"'#$]{3,200})["']?\s*$/.exec(line) ?? [];
    if (given && literal && isSecretName(given) && guardsOwnSystem(given) && (!((/pass|pwd/i.test(given) && !SEALS.test(given)) || isOfStore(given, text)) || RUNS_FOR_REAL.test(text)) && !isLocalPassword(literal) && !isPlaceholder(literal) && !looksRandom(literal) && !isForEmulator(given, set, !/prod|live/i.test(path))) found.push({ kind: 'named', rule: 'compose-literal', name: given, confidence: 'low', line: index + 1, column: line.indexOf(given) + 1 });
    if (name && value && isSecretName(name) && guardsOwnSystem(name) && !isLocalPassword(value) && (!isPlaceholder(value) || inOrder(value)) && (!isOfStore(name, text) || /prod/i.test(path)) && !isForEmulator(name, set, !/prod|live/i.test(path))) found.push({ kind: 'fallback', rule: 'compose-default', name, confidence: 'low', line: index + 1, column: line.indexOf(name) + 1 });
  }
  return found;
}

/** What stands under `data` of a Secret is written in base64: whether it is a placeholder is told by what it says. */
function decoded(value: string, within: 'data' | 'stringData' | undefined): string {
  if (within !== 'data' || value.length < 4 || value.length % 4 !== 0 || !/^[A-Za-z\d+/]+={0,2}$/.test(value)) return value;
  const text = Buffer.from(value, 'base64').toString('utf8').trim();
  return /^[\x20-\x7e]+$/.test(text) ? text : value;
}

/** Without quotes, a trailing comma and a comment. */
function plainValue(text: string): string {
  const trimmed = text.trim().replace(/,$/, '');
  const quoted = /^(["'])(.*?)\1/.exec(trimmed);
  return quoted ? quoted[2]! : trimmed.replace(/\s+#.*$/, '').trim();
}
