// What others test their checks and facts with. It needs no test runner, and goes with any.
export { testCheck, testFact, type It } from './tester.ts';
export { filesOf, type DrawnFiles, type Drawing } from './drawing.ts';
export type { CheckCases, Expectation, FactCase, FineCase, FlaggedCase, UnansweredCase } from './cases.ts';
