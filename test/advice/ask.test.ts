import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../checks/index.ts';
import { understand } from '../../src/advice/ask/choose.ts';
import { REQUESTS } from '../../src/advice/ask/requests.ts';
import { cli, repository } from '../support.ts';

const COMMANDS = new Set(REQUESTS.map(({ command }) => command.split(' ')[0]!));
const IDS = CHECKS.map(({ id }) => id);
/** `command | name | name --option=value`: what the sentence becomes, or `?` and the near commands. */
function told(sentence: string): string {
  const found = understand(sentence, COMMANDS, IDS);
  if ('near' in found) return `? ${found.near.map(({ command }) => command).join(' ')}`.trim();
  const { command, arguments: { names, options = {} } } = found.sure;
  return [[command, ...names].join(' | '), ...Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]))].join(' ');
}

describe('the twelve requests of the source document, in its wording', () => {
  it.each([
    ['Design a chat system', 'design | chat system'],
    ['Design URL shortener', 'design | URL shortener'],
    ['Design a food delivery platform', 'design | food delivery platform'],
    ['Review my architecture', 'review'],
    ['Score this architecture', 'score'],
    ['Help me choose between PostgreSQL and MongoDB', 'compare | PostgreSQL | MongoDB'],
    ['Help me choose between REST and GraphQL', 'compare | REST | GraphQL'],
    ['Help me choose between microservices and a modular monolith', 'compare | microservices | modular monolith'],
    ['Help me choose between Kafka, SQS and RabbitMQ', 'compare | Kafka | SQS | RabbitMQ'],
    ['Write an ADR for using PostgreSQL for orders', 'adr new | Use PostgreSQL for orders'],
    ['Write an ADR for the move to an event bus', 'adr new | Move to an event bus'],
    ['Design the data model for orders', 'data-model | orders'],
    ['Design the data model for a hotel booking', 'data-model | hotel booking'],
    ['How should I handle distributed transactions?', 'pattern | distributed transactions'],
    ['How should I handle CQRS?', 'pattern | CQRS'],
    ['How should I handle retries?', 'pattern | retries'],
    ['System design interview: URL shortener', 'interview | URL shortener'],
    ['System design interview: a rate limiter', 'interview | rate limiter'],
    ['What database should I use?', 'database'],
    ['How do I migrate from a monolith to microservices?', 'migrate --to=microservices --from=monolith'],
    ['How do I migrate from MySQL to PostgreSQL?', 'migrate --to=PostgreSQL --from=MySQL'],
    ["What's the right architecture for my team?", 'style'],
    ['What’s the right architecture for my team?', 'style'],
    ['Help me define service boundaries', 'boundaries'],
  ])('%s', (sentence, expected) => expect(told(sentence)).toBe(expected));
});

