/** `SMTP_PASS`: what is signed in to. */
const HAS_PASSWORD = /^(?:smtp|mail|mailer|email|db|database|pg|postgres|mysql|mongo|redis|rabbitmq|ldap|s?ftp|admin|root|basic|proxy)$/;

/** A name whose value, if it were one, would have to be kept secret. */
export function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase().split(/[^a-z\d]+/).filter(Boolean);
  const last = words.at(-1) ?? '';
  // What a bundler puts into the page is public by design.
  if (/^(?:nx_)?(?:react_app|next_public|vite|nuxt_public|expo_public|gatsby|storybook)_/.test(words.join('_'))) return false;
  // What lets a node of Erlang into a cluster is called a cookie and is a password.
  if (/(?:^|_)erlang_cookie$/.test(words.join('_'))) return true;
  // What cookies are signed or sealed with; a cookie that is named after a secret only carries it.
  if (/(?:^|_)cookies?_(?:(?:signing|signature|encryption|session|parser)_)?(?:secret|password|passphrase|passwd|pwd|key)s?(?:_\d)?$/.test(words.join('_'))) return true;
  if (words.some((word) => NOT_SECRET.has(word)) || NOT_LAST.has(last)) return false;
  if (words.some((word) => /^(?:password|passwd|passphrase|pwd|secret|secrets|credential|credentials|apikey|privatekey|secretkey|jwtsecret)$/.test(word))) return true;
  if (last === 'pass' && words.some((word) => HAS_PASSWORD.test(word))) return true;
  const joined = words.join('_');
  return /(?:^|_)(?:api|access|private|secret|session|cookie|jwt|hmac|encryption|signing|auth|master|service|account|license|webhook)_key(?:_|$)/.test(joined)
    || /(?:^|_)(?:auth|access|api|bearer|bot|refresh|personal|deploy|secret|admin|service|user)_?token$/.test(joined) || joined === 'token';
}

/** Secrets that guard the system itself: a value that others know does harm here, however plain it looks. */
export const guardsOwnSystem = (name: string): boolean =>
  /(?:jwt|session|cookie|token|t?otp|auth|csrf|app|signing|internal|webhook|encryption|hash|refresh|access|master|root)_?-?.*(?:secret|key)|^(?:(?:db|django|flask|server|backend|web|site)_)?secret(?:_?key)?$|password|passphrase/i.test(name);

/** Of a pair, the half that is no secret, filled with its own name: `S3_ACCESS_KEY`, `defaultAccessKey`. An account that everybody knows (`minioadmin`) is more. */
export const namesAKey = (name: string, value: string): boolean =>
  /(?:^|_)access_?key(?:_?id)?$/i.test(name) && !/secret/i.test(name) && /^(?:(?:default|my|our|some|the|aws|s3|minio)[-_]?)?access[-_]?key(?:[-_]?id)?$/i.test(value);

/** Words that make a name one of a field, a route, a setting about secrets, or of something public. */
const NOT_SECRET = new Set([
  'public', 'pub', 'header', 'headers', 'field', 'label', 'placeholder', 'title', 'hint', 'message', 'error', 'path', 'route', 'regex', 'pattern', 'type', 'prefix',
  'suffix', 'reset', 'forgot', 'expiry', 'expires', 'expiration', 'ttl', 'length', 'min', 'max', 'enabled', 'enable', 'url', 'uri', 'endpoint', 'param', 'query',
  'column', 'schema', 'event', 'action', 'scope', 'permission', 'role', 'description', 'text', 'algorithm', 'alg', 'policy', 'strategy', 'provider', 'version',
  'translation', 'i18n', 'input', 'selector', 'class', 'page', 'button', 'icon', 'mode', 'status', 'count', 'usage', 'limit', 'format', 'kind', 'example', 'mock', 'fake', 'dummy', 'test',
  'publishable', 'anon', 'site', 'recaptcha', 'sitekey', 'dsn', 'file', 'cookie',
]);
const NOT_LAST = new Set(['id', 'ids', 'name', 'names', 'arn', 'ref', 'manager', 'store', 'service', 'hash', 'salt', 'rounds', 'validator', 'generator', 'at', 'date', 'keys', 'tokens', 'symbol', 'prop', 'attribute', 'attr', 'env', 'var', 'key_id',
  'complexity', 'strength', 'rotation', 'history', 'age', 'lifetime', 'duration', 'days', 'hours', 'minutes', 'seconds', 'timeout', 'attempts', 'size', 'level', 'ttl', 'port', 'enabled', 'mode', 'format', 'required', 'confirmation', 'username', 'login', 'email']);

