import type { ProcessState } from '../model/index.ts';
import { defineFileFact } from '../model/index.ts';
import { importBindings } from '../lib/tree.ts';
import { keeping } from './process-state/keeping.ts';
import { mutables } from './process-state/mutables.ts';

const WORDS = /new (?:Map|Set|Array|LRU\w*|NodeCache|TTLCache|QuickLRU)\b|=\s*(?:\{\s*\}|\[)|^(?:export )?let |express-session|multer|socket\.io|rate-limit|cron|node-schedule|@nestjs\/schedule|lowdb|nedb|sqlite|['"](?:node:)?fs|fs-extra/m;

export default defineFileFact('processState', {
  version: 2,
  skips: ['test', 'browser'],
  mayApply: (text) => WORDS.test(text),
  extract(module): ProcessState | undefined {
    const share: ProcessState = { mutables: mutables(module), keeping: keeping(module, importBindings(module)) };
    return share.mutables.length + share.keeping.length > 0 ? share : undefined;
  },
});
