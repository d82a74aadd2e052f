import type { Parameter } from '../../model/index.ts';
import type { Program } from './program.ts';

/** What a wrapper hands its action besides what the caller sent: `authenticated(async (session, orderId) => …)`. */
const GIVEN = /^_|^(?:session|ctx|context|user|auth|currentUser|ability|db|tx|team|org|organi[sz]ation|tenant|workspace|member(?:ship)?)$/;

/** Whether a parameter of a server action holds what its caller sent. */
export const isFromCaller = ({ name, keys }: Parameter, position: number): boolean =>
  (name === undefined ? position > 0 || keys === undefined || !keys.every((key) => GIVEN.test(key)) : !GIVEN.test(name));

/** Whether the function at a place, which a wrapper of the team's own calls, takes anything from the caller. */
export const takesInput = (program: Program, place: { readonly file: string; readonly line?: number } | undefined): boolean =>
  place !== undefined && program.modules[place.file]?.functions.find(({ line, name }) => line === place.line && name !== '<module>')?.params.some(isFromCaller) === true;
