// Who calls, by the words of a declaration: the known ones, and what teams write besides.

/** Runs in a browser: what it holds, its user can read. */
export const isBrowser = (client: string): boolean => /^(?:spa|browsers?|single[- ]page.*|front-?end|web[- ]?(?:app|client|ui)?)$/i.test(client);

/** A program on a server, ours or of others. */
export const isServer = (client: string): boolean => /^(?:servers?|internal-service|services?|back-?end|partners?|third-party|microservices?)$/i.test(client);
