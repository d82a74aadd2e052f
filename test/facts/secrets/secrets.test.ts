import { describe, expect, it } from 'vitest';
import secretLiterals from '../../../src/facts/secret-literals.ts';
import { plainPasswords } from '../../../src/facts/secrets/plain.ts';
import { configuredSecrets, providerTokens } from '../../../src/facts/secrets/text.ts';
import { isSecretName, looksRandom } from '../../../src/lib/secret-shape.ts';
import { extract } from '../../support-module.ts';

const RANDOM = 'q7Zk2Wv9Xb4Lm8Tn1Rp5';

describe('names', () => {
  it.each(['JWT_SECRET', 'dbPassword', 'apiKey', 'stripe_api_key', 'ACCESS_TOKEN', 'clientSecret', 'privateKey'])('%s is one of a secret', (name) => expect(isSecretName(name)).toBe(true));
  it.each(['tokenHeader', 'PASSWORD_MIN_LENGTH', 'resetPasswordUrl', 'publicKey', 'apiKeyId', 'secretName', 'secretArn', 'NEXT_PUBLIC_API_KEY', 'VITE_API_KEY', 'passwordLabel', 'key', 'secretsManager', 'tokenType'])('%s is none', (name) => expect(isSecretName(name)).toBe(false));
});

describe('values', () => {
  it.each([RANDOM, '4f9d2c7be81a63d05c77ab'])('%s looks random', (value) => expect(looksRandom(value)).toBe(true));
  it.each([
    'create-api-keys', 'enableAuthToken2', 'https://api.example.com/v2/tokens', './keys/server-2.pem', 'your-api-key-here-123', 'Enter the password again 2', 'a1b2',
    '550e8400-e29b-41d4-a716-446655440000', 'phc_aB3dE6gH9jK2mN5pQ8', 'aaaaaaaaaaaaaaaa1111', 'x-api-key-v2', '${API_KEY_2}', 'changeme12345678', 'mock_9f2kQ7zLw81xPa', 'k3y-9f2-for-local-development-only',
    'space/2021/04/28/4c4be697b9e94672a7c65d979b60ab95',
  ])('%s does not', (value) => expect(looksRandom(value)).toBe(false));
});