describe('paraphrases', () => {
  it.each([
    // design
    ['I want to build a ride sharing service', 'design | ride sharing service'],
    ['Can you sketch an architecture for a payment system, please?', 'design | payment system'],
    ['How would you design a news feed?', 'design | news feed'],
    ['We need a design for an online auction', 'design | online auction'],
    ['Architect a notification system for me', 'design | notification system'],
    // review
    ['Please review this system', 'review'],
    ['Go through the review checklist', 'review'],
    ['Audit our architecture', 'review'],
    ['Give me an architecture review', 'review'],
    ["I'd like a second opinion on our design", 'review'],
    // score
    ['How good is our architecture?', 'score'],
    ['Rate my architecture', 'score'],
    ['What is our architecture score?', 'score'],
    ['Grade this design out of 100', 'score'],
    ['What would the score be if missing-timeouts were fixed?', 'score --what-if=missing-timeouts=verified'],
    // compare
    ['Should we use Kafka or RabbitMQ?', 'compare | Kafka | RabbitMQ'],
    ['gRPC vs REST', 'compare | gRPC | REST'],
    ["What's the difference between JWT and sessions?", 'compare | JWT | sessions'],
    ['Compare cache-aside with write-through', 'compare | cache-aside | write-through'],
    ['Which is better for us: a monolith or microservices?', 'compare | monolith | microservices'],
    ['What are the trade-offs between 2PC and sagas?', 'compare | 2PC | sagas'],
    ['Is Redis better than Memcached?', 'compare | Redis | Memcached'],
    // adr
    ['Document our decision to use Kafka', 'adr new | Use Kafka'],
    ['Create a decision record about event sourcing for the ledger', 'adr new | Event sourcing for the ledger'],
    ['Draft an ADR: Keep the monolith', 'adr new | Keep the monolith'],
    ['New ADR on moving to Kubernetes', 'adr new | Moving to Kubernetes'],
    ['Please record the decision that we cache prices', 'adr new | Cache prices'],
    ['List our ADRs', 'adr list'],
    ['Which decisions have we made?', 'adr list'],
    ['Supersede ADR 3 with change data capture', 'adr supersede | 3 | Change data capture'],
    // data-model
    ['Show me the entities of billing', 'data-model | billing'],
    ['What entities does the loans context have?', 'data-model | loans'],
    ['Draw an entity relationship diagram', 'data-model'],
    ['Model the data for a library', 'data-model | library'],
    ['What does our domain model look like?', 'data-model'],
    ['Database schema design for invoices', 'data-model | invoices'],
    // pattern
    ['How do we deal with duplicate events?', 'pattern | duplicate events'],
    ['What is the outbox pattern?', 'pattern | outbox'],
    ['When should I use a circuit breaker?', 'pattern | circuit breaker'],
    ['What is the best way to handle failed messages?', 'pattern | failed messages'],
    ['Do we need a service mesh?', 'pattern | service mesh'],
    ['Tell me about the strangler fig pattern', 'pattern | strangler fig'],
    // interview
    ['Interview me on designing a chat system', 'interview | chat system'],
    ['Mock interview: design a news feed', 'interview | news feed'],
    ['Practise a system design interview about video streaming', 'interview | video streaming'],
    ['Prepare me for the interview question: design a rate limiter', 'interview | rate limiter'],
    ['Give me a search autocomplete interview', 'interview | search autocomplete'],
    // database
    ['Which database is right for full-text search?', 'database --need=search'],
    ['Recommend a data store for time series', 'database --need=time-series'],
    ['Where should we store sessions?', 'database --need=cache'],
    ['What kind of DB do I need for JSON documents?', 'database --need=document'],
    ['Pick a database for fraud detection', 'database --need=graph'],
    // migrate
    ['Break up the monolith', 'migrate --to=microservices'],
    ['How can we move from a monolith to services step by step?', 'migrate --to=services --from=monolith'],
    ['Give me a migration plan to microservices', 'migrate --to=microservices'],
    ['We want to get from Heroku to Kubernetes', 'migrate --to=Kubernetes --from=Heroku'],
    ['Turn our monolith into microservices', 'migrate --to=microservices --from=monolith'],
    // style
    ['Which architecture style suits us?', 'style'],
    ['We are 8 developers; what architecture is best for us?', 'style --team=8'],
    ['Are microservices overkill for us?', 'style'],
    ['Recommend an architecture for a team of 12', 'style --team=12'],
    ['Do we really need microservices?', 'style'],
    // boundaries
    ['Where should I cut this into services?', 'boundaries'],
    ['Find the bounded contexts', 'boundaries'],
    ['How should we split our code into services?', 'boundaries'],
    ['Suggest module boundaries', 'boundaries'],
    ['Which modules belong together?', 'boundaries'],
    // the others
    ['Estimate the load for 1.5 million users with 20 requests a day', 'estimate --users=1.5M --actions=20'],
    ['How many requests per second do 200K daily users make?', 'estimate --daily-users=200K'],
    ['Explain missing-timeouts', 'explain | missing-timeouts'],
    ['Why does circular dependencies fail?', 'explain | circular-dependencies'],
    ['What should I fix first?', 'next'],
    ['How can we improve our score?', 'next'],
    ['Can src/orders import src/billing?', 'can | src/orders | src/billing'],
    ['May orders use billing?', 'can | orders | billing'],
    ['Draw the dependency graph', 'graph --format=mermaid'],
    ['Show me the imports as dot', 'graph --format=dot'],
    ['Lint this repository', 'check'],
    ['Does the code still follow the architecture?', 'check'],
  ])('%s', (sentence, expected) => expect(told(sentence)).toBe(expected));
});

