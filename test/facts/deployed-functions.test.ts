import { describe, expect, it } from 'vitest';
import { gather } from './gather.ts';

const RUN = 'await fetch("https://api.test/x");';
const functions = async (tree: Record<string, string>): Promise<string[]> => {
  const { units } = await gather({ 'package.json': '{"name":"shop","private":true}', ...tree }, ['units']);
  return units.units.map(({ kind, framework, entry, exports = [] }) => `${kind} ${framework} ${entry.file}:${entry.line} ${exports.join(',')}`);
};

/** What is written says nothing of an event: only the deployment names it. */
const TIDY = `import db from './db.js';\n\nexport const main = async () => { ${RUN} };\n`;

describe('functions are told by what deploys them', () => {
  const cdk = (body: string): string => `import * as lambda from 'aws-cdk-lib/aws-lambda';\nimport { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';\nimport { Stack } from 'aws-cdk-lib';\nimport * as path from 'path';\nexport class Shop extends Stack {\n  constructor(scope) {\n    super(scope, 'Shop');\n    ${body}\n  }\n}\n`;
  const sam = (properties: string): string => `Transform: AWS::Serverless-2016-10-31\nResources:\n  Tidy:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: nodejs20.x\n${properties}`;
  it.each([
    ['Serverless', { 'serverless.yml': 'service: shop\nprovider:\n  name: aws\nfunctions:\n  tidy:\n    handler: src/tidy.main\n' }],
    ['SAM', { 'template.yaml': sam('      CodeUri: src/\n      Handler: tidy.main\n') }],
    ['SAM, of what is built', { 'template.yaml': sam('      CodeUri: .\n      Handler: dist/tidy.main\n') }],
    ['CloudFormation', { 'template.yaml': 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Tidy:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code: ./src\n      Handler: tidy.main\n' }],
    ['the CDK, an entry beside the stack', { 'lib/shop.ts': cdk("new NodejsFunction(this, 'Tidy', { entry: path.join(__dirname, '../src/tidy.ts'), handler: 'main' });") }],
    ['the CDK, an entry in a template', { 'lib/shop.ts': cdk("new NodejsFunction(this, 'Tidy', { entry: `${__dirname}/../src/tidy.ts`, handler: 'main' });") }],
    ['the CDK, an entry from the root', { 'lib/shop.ts': cdk("const props = { entry: 'src/tidy.ts', handler: 'main' };\n    new NodejsFunction(this, 'Tidy', props);") }],
    ['the CDK, an asset', { 'lib/shop.ts': cdk("new lambda.Function(this, 'Tidy', { code: lambda.Code.fromAsset('src'), handler: 'tidy.main' });") }],
    ['Terraform, an archive', { 'infra/main.tf': 'data "archive_file" "tidy" {\n  type = "zip"\n  source_dir = "${path.module}/../src"\n  output_path = "tidy.zip"\n}\nresource "aws_lambda_function" "tidy" {\n  function_name = "tidy"\n  handler = "tidy.main"\n  filename = data.archive_file.tidy.output_path\n}\n' }],
    ['Terraform, the module of the registry', { 'infra/main.tf': 'module "tidy" {\n  source = "terraform-aws-modules/lambda/aws"\n  handler = "tidy.main"\n  source_path = "../src"\n}\n' }],
    ['SST, a job', { 'stacks/shop.ts': "import { Cron } from 'sst/constructs';\nexport function Shop({ stack }) { new Cron(stack, 'Tidy', { schedule: 'rate(1 day)', job: 'src/tidy.main' }); }\n" }],
    ['SST, a configuration', { 'sst.config.ts': "export default $config({ async run() { new sst.aws.Function('Tidy', { handler: 'src/tidy.main' }); } });\n" }],
  ] as [string, Record<string, string>][])('%s', async (_, deployment) => {
    expect(await functions({ ...deployment, 'src/tidy.ts': TIDY })).toEqual(['function lambda src/tidy.ts:3 main']);
  });
  it('the CDK, what stands beside the stack under the name of the construct', async () => {
    expect(await functions({ 'lib/shop.ts': cdk("new NodejsFunction(this, 'tidy', {});"), 'lib/shop.tidy.ts': `export const handler = async () => { ${RUN} };\n` })).toEqual(['function lambda lib/shop.tidy.ts:1 handler']);
  });
  it.each([
    ['in another language', { 'serverless.yml': 'service: shop\nprovider:\n  name: aws\nfunctions:\n  tidy:\n    handler: src/other.main\n' }],
    ['out of a bucket', { 'template.yaml': sam('      CodeUri: s3://shop/tidy.zip\n      Handler: index.main\n') }],
    ['of a folder that is not there', { 'lib/shop.ts': cdk("new lambda.Function(this, 'Tidy', { code: lambda.Code.fromAsset(props.folder), handler: 'tidy.main' });") }],
  ] as [string, Record<string, string>][])('and none where nothing of it is here: %s', async (_, deployment) => {
    expect(await functions({ ...deployment, 'src/tidy.ts': TIDY, 'src/other.py': 'def main(event, context): pass\n' })).toEqual([]);
  });
});

describe('and by what they take', () => {
  it.each([
    `exports.handler = async ({ Records }) => { ${RUN} };`,
    `export const handler = async (event = {}) => { ${RUN} };`,
    `const handler = async (event) => { ${RUN} };\nmodule.exports = { handler };`,
    `const handler = async (event) => { ${RUN} };\nmodule.exports.handler = handler;`,
    `const { S3Client } = require('@aws-sdk/client-s3');\nexports.handler = async () => { ${RUN} };`,
    `import { measured } from './measured.js';\nexport const handler = measured(async (event) => { ${RUN} });`,
    `import type { LambdaInterface } from '@aws-lambda-powertools/commons/types';\nclass Tidy implements LambdaInterface { async handler(event) { ${RUN} } }\nconst tidy = new Tidy();\nexport const handler = tidy.handler.bind(tidy);`,
  ])('%s', async (text) => {
    expect((await functions({ 'src/tidy.js': `${text}\n` })).map((one) => one.replace(/:\d+/, ''))).toEqual(['function lambda src/tidy.js handler']);
  });
  it.each([
    `exports.command = 'tidy';\nexports.handler = async (event) => { ${RUN} };`,
    `export const handler = async (request) => { ${RUN} };`,
    `exports.handler = async () => { ${RUN} };`,
    `import { debounce } from './debounce.js';\nexport const handler = debounce((value) => { ${RUN} });`,
  ])('not: %s', async (text) => {
    expect(await functions({ 'src/tidy.js': `${text}\n` })).toEqual([]);
  });
});

it('takes packages of the workspace that a service depends on and never imports for what it loads by their names', async () => {
  const named = (name: string, dependencies: Record<string, string> = {}): string => JSON.stringify({ name, version: '1.0.0', main: 'index.js', dependencies });
  const { units } = await gather({
    'package.json': JSON.stringify({ name: 'shop', private: true, workspaces: ['apps/*', 'plugins/*'] }),
    'apps/shop/package.json': JSON.stringify({ name: '@shop/app', private: true, scripts: { start: 'node index.js' }, dependencies: { express: '5', '@shop/orders': '1', '@shop/log': '1' } }),
    'apps/shop/index.js': "import express from 'express';\nimport { log } from '@shop/log';\nimport plugins from './plugins.json' with { type: 'json' };\nfor (const name of plugins) await import(name);\nexpress().listen(3000, log);\n",
    'apps/shop/plugins.json': '["@shop/orders"]',
    'plugins/orders/package.json': named('@shop/orders', { '@shop/mails': '1' }), 'plugins/orders/index.js': 'export default (context) => context;\n',
    'plugins/mails/package.json': named('@shop/mails'), 'plugins/mails/index.js': 'export default (context) => context;\n',
    'plugins/log/package.json': named('@shop/log'), 'plugins/log/index.js': "import './lines.js';\nexport const log = () => {};\n", 'plugins/log/lines.js': 'export default 1;\n',
    'plugins/others/package.json': named('@shop/others'), 'plugins/others/index.js': 'export default 1;\n',
  }, ['units']);
  expect(units.units.map(({ modules }) => modules)).toEqual([['apps/shop/index.js', 'plugins/log/index.js', 'plugins/log/lines.js', 'plugins/mails/index.js', 'plugins/orders/index.js']]);
});

it('takes no worker of a package that a service loads by its name for one of its own', async () => {
  const { units } = await gather({
    'package.json': JSON.stringify({ name: 'shop', private: true, workspaces: ['apps/*', 'plugins/*'] }),
    'apps/shop/package.json': JSON.stringify({ name: '@shop/app', private: true, scripts: { start: 'node index.js' }, dependencies: { express: '5', '@shop/jobs': '1' } }),
    'apps/shop/index.js': "import express from 'express';\nfor (const name of JSON.parse(process.env.PLUGINS)) await import(name);\nexpress().listen(3000);\n",
    'plugins/jobs/package.json': JSON.stringify({ name: '@shop/jobs', version: '1.0.0', main: 'index.js', dependencies: { bull: '4' } }),
    'plugins/jobs/index.js': "import Queue from 'bull';\nconst jobs = new Queue('jobs');\njobs.process(async (job) => job.data.run());\n",
  }, ['units']);
  expect(units.units.map(({ name, kind, modules }) => `${name} ${kind} ${modules.length}`)).toEqual(['@shop/app service 2']);
});
