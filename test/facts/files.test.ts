import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { roleOf } from '../../src/facts/files/role.ts';
import { kindOf, sideOf, type PackageKind } from '../../src/facts/files/side.ts';
import files from '../../src/facts/files.ts';
import { openRepository } from '../../src/facts/repository.ts';
import type { ArchitectureDeclaration, Files } from '../../src/model/index.ts';
import { architecture, repository, TODAY, type Tree } from '../support.ts';

const PACKAGES = new Set(['.', 'services/local-dev-console', 'packages/api', 'packages/create-shop', 'packages/benchmarks', 'packages/dev-env', 'packages/shop-cli', 'apps/sdk-test', 'apps/sso-test-idp', 'packages/ab-test', 'packages/shop-cli/templates/web', 'src/templates/orders']);
const role = (path: string, head = '', minified = false): string =>
  roleOf({ path, head, minified, isPackage: (folder) => PACKAGES.has(folder), ...(/\.(?:[cm]?[jt]sx?|vue)$/.test(path) && { language: 'typescript' as const }) });

const gather = async (subject: Tree | string, declared: Partial<ArchitectureDeclaration> = {}): Promise<Files & { gaps: string[] }> => {
  const gaps: string[] = [];
  const repo = openRepository(typeof subject === 'string' ? subject : repository(subject), { now: TODAY, workers: 1 })
    .scope([], { onGap: (reason, at) => gaps.push(`${at?.file} ${reason}`) });
  return { ...await files.gather({ architecture: architecture(declared) }, repo), gaps };
};
const paths = async (subject: Tree | string): Promise<string[]> => (await gather(subject)).files.map(({ path }) => path);

