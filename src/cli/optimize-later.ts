import { setFlagsFromString } from 'node:v8';

/** By the major version of Node: seven times its own patience. Others go on as they are, since a flag that V8 does not know is complained of. */
const PATIENCE: Readonly<Record<string, string>> = { 20: '--interrupt-budget=500000', 22: '--invocation-count-for-turbofan=21000', 24: '--invocation-count-for-turbofan=21000' };

/**
 * Lets V8 optimize only what stays hot. A run takes seconds and every thread has its own code: at its usual haste,
 * optimizing costs more than a third of a cold run's CPU time and gives less back.
 */
export function optimizeLater(node: string = process.versions.node): void {
  const flag = PATIENCE[node.split('.')[0]!];
  if (flag !== undefined) setFlagsFromString(flag);
}
