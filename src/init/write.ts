import { stringify } from 'yaml';
import type { ProposedComponent, ProposedDependency, ProposedExternal, ProposedStore, Proposal } from './proposal.ts';

export const MODELINE = '# yaml-language-server: $schema=./node_modules/arch-lint/schemas/architecture.schema.json';
const WIDTH = 120;

/** Answers of a person, which the repository could not give. */
export interface Answers {
  readonly name?: string;
  readonly stage?: string;
  readonly teamSize?: number;
  /** Who owns what CODEOWNERS does not give to anybody. */
  readonly owner?: string;
}

/** Questions of the discovery brief that no repository answers; with the hash marks gone, it validates as it stands. */
const BRIEF = [
  '# What no code can tell. Correct the lines and take the hash marks away: each answer lets more be judged.',
  '# requirements:',
  '#   functional: [the core use cases, a line each]',
  '#   non_functional: {availability: "99.9%", latency_p99: "< 500ms", throughput: 100 rps, data_volume: GB, consistency: eventual, compliance: none}',
  '# constraints: {budget: startup, timeline: months, team_skills: [typescript], existing_infra: none}',
  '# priorities: {time_to_market: 1, reliability: 2, maintainability: 3, scalability: 4, cost_efficiency: 5}',
];

/** The proposal as an architecture.yaml, each part with a comment that says what shows it. */
export function writeDeclaration(proposal: Proposal, answers: Answers = {}): string {
  const { name, teamSize, activity, style, components, layers, externals, stores, storeNotes, caches, queues, cloud, orchestration, decisions, tooling } = proposal;
  const size = answers.teamSize ?? teamSize?.value;
  const blocks: string[][] = [
    [
      MODELINE, '#',
      '# A first draft, read off this repository. Comments say what showed each part; what could not be known is left out.',
      '# Correct it, then let `arch-lint` hold the code to it. `arch-lint init --update` adds what appears later.',
      'version: 1',
    ],
    [
      'project:',
      `  name: ${scalar(answers.name ?? name.value)}${answers.name === undefined ? note(name.from) : ''}`,
      ...(answers.stage === undefined ? ['  # stage: growth   # prototype, MVP, growth, scale or enterprise: how much is asked of you'] : [`  stage: ${answers.stage}`]),
      ...(size === undefined ? [] : [`  team_size: ${size}${answers.teamSize === undefined ? note(teamSize!.from) : ''}`]),
      ...(activity === undefined ? [] : [`  # ${activity}`]),
    ],
    ...(style ? [['style:', `  name: ${style.value}${note(style.from)}`]] : []),
    layerLines(layers),
    ['components:', ...components.flatMap((component) => componentLines(component, answers.owner))],
    section('externals', externals.flatMap(externalLines)),
    [...storeNotes.map((sentence) => `# ${sentence}`), ...section('data_stores', stores.flatMap(storeLines))],
    section('caches', caches.flatMap(storeLines)),
    section('queues', queues.flatMap(storeLines)),
    section('infrastructure', [...(cloud ? [`  cloud: ${cloud.value}${note(cloud.from)}`] : []), ...(orchestration ? [`  orchestration: ${orchestration.value}${note(orchestration.from)}`] : [])]),
    ...(decisions ? [[`decisions: {path: ${scalar(decisions.value, true)}}${note(decisions.from)}`]] : []),
    ...(tooling.length > 0 ? [['# At the root, and imported by nothing: they build or test.', 'files:', `  tooling: ${flow(tooling)}`]] : []),
    waiverLines(layers),
    BRIEF,
  ];
  return `${blocks.filter((block) => block.length > 0).map((block) => block.join('\n')).join('\n\n')}\n`;
}

export const section = (name: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [`${name}:`, ...lines]);

export function componentLines({ name, path, kind, from, owner, responsibility, publicApi, workloads, dependsOn }: ProposedComponent, fallback?: string): string[] {
  const owners = owner?.value ?? (fallback === undefined ? undefined : [fallback]);
  return [
    `  ${scalar(name)}:${note(from)}`,
    ...(path.length === 1 ? [`    path: ${scalar(path[0]!)}`] : ['    path:', ...path.map((one) => `      - ${scalar(one)}`)]),
    `    kind: ${kind}`,
    ...(owners === undefined ? [] : [`    owner: ${owners.length === 1 ? scalar(owners[0]!) : flow(owners)}${owner ? note(owner.from) : ''}`]),
    ...(responsibility === undefined ? [] : [`    responsibility: ${scalar(responsibility.value)}${note(responsibility.from)}`]),
    ...(publicApi === undefined ? [] : [`    public_api: ${scalar(publicApi)}${note('nobody imports past it')}`]),
    ...(workloads === undefined ? [] : [`    workloads: ${flow(workloads)}`]),
    ...(dependsOn.length === 0 ? [] : ['    depends_on:', ...dependsOn.map((one) => dependencyLine(one, '      '))]),
  ];
}