describe('the role of a file', () => {
  it.each([
    'src/orders.test.ts', 'tools/oidc-test-env/authelia/configuration.yml', 'config/initdb_testing.js', 'jest.config.integ.setup.ts', 'packages/api/jest.config.env.ts', 'src/app/app.test.config.ts', 'src/lib/uaa.test.data.ts', 'features/step_definitions/pay.ts', 'features/support/world.ts', 'src/orders.spec.tsx', 'src/__tests__/a.ts', 'test/a.ts', 'packages/api/tests/a.ts', 'libs/back/tests-integration/src/index.ts', 'e2e/login.ts', 'apps/shop-e2e/src/a.ts', 'packages/shop-tests/src/server.ts', 'performance-test/login.js', 'shop-int-test-ts/src/runner.ts', 'src/testHelpers/users.ts', 'acceptance/support/http.ts',
    'src/app.e2e-spec.ts', 'src/button.stories.tsx', 'src/user.mock.ts', 'src/test-fixtures.skip.ts', '__playwright__/server.setup.ts', 'src/services/ppkTestUtils.ts', 'src/testUtils.js', 'src/services/orders.testHelpers.ts', 'fixtures/a.yaml', 'docker-compose.test.yml', '.env.test', 'vitest.setup.ts', 'test-client.ts', 'internal/testcontainers/src/webapp.ts', '_integration-test/nodejs/start.js', 'api/uploads/test.js', 'services/local/mock-billing-api/index.js', 'stub-api/accounts.ts', 'src/__snapshots__/a.snap', 'sandbox/mail-mock/main.ts', 'crm2mock/main.ts', 'services/orders-mock-api/main.ts',
    'performance/mediator/server.js', 'perf/orders.js', 'shop-int-test-ts/src/runner.ts', 'shop-int-test/run.js', 'apps/load-test-gateway/src/main.ts', 'apps/test-db-seeding/src/main.ts', 'test-docker/mock-model/server.js', 'services/mail-mock/main.ts', 'src/orders/integration-test-helpers.js', 'backend/src/config/test.json', 'config/environments/test.ts', 'config/test.yaml', 'apps/sdk-test/app/route.ts', 'apps/sso-test-idp/src/index.ts', 'mockApis/auth.ts', 'src/testingOnly.js', 'src/routes/test-only/orders.js', 'playwrighte2e/pages/order.ts', '.github/configs/redis.yaml', 'server/mockServer/run.ts',
  ])('test: %s', (path) => expect(role(path)).toBe('test'));

  it.each([
    'src/contest.ts', 'src/latestOnly.ts', 'packages/ab-test/src/list.ts', '.github/workflows/deploy.yaml', '.github/actions/ship/action.yml', '.github/dependabot.yml', 'apps/order-test/src/list.ts', 'src/experiments/list.ts', 'src/cookbook-list.ts', 'apps/localenv/list.ts', 'src/ab_testing/list.ts', 'src/test-environments/list.ts', 'apps/web/features/support/ticket.ts', 'src/testimonials/list.ts', 'src/media/video.js', 'src/contestUtils.ts', 'src/latest.ts', 'src/inspection.ts', 'openapi.spec.yaml', 'src/spec/reader.ts', 'src/ab-test-service.ts', 'src/ab-tests/list.ts', 'packages/ab-tests/list.ts', 'src/exams/test.ts', 'packages/performance/src/trace.ts', 'src/performance/list.ts', 'src/local-development.ts', 'server/routes/test.js', 'src/mock-api/index.ts', 'src/stub-api/index.ts', 'src/test.config.ts', 'apps/mock-interviews/list.ts', 'src/dev-env/list.ts', 'src/local.ts', 'src/config/tests-of-time.ts', 'config/contest.json', 'src/test.json', 'packages/hammock/main.ts', 'packages/cli/src/templates/list.ts', 'exts/shop-plugin-advanced-mock/controller.js', 'src/mail-mock/list.ts',
    'src/auth/auth.config.ts', 'src/tools/search.ts', 'src/devtools/panel.ts', 'lib/bin/server.js', 'lib/bin/run-server.js', 'server/tools/fetch.ts', 'packages/email/templates/welcome.tsx', 'server/emails/templates/a.tsx', 'packages/shop-cli/templates/mail/welcome.tsx', 'packages/shop-cli/src/index.ts', 'src/templates/orders/list.ts',
    'charts/shop/templates/deployment.yaml', 'docs/adr/0001-a.md', 'docs/deploy/deployment.yaml', 'src/recipes/list.ts', 'src/docs/page.tsx', 'packages/api/docs/routes.ts', 'packages/api/docs/docs.controller.ts', 'app/demo/page.tsx', 'src/generated-reports/list.ts', 'bin/www.js', 'src/test-plan.ts', 'src/create-example.ts', 'packages/loans/benchmarks/list.ts', 'src/cli/bin.ts', 'src/seed-catalogue.ts', 'src/user-migrations/list.ts', 'Dockerfile',
  ])('production: %s', (path) => expect(role(path)).toBe('production'));

  it.each([
    'src/types.d.ts', 'src/env.d.mts', 'src/__generated__/api.ts', 'src/generated/client.ts', 'src/api.gen.ts', 'src/schema.generated.ts', 'proto/user_pb.js', 'public/jquery.min.js', 'libraries/tree/jquery.tree-all-deps.js', 'public/reader/libs/pdf.js', 'static/js/d3.v7.js',
    'dist/index.js', 'packages/api/dist/index.js', '.yarn/releases/yarn-4.0.0.cjs', 'pnpm-lock.yaml',
  ])('generated: %s', (path) => expect(role(path)).toBe('generated'));

  it.each(['examples/basic/index.ts', 'patterns/mesh/example.yaml', 'cookbook/mail/route.ts', 'localenv/shop/docker-compose.yml', 'localenv/shop/private-key.pem', 'docs/recipes/docker/kubernetes/deployment.yml', 'generators/app/templates/src/app.ts', 'sdks/typescript/src/v1/examples/orders.ts', 'playground/a.ts', 'demo/app.ts', 'apps/graph-playground/page.ts', 'example-plugin/index.ts', 'docker/kubernetes-example.yaml', 'docs/site.ts', 'docs/routes.ts', 'packages/api/docs/site.ts', '.env.example', 'templates/basic/src/index.ts', 'postgres/kubernetes-example.yaml', 'packages/create-shop/template-react/main.ts', 'packages/api/docs/site.ts', 'src/code-templates/orders/api/routes.ts', 'packages/shop-cli/templates/web/app/server.ts', 'packages/shop-cli/templates/web/package.json', 'packages/shop-cli/templates/web/Dockerfile'])(
    'example: %s', (path) => expect(role(path)).toBe('example'));

  it.each([
    'scripts/release.ts', 'packages/api/experiments/bench-orders.ts', 'localenv/mock-accounts/app/server.tsx', 'src/seed-data/orders.js', 'packages/db/code-migrations/2-accounts.ts', 'apps/web/seed-orders.ts', 'src/scripts/seed.ts', 'src/migrations/1700000000000-init.ts', 'db/20200101120000-create.js', 'prisma/seed.ts', 'tools/codegen.ts', 'dev_tool/src/aws.ts', 'docker/dependencies/wal-info/server.js', 'docker/local/seed-topics.mjs', 'docker/dev-stack/mail/index.ts', 'src/server.local.ts', 'src/server-dev.ts', 'src/runManual/refund.ts', 'packages/api/lib/bin/rotate-keys.js', 'turbo/generators/templates.ts', '_dev/proxy.ts', 'packages/api/bin/run.ts', 'packages/benchmarks/src/start.ts', 'packages/dev-env/src/network.ts', '.claude/skills/browser/server.mjs', 'packages/api/src/runLocal.ts', 'services/api/src/local-server.ts', 'services/local-dev-console/src/server.ts',
    'vite.config.ts', 'packages/api/anything.config.ts', 'apps/x/jest.config.js', '.eslintrc.cjs', 'gulpfile.js', '.storybook/main.ts', 'webpack.prod.js',
  ])('tooling: %s', (path) => expect(role(path)).toBe('tooling'));

  it.each(['src/docker/dependencies/resolve.ts', 'docker/cube/schema/orders.js', 'packages/auth/docker/entrypoint-server.js', 'docker/development-kit.ts', 'src/commands/dev.ts', 'src/docker/DockerApi.ts'])(
    'production, for all that stands about Docker or development in it: %s', (path) => expect(role(path)).toBe('production'));

  it.each([
    ['// This file is auto-generated. Do not edit.\n', 'generated'],
    ['/* eslint-disable */\n// @generated by protoc\n', 'generated'],
    ['/**\n * Generated by orval v6\n */\n', 'generated'],
    ['// Code generated by sqlc. DO NOT EDIT.\n', 'generated'],
    ['// DO NOT EDIT!\n', 'generated'],
    ['// Do not modify this file by hand\n', 'generated'],
    ['// DO NOT MODIFY THIS FILE\n', 'production'],
    ['// Reads auto-generated ids from the store\n', 'production'],
    ['// Please do not edit the order of these imports\n', 'production'],
    ["const banner = 'This file is generated';\n", 'production'],
    ['\n\n\n\n\n// This file is generated\n', 'production'],
    ["#!/usr/bin/env node\n/**\n *   node a.ts --dir ./dump\n */\n", 'tooling'],
    ["#!/usr/bin/env node\nimport { serve } from './serve.js';\n", 'production'],
    ["// Main entrypoint for dev server.\n\nimport app from './app';\n", 'tooling'],
    ["import { handler } from './sync';\n\n/**\n * Runs the sync locally. Called by \"npm run sync\".\n */\nhandler();\n", 'tooling'],
    ["// Copyright 2024 Acme\n\n// Script to set up the queue locally so that messages\n// start the function\nconst amqp = require('amqplib');\n", 'tooling'],
    ["import axios from 'axios';\nconst HOOK = 'x';\n/**\n * Integration test of the proxies.\n * This test should be run manually whenever they change.\n */\nexport const handler = () => axios.get(HOOK);\n", 'tooling'],
    ["// Starts the server in development and in production.\n", 'production'],
    ["// Runs the job locally and on the cluster.\n", 'production'],
    ["// S3 client. When the app is running locally, it asks MinIO instead.\n", 'production'],
    ["import a from './a';\nconst port = 1;\n// Dev server\nconst origin = `http://localhost:${port}`;\n", 'production'],
    ["import { it } from 'vitest';\n", 'test'],
    ["import { Test } from '@nestjs/testing';\n", 'test'],
    ["import { Given } from '@cucumber/cucumber';\n", 'test'],
    ["import { defineConfig } from 'vitest/config';\n", 'production'],
  ])('by its first lines: %j', (head, expected) => expect(role('src/a.ts', head)).toBe(expected));

  it('takes a program that asks its own process for health, and ends, for a tool', () => {
    expect(role('services/healthcheck.js', "const http = require('http');\nhttp.get(url, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1));\n")).toBe('tooling');
    expect(role('src/health-check.ts', "export const healthCheck = (app) => app.get('/health', (_, res) => res.send('ok'));\n")).toBe('production');
  });

  it('takes values that a chart is tried with for a test, and what Go keeps of others for a copy', () => {
    const role = (...paths: string[]) => roleOf({ path: paths[0]!, isThere: (path) => paths.includes(path) });
    for (const path of ['charts/shop/test-values/extra.yaml', 'vendor-shop/test-values/a.yaml']) expect(role(path), path).toBe('test');
    expect(role('charts/shop/ci/postgres-values.yaml', 'charts/shop/Chart.yaml')).toBe('test');
    expect(role('ci/values.yaml', 'Chart.yaml')).toBe('test');
    expect(role('ci/postgres-values.yaml')).toBe('production');
    expect(role('charts/shop/ci/deploy.yaml', 'charts/shop/Chart.yaml')).toBe('production');
    for (const path of ['vendor/k8s.io/apimachinery/pkg/pod.yaml', 'tools/vendor/github.com/acme/lib/values.yaml']) expect(role(path), path).toBe('generated');
    expect(role('vendor/acme/pod.yaml', 'vendor/modules.txt')).toBe('generated');
    for (const path of ['vendor/acme/pod.yaml', 'services/vendor/deployment.yaml', 'src/vendor/site.com.yaml']) expect(role(path), path).toBe('production');
  });

  it('example: what a Compose file of a sandbox starts', () => {
    const role = (...paths: string[]) => roleOf({ path: paths[0]!, language: 'typescript', isThere: (path) => paths.includes(path) });
    expect(role('sandbox/mail/main.ts', 'sandbox/docker-compose.yml')).toBe('example');
    expect(role('sandbox/mail/main.ts')).toBe('production');
  });

  it('takes for an example what is told in three languages or more', () => {
    const told = (...paths: string[]) => roleOf({ path: paths[0]!, language: 'javascript', isThere: (path) => paths.includes(path) });
    expect(told('api/join/join.js', 'api/join/join.php', 'api/join/join.py')).toBe('example');
    expect(told('src/start.js', 'src/start.sh')).toBe('production');
  });

  it('tells hooks of components and assets of pages from a server', () => {
    expect(sideOf('app/src/hooks/api/useOrders.ts', "import { useMemo } from 'react';\nimport axios from 'axios';\n", 'both')).toBe('browser');
    expect(sideOf('src/hooks/api/orders.ts', "import axios from 'axios';\n", 'both')).toBe('server');
    expect(sideOf('assets/javascript/app/poll.js', 'export const poll = () => fetch(url);\n', 'server')).toBe('browser');
    expect(sideOf('src/assets/orders.js', 'export const poll = () => fetch(url);\n', 'server')).toBe('server');
  });

  it('knows minified code', () => expect(role('public/app.js', '', true)).toBe('generated'));
});

