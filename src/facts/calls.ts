import type { ModuleCalls, ParsedModule } from '../model/index.ts';
import { defineFileFact } from '../model/index.ts';
import { CallReader } from './calls/reader.ts';

const NOT_OURS = /(^|\/)(__tests__|__mocks__|node_modules|e2e|cypress)\/|\.(test|spec|stories|mock|e2e)\.[a-z]+$|\.d\.[cm]?ts$|(^|\/)([\w.-]*[-_.])?[mM]ocks?([-_.][\w.-]*)?\.[cm]?[jt]sx?$|(^|\/)\w*[a-z]Mock(s|[A-Z]\w*)?\.[cm]?[jt]sx?$/;
const BROWSER = /^\s*(\/\*[\s\S]{0,2000}?\*\/\s*|\/\/[^\n]{0,500}\n\s*){0,10}['"]use client['"]/;

/** Calls, constructions and the functions around them: what derived facts follow across modules. */
export default defineFileFact('calls', {
  version: 96,
  skips: ['test', 'browser'],
  mayApply: (text, path) => !NOT_OURS.test(path) && !BROWSER.test(text.slice(0, 4000)),
  extract: (module: ParsedModule): ModuleCalls | undefined => new CallReader(module).read(),
});
