import { describe, expect, it } from 'vitest';
import { lintFor, outcomeLines } from '../support.ts';

// Every value is put together when the test runs, so that this file holds no secret that a scanner would stop.
const ALPHABET = 'q7Zk2Wv9Xb4Lm8Tn1Rp5Ys3Hd6Gc0Fj';
const text = (length: number): string => Array.from({ length }, (_, index) => ALPHABET[(index * 7 + Math.floor(index / 31)) % 31]).join('');
const hex = (length: number): string => Array.from({ length }, (_, index) => '4f9d2c7be81a63d05'[(index * 5 + Math.floor(index / 17)) % 17]).join('');
const base64 = (value: string): string => Buffer.from(value).toString('base64');
const CHOSEN = ['tulip', '9xx'].join('');
const pem = (kind: string): string => [`-----BEGIN ${kind}-----`, ...Array.from({ length: 6 }, (_, row) => `${row === 0 ? 'MIIE' : text(4)}${text(60)}`), `-----END ${kind}-----`].join('\n');

const findings = async (path: string, content: string): Promise<string[]> => {
  const check = await lintFor('hardcoded-secrets', { 'architecture.yaml': 'version: 1\nproject: {name: shop}\ncomponents: {app: {path: src}}\n', 'package.json': '{"name": "shop"}', 'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n', [path]: content });
  return outcomeLines(check).filter((line) => !line.startsWith('passed'));
};
const violated = (file: string, line: number, name: string): string[] => [`violated ${file}:${line} ${file}: ${name}`];

const manifest = (kind: string, rest: string): string => `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: shop\n${rest}`;

