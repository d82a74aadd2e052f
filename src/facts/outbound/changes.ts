import type { Argument, CallSite } from '../../model/index.ts';
import type { Found } from './find.ts';

const VERB = /^(?:post|put|patch|delete|del|postForm)$/i;
const METHOD = /^(?:create|update|upsert|insert|add|delete|del|remove|cancel|charge|send|put|publish|upload|copy|start|terminate|archive|restore|tag|untag)(?:$|[A-Z])/;
/** Commands of the AWS SDK: `new PutItemCommand(…)`. */
const COMMAND = /^(?:Put|Update|Delete|Create|Send|Publish|BatchWrite|TransactWrite|Copy|Start|Stop|Terminate|Restore|Tag|Untag|Add|Remove|Upload|Complete)\w*Command$/;

/** `client.query('insert into orders …')` */
const WRITES = /^\s*(?:insert\s+(?:or\s+\w+\s+)?into|replace\s+into|update\s+[\w"`.]+\s+set|delete\s+from|merge\s+into)\b/i;
const textOf = (argument: Argument | undefined): string => (argument === undefined ? '' : 'value' in argument && typeof argument.value === 'string' ? argument.value : 'starts' in argument ? argument.starts : '');

/** Whether a call changes something on the other side. */
export function changes({ row, method }: Pick<Found, 'row' | 'method'>, { args = [] }: Pick<CallSite, 'args'>): boolean {
  const last = method.split('.').at(-1)!;
  if (row.kind === 'http') return VERB.test(last) || args.some((argument) => 'bag' in argument && VERB.test(String(argument.bag.values.method)));
  if (row.kind === 'database' && WRITES.test(textOf(args[0]))) return true;
  const command = commandOf({ args });
  return command === undefined ? METHOD.test(last) : COMMAND.test(command);
}

/** `client.send(new PutItemCommand(…))`: what the AWS SDK is told to do. */
export const commandOf = ({ args = [] }: Pick<CallSite, 'args'>): string | undefined =>
  args.flatMap((argument) => ('ref' in argument && argument.ref.from?.startsWith('@aws-sdk/') && argument.ref.name.endsWith('Command') ? [argument.ref.name] : []))[0];
