import { defineFact } from '../model/index.ts';
import { codeGraph } from '../lib/code-graph.ts';
import { serverModules } from '../lib/server-modules.ts';
import { askedByServer, moduleOf } from './outbound/both-sides.ts';
import { breakersOf } from './outbound/breakers.ts';
import { gatherCalls } from './outbound/gather.ts';
import { localGraph } from './outbound/local-graph.ts';
import { oneShot, onlyOfScripts } from './outbound/one-shot.ts';
import { storesHandedIn } from './outbound/stores.ts';

/** Calls that leave the process, the clients behind them, and what bounds, guards and repeats them. */
export default defineFact({
  name: 'outbound',
  needs: ['calls', 'imports', 'source', 'packages', 'files', 'units', 'architecture'],
  gather: ({ calls, imports, source, packages, files, units, architecture }) => {
    const graph = codeGraph(calls, imports);
    const possible = serverModules(files, imports, units, packages, source);
    const whole = localGraph(graph, possible);
    const asked = askedByServer(whole, possible);
    const withAsked = new Set([...asked].map(moduleOf));
    const scripted = onlyOfScripts(graph, possible, imports, files, units);
    const server = new Map([...possible].filter(([file, { both }]) => (!both || withAsked.has(file)) && !scripted.has(file)));
    const local = server.size === possible.size ? whole : localGraph(graph, server);
    const breakers = breakersOf(graph, server);
    return { modules: [...server.keys()].sort(), ...gatherCalls(graph, server, packages, local, breakers, architecture.declared, imports, oneShot(graph, server, imports, files, units), asked), breakers, graph: local, stores: storesHandedIn(graph, server) };
  },
});