describe('planted secrets are found', () => {
  it.each<[string, string, string, number, string]>([
    ['a private key', 'deploy/server.pem', `${pem(`RSA PRIVATE ${'KEY'}`)}\n`, 1, 'private key'],
    ['a private key of an elliptic curve, which is one short line', 'deploy/signing.pem', `-----BEGIN PRIVATE ${'KEY'}-----\n${'MC4CAQAwBQYDK2Vw'}BCIEI${text(43)}\n-----END PRIVATE ${'KEY'}-----\n`, 2, 'private key'],
    ['an AWS pair', 'src/aws.ts', `export const id = '${'AK'}IA${'Q7ZK2WV9XB4LM6TN'}';\n`, 1, 'AWS key'],
    ['a GCP service account', 'config/gcp.json', JSON.stringify({ type: 'service_account', project_id: 'shop', private_key_id: hex(40), private_key: `${pem(`PRIVATE ${'KEY'}`)}\n`, client_email: 'shop@shop.iam.gserviceaccount.com' }), 1, 'Google service account key'],
    ['a GitHub token', 'src/github.ts', `export const it = '${'gh'}p_${text(36)}';\n`, 1, 'GitHub token'],
    ['a GitLab token', 'src/gitlab.ts', `export const it = '${'gl'}pat-${text(20)}';\n`, 1, 'GitLab token'],
    ['an npm token', '.npmrc', `//registry.npmjs.org/:_${'auth'}Token=${'np'}m_${text(36)}\n`, 1, 'npm token'],
    ['a key in a module with a form', 'src/form.tsx', `const own = ${JSON.stringify(pem(`PRIVATE ${'KEY'}`))};\nexport const F = () => <textarea placeholder={own.slice(0, 4)} />;\n`, 1, 'private key'],
    ['a Slack token', 'src/slack.ts', `export const it = '${'xo'}xb-123456789012-123456789013-${text(24)}';\n`, 1, 'Slack token'],
    ['a Stripe live key', 'src/stripe.ts', `export const it = '${'sk'}_live_${text(24)}';\n`, 1, 'Stripe live key'],
    ['a SendGrid key', 'src/mail.ts', `export const it = '${'S'}G.${text(22)}.${text(43)}';\n`, 1, 'SendGrid key'],
    ['a SendGrid key with hyphens', 'src/mail.ts', `export const it = '${'S'}G.${text(10)}-${text(11)}.${text(10)}-${text(20)}-${text(11)}';\n`, 1, 'SendGrid key'],
    ['a database address with a password', 'config/database.yaml', `url: postgres://shop:${text(16)}@db.shop-prod.net:5432/shop\n`, 1, 'password in a connection string'],
    ['what a task of ECS is handed, as JSON', 'deploy/task-definition.json', JSON.stringify({ containerDefinitions: [{ environment: [{ name: 'JWT_SECRET', value: text(20) }] }] }, null, 2), 7, 'JWT_SECRET'],
    ['what a container is handed, on one line of HCL', 'infra/main.tf', `locals {\n  env = [\n    { name = "JWT_SECRET", value = "${text(20)}" },\n  ]\n}\n`, 3, 'JWT_SECRET'],
    ['the default of a parameter of Bicep', 'infra/main.bicep', `@secure()\nparam adminPassword string = '${CHOSEN}'\n`, 2, 'adminPassword'],
    ['the default of a parameter of CloudFormation', 'infra/template.yaml', `AWSTemplateFormatVersion: '2010-09-09'\nParameters:\n  DbPassword:\n    Type: String\n    Default: ${CHOSEN}\nResources: {}\n`, 5, 'DbPassword'],
    ['a secret that signs tokens', 'src/session.ts', "import jwt from 'jsonwebtoken';\nexport const issue = (id: string) => jwt.sign({ id }, 'keyboard cat');\n", 2, 'jwt.sign'],
    ['a basic authentication header', 'src/client.ts', `export const headers = { authorization: 'Basic ${base64(`shop:${CHOSEN}`)}' };\n`, 1, 'basic authentication'],
    ['a basic authentication that is encoded in code', 'src/client.ts', `const key = Buffer.from('shop:${CHOSEN}').toString('base64');\nexport const header = \`Basic \${key}\`;\n`, 1, 'basic authentication'],
    ['basic authentication through btoa and constants', 'src/client.ts', `const PASSWORD = '${CHOSEN}';\nexport const header = 'Basic ' + btoa(\`shop:\${PASSWORD}\`);\n`, 2, 'basic authentication'],
    ['what a variable falls back to, by envalid', 'src/env.ts', "import { cleanEnv, str } from 'envalid';\nexport const env = cleanEnv(process.env, {\n  JWT_SECRET: str({ default: 'demand' }),\n});\n", 3, 'JWT_SECRET'],
    ['what a variable falls back to, by convict', 'src/config.ts', "import convict from 'convict';\nexport const config = convict({\n  session: { secret: { format: String, env: 'SESSION_SECRET', default: 'demand' } },\n});\n", 3, 'SESSION_SECRET'],
    ['a committed environment file', '.env', `PORT=3000\nSESSION_SECRET=${hex(24)}\n`, 2, 'SESSION_SECRET'],
    ['a pipeline that tests and deploys', '.travis.yml', `env:\n  global:\n    - NODE_ENV=test\n    - JWT_SECRET=${text(40)}\nscript: yarn test\ndeploy: {provider: heroku}\n`, 4, 'JWT_SECRET'],
    ['a pipeline that runs as production does', '.travis.yml', `env:\n  global:\n    - NODE_ENV=production\n    - JWT_SECRET=${text(40)}\nscript: yarn test\n`, 4, 'JWT_SECRET'],
    ['a credential itself', 'public/templates/a.json', `{\n  "credential": "live_${hex(32)}"\n}\n`, 2, 'credential'],
    ['a Kubernetes Secret with data', 'k8s/shop.yaml', manifest('Secret', `data:\n  password: ${base64(CHOSEN)}\n`), 6, 'password'],
    ['values of a chart', 'chart/values.yaml', `image: shop\nauth:\n  username: shop\n  password: ${CHOSEN}\n`, 4, 'password'],
    ['a random default of a Terraform variable', 'infra/variables.tf', `variable "db_password" {\n  type    = string\n  default = "${text(20)}"\n}\n`, 3, 'db_password'],
    ['a chosen default of a Terraform variable', 'infra/variables.tf', `variable "db_password" {\n  default = "${CHOSEN}"\n}\n`, 2, 'db_password'],
    ['a literal in a Terraform resource', 'infra/main.tf', `resource "aws_db_instance" "shop" {\n  username = "shop"\n  password = "${CHOSEN}"\n}\n`, 3, 'password'],
    ['a committed file of Terraform variables', 'infra/prod.tfvars', `db_password = "${CHOSEN}"\n`, 1, 'db_password'],
    ['a workflow that publishes', '.github/workflows/publish.yml', `on: {push: {branches: [main]}}\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm publish\n        env: {REGISTRY_TOKEN: 1, ACCESS_TOKEN: ${text(24)}}\n`, 6, 'ACCESS_TOKEN'],
    ['a registry account of a job', '.github/workflows/test.yml', `on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    container:\n      image: registry.shop.net/node:22\n      credentials:\n        username: ci\n        password: ${CHOSEN}\n    steps:\n      - run: npm test\n`, 9, 'password'],
    ['a sentence that stands in for a session secret', 'src/conf.ts', "export const SESSION_SECRET = process.env.SESSION_SECRET || 'keyboard cat';\n", 1, 'SESSION_SECRET'],
    ['a sentence that asks not to be used', 'src/jwt.ts', "export const key = process.env.JWT_SECRET || 'DO NOT USE THIS VALUE, KEEP A SECRET OUTSIDE OF THE CODE.';\n", 1, 'JWT_SECRET'],
    ['a word for the key of sessions', 'docker-compose.yml', 'services:\n  api:\n    build: .\n    environment:\n      - SHOP_SESSION_KEY=randomString\n', 5, 'SHOP_SESSION_KEY'],
    ['a stack that says development in one service and production in another', 'docker-compose.yml', `services:\n  api:\n    image: shop\n    environment:\n      NODE_ENV: production\n      SIGNING_SECRET_KEY: ${text(40)}\n  web:\n    image: shop-web\n    environment:\n      NODE_ENV: development\n`, 6, 'SIGNING_SECRET_KEY'],
    ['the password of a store beside what is built here', 'docker-compose.yml', `services:\n  api:\n    build: .\n  database:\n    image: postgres:14-alpine\n    environment:\n      POSTGRES_PASSWORD: "${text(32)}"\n`, 7, 'POSTGRES_PASSWORD'],
    ['a Twilio key identifier, as little', 'src/sms.ts', `export const it = '${'S'}K${hex(32)}';\n`, 1, 'Twilio key identifier'],
  ])('%s', async (_, path, content, line, name) => expect(await findings(path, content)).toEqual(violated(path, line, name)));
});

