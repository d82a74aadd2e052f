import { defineCheck, type Course, type Endpoint, type Input, type Judgement, type Unjudged } from '../../src/model/index.ts';
import { placeText } from '../../src/lib/mistake.ts';
import { linkEvidence, LOOKS_BY_HAND, openByNature, takenBy } from '../../src/lib/endpoints.ts';
import { gathered, SENDS_ON } from '../../src/lib/input-findings.ts';

/** What needs a validator: a path parameter alone is one string, and headers are the transport's. */
const JUDGED: readonly Input[] = ['body', 'message', 'query'];
const PLACES: Readonly<Record<string, string>> = { body: 'the body', message: 'the message', query: 'the query' };

export default defineCheck({
  id: 'unvalidated-input',
  dimension: 'security',
  severity: 'critical',
  phase: '12.18',
  from: 'prototype',
  effort: 'low',
  title: 'Input is validated at every boundary',
  why: 'What comes from outside has any shape; a type in TypeScript is a wish that nothing checks at run time.',
  fix: 'Parse the input with a schema before anything uses it: a validation pipe and a class with decorators, a route schema, or schema.parse.',
  grading: 'share',
  needs: ['endpoints', 'units', 'imports'],
  inspect({ endpoints, units, imports }) {
    const judgements: Judgement[] = [];
    const unjudged: Unjudged[] = [];
    for (const endpoint of endpoints.endpoints) {
      // What is fetched has no body, though a function that serves several may look for one.
      const read = JUDGED.filter((input) => endpoint.reads.includes(input) && !(input === 'body' && (endpoint.method === 'GET' || endpoint.method === 'HEAD')));
      const bare = read.filter((input) => !isCovered(endpoint, input));
      const inputs = alone(endpoint, bare.length > 0 ? bare : read);
      if (endpoint.delegated || endpoint.method === 'OPTIONS') continue;
      const { subject, at } = endpoint;
      if (inputs.length === 0) {
        // What a handler reads that could not be followed is not nothing.
        if (!endpoint.handler && endpoint.unclear && TAKES_BODY.test(endpoint.method ?? '') && !validatorOf(endpoint, ['body'])) unjudged.push({ subject, at, reason: `${subject}: ${endpoint.unclear}.` });
        continue;
      }
      const link = validatorOf(endpoint, inputs);
      // A type that is looked at somewhere says nothing of what was followed into a store with no look at it.
      const course = courseOf(endpoint, inputs);
      const looks = link?.name === LOOKS_BY_HAND && goesInBare(course) && !course?.weighed && !course?.into?.made ? link : undefined;
      const by = looks ? undefined : link;
      if (by?.scope === 'handler' && by.confidence === 'low') {
        unjudged.push({ subject, at, reason: `${subject} ${by.name}; whether at all that it reads is not to be told.` });
        continue;
      }
      if (by?.leaves) {
        unjudged.push({ subject, at: by.leaves.at, reason: `${by.name} looks at ${listOf(inputs)} of ${subject}, and lets ${by.leaves.name} pass as it comes (${placeText(by.leaves.at)}).` });
        continue;
      }
      const other = by && parsesElse(endpoint, by, inputs);
      if (by && other) {
        const what = other.into && goesInBare(other) ? `yet hands ${listOf(inputs)} to ${other.into.name} as it comes (${placeText(other.into.at)})` : other.checked ? `looks at ${listOf(inputs)} by hand` : `was not seen to hand it ${listOf(inputs)}`;
        unjudged.push({ subject, at, reason: `${subject} parses something with a schema (${placeText(by.at)}), and ${what}.` });
        continue;
      }
      if (by) {
        judgements.push({ subject, at, standing: 'verified', message: `${by.scope === 'handler' ? 'Its handler' : by.name} validates ${listOf(lookedAt(endpoint, by, inputs))}.`, evidence: linkEvidence(by), ...(by.confidence !== 'high' && { confidence: by.confidence }) });
        continue;
      }
      const unknown = endpoint.chain.find(mayValidate);
      if (unknown || (!endpoint.handler && endpoint.unclear)) {
        unjudged.push({ subject, at, reason: unknown ? `What ${unknown.name} does on ${subject} could not be followed.` : `${subject}: ${endpoint.unclear}.` });
        continue;
      }
      const whole = takenBy(endpoint);
      if (whole !== undefined) {
        unjudged.push({ subject, at, reason: `${subject} hands ${listOf(inputs)} to ${whole}; what that looks at lies elsewhere.` });
        continue;
      }
      if (course?.checked && !goesInBare(course)) {
        unjudged.push({ subject, at, reason: `${subject} looks at ${listOf(inputs)} by hand; whether at all that it reads is not to be told.` });
        continue;
      }
      // `client.callback(params)`: what came back from the provider is proved by the library that sent it there.
      if (course?.lost && !course.into && openByNature(endpoint)?.startsWith('a callback')) {
        unjudged.push({ subject, at, reason: `${subject} hands ${listOf(inputs)} to ${course.lost.name}; what that looks at lies elsewhere.` });
        continue;
      }
      // What is only answered, written down or turned into text and numbers does no harm; what was not seen may.
      if (course && !course.into && !course.lost) {
        unjudged.push({ subject, at, reason: `${subject} takes ${listOf(inputs)}; nothing was seen to keep it or to send it on.` });
        continue;
      }
      judgements.push({ subject, at, standing: 'missing', message: `${subject} takes ${course?.part === undefined ? '' : `${course.part} of `}${listOf(inputs)} as it comes.`, evidence: [...evidenceOf(endpoint, course)!, ...(looks ? [{ note: 'looks at a type here', at: looks.at }] : [])], ...(looks && !course?.checked ? { confidence: 'low' as const } : confidenceOf(endpoint, inputs, course)) });
    }
    const together = gathered(judgements, endpoints.endpoints, units.units, imports);
    return { examined: together.length, judgements: together, unjudged };
  },
});