export function dependencyLine({ from, ...dependency }: ProposedDependency, indent: string): string {
  const words = (['component', 'external', 'store', 'queue', 'cache', 'mode', 'via'] as const).flatMap((key) => (dependency[key] === undefined ? [] : [`${key}: ${scalar(dependency[key], true)}`]));
  return `${indent}- {${words.join(', ')}}${note(from)}`;
}

export const externalLines = ({ name, kind, packages, hosts, adapter, criticality, from }: ProposedExternal): string[] => [
  `  ${scalar(name)}:${note(from)}`,
  ...(kind === undefined ? [] : [`    kind: ${kind}`]),
  ...(packages === undefined ? [] : [`    packages: ${flow(packages)}`]),
  ...(hosts === undefined ? [] : [`    hosts: ${flow(hosts)}`]),
  ...(adapter === undefined ? [] : [`    adapter: ${scalar(String(adapter))}${note('nothing else speaks to it')}`]),
  ...(criticality === undefined ? [] : [`    criticality: ${criticality}${note('it is told of errors or measurements; nothing waits for it')}`]),
];

export const storeLines = ({ name, engine, purpose, env, from }: ProposedStore): string[] => [
  `  ${scalar(name)}:${note(from)}`,
  `    engine: ${scalar(engine)}`,
  ...(purpose === undefined ? [] : [`    purpose: ${purpose}`]),
  // Asked by premature-technology; nothing but its maker knows.
  ...(purpose === 'document' ? ['    # reason: why documents, and no relational store'] : []),
  ...(env === undefined ? [] : [`    env: ${flow(env)}`]),
];

function layerLines({ declared, notes }: Proposal['layers']): string[] {
  const told = notes.map((one) => `# ${one}`);
  if (!declared) return told.length === 0 ? [] : ['# No layers are declared:', ...told];
  return [
    'layers:',
    ...told.map((one) => `  ${one}`),
    `  preset: ${declared.preset}`,
    ...(declared.dependency_inversion ? ['  dependency_inversion: true'] : []),
    ...(declared.per ? [`  per: ${declared.per}`] : []),
    '  order:',
    ...declared.order.flatMap(({ name, path, pure }) => {
      const paths = typeof path === 'string' ? scalar(path, true) : flow(path);
      const purity = pure === undefined ? '' : `, pure: ${typeof pure === 'boolean' ? pure : `{allow: ${flow(pure.allow)}}`}`;
      const line = `    - {name: ${scalar(name, true)}, path: ${paths}${purity}}`;
      return line.length <= WIDTH || typeof path === 'string' ? [line] : [`    - name: ${scalar(name)}`, '      path:', ...path.map((one) => `        - ${scalar(one)}`), ...(purity ? [`      ${purity.slice(2)}`] : [])];
    }),
  ];
}

const waiverLines = ({ against }: Proposal['layers']): string[] => (against.length === 0 ? [] : [
  '# Imports against the order of layers that stood here when it was first written down. The list may only shrink.',
  'waivers:',
  ...against.map(({ subject }) => `  - {check: layer-violations, subject: ${scalar(subject, true)}, reason: It stood here before the layers were declared.}`),
]);

/** A comment after a value; line breaks and its own length are bounded. */
export const note = (text: string): string => (text === '' ? '' : `  # ${text.replaceAll(/\s+/g, ' ').slice(0, 160)}`);

/** A value as YAML on one line; inside brackets more characters must be quoted. */
export function scalar(value: string, inFlow = false): string {
  const text = stringify(value, { lineWidth: 0, defaultStringType: 'PLAIN', blockQuote: false }).trimEnd();
  return inFlow && /[,[\]{}]/.test(text) && !/^["']/.test(text) ? JSON.stringify(value) : text;
}

const flow = (values: readonly string[]): string => `[${values.map((one) => scalar(one, true)).join(', ')}]`;
