export { GRAPH_FACTS, graphDocument, type GraphDocument, type GraphFacts } from './document.ts';
export type { GraphLevel } from './drawing.ts';
export { graphDot } from './dot.ts';
export { graphMermaid } from './mermaid.ts';
