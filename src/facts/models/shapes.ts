import { defineFileFact, type ModelShape, type ParsedModule } from '../../model/index.ts';
import { classShapes } from './classes.ts';
import { callShapes } from './calls.ts';

const WORDS = /@Entity|@Table|@Schema|Column\(|@Column|@Primary|@Prop\b|@Property|Schema\(|Schema<|\.define\(|\.init\(|\.belongsTo|\.hasMany|\.hasOne|\.model[(<]|model[(<]|(?:pg|mysql|sqlite)Table|relations\(|createTable/;

/** Definitions of stored data with columns, keys and relations. */
export default defineFileFact('modelShapes', {
  version: 1,
  mayApply: (text) => WORDS.test(text),
  extract(module: ParsedModule): { readonly models: readonly ModelShape[] } | undefined {
    const models = [...classShapes(module), ...callShapes(module)].sort((a, b) => a.line - b.line);
    return models.length > 0 ? { models } : undefined;
  },
});