const PLACEHOLDER = /^(?:x{3,}|\*+|\.+|-+|_+|null|none|nil|undefined|true|false|n\/a|tbd|todo|empty)$|change.?(?:me|it|this)|your[-_ ]|[-_ ]here\b|example|placeholder|replace|insert|fill.?in|redacted|dummy|sample|fake|mock|development.?only|^secret[-_]?value$|foo.?bar|lorem|whatever|open.?sesame|not.?(?:a.?)?real|obtain|generate|get[-_ ](?:this|it|one|yours?)[-_ ]from|^<.*>$|^\[.*\]$|^\{.*\}$|^ENC\[|1234567|abcdefg|x{4,}|(?:\.\.\.|…)$/i;

/** Stands for a value that is put in later. */
export const isPlaceholder = (value: string): boolean =>
  !/[\p{L}\p{N}]/u.test(value) || /^(\w)\1+=*$/.test(value) || PLACEHOLDER.test(value) || /^\$|\$\{|\{\{|\$\([^()]*\)|%\(|<%|^(?:process\.env|env|var|secrets?|vault|op|ssm|arn|gcp|aws)[.:]|^(?:get)?env\(['"]?\w+['"]?\)$/i.test(value);

/** The text before a value shows it to whoever fills in a form: `<Input placeholder="123:ABC" />`. */
export const isShown = (before: string): boolean => /\bplaceholder\s?[=:]\s?\{?\s?["'`][^"'`]{0,200}$/i.test(before);

/** What everybody chooses for a database on the own machine. */
export const isLocalPassword = (value: string): boolean =>
  /^(?:postgres(?:ql)?|mysql|mongo(?:db)?|redis|root|admin|user|guest|test(?:ing)?|dev(?:elopment)?|local(?:host)?|secret|super-?secret|password|passw0rd|pass|pw|minio(?:admin)?|rabbit(?:mq)?|example|default|demo)[\w!@#]{0,6}$/i.test(value);

/** Bits a character, by the frequencies within the text. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** `neo4j-password`, `mysql.rootPassword`: under which name something keeps a secret. */
const NAMES_A_SECRET = /^[a-z][a-z\d]{1,30}(?:[-_.][a-z][a-z\d]{1,30}){0,6}[-_.](?:\w{1,20})?(?:password|passwd|secret|token|credentials?|key)$/i;

/** Whether a text has the look of random key material: neither a name, a path, an address, a sentence nor a placeholder. */
export function looksRandom(value: string): boolean {
  if (value.length < 12 || value.length > 4096 || /\s/.test(value) || isPlaceholder(value)) return false;
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(value) || (/^[./~@#]/.test(value) && !/^\/[^/]*=$/.test(value)) || /\.(?:[cm]?[jt]sx?|json|ya?ml|pem|key|crt|html?|com|org|io|dev)$/i.test(value)) return false;
  // Where something lies: folders by word and number, whatever the file is called.
  if (/^(?:[a-z][a-z_-]+|\d{1,4})(?:\/(?:[a-z][a-z_-]+|\d{1,4})){2,}\//i.test(value)) return false;
  if (NAMES_A_SECRET.test(value)) return false;
  // Keys that browsers are given: they say who calls and open nothing.
  if (/^(?:phc_|pk_|pub_|G-|UA-|GTM-|AIza|6L[a-zA-Z\d])/.test(value)) return false;
  if (!/\d/.test(value) || !/[a-z]/i.test(value)) return false;
  // Names in kebab, snake, dotted or camel case, perhaps with a number at an end.
  if (/^[a-z]+\d{0,4}(?:[-_.:/][a-z]+\d{0,4}|[-_.:/]\d{1,4})*$/i.test(value) || /^[A-Z]?[a-z]{2,}(?:\d{1,2}[A-Z]?[a-z]{2,}|[A-Z][a-z]{2,})*\d{0,2}$/.test(value)) return false;
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value)) return false;
  if (/[a-z]/.test(value) && /[A-Z]/.test(value) && wordShare(value) >= 0.6) return false;
  return entropy(value) >= floor(value) && changes(value) >= 4;
}

/**
 * What almost all random texts of this length reach (98 of 100 in hex, 99 in base64, by the samples of the test). Sixteen digits
 * cannot have more than 4 bits, and a short text repeats little. Above 20 characters a known prefix may stand before hex digits,
 * which is why the floor does not grow further.
 */
const floor = (value: string): number =>
  /^(?:[\da-f]+|[\dA-F]+)$/.test(value) ? 0.75 * Math.log2(Math.min(16, value.length)) : Math.min(3.5, 0.8 * Math.log2(value.length));

/** How much of a text in mixed case is words of four letters and more, as in `s3BucketNameV2Prod`. */
const wordShare = (value: string): number => (value.match(/[A-Z]?[a-z]{3,}/g) ?? []).join('').length / value.length;

/** How often letters and digits take turns: in words they hardly do, in random text all the time. */
function changes(value: string): number {
  let count = 0;
  for (let index = 1; index < value.length; index++) if (sort(value[index]!) !== sort(value[index - 1]!)) count += 1;
  return count;
}
const sort = (character: string): number => (/\d/.test(character) ? 0 : /[a-z]/.test(character) ? 1 : /[A-Z]/.test(character) ? 2 : 3);
