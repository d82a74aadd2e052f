import type { ProcessState } from '../model/index.ts';
import { defineFileFact } from '../model/index.ts';
import { importBindings } from '../lib/bindings.ts';
import { keeping } from './process-state/keeping.ts';
import { mutables } from './process-state/mutables.ts';
import { outside, parts, singles } from './process-state/others.ts';
import { scalars } from './process-state/scalars.ts';

const WORDS = /Object\.create\(null|function (?:start|main|bootstrap|run|serve|boot)|new (?:Map|Set|Array|LRU\w*|NodeCache|TTLCache|QuickLRU)\b|=\s*(?:\{\s*\}|\[)|= \{\s*\w+: (?:0|null|undefined|false|''|\[\])|^(?:export )?let |@(?:Json)?Controller\(|@Resolver\(|^(?:export (?:default )?)?(?:(?:const|let|var) \w+ = )?new [A-Za-z]|exports = new |this\.#?\w+ = new [A-Z]|toConstantValue|useValue|asValue|\.mv\(|\]\s*=[^=]|\bdelete \w|\w\.(?:set|push|delete)\(|\w\.\w+\.add\(|session['"]|\byar\b|app\.locals\.|global(?:This)?\b[^;\n]{0,20}\.\w+ = |Keyv|multer|socket\.io|PubSub|rate-limit|slow-down|throttler|cron|node-schedule|@nestjs\/schedule|lowdb|node-json-db|node-persist|nedb|unstorage|sqlite|['"](?:node:)?fs|fs-extra/m;

export default defineFileFact('processState', {
  version: 39,
  skips: ['test', 'browser'],
  mayApply: (text) => WORDS.test(text),
  extract(module): ProcessState | undefined {
    const bindings = importBindings(module);
    const [made, changed, held] = [singles(module, bindings), outside(module, bindings), parts(module)];
    const share: ProcessState = { mutables: [...mutables(module, bindings), ...scalars(module)], keeping: keeping(module, bindings), ...(made.length > 0 && { singles: made }), ...(changed.length > 0 && { outside: changed }), ...(held.length > 0 && { parts: held }), ...(module.text.includes('ThrottlerGuard') && { throttles: true as const }) };
    return share.mutables.length + share.keeping.length + made.length + changed.length + held.length > 0 || share.throttles ? share : undefined;
  },
});
