// A light reading of the Mermaid that the design documents hold. The real parser (mermaid) brings a browser's DOM and some
// 60 MB with it; what can go wrong here is small: a line of no known form, a name that is not declared, a subgraph left open.

const ID = String.raw`[A-Za-z]\w*`;
const QUOTED = String.raw`"[^"\n]*"`;
const NODE = new RegExp(String.raw`^(${ID})(?:\[\(${QUOTED}\)\]|\{\{${QUOTED}\}\}|\(\[${QUOTED}\]\)|\[/${QUOTED}/\]|\(\(${QUOTED}\)\)|\[${QUOTED}\])$`);
const EDGE = new RegExp(String.raw`^(${ID}) (?:-->|-\.->|-\. \w+ \.->) (${ID})$`);

/** What is wrong with a diagram; none: it is well formed. */
export function mermaidFaults(code: string): string[] {
  const [head = '', ...lines] = code.split('\n').map((line) => line.trim());
  return /^flowchart (?:LR|TB)$/.test(head) ? flowchart(lines) : head === 'sequenceDiagram' ? sequence(lines) : head === 'erDiagram' ? entities(lines) : [`no diagram begins with ${head}`];
}

function flowchart(lines: readonly string[]): string[] {
  const faults: string[] = [];
  const known = new Set<string>();
  const used: string[] = [];
  let open = 0;
  for (const line of lines) {
    const group = new RegExp(String.raw`^subgraph (${ID})\[${QUOTED}\]$`).exec(line);
    const [node, edge] = [NODE.exec(line), EDGE.exec(line)];
    if (group) { open++; known.add(group[1]!); }
    else if (line === 'end') open--;
    else if (node) { if (known.has(node[1]!)) faults.push(`${node[1]} twice`); known.add(node[1]!); }
    else if (edge) used.push(edge[1]!, edge[2]!);
    else faults.push(`not understood: ${line}`);
  }
  if (open !== 0) faults.push('a subgraph is left open');
  return [...faults, ...used.filter((name) => !known.has(name)).map((name) => `${name} is not declared`)];
}

function sequence(lines: readonly string[]): string[] {
  const known = new Set<string>();
  return lines.flatMap((line) => {
    const said = new RegExp(String.raw`^(?:actor|participant) (${ID}) as [^\n;#:]+$`).exec(line);
    if (said) { known.add(said[1]!); return []; }
    const message = new RegExp(String.raw`^(${ID})--?>>(${ID}): (.+)$`).exec(line);
    if (!message) return [`not understood: ${line}`];
    return [...[message[1]!, message[2]!].filter((name) => !known.has(name)).map((name) => `${name} is not declared`), ...(/;(?<!#\d+;)/.test(message[3]!) ? [`a semicolon ends: ${line}`] : [])];
  });
}

function entities(lines: readonly string[]): string[] {
  let open = false;
  const faults = lines.flatMap((line) => {
    if (new RegExp(String.raw`^${ID} \{$`).test(line) && !open) { open = true; return []; }
    if (line === '}' && open) { open = false; return []; }
    if (open) return new RegExp(String.raw`^${ID} ${ID}(?: PK)?$`).test(line) ? [] : [`not a field: ${line}`];
    return new RegExp(String.raw`^${ID}(?: \|\|--o\{ ${ID} : \w+)?$`).test(line) ? [] : [`not understood: ${line}`];
  });
  return open ? [...faults, 'an entity is left open'] : faults;
}

export const diagramsIn = (markdown: string): string[] => [...markdown.matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)].map(([, code]) => code!.trimEnd());