describe('more ways to ask, written before the table was tried on them', () => {
  it.each([
    ['Come up with a system design for a parking garage', 'design'],
    ["Let's design a multi-tenant CRM", 'design'],
    ['Could you help me architect a video streaming platform?', 'design'],
    ['I need an architecture for a telemedicine app', 'design'],
    ['Create a system design for Uber', 'design'],
    ['How should I design a rate limiter?', 'design'],
    ['What do you think of our architecture?', 'review'],
    ['Do an architecture review', 'review'],
    ['Check my architecture against the checklist', 'review'],
    ['Is anything wrong with my architecture?', 'review'],
    ['Run the phase 12 review', 'review'],
    ["What's the quality of this architecture?", 'score'],
    ['Give this architecture a rating', 'score'],
    ['How healthy is this system?', 'score'],
    ['Evaluate our architecture from 0 to 100', 'score'],
    ['How well does our architecture score?', 'score'],
    ["I can't decide between Redis and Memcached", 'compare'],
    ['Monolith or microservices?', 'compare'],
    ['REST, GraphQL or gRPC for our public API?', 'compare'],
    ['Pros and cons of Kafka versus RabbitMQ', 'compare'],
    ['Do I want optimistic or pessimistic locking?', 'compare'],
    ['When is MongoDB better than PostgreSQL?', 'compare'],
    ['Write an architecture decision record for adopting gRPC', 'adr new'],
    ['I need an ADR about our caching strategy', 'adr new'],
    ['Write up why we chose Postgres as an ADR', 'adr new'],
    ['Add an ADR saying that all services own their data', 'adr new'],
    ['Log a decision: events are versioned', 'adr new'],
    ['What tables do I need for a booking system?', 'data-model'],
    ['How should the data model for payments look?', 'data-model'],
    ['Sketch the domain model of the shop', 'data-model'],
    ['Which entities belong to the catalogue context?', 'data-model'],
    ['ER diagram for users and roles', 'data-model'],
    ['How do I implement the saga pattern?', 'pattern'],
    ['How should we handle slow third-party APIs?', 'pattern'],
    ['What should I do about cascading failures?', 'pattern'],
    ['How can I publish events reliably?', 'pattern'],
    ['Explain CQRS to me', 'pattern'],
    ['backend for frontend', 'pattern'],
    ["Let's practice a system design interview for Twitter", 'interview'],
    ['Simulate a system design interview: payment system', 'interview'],
    ['Quiz me on designing a distributed cache', 'interview'],
    ['Do a 30 minute interview on a notification system', 'interview'],
    ['Interview question: ride matching', 'interview'],
    ["What's the best database for analytics?", 'database'],
    ['Which DB fits my use case?', 'database'],
    ['I need a database for user sessions', 'database'],
    ['What storage engine would you recommend for logs over time?', 'database'],
    ['Where do I keep search documents?', 'database'],
    ["What's the best way to migrate our monolith to microservices?", 'migrate'],
    ['Plan a migration from REST to gRPC', 'migrate'],
    ['How do we strangle our legacy monolith?', 'migrate'],
    ['How do I extract services from our monolith?', 'migrate'],
    ['Move us from JavaScript monolith to modular monolith', 'migrate'],
    ['Which architecture fits a team of 5 developers?', 'style'],
    ['Should we go with microservices?', 'style'],
    ['What architecture should a startup with 3 engineers use?', 'style'],
    ['Is a monolith good enough for us?', 'style'],
    ['What is the best architecture for our company?', 'style'],
    ['Where are the natural service boundaries in this codebase?', 'boundaries'],
    ['How can I divide my app into bounded contexts?', 'boundaries'],
    ['Where do I draw the line between orders and billing?', 'boundaries'],
    ['Help us identify microservice boundaries', 'boundaries'],
    ['Which parts should become their own service?', 'boundaries'],
    ['Back of the envelope for 10 million users', 'estimate'],
    ['How much storage do 1M users need?', 'estimate'],
    ["What's the quickest win?", 'next'],
    ['Where should I start improving?', 'next'],
    ['What does unlimited-endpoints mean?', 'explain'],
    ['Is src/api allowed to import src/db?', 'can'],
    ['Visualize the module dependencies', 'graph'],
    ['Validate my architecture.yaml', 'check'],
    ['Scan this repo', 'check'],
  ])('%s → %s', (sentence, command) => expect(told(sentence).split(' | ')[0]!.split(' --')[0]).toBe(command));
  it.each([
    'Tell me a joke',
    'How is the weather?',
    'Deploy to production',
    'Delete the database',
    'Write unit tests for orders',
    'Fix the bug in login',
    'Who are you?',
  ])('%s: no command', (sentence) => expect(told(sentence)).toMatch(/^\?/));
});

