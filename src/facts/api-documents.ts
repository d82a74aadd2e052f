import { at as pick, list, record, text } from '../lib/json.ts';
import { MAX_TEXT, placeIn, pointerStep, readLocated, toBlock, type Block } from '../lib/located.ts';
import { compare, comparePlaces } from '../lib/order.ts';
import { defineFact, type ApiDocument, type ApiOperation, type ApiViolation, type Place, type RestPoint } from '../model/index.ts';
import { asyncDocument } from './api-documents/events.ts';
import { References } from './api-documents/references.ts';
import { RULES, wholeDocument, type Complaint, type Operation } from './api-documents/rules.ts';
import { lintWithSpectral } from './api-documents/spectral.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const MAX_OPERATIONS = 1_000;
/** Spectral takes seconds for larger ones. */
const MAX_SPECTRAL = 400_000;

export default defineFact({
  name: 'apiDocuments',
  needs: ['files'],
  async gather({ files }, repo) {
    const documents: ApiDocument[] = [];
    const known = new Map<string, string>();
    const partOf = new Map<string, string>();
    // Of one document in two notations the YAML is what people write.
    const isYaml = (path: string): boolean => /\.ya?ml$/i.test(path);
    for (const { path, role, bytes, language } of [...files.files.filter((file) => isYaml(file.path)), ...files.files.filter((file) => !isYaml(file.path))]) {
      if (bytes > MAX_TEXT && role === 'production' && /(openapi|swagger|asyncapi)[\w.-]*\.(ya?ml|json)$/i.test(path)) repo.gap('is larger than 2 MB and is not read; split it, or take generated parts out', { file: path });
      if (language !== undefined || role === 'test' || bytes > MAX_TEXT || !/\.(ya?ml|json)$/i.test(path) || /(^|\/)(package|package-lock)\.json$/.test(path)) continue;
      const source = repo.read(path);
      const format = source === undefined ? undefined : /^[ \t]*[{,]?[ \t]*["']?(openapi|swagger|asyncapi)["']?\s*:\s*["']?[\d.]/m.exec(source.slice(0, 5_000))?.[1] as ApiDocument['format'] | undefined;
      if (source === undefined || format === undefined || (format === 'asyncapi' && role === 'example')) continue;
      const reading = readLocated(source, path);
      for (const trouble of reading.troubles) repo.gap(trouble.reason, trouble.at);
      const [root] = reading.documents;
      if (root === undefined) continue;
      repo.looked(1);
      const block = toBlock(root, 100_000);
      // YAML reads a bare 2.0 as a number.
      if (!['string', 'number'].includes(typeof pick(block.value, format))) continue;
      const shared = { file: path, format, title: text(pick(block.value, 'info', 'title')) ?? path, at: block.places[pointerStep(format)] ?? root.at };
      const signature = signatureOf(block.value, format);
      // `swagger.yaml` and `swagger.json` beside it are one document, even where one of them is older.
      const stem = `${shared.title}\n${path.replace(/\.\w+$/, '')}`;
      const twin = known.get(signature) ?? known.get(stem);
      known.set(signature, twin ?? path);
      known.set(stem, twin ?? path);
      const references = new References(path, block.value, (other) => (repo.exists(other) ? repo.read(other) : undefined));
      if (format === 'asyncapi') documents.push({ ...shared, servers: [], ...asyncDocument(block, references), asked: {}, violations: [], ...(twin !== undefined && { twinOf: twin }) });
      else {
        const operations = operationsIn(block.value, references);
        for (const part of references.parts) partOf.set(part, path);
        if (twin !== undefined) documents.push({ ...shared, ...offered(block, operations), asked: {}, violations: [], twinOf: twin });
        // What is shown to try something with is nobody's interface.
        else if (role === 'example') documents.push({ ...shared, ...offered(block, operations), asked: {}, violations: [] });
        else {
          let complaints: Awaited<ReturnType<typeof lintWithSpectral>> = [];
          try {
            complaints = source.length > MAX_SPECTRAL ? [] : await lintWithSpectral(source);
          } catch {
            repo.gap('is an API document that Spectral cannot lint; the own rules were asked', { file: path });
          }
          documents.push({ ...shared, ...offered(block, operations), ...judged(block, operations, complaints, path) });
        }
      }
      const { outside, lost } = references.unread;
      if (outside[0] !== undefined) repo.gap(`refers to ${outside[0].slice(0, 120)}${outside.length > 1 ? ` and ${outside.length - 1} more addresses` : ''}, which is not fetched`, { file: path });
      if (lost[0] !== undefined) repo.gap(`refers to ${lost[0].slice(0, 120)}${lost.length > 1 ? ` and ${lost.length - 1} more files` : ''}, which cannot be read`, { file: path });
    }
    // A file that another document takes its paths from is judged as a part of that.
    const whole = documents.map((one) => { const of = one.twinOf === undefined ? partOf.get(one.file) : undefined; return of === undefined ? one : { ...one, asked: {}, violations: [], twinOf: of }; });
    return { documents: whole.sort((a, b) => compare(a.file, b.file)) };
  },
});

/** What two notations of one document share: its title, its version, and what it offers. */
const signatureOf = (root: unknown, format: string): string => JSON.stringify([
  format, text(pick(root, 'info', 'title')), text(pick(root, 'info', 'version')),
  ...['paths', 'channels', 'operations'].map((part) => Object.entries(record(pick(root, part))).map(([name, item]) => [name, Object.keys(record(item)).sort(compare)]).sort(([a], [b]) => compare(String(a), String(b)))),
  Object.keys(record(pick(root, 'components', 'schemas') ?? pick(root, 'definitions'))).sort(compare),
]);

const operationsIn = (root: unknown, references: References): Operation[] => Object.entries(record(pick(root, 'paths'))).flatMap(([path, written]) => {
  const { value: item, resolve } = references.target(written);
  return METHODS.filter((method) => pick(item, method) !== undefined).map((method): Operation => ({ method, path, value: resolve(pick(item, method)), item: { parameters: resolve(pick(item, 'parameters')) }, root, pointer: ['paths', path, method] }));
}).slice(0, MAX_OPERATIONS);

const placer = (block: Block) => (path: readonly (string | number)[]): Place => placeIn(block, path.map(pointerStep).join(''));

/** What a document offers, and where. */
const offered = (block: Block, operations: readonly Operation[]): Pick<ApiDocument, 'servers' | 'operations'> => {
  const place = placer(block);
  return {
    servers: list(pick(block.value, 'servers')).flatMap((server, index) => { const url = text(pick(server, 'url')); return url === undefined ? [] : [{ url, at: place(['servers', index, 'url']) }]; }),
    operations: operations.map(({ method, path, value, pointer }): ApiOperation => { const id = text(pick(value, 'operationId')); return { method, path, at: place(pointer), ...(id === undefined ? {} : { id }) }; }),
  };
};

/** How an OpenAPI document keeps the ten points. */
const judged = (block: Block, operations: readonly Operation[], published: readonly (Complaint & { point: RestPoint })[], file: string): Pick<ApiDocument, 'asked' | 'violations'> => {
  const place = placer(block);
  const asked: Partial<Record<RestPoint, number>> = {};
  const violations = new Map<string, ApiViolation>();
  const complain = (point: RestPoint, complaint: Complaint, operation: string | undefined): void => {
    const key = `${point} ${operation ?? ''}`;
    if (!violations.has(key)) violations.set(key, { point, message: complaint.message, at: place(complaint.path), ...(complaint.confidence && { confidence: complaint.confidence }), ...(operation === undefined ? {} : { operation }) });
  };
  for (const operation of operations) {
    for (const rule of RULES) {
      const answer = rule.check(operation);
      if (answer === null) continue;
      asked[rule.point] = (asked[rule.point] ?? 0) + 1;
      if (answer !== undefined) complain(rule.point, answer, `${operation.method.toUpperCase()} ${operation.path}`);
    }
  }
  // What no operation has is one decision, not one a line.
  for (const point of ['rate-limits', 'errors'] as const) {
    const all = [...violations].filter(([, one]) => one.point === point);
    const count = asked[point] ?? 0;
    if (count < 3 || all.length < count) continue;
    for (const [key] of all) violations.delete(key);
    asked[point] = 1;
    const first = all[0]![1];
    violations.set(`${point} `, { point, message: `All ${count} operations: ${first.message[0]!.toLowerCase()}${first.message.slice(1)}`, ...(first.confidence && { confidence: first.confidence }), at: first.at });
  }
  for (const { point, complaint } of wholeDocument(block.value, operations, file)) {
    asked[point] = (asked[point] ?? 0) + 1;
    if (complaint !== undefined) complain(point, complaint, undefined);
  }
  for (const one of published) {
    const [, path, method] = one.path;
    // A whole path is told once, at its first operation.
    const first = operations.find((operation) => operation.path === path && (method === undefined || operation.method === method));
    complain(one.point, one, first === undefined ? undefined : `${first.method.toUpperCase()} ${first.path}`);
    asked[one.point] ??= operations.length;
  }
  return { asked, violations: [...violations.values()].sort((a, b) => comparePlaces(a.at, b.at) || compare(a.point, b.point)) };
};