describe('what is no secret is left alone', () => {
  it.each<[string, string, string]>([
    ['placeholders', '.env', 'JWT_SECRET=changeme\nAPI_KEY=your-api-key-here\nDB_PASSWORD=<password>\n'],
    ['what a field of a form shows', 'src/form.tsx', `export const F = () => <input placeholder="${'66604912'}68:AA${text(33)}" />;\n`],
    ['a key that a field of a form shows', 'src/form.tsx', `const holder =\n  ${JSON.stringify(pem(`PRIVATE ${'KEY'}`))};\nexport const F = () => <textarea placeholder={holder} />;\n`],
    ['an example of a schema', 'src/schema.ts', `export const schema: any = {};\nschema.examples = [{ privateKey: '0x${hex(64)}' }];\n`],
    ['an address whose token is a row of one letter', 'src/hook.ts', `export const hook = 'https://hooks.${'slack'}.com/services/T00000000/B00000000/${'X'.repeat(24)}';\n`],
    ['a sentence that says that the secret is absent', 'src/conf.ts', "export const SESSION_SECRET = process.env.SESSION_SECRET || 'no session secret was given';\n"],
    ['the example of a decorator', 'src/tokens.ts', `class Tokens {\n  @Example<Token>({ token: '${text(40)}' })\n  @Get('token')\n  get() {}\n}\n`],
    ['what an event brings, for show', 'src/payloads.ts', `export const confirmation = {\n  email: 'ann@example.com',\n  token: '${text(36)}',\n};\n`],
    ['a link that was signed for a while', 'services/app.yaml', `shot: "https://shots.s3.amazonaws.com/1.png?X-Amz-Algorithm=AWS4&X-Amz-Credential=${'AK'}IA${'Q7ZK2WV9XB4LM6TN'}%2F2024&X-Amz-Expires=300"\n`],
    ['a stack that shows how it is set up', 'docker-compose-examples/basic/docker-compose.yml', 'services:\n  api:\n    image: shop\n    environment:\n      SESSION_SECRET: squirrel\n'],
    ['the credentials that the standard shows', 'src/client.ts', `export const headers = { authorization: 'Basic ${base64('aladdin:opensesame')}' };\n`],
    ['how strong passwords are to be', '.env', `ADMIN_PASSWORD_COMPLEXITY=strong-and-long\nAPP_SECRET_LIFETIME=${text(16)}\n`],
    ['asterisks', '.env', 'S3_SECRET_ACCESS_KEY==*********\n'],
    ['a model of an environment file', '.env.model', `JWT_SECRET=${hex(24)}\n`],
    ['the environment of tests against mocks', 'playwright-mocked.env', `ENCRYPTION_SECRET_KEY=${hex(64)}\n`],
    ['a seed', 'src/database/seeds/02_tokens.ts', `export const apiToken = '${text(40)}';\n`],
    ['a certificate that stands in', 'template/fake-certs/server.key', `${pem(`PRIVATE ${'KEY'}`)}\n`],
    ['the certificate of a developer\'s machine', 'https-dev/localhost.key', `${pem(`PRIVATE ${'KEY'}`)}\n`],
    ['the certificates of a developer\'s machine', 'backend/localhostssl/server.key', `${pem(`PRIVATE ${'KEY'}`)}\n`],
    ['a compose file that is for development, by its words', 'docker-compose.yml', `# Only for local development.\nservices:\n  api:\n    build: .\n    environment:\n      - SIGNING_SECRET_KEY=${text(40)}\n      - SESSION_SECRET=thisisasecret\n`],
    ['a compose file that is for development, by what it starts', 'docker-compose.yml', `services:\n  api:\n    build: {context: ., dockerfile: Dockerfile.dev}\n    environment:\n      NODE_ENV: development\n      SESSION_SECRET: thisisasecret\n      SIGNING_SECRET_KEY: ${text(40)}\n`],
    ['a compose file that brings up stores alone', 'compose.yaml', `services:\n  database:\n    image: postgres:14-alpine\n    environment:\n      POSTGRES_PASSWORD: "${text(32)}"\n`],
    ['a container for developers', '.devcontainer/docker-compose.yml', 'services:\n  app:\n    image: node:22\n    environment:\n      JWT_SECRET: ${JWT_SECRET:-squirrel-of-the-wood}\n'],
    ['the key of the store of objects that the file brings up, in the shape of a cloud\'s', 'docker-compose.yml', `services:\n  app:\n    build: .\n  minio:\n    image: minio/minio\n    environment:\n      MINIO_ROOT_USER: "${'AK'}IA${'BUVWH1HUD7YQZQAR'}"\n      MINIO_ROOT_PASSWORD: "${text(40)}"\n`],
    ['the digest that a row is filled in with', 'src/migrations/1727-insert-user.ts', `export const row = { login: 'admin', password: '${hex(64)}' };\n`],
    ['how much an extension for secrets logs', 'infra/prod/locals.tf', 'locals {\n  env = {\n    PARAMETERS_SECRETS_EXTENSION_LOG_LEVEL = "INFO"\n  }\n}\n'],
    ['the password of a database on this machine', '.env', 'DATABASE_PASSWORD=tulip_field_9\nDATABASE_HOSTNAME=localhost\n'],
    ['a pipeline that only tests', '.travis.yml', `env:\n  global:\n    - NODE_ENV=test\n    - JWT_SECRET=${text(40)}\nscript: yarn test\n`],
    ['the id of a credential', 'public/templates/a.json', `{\n  "credential": "cred_${hex(32)}"\n}\n`],
    ['an example file', '.env.example', `JWT_SECRET=${hex(24)}\n`],
    ['a test', 'test/session.test.ts', `export const apiKey = '${text(24)}';\n`],
    ['a file of mocks', 'src/connector/mock.ts', `export const apiKey = '${text(24)}';\n`],
    ['the stack of an integration test', 'docker-compose.integration.yml', `services:\n  shop:\n    environment:\n      VAULT_SECRET: ${text(24)}\n`],
    ['a fixture', 'test/fixtures/shop.yaml', `password: ${text(24)}\n`],
    ['a public key', 'config/public.pem', `${pem('PUBLIC KEY')}\n`],
    ['a publishable key', 'src/stripe.ts', `export const stripeKey = '${'pk'}_live_${text(24)}';\n`],
    ['a bcrypt hash', 'src/users.ts', `export const password = '$2b$10$${text(53)}';\n`],
    ['an argon2 hash', 'src/users.ts', `export const password = '$argon2id$v=19$m=65536,t=3,p=4$${text(22)}$${text(43)}';\n`],
    ['a digest', 'src/assets.ts', `export const sha256 = '${hex(64)}';\nexport const passwordHash = '${hex(64)}';\n`],
    ['an identifier', 'src/tenants.ts', "export const secretId = '550e8400-e29b-41d4-a716-446655440000';\nexport const apiKey = 's3BucketNameV2Prod';\n"],
    ['a variable of the environment', 'config/shop.yaml', 'password: ${DB_PASSWORD}\napiKey: "{{ .Values.apiKey }}"\n'],
    ['process.env', 'src/config.ts', "export const jwtSecret = process.env.JWT_SECRET;\nexport const header = `Basic ${btoa(`shop:${process.env.PASSWORD}`)}`;\n"],
    ['an encoded cursor', 'src/cursor.ts', "// Basic paging.\nexport const first = Buffer.from(`cursor:${1}`).toString('base64');\n"],
    ['a reference to a vault', 'config/shop.yaml', 'password: vault:secret/data/shop#password\n'],
    ['an ExternalSecret', 'k8s/shop.yaml', 'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: shop\nspec:\n  data:\n    - secretKey: db-password\n      remoteRef:\n        key: prod/shop/db2\n'],
    ['a value that SOPS encrypted', 'k8s/shop.yaml', manifest('Secret', `stringData:\n  password: ENC[AES256_GCM,data:${text(12)},iv:${text(20)}=,tag:${text(20)}==,type:str]\n`)],
    ['a file that SOPS encrypted', 'config/shop.enc.yaml', `apiKey: ${text(40)}\nsops:\n  version: 3.8.1\n`],
    ['a SealedSecret', 'k8s/shop.yaml', `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: shop\nspec:\n  encryptedData:\n    password: ${text(120)}\n`],
    ['a lock file', 'package-lock.json', `{"packages": {"node_modules/a": {"integrity": "sha512-${text(86)}=="}}}\n`],
    ['the usual words in a chart', 'chart/values.yaml', 'auth:\n  password: changeme1\n  rootPassword: postgres1\n  existingSecretPasswordKey: db-password-2\n'],
    ['references in Terraform', 'infra/main.tf', 'resource "aws_db_instance" "shop" {\n  password = random_password.db.result\n}\nresource "a" "b" {\n  password = "${var.db_password2}"\n}\nvariable "db_password" {\n  type = string\n  sensitive = true\n  default = ""\n}\ndata "aws_secretsmanager_secret" "db" {\n  password = "shop2db"\n}\n'],
    ['a registry account by reference', '.github/workflows/test.yml', 'on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    container:\n      image: registry.shop.net/node:22\n      credentials:\n        username: ci\n        password: ${{ secrets.REGISTRY_PASSWORD }}\n    steps:\n      - run: npm test\n'],
    ['a throw-away value of a job that tests a migration', '.github/workflows/test.yml', `on: [push]\njobs:\n  migration-test:\n    runs-on: ubuntu-latest\n    env: {JWT_SECRET: ${text(24)}}\n    steps:\n      - run: npx prisma migrate deploy\n`],
  ])('%s', async (_, path, content) => expect(await findings(path, content)).toEqual([]));
});