describe('what is not sure is not run', () => {
  it.each([
    ['', '?'], ['hello', '?'], ['What time is it?', '?'], ['Order a pizza', '?'], ['the', '?'], ['?!', '?'],
    ['architecture', expect.stringMatching(/^\?/)],
    ['Help me choose', expect.stringMatching(/^\?/)],
    ['Compare apples', '? compare'],
    ['System design interview', expect.stringMatching(/^\? /)],
    ['Write an ADR', expect.stringMatching(/^\? adr new/)],
    ['Review and score my architecture', expect.stringMatching(/^\? (?:score review|review score)/)],
  ])('%j', (sentence, expected) => expect(told(sentence)).toEqual(expected));

  it('a command that is not there is never chosen', () => {
    expect(understand('Help me define service boundaries', new Set(['review', 'score']), IDS)).toMatchObject({ near: expect.any(Array) });
  });

  it('no piece of a sentence becomes an option', () => {
    expect(told('Compare --output=/tmp/x and --config=y')).toBe('compare | output=/tmp/x | config=y');
    expect(told('Design -o /tmp/x')).toBe('design | o /tmp/x');
  });

  it('reads a long and hostile sentence in no time', () => {
    const started = performance.now();
    for (const text of ['a '.repeat(50_000), 'from '.repeat(10_000), `compare ${'or '.repeat(10_000)}`, `design ${'the '.repeat(10_000)}`]) told(text);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

it('every row understands its own example', () => {
  for (const { command, example } of REQUESTS) expect(told(example).split(' | ')[0]!.split(' --')[0], example).toBe(command);
});

describe('arch-lint ask', () => {
  const folder = repository({ 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {a: {path: src}}\n', 'src/a.ts': 'export const a = 1;\n' });

  it('says the command line on stderr, and runs it in the folder', async () => {
    const { code, stdout, stderr } = await cli(['ask', 'Score this architecture', '--dir', folder, '--format', 'json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '→ arch-lint score --format=json\n\n' });
    expect(JSON.parse(stdout)).toMatchObject({ command: 'score' });
  });

  it('takes the sentence in one word or many; --print runs nothing', async () => {
    expect(await cli(['ask', '--print', 'Write', 'an', 'ADR', 'for', "the queue's format", '--dir', folder])).toMatchObject({ code: 0, stdout: "arch-lint adr new 'Queue'\\''s format'\n", stderr: '' });
  });

  it('designs, and asks in an interview', async () => {
    const place = repository({});
    expect(await cli(['ask', 'Design a chat system', '--dir', place])).toMatchObject({ code: 2, stderr: expect.stringMatching(/^→ arch-lint design 'chat system'\n\nThere is no terminal to ask on\./) });
    const designed = await cli(['ask', 'Design a chat system for 1M users with 9 developers', '--dir', place]);
    expect(designed).toMatchObject({ code: 0, stderr: "→ arch-lint design --users=1M --team=9 'chat system'\n\n" });
    expect(readdirSync(place).sort()).toEqual(['DESIGN.md', 'architecture.yaml']);
    const interview = await cli(['ask', 'System design interview: URL shortener', '--dir', place]);
    expect(interview).toMatchObject({ code: 0, stderr: "→ arch-lint interview 'URL shortener'\n\n", stdout: expect.stringContaining('Interview: URL shortener') });
  });

  it('migrates from one style to another, and says plainly what it does not cover', async () => {
    const modules = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`src/orders/${name}.ts`, `export const ${name} = 1;\n`]));
    const place = repository(modules);
    const planned = await cli(['ask', 'How do I migrate from a monolith to microservices?', '--dir', place]);
    expect(planned).toMatchObject({ code: 0, stderr: '→ arch-lint migrate --to=microservices --from=monolith\n\n', stdout: expect.stringContaining('From a monolith to microservices.') });
    const store = await cli(['ask', 'How do I migrate from MongoDB to PostgreSQL?', '--dir', place]);
    expect(store).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining("'PostgreSQL' is a store, and moving from one store to another is not covered") });
  });

  it('leaves the exit code to the command', async () => {
    expect(await cli(['ask', 'Score this architecture', '--dir', repository({ 'a.ts': '' })])).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no architecture.yaml') });
  });

  it('unsure: lists what comes near, exit 2, runs nothing', async () => {
    const { code, stdout, stderr } = await cli(['ask', 'Review and score my architecture', '--dir', folder]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^It is not sure what is asked\. Near are:\n {2}(?:review|score) /);
    expect((await cli(['ask', 'x'.repeat(400)])).stderr).toContain('The question has 400 characters');
    expect((await cli(['ask', 'hello'])).stderr.split('\n').length).toBeGreaterThan(10);
    expect((await cli(['ask', 'Write an ADR'])).stderr).toContain('adr new');
  });
});
