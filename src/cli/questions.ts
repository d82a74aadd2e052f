import { cancel, confirm, isCancel, log, select, text } from '@clack/prompts';
import type { Proposal } from '../init/proposal.ts';
import type { Answers } from '../init/write.ts';
import { STAGES } from '../model/index.ts';

const MEANING: Readonly<Record<string, string>> = {
  prototype: 'tries out whether it works at all', MVP: 'has its first users', growth: 'must not fall over any more', scale: 'runs in several places', enterprise: 'is audited',
};

/** What the repository cannot tell; undefined: the person thought better of it. */
export async function ask(proposal: Proposal, owner: string | undefined): Promise<Answers | undefined> {
  log.info(`${proposal.components.length} components: ${proposal.components.slice(0, 12).map(({ name }) => name).join(', ')}${proposal.components.length > 12 ? ', …' : ''}`);
  const answers = await collect(proposal, owner);
  const goes = answers && await confirm({ message: 'Write architecture.yaml?' });
  if (answers && goes === true) return answers;
  cancel('Nothing was written.');
  return undefined;
}

async function collect(proposal: Proposal, owner: string | undefined): Promise<Answers | undefined> {
  const name = await text({ message: 'What is it called?', initialValue: proposal.name.value, validate: (value) => (value?.trim() ? undefined : 'It needs a name.') });
  if (isCancel(name)) return undefined;
  const stage = await select({ message: 'How far has it come? It decides how much is asked of you.', options: STAGES.map((value) => ({ value, label: value, ...(MEANING[value] && { hint: MEANING[value] }) })), initialValue: 'growth' });
  if (isCancel(stage)) return undefined;
  const size = await text({ message: 'How many develop it?', ...(proposal.teamSize && { initialValue: String(proposal.teamSize.value) }), validate: (value) => (!value || /^[1-9]\d{0,5}$/.test(value) ? undefined : 'A whole number, or nothing.') });
  if (isCancel(size)) return undefined;
  const unowned = proposal.components.filter((component) => component.owner === undefined);
  const team = owner ?? (unowned.length === 0 ? '' : await text({ message: `Who owns the ${unowned.length} components that CODEOWNERS gives to nobody? Empty: not said.` }));
  if (isCancel(team)) return undefined;
  return { name: name.trim(), stage, ...(size && { teamSize: Number(size) }), ...(team?.trim() && { owner: team.trim() }) };
}
