import { add, change, every, rename, type Neutral } from './house.ts';

const ROUTES = 'src/loans/api/loan-routes.ts';
const TITLE = 'src/catalogue/domain/title.ts';

/** What changes nothing of the architecture: 100 before, 100 after. */
export const NEUTRAL: readonly Neutral[] = [
  { title: 'a file has another name', edits: [rename('src/platform/logger.ts', 'src/platform/log.ts'), every(/^src\/platform\/.*\.ts$/, (text) => text.replace('./logger.js', './log.js'))] },
  { title: 'every module has a comment more', edits: [every(/\.ts$/, (text) => `// Copyright of the town library.\n${text}\n// The end.\n`)] },
  { title: 'every module ends its lines as Windows does', edits: [every(/\.ts$/, (text) => text.replaceAll('\n', '\r\n'))] },
  { title: 'every module is indented by tabs', edits: [every(/\.ts$/, (text) => text.replaceAll(/^(?: {2})+/gm, (spaces) => '\t'.repeat(spaces.length / 2)))] },
  { title: 'every YAML file has comments', edits: [every(/\.ya?ml$/, (text) => `# Read me.\n${text}# The end.\n`)] },
  { title: 'architecture.yaml has its sections in another order', edits: [every(/^architecture\.yaml$/, (text) => {
    const [head, ...sections] = text.split(/\n\n(?=\w+:)/);
    return `${[head, ...sections.reverse()].map((section) => section!.trimEnd()).join('\n\n')}\n`;
  })] },
  { title: 'the documents of a manifest stand in another order', edits: [every(/^deploy\/base\/api\.yaml$/, (text) => `${text.trimEnd().split('\n---\n').reverse().join('\n---\n')}\n`)] },
  { title: 'the keys of a manifest stand in another order', edits: [change('deploy/base/worker.yaml', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: worker}\n', 'metadata: {name: worker}\nkind: Deployment\napiVersion: apps/v1\n')] },
  { title: 'YAML in blocks', edits: [change('deploy/base/api.yaml', '            requests: {cpu: 250m, memory: 256Mi}\n', '            requests:\n              cpu: 250m\n              memory: "256Mi"\n')] },
  { title: 'a function is an arrow', edits: [
    change('src/platform/authentication.ts', 'export async function authenticate(request: FastifyRequest): Promise<void> {', 'export const authenticate = async (request: FastifyRequest): Promise<void> => {'),
    change('src/platform/authentication.ts', '  request.member = { id: sub, role };\n}\n', '  request.member = { id: sub, role };\n};\n'),
  ] },
  { title: 'a server is made by an arrow, under another name', edits: [
    change('src/platform/server.ts', 'export async function createServer(redis: Redis, readiness: Readiness): Promise<FastifyInstance> {', 'export const createServer = async (redis: Redis, readiness: Readiness): Promise<FastifyInstance> => {'),
    every(/^src\/platform\/server\.ts$/, (text) => text.replaceAll(/\bapp\b/g, 'server').replace(/\}\n$/, '};\n')),
  ] },
  { title: 'a file is split', edits: [
    change(TITLE, '/** The last digit of an ISBN-13 proves the other twelve. */\nexport function isIsbn(text: string): boolean {\n  if (!/^\\d{13}$/.test(text)) return false;\n  const sum = [...text].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);\n  return sum % 10 === 0;\n}\n\n', ''),
    change(TITLE, 'export interface Title {', "import { isIsbn } from './isbn.js';\n\nexport { isIsbn };\n\nexport interface Title {"),
    add('src/catalogue/domain/isbn.ts', 'export function isIsbn(text: string): boolean {\n  if (!/^\\d{13}$/.test(text)) return false;\n  const sum = [...text].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);\n  return sum % 10 === 0;\n}\n'),
  ] },
  { title: 'a route stands in another router', edits: [
    every(/^src\/loans\/api\/loan-routes\.ts$/, (text) => text.replace(/ {2}app\.delete\([^]*?\n {2}\}\);\n/, '')),
    change(ROUTES, 'import type { ReturnLoan, WaiveFee }', 'import type { ReturnLoan }'),
    change(ROUTES, '  readonly waive: WaiveFee;\n  readonly audit: AuditLog;\n', ''),
    change(ROUTES, '{ borrow, returnLoan, waive, audit }', '{ borrow, returnLoan }'),
    change(ROUTES, 'import { authenticate, permit, type AuditLog }', 'import { authenticate, permit }'),
    add('src/loans/api/fee-routes.ts', `import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authenticate, permit, type AuditLog } from '../../platform/index.js';
import type { WaiveFee } from '../application/return-loan.js';

const ById = z.object({ id: z.uuid() });
const Free = z.object({ data: z.object({ id: z.string(), fee: z.number() }) });

export const feeRoutes: FastifyPluginAsyncZod<{ readonly waive: WaiveFee; readonly audit: AuditLog }> = async (app, { waive, audit }) => {
  app.addHook('onRequest', authenticate);

  app.delete('/v1/loans/:id/fee', { preHandler: permit('waive', 'Fee'), schema: { params: ById, response: { 200: Free } } }, async (request, reply) => {
    const loan = await waive(request.params.id);
    if (loan === undefined) return reply.code(404).send();
    await audit.record({ event: 'fee-waived', actor: request.member.id, subject: loan.id });
    return reply.send({ data: loan });
  });
};
`),
    change('src/loans/index.ts', "export { loanRoutes }", "export { feeRoutes } from './api/fee-routes.js';\nexport { loanRoutes }"),
    change('src/main.ts', 'createLoanDesk, loanRoutes', 'createLoanDesk, feeRoutes, loanRoutes'),
    change('src/main.ts', 'returnLoan: desk.returnLoan, waive: desk.waive, audit });', 'returnLoan: desk.returnLoan });\nawait app.register(feeRoutes, { waive: desk.waive, audit });'),
  ] },
  { title: 'imports of types are written name by name', edits: [every(/^src\/.*\.ts$/, (text) => text.replaceAll(/^import type \{ ([^}]+) \}/gm, (_, names: string) => `import { ${names.split(', ').map((name) => `type ${name}`).join(', ')} }`))] },
  { title: 'a number has a name', edits: [
    change('src/catalogue/infrastructure/http-bibliography.ts', 'AbortSignal.timeout(2000)', 'AbortSignal.timeout(PATIENCE)'),
    change('src/catalogue/infrastructure/http-bibliography.ts', 'const Answer =', 'const PATIENCE = 2000;\nconst Answer ='),
  ] },
  { title: 'text stands in double quotes', edits: [every(/^src\/.*\.ts$/, (text) => text.replaceAll(/'([^'"\\\n`]*)'/g, '"$1"'))] },
  { title: 'package.json is indented by four', edits: [every(/^package\.json$/, (text) => JSON.stringify(JSON.parse(text), null, 4))] },
  { title: 'the steps of a workflow have names', edits: [change('.github/workflows/test.yml', '      - run: npm ci\n', '      - name: Install\n        run: npm ci\n')] },
  { title: 'a handler has a name', edits: [
    change('src/platform/server.ts', "  app.get('/health/live', async () => ({ status: 'ok' }));\n", "  const alive = async () => ({ status: 'ok' });\n  app.get('/health/live', alive);\n"),
  ] },
  { title: 'the API document stands elsewhere', edits: [rename('openapi.yaml', 'docs/openapi.yaml'), change('architecture.yaml', 'spec: openapi.yaml', 'spec: docs/openapi.yaml')] },
];
