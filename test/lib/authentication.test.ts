import { expect, it } from 'vitest';
import { provingLibrary } from '../../src/lib/authentication.ts';

it.each([
  ['@azure/msal-node', '@azure/msal-node'], ['jsonwebtoken', 'jsonwebtoken'], ['hono/jwt', 'hono/jwt'], ['@clerk/nextjs/server', '@clerk/nextjs'],
  ['@azure/functions', undefined], ['@azure/storage-blob', undefined], ['express', undefined], ['bcrypt', undefined],
])('%s proves who calls: %s', (specifier, library) => expect(provingLibrary(specifier)).toBe(library));
