export * from './place.ts';
export * from './dimension.ts';
export * from './judgement.ts';
export * from './fact.ts';
export * from './parsed-module.ts';
export * from './check.ts';
export * from './result.ts';
export type * from './architecture-declaration.ts';
export type * from './facts/index.ts';
