import type { SecretSite } from '../model/index.ts';
import { defineFileFact } from '../model/index.ts';
import { basicAuth } from './secret-literals/basic-auth.ts';
import { compared, handed } from './secret-literals/requests.ts';
import { fallbacks } from './secret-literals/fallbacks.ts';
import { telling } from './secret-literals/telling.ts';
import { uses } from './secret-literals/uses.ts';

const WORDS = /secret|passw|createTransport|passphrase|pwd|credential|api_?-?key|private_?key|access_?key|encryption|signing|token|createHmac|createCipher|jwt|session|cookie|basic |\.keys\b|authorization|appid|twilio|basic-?auth|new Sequelize\(|\bpass\b/i;

export default defineFileFact('secretLiterals', {
  version: 35,
  mayApply: (text) => WORDS.test(text),
  extract(module): readonly SecretSite[] | undefined {
    const sites = [...uses(module), ...handed(module), ...basicAuth(module), ...compared(module), ...fallbacks(module), ...telling(module)];
    // One literal may be seen from two sides; the first, surer one is kept.
    const seen = new Set<string>();
    const unique = sites.filter(({ line, name, kind }) => {
      const key = `${line} ${kind === 'named' || kind === 'fallback' ? name : ''}`;
      if (seen.has(key) || seen.has(`${line} `)) return false;
      seen.add(key);
      return true;
    });
    return unique.length > 0 ? unique : undefined;
  },
});
