import type { Facts, OutboundCall, Place } from '../model/index.ts';
import { isDeferred, slowWork } from './clients/slow.ts';

/** `handed`: in a callback that others run, and not the function that sets it up; `others`: where the function does the like again. */
export interface Work { readonly what: string; readonly at: Place; readonly others: Place[]; readonly handed: boolean }

/** Functions that do slow work themselves. */
export function slowSites({ calls, outbound }: Pick<Facts, 'calls' | 'outbound'>): ReadonlyMap<string, Work> {
  const sites = new Map<string, Work>();
  const mails = new Set(outbound.calls.filter(isMail).map(({ at }) => `${at.file}:${at.line}`));
  for (const file of outbound.modules) {
    for (const call of calls[file]?.calls ?? []) {
      if (call.floating) continue;
      const what = mails.has(`${file}:${call.line}`) && !(call.within ?? []).some(({ text }) => isDeferred(text)) ? 'mail' : slowWork(call);
      const key = `${file}#${call.fn}`;
      const at = { file, line: call.line, column: call.column };
      const known = sites.get(key);
      if (what !== undefined && (known?.handed ?? true)) sites.set(key, { what, at, others: [], handed: call.handed === true });
      else if (what !== undefined && what === known?.what && !call.handed) known.others.push(at);
    }
  }
  return sites;
}

/** A mail that goes out by a client that may be made elsewhere, also one of the AWS SDK. */
const isMail = ({ kind, row, method, command = '' }: OutboundCall): boolean => (kind === 'mail' && /^(?:sendMail|(?:(?:emails|batch)\.)?(?:send|create)|sendMultiple|sendEmail\w*)$/.test(method))
  || (row.startsWith('aws-sdk@') && (/(?:^|\.)send(?:Raw|Templated|BulkTemplated|Bulk)?Email$/.test(method) || /^Send(?:Raw|Templated|BulkTemplated|Bulk)?EmailCommand$/.test(command)));
