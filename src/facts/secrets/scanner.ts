import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import type { SecretSite } from '../../model/index.ts';
import { isPrivateHost } from '../../lib/hosts.ts';
import { isLocalPassword, isPlaceholder, isShown, looksRandom } from '../../lib/secret-shape.ts';
import { isOfMinio } from './text.ts';

// The profiler keeps every mark of the process and searches through all of them at each new one: quadratic in the number of
// files. Nothing reads what it keeps.
secretLintProfiler.mark = () => {};

/** Says nothing about an account number, which is no secret, nor about the user part of a template. */
const IGNORED = new Set(['AWSAccountID']);

const WHAT: Readonly<Record<string, string>> = {
  aws: 'AWS key', gcp: 'Google service account key', privatekey: 'private key', npm: 'npm token', basicauth: 'password in a URL', slack: 'Slack token',
  sendgrid: 'SendGrid key', shopify: 'Shopify token', github: 'GitHub token', openai: 'OpenAI key', anthropic: 'Anthropic key', linear: 'Linear key',
  '1password': '1Password token', 'database-connection-string': 'password in a connection string',
};

/** Asks the established scanner about one text. */
export async function scan(path: string, content: string): Promise<SecretSite[]> {
  const { messages } = await lintSource({
    source: { filePath: `/${path}`, content, ext: /\.[^./]+$/.exec(path)?.[0] ?? '', contentType: 'text' },
    options: {
      locale: 'en', maskSecrets: true, noPhysicFilePath: true,
      config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, rules: [{ id: '@secretlint/secretlint-rule-aws', options: { enableIDScanRule: true } }] }] },
    },
  });
  const lines = content.split('\n');
  return messages.filter(({ messageId, severity }) => severity === 'error' && !IGNORED.has(messageId)).flatMap(({ ruleId, loc }): SecretSite[] => {
    const rule = ruleId.replace('@secretlint/secretlint-rule-', '');
    const inAddress = rule === 'basicauth' || rule === 'database-connection-string';
    if (rule === 'privatekey' && isForTrial(lines, loc.start.line - 1)) return [];
    if (isForShow(lines, loc.start.line - 1, loc.start.column, content)) return [];
    const line = lines[loc.start.line - 1] ?? '';
    // An address that was signed for a while names the key that signed it; the key itself is not in it.
    if (rule === 'aws' && /X-Amz-Credential=$/.test(line.slice(0, loc.start.column))) return [];
    if (isOfMinio(path, /([A-Z][A-Z_]{3,40})["']?\s{0,4}[:=]\s{0,4}["']?$/.exec(line.slice(0, loc.start.column))?.[1] ?? '', content)) return [];
    if (inAddress && !isWorthKeeping(line.slice(loc.start.column), COMMENT.test(line))) return [];
    return [{ kind: 'token', rule: `secretlint/${rule}`, name: WHAT[rule] ?? rule, line: loc.start.line, column: loc.start.column + 1, confidence: inAddress ? 'medium' : isExampleOf(path, lines, loc.start.line - 1) ? 'low' : 'high' }];
  });
}

/** `if test:` stands above a key, or a word about it that it is one for tests and used nowhere. */
const isForTrial = (lines: readonly string[], row: number): boolean => lines.slice(Math.max(0, row - 4), row).some((line) =>
  /^\s*(?:\}\s*else\s+)?if\b[ (]+(?!not\b|!)[\w.(]{0,60}\btest(?:s|ing|_?mode|_?env)?\b/i.test(line) || (COMMENT.test(line) && /\btest\b.{0,80}\bkey\b.{0,80}\b(?:not|never)\b.{0,40}\b(?:used|deployed|production)/i.test(line)));

/** What a form shows before anything is typed: `placeholder="…"`, or a constant that goes there; a row of one letter (`/T000/B000/XXXX`) is no token either. */
function isForShow(lines: readonly string[], row: number, column: number, content: string): boolean {
  const line = lines[row] ?? '';
  if (isShown(line.slice(0, column)) || /^[^\s"'`]{0,100}?(?:([A-Za-z\d])\1{11}|[Xx]{4}|\/T0+\/B0+\/)/.test(line.slice(column, column + 200))) return true;
  const [, name] = /\bconst\s+([A-Za-z_$][\w$]{0,80})\s*=\s*["'`]?/.exec(`${lines[row - 1] ?? ''} ${line.slice(0, column)}`.slice(-400)) ?? [];
  return name !== undefined && content.includes(`placeholder={${name}}`);
}

/** Below `example:` of a schema or an API document: it shows what one looks like. */
function isExampleOf(path: string, lines: readonly string[], row: number): boolean {
  if (!/\.(?:json|ya?ml)$/.test(path)) return false;
  let indent = indentOf(lines[row] ?? '');
  for (let at = row - 1; at >= Math.max(0, row - 60) && indent > 0; at--) {
    const line = lines[at]!;
    if (line.trim() === '' || indentOf(line) >= indent) continue;
    indent = indentOf(line);
    if (/^\s*["']?examples?["']?\s*:/.test(line)) return true;
  }
  return false;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

const COMMENT = /^\s*(?:#|\/\/|\*|\/\*|--|;)/;

/** A password in an address: the usual words for a database on the own machine, and those that stand for others, are none; a comment shows what an address looks like. */
function isWorthKeeping(text: string, isComment: boolean): boolean {
  const match = /:\/\/([^\s:@/]{0,256}):([^\s@]{1,256})@([^\s:/?@"'`]{0,253})/.exec(text);
  if (!match) return true;
  const [, user, password, host] = match as unknown as [string, string, string, string];
  if (user === password || user === 'mailto' || isPlaceholder(password) || isLocalPassword(password) || /^pass|password|[$<>{}*%[\]]/i.test(password) || /[$<{]|host|your/i.test(host)) return false;
  return (!isComment && !isPrivateHost(host.toLowerCase())) || looksRandom(password);
}
