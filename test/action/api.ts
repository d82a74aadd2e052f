import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call { readonly method: string; readonly path: string; readonly body: { readonly body?: string } | undefined; readonly authorization: string | undefined }
interface Answer { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string | undefined> }

/** A GitHub API on loopback that records what it is asked, and answers as it is told. */
export async function githubApi(answer: (call: Call) => Answer): Promise<{ url: string; calls: Call[]; close(): void }> {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (bytes: Buffer) => { text += bytes.toString('utf8'); });
    request.on('end', () => {
      const call = { method: request.method!, path: request.url!, body: text ? JSON.parse(text) as Call['body'] : undefined, authorization: request.headers.authorization };
      calls.push(call);
      const { status, body = {}, headers = {} } = answer(call);
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, close: () => server.close() };
}
