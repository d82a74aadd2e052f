import { getOctokit } from '@actions/github';
import type { Event } from './event.ts';

export interface Comment {
  readonly token: string;
  readonly repository: NonNullable<Event['repository']>;
  readonly number: number;
  /** A line of HTML comment that the comment is found by again. */
  readonly marker: string;
  readonly text: string;
  /** The API's address: another one on GitHub Enterprise. */
  readonly api: string;
}

/** What came of it, as one sentence; a pull request is never held up by its comment. */
export type Posted = { readonly done: 'created' | 'updated' } | { readonly refused: string };

const PATIENCE_MS = 15_000;
/** Comments looked through, in pages of a hundred. */
const MOST_PAGES = 10;

/** Writes the one comment of arch-lint on a pull request: into the one that is there, else a new one. */
export async function postComment({ token, repository, number, marker, text, api }: Comment): Promise<Posted> {
  const { rest, paginate } = getOctokit(token, { baseUrl: api });
  const where = { ...repository, issue_number: number };
  const request = () => ({ request: { signal: AbortSignal.timeout(PATIENCE_MS) } });
  const body = `${marker}\n${text}`;
  try {
    let own: number | undefined;
    let pages = 0;
    for await (const { data } of paginate.iterator(rest.issues.listComments, { ...where, per_page: 100, ...request() })) {
      // Whoever may comment may write the marker: ours is a bot's comment, or one of the person whose token this is.
      const marked = data.filter((comment) => comment.body?.startsWith(marker));
      own = marked.find(({ user }) => user?.type === 'Bot')?.id;
      if (own === undefined && marked.length > 0) {
        const login = await rest.users.getAuthenticated(request()).then(({ data: user }) => user.login, () => undefined);
        own = marked.find(({ user }) => login !== undefined && user?.login === login)?.id;
      }
      if (own !== undefined || ++pages === MOST_PAGES) break;
    }
    if (own !== undefined) {
      await rest.issues.updateComment({ ...repository, comment_id: own, body, ...request() });
      return { done: 'updated' };
    }
    await rest.issues.createComment({ ...where, body, ...request() });
    return { done: 'created' };
  } catch (error) {
    return { refused: reason(error) };
  }
}

function reason(error: unknown): string {
  const { status, message, response } = error as { status?: number; message?: string; response?: { headers?: Record<string, string | undefined> } };
  const limited = status === 429 || (status === 403 && (response?.headers?.['x-ratelimit-remaining'] === '0' || response?.headers?.['retry-after'] !== undefined));
  if (limited) return 'GitHub limits the rate of requests just now';
  if (status === 401 || status === 403 || status === 404) return 'the token may not write on this pull request (give the job `permissions: pull-requests: write`; a pull request from a fork cannot have it)';
  if (status !== undefined && status >= 500) return `GitHub answered with ${status}`;
  return message ?? String(error);
}