describe('the side of a module', () => {
  it.each<[string, string, PackageKind, string]>([
    ['src/a.ts', '', 'server', 'server'],
    ['src/a.tsx', '', 'server', 'server'],
    ['src/a.ts', '', 'browser', 'browser'],
    ['backend/routes.ts', "import express from 'express';", 'browser', 'server'],
    ['backend/prices.ts', '', 'browser', 'shared'],
    ['server/public/script.js', '"use strict";\n(() => {', 'server', 'browser'],
    ['routes/public/assets.js', "const express = require('express');", 'server', 'server'],
    ['src/api/client.ts', '', 'browser', 'browser'],
    ['src/a.ts', "import path from 'node:path';", 'browser', 'browser'],
    ['src/a.vue', '', 'library', 'browser'],
    ['src/a.ts', "'use client';\n", 'fullstack', 'browser'],
    ['src/a.ts', "// actions\n'use server';\n", 'fullstack', 'server'],
    ['src/a.ts', "/* Licensed to everybody\n * under the licence of **nobody**. */\n\n'use server';\n", 'fullstack', 'server'],
    ['src/redis.client.ts', '', 'server', 'server'],
    ['src/redis.client.ts', "import { Redis } from 'ioredis';", 'fullstack', 'server'],
    ['plugins/charts.client.ts', '', 'fullstack', 'browser'],
    ['app/users/route.ts', '', 'fullstack', 'server'],
    ['app/users/page.tsx', '', 'fullstack', 'server'],
    ['app/users/list.tsx', '', 'fullstack', 'browser'],
    ['app/users/list.tsx', 'export async function List() {', 'fullstack', 'server'],
    ['pages/api/users.ts', '', 'fullstack', 'server'],
    ['src/routes/+page.server.ts', '', 'fullstack', 'server'],
    ['src/routes/+server.ts', '', 'fullstack', 'server'],
    ['middleware.ts', '', 'fullstack', 'server'],
    ['components/button.tsx', '', 'fullstack', 'browser'],
    ['instrumentation-client.ts', "import * as Sentry from '@sentry/nextjs';", 'fullstack', 'browser'],
    ['instrumentation.ts', "import * as Sentry from '@sentry/nextjs';", 'fullstack', 'server'],
    ['store/queue.ts', "import { atom } from 'jotai';\nimport { jotaiStore } from '@/store';", 'fullstack', 'browser'],
    ['lib/format.ts', '', 'fullstack', 'shared'],
    ['helpers/pdfs/index.tsx', "  const { renderToStaticMarkup } = await import('react-dom/server');", 'fullstack', 'server'],
    ['src/utils/trpc.ts', "import { createTRPCNext } from '@trpc/next';", 'fullstack', 'browser'],
    ['src/utils/trpc.ts', "import { createTRPCNext } from '@trpc/next';\nexport const trpc = createTRPCNext({ config, ssr: true });", 'fullstack', 'shared'],
    ['lib/files.ts', "import { readFile } from 'node:fs/promises';", 'fullstack', 'server'],
    ['lib/orders.ts', "import { MongoClient } from 'mongodb';", 'fullstack', 'server'],
    ['lib/orders.ts', "import type { Document } from 'mongodb';", 'fullstack', 'shared'],
    ['apps/client/src/app/services/api.ts', '', 'both', 'browser'],
    ['apps/api/src/client/http.ts', '', 'both', 'server'],
    ['src/main/client/http.ts', "import axios from 'axios';\nimport * as https from 'https';", 'both', 'server'],
    ['src/main/client/http.ts', "import axios from 'axios';", 'both', 'browser'],
    ['src/apis/config.js', "  localStorage.removeItem('logged');", 'both', 'browser'],
    ['src/apis/config.js', "import fs from 'node:fs';\n  await page.evaluate(() => document.body);", 'both', 'server'],
    ['src/apis/config.js', '// as localStorage.getItem() does', 'both', 'server'],
    ['src/index.tsx', "import { Resend } from 'resend';", 'both', 'server'],
    ['src/emails/welcome.tsx', "import { Html } from '@react-email/components';", 'both', 'browser'],
    ['libs/common/src/a.ts', '', 'both', 'shared'],
    ['libs/ui/src/a.ts', "import { Component } from '@angular/core';", 'both', 'browser'],
    ['src/a.ts', '', 'library', 'shared'],
    ['src/a.ts', "import express from 'express';", 'library', 'server'],
  ])('%s %j in a %s package', (path, head, kind, side) => expect(sideOf(path, head, kind)).toBe(side));

  it.each([
    [['express'], [], 'server'], [[], ['express'], 'library'], [['react-dom'], ['vite'], 'browser'], [['react', 'react-dom', 'next'], [], 'fullstack'],
    [['@nestjs/core', '@angular/core'], [], 'both'], [['resend', 'react-dom'], [], 'both'], [['zod'], [], 'library'], [[], ['svelte', '@sveltejs/kit'], 'fullstack'],
    [['express'], ['choo'], 'both'],
    [['zod'], ['@types/aws-lambda'], 'server'], [['@aws-sdk/client-sqs', 'dd-trace'], [], 'server'], [['@aws-sdk/client-s3'], [], 'library'],
  ])('dependencies %j, for development %j: %s', (dependencies, devDependencies, kind) => expect(kindOf({ dependencies, devDependencies })).toBe(kind));
});