const TAKES_BODY = /^(?:POST|PUT|PATCH)$/;

/** What asks who calls looks at no input, even where it could not be followed. */
const OF_CALLERS = /auth(?!or(?!i))|login|session|permission|\brole|owner|access|guard|user|account|member|tenant|identity|admin|security/i;
const OF_INPUT = /valid|schema|parse|body|input|dto|check/i;

/** What stands on the endpoint and could not be followed, or says by its name that it validates and was not seen to: there are more ways than are known. */
const mayValidate = ({ role, name, scope, somewhere, apart }: Endpoint['chain'][number]): boolean =>
  (role === 'unknown' && !apart && somewhere === undefined && scope !== 'handler' && scope !== 'global' && !(OF_CALLERS.test(name) && !OF_INPUT.test(name)))
  || (role === 'other' && scope === 'method' && SAYS_IT.test(name));
const SAYS_IT = /^(?:\w+\.)*(?:validate\w*|validator\w*|check(?:Body|Schema|Input|Payload|Query)|parseBody|withSchema)$/;

/** A pipe for all only checks what has a class to check against: that link stands on the parameter itself. */
const validatorsOf = ({ chain, framework }: Endpoint): Endpoint['chain'] =>
  chain.filter(({ role, scope }) => role === 'validation' && !(framework === 'nest' && (scope === 'global' || scope === 'class')));

/** A schema that names its parts covers those alone. */
const isCovered = (endpoint: Endpoint, input: Input): boolean => validatorsOf(endpoint).some(({ inputs }) => !inputs || inputs.includes(input));

const validatorOf = (endpoint: Endpoint, asked: readonly Input[]): Endpoint['chain'][number] | undefined => {
  const links = validatorsOf(endpoint).filter(({ inputs }) => !inputs || inputs.some((one) => asked.includes(one)));
  return links.find(({ confidence }) => confidence === 'high') ?? links[0];
};

