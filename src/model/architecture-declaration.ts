// Generated from schemas/ by `npm run generate`; do not edit.
export interface ArchitectureDeclaration {
  version: 1;
  project: { name: string };
  components: Record<string, { path: string | string[] }>;
}
