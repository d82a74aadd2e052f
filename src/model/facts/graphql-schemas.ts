import type { FileShares } from '../fact.ts';
import type { Place } from '../place.ts';

/** A directive that stands at a field or at its type, with what it is handed as it is written (`roles: [ADMIN]`). */
export interface SchemaDirective {
  readonly name: string;
  readonly given?: string;
}

/** A field of Query, Mutation or Subscription, in a schema that is written as text. */
export interface SchemaField {
  readonly operation: 'query' | 'mutation' | 'subscription';
  readonly field: string;
  readonly line: number;
  readonly directives: readonly SchemaDirective[];
}

declare module '../fact.ts' {
  interface Facts {
    /** File fact: the fields of schemas in the text of modules (`gql`). */
    graphqlTexts: FileShares<readonly SchemaField[]>;
    /** Those and the ones of schema files. */
    graphqlSchemas: { readonly fields: readonly (Omit<SchemaField, 'line'> & { readonly at: Place })[] };
  }
}
