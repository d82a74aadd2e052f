import type { Endpoint } from '../model/index.ts';
import { PEOPLE } from './endpoints.ts';

const SIGNS_IN = /(?:^|\/)(?:log-?in|sign-?in|authenticate)$/i;
const lastPart = ({ path = '' }: Endpoint): string => path.split('/').at(-1) ?? '';

/** `POST /users` where the same module has `POST /users/login`: it may well be how strangers get an account. The ways in, by their modules. */
export function waysIn(endpoints: readonly Endpoint[]): (endpoint: Endpoint) => Endpoint | undefined {
  const known = new Map(endpoints.filter(({ method, path }) => method === 'POST' && SIGNS_IN.test(path ?? '')).map((one) => [one.at.file, one]));
  return (endpoint) => (endpoint.method === 'POST' && PEOPLE.test(lastPart(endpoint)) ? known.get(endpoint.at.file) : undefined);
}
