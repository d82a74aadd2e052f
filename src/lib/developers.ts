/** Starts on a desk what a platform runs elsewhere: `runLocal.ts`, `local-server.ts`, `server.dev.ts`. */
const ON_A_DESK = /(?:^|\/)(?:run[-_]?local(?:ly)?|nodemon[-_\w]*|dev[-_](?:watcher|entry|server|proxy|runner)|(?:local|dev(?:elopment)?)[-_.]?server|server[-_.](?:local|dev(?:elopment)?))\.[cm]?[jt]s$/i;
/** May as well be a command of the product: it counts only where another start stands beside it. */
const PERHAPS = /(?:^|\/)dev(?:elopment)?\.[cm]?[jt]s$/i;

export const startsOnADesk = (file: string): boolean => ON_A_DESK.test(file);

/** Starts on the machine of a developer what another entry starts elsewhere. */
export const isOfADeveloper = (file: string): boolean => ON_A_DESK.test(file) || PERHAPS.test(file);