describe('the files of a repository', () => {
  it('respects .gitignore files, nested and overruled', async () => {
    expect(await paths({
      '.gitignore': '/build\n*.log\n!keep.log\nout/\n',
      'build/a.ts': '', 'src/build/a.ts': '', 'a.log': '', 'keep.log': '', 'src/out/a.ts': '',
      'packages/.gitignore': '!out/\nlocal.ts\n', 'packages/out/a.ts': '', 'packages/local.ts': '', 'local.ts': '',
    })).toEqual(['.gitignore', 'keep.log', 'local.ts', 'packages/.gitignore', 'packages/out/a.ts', 'src/build/a.ts']);
  });

  it('obeys the .gitignore above a linted part of a repository', async () => {
    const root = repository({ '.git/HEAD': '', '.gitignore': 'apps/web/tmp/\n', 'apps/web/tmp/a.ts': '', 'apps/web/b.ts': '' });
    expect(await paths(join(root, 'apps/web'))).toEqual(['b.ts']);
  });

  it('sees nothing of installed packages and of git, whatever .gitignore says', async () => {
    expect(await paths({ 'node_modules/a/index.js': '', 'packages/a/node_modules/b/index.js': '', '.git/config': '', 'a.ts': '' })).toEqual(['a.ts']);
  });

  it('says of a folder of packages that git keeps that it is left out', async () => {
    const { gaps } = await gather({ '.gitignore': 'node_modules\n!packages/node_modules\n', 'packages/node_modules/@shop/api/index.js': '', 'node_modules/a/index.js': '', 'a.ts': '' });
    expect(gaps).toEqual(['packages/node_modules is kept by git and left out: a folder of that name holds what others wrote']);
  });

  it('follows no link, so that loops end and nothing outside is seen', async () => {
    const root = repository({ 'src/a.ts': '' });
    symlinkSync('..', join(root, 'src/loop'));
    symlinkSync('/etc', join(root, 'etc'));
    symlinkSync('a.ts', join(root, 'src/b.ts'));
    expect(await paths(root)).toEqual(['src/a.ts']);
  });

  it('is empty where there is nothing', async () => expect(await gather({})).toEqual({ files: [], gaps: [] }));

  it('tells modules by name and content, each with its package', async () => {
    const { files: found } = await gather({
      'package.json': '{"dependencies":{"express":"1"}}', 'src/a.ts': 'export {};', 'web/package.json': '{"dependencies":{"react-dom":"1"}}', 'web/b.jsx': '',
      'film.ts': new Uint8Array([0x47, 0, 0]), 'words.ts': '<?xml version="1.0"?><TS></TS>', 'c.vue': '<script></script>',
    });
    expect(found.map(({ path, language, side, package: owner, hash }) => [path, language, side, owner, hash?.length])).toEqual([
      ['c.vue', 'vue', 'browser', '.', 32],
      ['film.ts', undefined, undefined, '.', undefined],
      ['package.json', undefined, undefined, '.', undefined],
      ['src/a.ts', 'typescript', 'server', '.', 32],
      ['web/b.jsx', 'javascript', 'browser', 'web', 32],
      ['web/package.json', undefined, undefined, 'web', undefined],
      ['words.ts', undefined, undefined, '.', undefined],
    ]);
  });

  it('reads what starts the server of an Express application, though it has no ending', async () => {
    const { files: found } = await gather({ 'package.json': '{"dependencies":{"express":"4"}}', 'bin/www': "#!/usr/bin/env node\nconst app = require('../app');\n", 'bin/other': '' });
    expect(found.find(({ path }) => path === 'bin/www')).toMatchObject({ language: 'javascript', role: 'production', side: 'server' });
    expect(found.find(({ path }) => path === 'bin/other')).not.toHaveProperty('language');
  });

  it('takes for the team\'s own what is called tools, and what no package beside it wants', async () => {
    const tools = async (other: string): Promise<string | undefined> => (await gather({ 'api/package.json': `{"dependencies":${other}}`, 'packages/tools/package.json': '{"name":"@shop/tools"}', 'packages/tools/release.ts': '' })).files.find(({ path }) => path === 'packages/tools/release.ts')?.role;
    expect(await tools('{"express":"1"}')).toBe('tooling');
    expect(await tools('{"express":"1","@shop/tools":"1"}')).toBe('production');
  });
  it('takes a command beside services for tooling, and a repository that is a command for its product', async () => {
    const command = '{"bin":"cli.js","dependencies":{"commander":"1"}}';
    const roles = async (tree: Tree): Promise<unknown> => Object.fromEntries((await gather(tree)).files.map(({ path, role: is }) => [path, is]));
    expect(await roles({ 'api/package.json': '{"dependencies":{"express":"1"}}', 'api/a.ts': '', 'cli/package.json': command, 'cli/b.ts': '' }))
      .toMatchObject({ 'api/a.ts': 'production', 'cli/b.ts': 'tooling' });
    expect(await roles({ 'package.json': command, 'b.ts': '' })).toMatchObject({ 'b.ts': 'production' });
    // What `cdk init` writes: functions stand beside the stacks.
    expect(await roles({ 'api/package.json': '{"dependencies":{"express":"1"}}', 'api/a.ts': '', 'mail/package.json': '{"bin":{"mail":"bin/mail.js"},"dependencies":{"aws-cdk-lib":"2"}}', 'mail/lib/send.ts': '' })).toMatchObject({ 'mail/lib/send.ts': 'production' });
    const started = async (scripts: string, library = 'pg'): Promise<unknown> => (await roles({ 'api/package.json': '{"dependencies":{"express":"1"}}', 'utils/backup/package.json': `{"main":"b.ts","scripts":${scripts},"dependencies":{"${library}":"1"}}`, 'utils/backup/b.ts': '' }) as Record<string, unknown>)['utils/backup/b.ts'];
    for (const scripts of ['{"backup":"tsx b.ts","lint":"eslint ."}', '{"backup":"tsx ./b.ts","restore":"node restore.js"}']) expect(await started(scripts), scripts).toBe('tooling');
    for (const scripts of ['{"start":"node b.js"}', '{"build":"tsc","run":"tsx b.ts"}', '{"backup":"tsx b.ts && node send.js"}', '{}']) expect(await started(scripts), scripts).toBe('production');
    expect(await started('{"orders":"tsx b.ts"}', 'kafkajs')).toBe('production');
    for (const scripts of ['{"icons":"node scripts/icons.js"}', '{"postinstall":"node b.ts"}', '{"bundle":"tsx bundle.ts"}']) expect(await started(scripts), scripts).toBe('production');
  });

  it.skipIf(process.getuid?.() === 0)('tells what may not be read', async () => {
    const root = repository({ 'locked/a.ts': '', 'b.ts': '' });
    chmodSync(join(root, 'locked'), 0o000);
    chmodSync(join(root, 'b.ts'), 0o000);
    const { gaps } = await gather(root);
    chmodSync(join(root, 'locked'), 0o700);
    expect(gaps).toEqual(['locked is a folder that may not be read', 'b.ts may not be read']);
  });
});

describe('what the team says of its files', () => {
  it('wins over their names, and ignored files are not there', async () => {
    const tree = { 'src/a.ts': '', 'src/client/api.ts': '', 'scripts/server/main.ts': '', 'vendor/lib.ts': '' };
    const { files: found } = await gather(tree, { files: { ignore: 'vendor', generated: ['src/client/**'], production: 'scripts/server' } });
    expect(found.map(({ path, role: what }) => `${path} ${what}`)).toEqual(['scripts/server/main.ts production', 'src/a.ts production', 'src/client/api.ts generated']);
  });
});
