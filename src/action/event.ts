import { readFileSync } from 'node:fs';

/** What the action needs to know of the event that started the workflow. */
export interface Event {
  readonly name: string;
  readonly repository?: { readonly owner: string; readonly repo: string };
  readonly pullRequest?: {
    readonly number: number;
    readonly baseCommit: string;
    readonly baseBranch: string;
    /** It comes from another repository: its token may usually not write. */
    readonly fork: boolean;
  };
  /** The commit that a merge queue puts the change on. */
  readonly queueBase?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Json = { readonly [key: string]: Json | undefined } & { readonly toString?: unknown };

/** The payload is data from outside: what has not the expected shape is left out. */
export function readEvent(env: Environment): Event {
  const payload = payloadOf(env.GITHUB_EVENT_PATH);
  const [owner, repo] = (env.GITHUB_REPOSITORY ?? '').split('/');
  const pull = payload?.pull_request;
  const number = Number(pull?.number);
  const baseCommit = commit(pull?.base?.sha);
  const queueBase = commit(payload?.merge_group?.base_sha);
  return {
    name: env.GITHUB_EVENT_NAME ?? '',
    ...(owner && repo && { repository: { owner, repo } }),
    ...(pull && Number.isInteger(number) && number > 0 && baseCommit !== undefined && {
      pullRequest: { number, baseCommit, baseBranch: String(pull.base?.ref ?? ''), fork: String(pull.head?.repo?.full_name) !== String(pull.base?.repo?.full_name) },
    }),
    ...(queueBase !== undefined && { queueBase }),
  };
}

function payloadOf(path: string | undefined): Json | undefined {
  try {
    return path ? (JSON.parse(readFileSync(path, 'utf8')) as Json) : undefined;
  } catch {
    return undefined;
  }
}

const commit = (value: unknown): string | undefined => (typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value) ? value : undefined);
