import type { Endpoint } from '../model/index.ts';
import { PEOPLE } from './endpoints.ts';

const SIGNS_IN = /(?:^|\/)(?:log-?in|sign-?in|authenticate)$/i;
/** `POST /waiting-list`: what visitors of a site fill in, who have no account. */
const FORM = /^(?:wait(?:ing)?[-_]?list|newsletter(?:[-_](?:sign-?up|subscri\w+))?|contact(?:[-_](?:us|form))?|subscribe|(?:create|new)[-_]?lead)$/i;
const FORM_BY_NAME = /(?:early_?access|wait(?:ing)?_?list|newsletter)/i;
const lastPart = ({ path = '' }: Endpoint): string => path.split('/').at(-1) ?? '';

/**
 * Why an endpoint may well be meant for people without an account: `POST /users` where the same module has `POST /users/login`,
 * the form of a newsletter.
 */
export function forStrangers(endpoints: readonly Endpoint[]): (endpoint: Endpoint) => string | undefined {
  const known = new Map(endpoints.filter(({ method, path }) => method === 'POST' && SIGNS_IN.test(path ?? '')).map((one) => [one.at.file, one]));
  return (endpoint) => {
    if (endpoint.method === 'mutation' && FORM_BY_NAME.test(endpoint.name?.split('.').at(-1) ?? '')) return `Whether ${endpoint.subject} is a form that visitors fill in is not to be told; list it under security.public_endpoints if it is.`;
    if (endpoint.method !== 'POST') return undefined;
    const { subject, at } = endpoint;
    if (FORM.test(lastPart(endpoint))) return `Whether ${subject} is a form that visitors fill in is not to be told; list it under security.public_endpoints if it is.`;
    const login = PEOPLE.test(lastPart(endpoint)) ? known.get(at.file) : undefined;
    return login && `Whether ${subject}, beside ${login.subject}, is how strangers get an account is not to be told.`;
  };
}