/** Random numbers that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('random keys', () => {
  const share = (bytes: number, encoding: 'hex' | 'base64' | 'base64url'): number => {
    const next = seeded(bytes);
    const samples = Array.from({ length: 2000 }, () => Buffer.from(Array.from({ length: bytes }, () => Math.floor(next() * 256))).toString(encoding));
    return samples.filter(looksRandom).length / samples.length;
  };
  // A short base64 text may hold no digit at all, which words do not either: 7 of 100 with 16 characters; one in 64 starts like a path.
  it.each([
    [12, 'hex', 0.97], [16, 'hex', 0.99], [20, 'hex', 0.99], [32, 'hex', 0.99],
    [12, 'base64', 0.88], [16, 'base64', 0.95], [24, 'base64url', 0.98], [32, 'base64', 0.98],
  ] as const)('of %i bytes in %s are seen', (bytes, encoding, least) => expect(share(bytes, encoding)).toBeGreaterThan(least));

  it.each([
    's3BucketNameV2Prod', 'oauth2ClientCredentialsV2Flow', 'getUserByEmailAndPassword2fa', 'errors.password.minLength8', 'apps/web2/src/server3/keys', 'user_password_2_confirmation_1',
    'aaaabbbb11112222aaaa', 'X_API_KEY_V2_HEADER', 'aes-256-gcm-v2', '000000000000000000000001', 'sha256WithRSAEncryption', 'Base64EncodedSecretV1Beta2',
    `aa00${'aaaa00'.repeat(30)}A`, 'ENC[AES256_GCM,data:Zk2Wv9Xb4Lm8=,iv:q7Zk2Wv9,tag:Tn1Rp5==,type:str]',
  ])('are not %s', (value) => expect(looksRandom(value)).toBe(false));
});

const seen = (text: string): string[] => (extract(secretLiterals, text) as { rule: string; name: string; line: number }[] | undefined ?? []).map(({ rule, name, line }) => `${line} ${rule} ${name}`);

describe('literals in code', () => {
  it.each([
    ["import jwt from 'jsonwebtoken';\njwt.verify(t, 'abc');", '2 jwt-secret jwt.verify'],
    ["import { JwtModule } from '@nestjs/jwt';\nJwtModule.register({ secret: 'abc' });", '2 jwt-secret JwtModule secret'],
    ["import { createHmac } from 'node:crypto';\ncreateHmac('sha256', 'abc');", '2 hmac-key createHmac key'],
    ["import crypto from 'crypto';\nconst KEY = 'abc';\ncrypto.createCipheriv('aes-256-gcm', Buffer.from(KEY), iv);", '3 cipher-key createCipheriv key'],
    ["import cookieParser from 'cookie-parser';\napp.use(cookieParser('abc'));", '2 session-secret cookie secret'],
    ["const s = process.env.SESSION_SECRET ?? 'abc';", '1 fallback SESSION_SECRET'],
    ["const { JWT_SECRET = 'abc' } = process.env;", '1 fallback JWT_SECRET'],
    ["import jwt from 'jsonwebtoken';\nconst key = process.env.BOT_KEY || process.env.DB_KEY || 'supersecret';\nexport const sign = (data) => jwt.sign(data, key);", '2 fallback jwt.sign'],
    ["export const sessionSecret = () => {\n  if (!process.env.SESSION) {\n    return 'a8F2h6T9j4Kl0Pz8W7eX3rB5y1VcQ6mN';\n  }\n  return process.env.SESSION;\n};", '3 named-literal sessionSecret'],
    ["const s = config.get('JWT_SECRET', 'abc');", '1 fallback JWT_SECRET'],
    ["const env = z.object({ JWT_SECRET: z.string().min(8).default('abc') });", '1 fallback JWT_SECRET'],
    [`const apiKey = '${RANDOM}';`, '1 named-literal apiKey'],
  ])('%s', (text, expected) => expect(seen(text)).toEqual([expected]));

  it.each([
    "import jwt from 'jsonwebtoken';\njwt.sign({}, process.env.JWT_SECRET!);",
    "import jwt from 'jsonwebtoken';\njwt.sign({}, `${process.env.A}`);",
    "import { createHmac } from 'crypto';\ncreateHmac('sha256', secret);",
    "const s = process.env.JWT_SECRET ?? '';",
    "const u = process.env.TOKEN_URL ?? 'https://x';",
    "const k = process.env.STRIPE_API_KEY || 'stripe-key';",
    "export const SETTINGS = { Z2M_MQTT_PASSWORD_KEY: 'Z2M_MQTT_PASSWORD' };",
    "const l = { password: 'Password', apiKey: 'api_key', token: 'token-name' };",
    "import session from 'express-session';\nsession({ secret: config.secret });",
  ])('nothing in %s', (text) => expect(seen(text)).toEqual([]));
});

describe('configuration', () => {
  const lines = (path: string, text: string): string[] => configuredSecrets(path, text).map(({ rule, name, line }) => `${line} ${rule} ${name}`);
  it('reads committed environment files, and leaves samples alone', () => {
    const text = `PORT=3000\nJWT_SECRET=${RANDOM}\nDB_PASSWORD=postgres\nAPI_KEY=your-key\n`;
    expect(lines('.env', text)).toEqual(['2 env-file JWT_SECRET']);
    expect(lines('.env.example', text)).toEqual([]);
    for (const path of ['apps/api/.env.sample', '.env.tmpl']) expect(lines(path, text), path).toEqual([]);
  });
  it('reads manifests, where a reference is no value', () => {
    expect(lines('k8s/a.yaml', `kind: Deployment\nenv:\n  - name: API_KEY\n    value: "${RANDOM}"\n  - name: DB_PASSWORD\n    valueFrom: {secretKeyRef: {name: db, key: password}}\n`)).toEqual(['4 configuration API_KEY']);
    expect(lines('k8s/s.yaml', 'kind: ConfigMap\ndata:\n  DB_PASSWORD: hunter22\n---\nkind: Secret\nmetadata: {name: db}\nstringData:\n  DB_PASSWORD: hunter22\n')).toEqual(['8 kubernetes-secret DB_PASSWORD']);
    expect(lines('compose.yaml', 'environment:\n  - POSTGRES_PASSWORD=postgres\n  - API_KEY=${API_KEY}\n')).toEqual([]);
    const answer = `"paths": {"/token": {"example": {\n"access_token": "${RANDOM}"\n}}}`;
    expect(lines('swagger/swagger.json', `{\n  "openapi": "3.0.1",\n  ${answer}}`)).toEqual([]);
    expect(lines('config/openapi.json', `{\n  "url": "/openapi",\n  ${answer}}`)).toEqual(['4 configuration access_token']);
    expect(lines('locales/en.json', `{"password": "${RANDOM}"}`)).toEqual([]);
  });
  it('takes the names of variables that node-config reads for no values', () => {
    const names = '{\n  "s2s-secret": "IDAM_S2S_TOTP_SECRET"\n}';
    expect(lines('config/custom-environment-variables.json', names)).toEqual([]);
    expect(lines('config/production.json', names)).toEqual([]);
    expect(lines('config/production.json', '{\n  "s2s-secret": "q7Zk2Wv9Xb4Lm8Tn"\n}')).toEqual(['2 configuration s2s-secret']);
    expect(lines('config/production.json', '{\n  "secret": "tulips"\n}')).toEqual(['2 usual-configuration secret']);
  });
  it('knows further providers', () => {
    expect(providerTokens(`a\nkey: sk_${'live'}_4eC39HqLyjWDarjtT1zdp7dc\n`).map(({ rule, line }) => `${line} ${rule}`)).toEqual(['2 stripe']);
    expect(providerTokens('sk_test_4eC39HqLyjWDarjtT1zdp7dc sk_live_xxxxxxxxxxxxxxxxxxxxxxxx')).toEqual([]);
    expect(providerTokens(`KEY=sb_secret_${'4eC39HqLyjWDarjtT1zdp7dc'}\n`)).toHaveLength(1);
    // Every local stack of Supabase has this one.
    expect(providerTokens(`KEY=sb_secret_${'N7UND0UgjKTVK-Uodkm0Hg'}_xSvEMPvz\n`)).toEqual([]);
  });
});

it('reads defaults in a pattern that a loop fills', () => {
  expect(seen("for (const { secret = 'abc' } of list) use(secret, process.env);")).toEqual([]);
});

describe('an environment file of production', () => {
  const text = `JWT_SECRET = admin!@#123\nSMTP_PASS = VIPLLOIPMETTROYU\nDB_PASSWORD = root\n`;
  it('keeps no password, however easily it is guessed', () => {
    expect(configuredSecrets('.env.production', text).map(({ name }) => name)).toEqual(['JWT_SECRET', 'SMTP_PASS']);
    expect(configuredSecrets('.env.development', text).map(({ name }) => name)).toEqual([]);
  });
});

describe('sessions', () => {
  const used = (text: string): unknown => (extract(secretLiterals, text) as { name: string }[] | undefined)?.map(({ name }) => name);
  it('are not signed with a literal', () => {
    expect(used("import { createCookieSessionStorage } from '@remix-run/node';\nexport const sessions = createCookieSessionStorage({ cookie: { name: 's', secrets: ['MY_SUPER_KEY'] } });\n")).toEqual(['session secret']);
    expect(used("import { createCookieSessionStorage } from '@remix-run/node';\nexport const sessions = createCookieSessionStorage({ cookie: { name: 's', secrets: [process.env.SESSION_SECRET] } });\n")).toBeUndefined();
    expect(used("import session from 'cookie-session';\napp.use(session({ keys: ['first', 'second'] }));\n")).toEqual(['session secret']);
  });
});

describe('HCL', () => {
  const found = (text: string): string[] => configuredSecrets('infra/main.tf', text).map(({ name = '' }) => name);
  it('names another value where there are no quotes', () => {
    expect(found('resource "google_secret_manager_secret_version" "hf_token" {\n  secret      = google_secret_manager_secret.hf_token[0].id\n}\n')).toEqual([]);
    expect(found(`resource "x" "y" {\n  secret = "${RANDOM}"\n}\n`)).toEqual(['secret']);
  });
});

describe('what Terraform hands to containers', () => {
  const found = (lines: string): string[] => plainPasswords('infra/main.tf', `resource "aws_ecs_task_definition" "shop" {\n${lines}\n}\n`).map(({ name = '', line, confidence }) => `${line} ${name} ${confidence}`);
  it.each([
    ['  env {\n    name  = "JWT_SECRET"\n    value = "1234abcd"\n  }', ['4 JWT_SECRET medium']],
    ['  environment = {\n    SESSION_SECRET = "1234abcd"\n  }', ['3 SESSION_SECRET medium']],
    ['  env {\n    name  = "DB_PASSWORD"\n    value = "postgres"\n  }', ['4 DB_PASSWORD low']],
  ] as const)('is a secret in the clear: %j', (lines, expected) => expect(found(lines)).toEqual(expected));
  it.each([
    '  env {\n    name  = "JWT_SECRET"\n    value = var.jwt_secret\n  }',
    '  env {\n    name  = "JWT_SECRET"\n    value = "${random_password.jwt.result}"\n  }',
    '  env {\n    name  = "LOG_LEVEL"\n    value = "1234abcd"\n  }',
    '  name = "JWT_SECRET"\n  kind = "x"\n  tags = "y"\n  more = "z"\n  value = "1234abcd"',
    '  secrets = {\n    ACCESS_TOKEN = "shop/prod/access-token"\n  }',
    '  secrets = {\n    ACCESS_TOKEN = "changeme"\n  }',
  ])('is none: %j', (lines) => expect(found(lines)).toEqual([]));
});