it('tells the same fault of a catalogue once', async () => {
  const item = (name: string): string => `kind: ShopApp\nname: ${name}\nenv:\n  - name: SECRET_KEY\n    value: ${text(40)}${name}\n`;
  const tree = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [`services/${name}/app.yaml`, item(name)]));
  const check = await lintFor('hardcoded-secrets', { 'architecture.yaml': 'version: 1\nproject: {name: shop}\ncomponents: {app: {path: src}}\n', ...tree });
  expect(outcomeLines(check)).toEqual(['violated services/a/app.yaml:5 services/*/app.yaml: secrets']);
  expect(check.findings[0]!.evidence).toHaveLength(4);
});

it('tells a variable that several modules have a default for once', async () => {
  const code = "export const key = process.env.JWT_SECRET || 'a sentence';\n";
  const check = await lintFor('hardcoded-secrets', { 'architecture.yaml': 'version: 1\nproject: {name: shop}\ncomponents: {app: {path: src}}\n', 'src/sign.ts': code, 'src/verify.ts': code });
  expect(outcomeLines(check)).toEqual(['violated src/sign.ts:1 src/sign.ts: JWT_SECRET']);
  expect(check.findings[0]!.evidence!.map(({ at }) => at?.file)).toEqual(['src/verify.ts']);
});