/** What a validator was seen to look at: a schema that parses somewhere in a handler is no more than one of the body, unless more was handed to it. */
function lookedAt({ courses }: Endpoint, by: Endpoint['chain'][number], inputs: readonly Input[]): readonly Input[] {
  if (by.inputs) return inputs.filter((input) => by.inputs!.includes(input));
  const parsed = inputs.filter((input) => courses?.[input]?.parsed);
  return by.scope !== 'handler' || inputs.length < 2 ? inputs : parsed.length > 0 ? parsed : inputs.slice(0, 1);
}

/** What became of an input that was followed, where no schema was seen to parse it: what this one parses is something else. */
function parsesElse({ courses }: Endpoint, by: Endpoint['chain'][number], inputs: readonly Input[]): Course | undefined {
  const known = by.scope === 'handler' ? inputs.flatMap((input) => courses?.[input] ?? []) : [];
  return known.length === inputs.length && known.every(({ parsed }) => !parsed) ? known.find(({ into }) => into) ?? known[0] : undefined;
}

const listOf = (inputs: readonly Input[]): string => inputs.map((input) => PLACES[input]).join(' and ');

/** What is looked at of the query is no look at a body that goes in beside it. */
function alone({ courses }: Endpoint, inputs: readonly Input[]): readonly Input[] {
  const found = inputs.filter((input) => input !== 'query' && goesInBare(courses?.[input]));
  return found.length > 0 && inputs.every((input) => found.includes(input) || courses?.[input]?.checked || courses?.[input]?.parsed) ? found : inputs;
}

/** What becomes of the inputs together: one that is looked at is enough of a doubt. */
function courseOf({ courses }: Endpoint, inputs: readonly Input[]): Course | undefined {
  const known = inputs.map((input) => courses?.[input]);
  return known.some((one) => one === undefined) ? undefined : known.reduce((all, one) => ({ ...one, ...all }));
}

/** Something of what comes in goes in with no look at it. */
const goesInBare = (course: Course | undefined): boolean => course?.into !== undefined && !course.parsed && (!course.checked || course.part !== undefined || course.whole === true);

const evidenceOf = ({ handler, at, chain, framework }: Endpoint, course: Course | undefined): Judgement['evidence'] => [
  ...(course?.into ? [{ note: `goes into ${course.into.name} here`, at: course.into.at }] : course?.lost ? [{ note: `is handed to ${course.lost.name} here, and no further to be followed`, at: course.lost.at }] : []),
  ...(course?.weighed ? [{ note: 'a look at it here turns nobody away for what it is', at: course.weighed }] : []),
  ...(handler && (handler.file !== at.file || handler.line !== at.line) ? [{ note: 'its handler', at: handler }] : []),
  ...(framework === 'nest' ? chain.filter(({ role, scope }) => role === 'validation' && scope === 'global').slice(0, 1).map(({ name, at: applied }) => ({ note: `${name} finds no class with decorators to check it against`, at: applied })) : []),
];

/** High only where what comes in was seen to go in as it came, with no look at it on the way. */
function confidenceOf({ kind }: Endpoint, inputs: readonly Input[], course: Course | undefined): Pick<Judgement, 'confidence'> {
  if (course?.weighed || course?.whole || (course?.into && course.part === undefined && SENDS_ON.test(course.into.name))) return { confidence: 'low' };
  if (course?.into && !(course.into.made && course.into.steps >= 2) && course.part !== undefined && inputs.includes('body') && kind === 'http') return { confidence: 'medium' };
  // Between the handler and what keeps it, the team's own layers may look at what they make of it.
  const doubtful = !course?.into || (course.into.made === true && course.into.steps >= 2) || inputs.every((input) => input === 'query') || kind === 'action' || kind === 'message';
  return doubtful ? { confidence: 'low' } : {};
}
