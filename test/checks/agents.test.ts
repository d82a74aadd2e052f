import { expect, test } from 'vitest';
import { lintFor } from '../support.ts';

const APP = { 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: .}}\n', 'package.json': '{"name": "shop", "private": true, "dependencies": {"express": "5"}}', 'src/main.ts': "import express from 'express';\nconst app = express();\napp.get('/orders', (req, res) => res.json([]));\napp.listen(3000);\n" };
const image = (...lines: string[]): Record<string, string> => ({ Dockerfile: ['FROM node:22', ...lines].join('\n') });
const pod = (annotations: string, env = '[]'): Record<string, string> => ({ 'k8s/shop.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  template:\n    metadata: {annotations: ${annotations}}\n    spec:\n      containers: [{name: shop, image: "acme/shop:1", env: ${env}}]\n` });
const traced = async (tree: Record<string, string>): Promise<string> => {
  const { findings, verified } = await lintFor('missing-trace-propagation', { ...APP, ...tree });
  return [...findings.map(() => 'none'), ...verified.map(({ at }) => `${at.file}:${at.line}`)].join();
};

test.each([
  ['the image loads it', image('CMD ["node", "-r", "elastic-apm-node/start.js", "dist/main.js"]'), 'Dockerfile:2'],
  ['an option of Node does', image('ENV NODE_OPTIONS="--import @opentelemetry/auto-instrumentations-node/register"', 'CMD node dist/main.js'), 'Dockerfile:2'],
  ['an option of Node while it is built does not count', image('ARG NODE_OPTIONS="--require dd-trace/init"', 'CMD node dist/main.js'), 'none'],
  ['other options do not count', image('ENV NODE_OPTIONS="--max-old-space-size=4096"', 'CMD ["node", "-r", "tsconfig-paths/register", "dist/main.js"]'), 'none'],
  ['the image for the desk does not count', { 'Dockerfile.dev': 'FROM node:22\nCMD node -r dd-trace/init dist/main.js\n' }, 'none'],
  ['an operator puts it into the pod', pod('{instrumentation.opentelemetry.io/inject-nodejs: "true"}'), 'k8s/shop.yaml:6'],
  ['the operator is told not to', pod('{instrumentation.opentelemetry.io/inject-nodejs: "false"}'), 'none'],
  ['the pod asks Node for it', pod('{}', '[{name: NODE_OPTIONS, value: "--require dd-trace/init"}]'), 'k8s/shop.yaml:8'],
])('a tracer before the program: %s', async (_, tree, expected) => expect(await traced(tree)).toBe(expected));

test.each([
  ['an agent that measures the process', 'newrelic', []],
  ['a tracer alone', 'dd-trace/init', ['shop: saturation']],
])('what %s measures', async (_, agent, lacks) => {
  const { findings } = await lintFor('missing-golden-signals', { ...APP, ...image(`CMD node --require ${agent} dist/main.js`) });
  expect(findings.map(({ subject }) => subject)).toEqual(lacks);
});

const writer = (line: string): Record<string, string> => ({ 'src/log.ts': `import apm from 'elastic-apm-node';\nimport { Writer } from 'some-writer';\nimport { other } from './other.js';\nexport const writer = ${line};\n`, 'src/other.ts': 'export const other = {};\n' });
test.each([['new Writer({ apmClient: apm })', []], ['new Writer({ apmClient: other })', ['shop: correlation id']], ['new Writer({})', ['shop: correlation id']]])('an id by a transport: %s', async (line, lacks) => {
  const { findings } = await lintFor('unstructured-logging', { ...APP, ...writer(line) });
  expect(findings.map(({ subject }) => subject).filter((one) => one.endsWith('id'))).toEqual(lacks);
});