it.each([['backend/dev/ssl/server.key', 'low'], ['backend/ssl/server.key', 'high']])('the key of %s is told with confidence %s', async (file, confidence) => {
  const { findings } = await lintFor('hardcoded-secrets', { 'architecture.yaml': 'version: 1\nproject: {name: shop}\ncomponents: {app: {path: src}}\n', [file]: pem(`PRIVATE ${'KEY'}`) });
  expect(findings.map((finding) => finding.confidence)).toEqual([confidence]);
});

it.each([['@pulumi/aws', 'low'], ['express', undefined]])('a placeholder that code with %s falls back to is told with confidence %s', async (library, confidence) => {
  const check = await lintFor('hardcoded-secrets', { 'architecture.yaml': 'version: 1\nproject: {name: shop}\ncomponents: {app: {path: src}}\n', 'src/secrets.ts': `import * as made from '${library}';\nmade.secret(process.env.SHOP_SIGNING_SECRET ?? 'change-me');\n` });
  expect(check.findings.map((one) => (one.confidence === 'high' ? undefined : one.confidence))).toEqual([confidence]);
});

describe('what stands at a desk, and what runs when nobody sets it', () => {
  const stack = (top: string, env: string): string => `${top}services:\n  files:\n    image: minio/minio\n    environment:\n      MINIO_ACCESS_KEY: aws_access_key\n  app:\n    build: .\n    environment:\n      ${env}\n`;
  const inOrder = ['0123456789', 'abcdef'].join('').repeat(2);
  it.each<[string, string, string, string[]]>([
    ['keys of the store that an editor starts', '.devcontainer/.env', `SESSION_SECRET=${hex(24)}\n`, []],
    ['the keys of a store of objects that a compose file brings up', 'docker-compose.yml', stack('', 'PORT: 3000'), []],
    ['a key in order of digits that holds until another is set', 'docker-compose.yml', stack('', `DATABASE_ENCRYPTION_KEY: \${DATABASE_ENCRYPTION_KEY:-${inOrder}}`), violated('docker-compose.yml', 9, 'DATABASE_ENCRYPTION_KEY')],
    ['one letter over and over', 'docker-compose.yml', stack('', `DATABASE_ENCRYPTION_KEY: \${DATABASE_ENCRYPTION_KEY:-${'0'.repeat(32)}}`), []],
    ['a stack that says what it is not for', 'ops/docker-compose.yml', stack('# For local development only. Do not use this in production.\n', `WEBHOOK_SECRET: \${WEBHOOK_SECRET:-${hex(24)}}`), []],
    ['a stack that is for both', 'ops/docker-compose.yml', stack('# For local development and production.\n', `WEBHOOK_SECRET: \${WEBHOOK_SECRET:-${hex(24)}}`), violated('ops/docker-compose.yml', 10, 'WEBHOOK_SECRET')],
    ['a word for the id of a key', 'src/config.ts', "export const S3_ACCESS_KEY = process.env.S3_ACCESS_KEY || 'defaultAccessKey';\n", []],
    ['an account that everybody knows', 'src/config.ts', "export const S3_ACCESS_KEY = process.env.S3_ACCESS_KEY || 'minioadmin';\n", violated('src/config.ts', 1, 'S3_ACCESS_KEY')],
    ['a word for what signs', 'src/config.ts', "export const SIGNING_KEY = process.env.SIGNING_KEY || 'defaultSigningKey';\n", violated('src/config.ts', 1, 'SIGNING_KEY')],
    ['a key under a test flag', 'worker/sign.py', `test = os.getenv("WORKER_TEST") is not None\nif test:\n    # A key\n    key = """${pem(`RSA PRIVATE ${'KEY'}`)}"""\n`, []],
    ['a key where it is no test', 'worker/sign.py', `if not test:\n    key = """${pem(`RSA PRIVATE ${'KEY'}`)}"""\n`, violated('worker/sign.py', 2, 'private key')],
  ])('%s', async (_, path, content, expected) => expect(await findings(path, content)).toEqual(expected));
});
