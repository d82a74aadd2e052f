import { defineFileFact, type ParsedModule, type ProviderTokens } from '../../model/index.ts';
import { holdsTestCases } from '../../lib/test-cases.ts';
import { providerTokens } from './text.ts';
import { TOKENS } from './tokens.ts';

/** What a module's text shows of providers' tokens: found once a content, where other text files are read in every run. */
export default defineFileFact('providerTokens', {
  version: 10,
  extract({ text }: ParsedModule): ProviderTokens | undefined {
    if (holdsTestCases(text)) return undefined;
    const sites = providerTokens(text);
    const suspect = TOKENS.test(text);
    return suspect || sites.length > 0 ? { suspect, sites } : undefined;
  },
});
