import type { Arguments, Request } from './request.ts';
import { choice, countOf, needIn, part, system as systemIn, thing, titled } from './words.ts';

const one = (name: string): Arguments | undefined => (name === '' ? undefined : { names: [name] });
const none = (): Arguments => ({ names: [] });
const STORE = String.raw`(?:databases?|db|data ?stores?|storage(?: engine)?|stores?)`;
const OURS = /\b(?:architecture|design|system|project|repo(?:sitory)?|code(?:base)?|app(?:lication)?|this|my|our|we|it)\b/i;
const PATTERN = String.raw`(?:strangler(?: fig)?|cqrs|outbox(?:es)?|bffs?|backends? for frontends?|sidecars?|service mesh(?:es)?|mesh(?:es)?|sagas?|anti-?corruption(?:[- ]layers?)?|acls?|circuit[- ]breakers?|bulkheads?|retr(?:y|ies)|back-?off|timeouts?|fallbacks?|rate[- ]limit(?:er|ers|ing|s)?|load[- ]shedding|event sourcing|api gateways?|idempotency)`;

/** Every request that a sentence can mean. A new command is a new row. */
export const REQUESTS: readonly Request[] = [
  {
    command: 'interview', example: 'System design interview: URL shortener',
    patterns: [
      [/\binterview\b(?:\s+(?:me|question|session|practice|prep|mode|round))*\s*(?:[:,–-]\s*|\b(?:on|about|for|with|where|to|covering)\b\s*)+(?:design(?:ing)?\s+(?:of\s+)?)?(?<system>.+)$/i, 10],
      [/\b(?:quiz|grill|test)\s+me\s+(?:on|about)\s+(?:design(?:ing)?\s+(?:of\s+)?)?(?<system>.+)$/i, 10],
      [/\b(?:practi[sc]e|rehearse|prepare|train)\b.*?\b(?:design(?:ing)?|of)\s+(?<system>.+?)\s+(?:for|in|as)\s+(?:an?|my|the)?\s*interview\b/i, 10],
      [/^(?:(?:give|run|do|start|hold|have|let's)\s+)?(?:me\s+)?(?<system>.+?)\s+(?:as\s+an?\s+|system[- ]design\s+)?interview\b/i, 4],
    ],
    words: [[/\binterview/i, 6], [/\bmock\b|\bquiz\b|\bwhiteboard\b/i, 3]],
    arguments: ({ caught: { system } }) => one(thing(system).replace(/^(?:system|design|system[- ]design|mock|technical|practice)$/i, '')),
  },
  {
    command: 'data-model', example: 'Design the data model for orders',
    patterns: [
      [/\b(?:data|domain|entity|database|db|er|entity[- ]relationship)[- ](?:models?|schema|diagram|design|modelling|modeling)\b\s*(?:(?:design|look(?:s)? like|for|of|behind|in|around)\b\s*)*(?<context>.*)$/i, 10],
      [/\b(?:model|design|draw|show|lay out|structure)\s+(?:me\s+)?(?:the\s+|our\s+)?(?:data|entities|tables|aggregates)\s+(?:of|for|in|behind|around)\s+(?<context>.+)$/i, 10],
      [/\b(?:which|what)\s+(?:entities|tables|aggregates)\b.*?\b(?:does|do|in|has|to|of|for)\s+(?:(?:i|we|you)\s+(?:need|have|want)\s+(?:for|in)\s+)?(?<context>.+?)(?:\s+(?:have|has|own|owns|hold|need|needs|contain))?$/i, 10],
    ],
    words: [[/\bentit(?:y|ies)\b|\baggregates?\b|\btables\b/i, 3]],
    arguments: ({ caught: { context } }) => ({ names: [part(context?.replace(/\s+looks?(?:\s+like)?$/i, ''))].filter(Boolean) }),
  },
  {
    command: 'adr supersede', example: 'Supersede ADR 3 with change data capture',
    patterns: [[/\b(?:supersede|replace|revise)\s+(?:the\s+)?(?:adr|decision|record|decision record)[\s#-]*0*(?<number>\d+)(?:\s+(?:with|by)\s+(?<title>.+))?$/i, 12]],
    arguments: ({ caught: { number = '', title } }) => ({ names: [number, titled(title)].filter(Boolean) }),
  },
  {
    command: 'adr list', example: 'List our decision records',
    patterns: [[/\b(?:list|show|see|which|what)\b.*\b(?:adrs|decision records|architecture decisions|decisions (?:have|did|were|are))\b/i, 11]],
    arguments: none,
  },
  {
    command: 'adr new', example: 'Write an ADR for using PostgreSQL',
    patterns: [
      [/\b(?:write|document|record|capture|note)\s+(?:up\s+|down\s+)?(?<title>.+?)\s+as\s+an?\s+(?:adr|decision)/i, 5],
      [/\b(?:adr|(?:architecture\s+|architectural\s+)?decision(?:\s+records?)?)\b\s*(?:[:–-]\s*|\b(?:for|about|on|to|that|saying|says|titled|called|of|why|which)\b\s*)+(?<title>.+)$/i, 5],
    ],
    words: [[/\badr\b|\bdecision record\b/i, 5], [/\b(?:write|draft|create|add|record|document|capture|log|new|note)\b/i, 3], [/\bdecision\b/i, 2]],
    arguments: ({ caught: { title } }) => one(titled(title)),
  },
  {
    command: 'migrate', example: 'How do I migrate from a monolith to microservices?',
    patterns: [
      [/\b(?:migrat\w*|mov(?:e|ing)|get|go(?:ing)?|switch\w*|transition\w*|port\w*|convert\w*|evolv\w*|path)\b.*?\bfrom\s+(?<from>.+?)\s+(?:in)?to(?:wards?)?\s+(?<to>.+)$/i, 10],
      [/\b(?:migrat\w*|transition)\b(?:\s+(?:plan|path|strategy|steps))*\s+(?:in)?to(?:wards?)?\s+(?<to>.+)$/i, 10],
      [/\b(?:migrat\w*|mov(?:e|ing)|switch\w*|transition\w*|convert\w*|turn\w*)\s+(?<from>.+?)\s+(?:in)?to(?:wards?)?\s+(?<to>.+)$/i, 9],
      [/\b(?:extract\w*|carv\w*|peel\w*|pull\w*)\b.*\b(?:from|out of|off)\b.*\bmonolith\b/i, 10],
      [/\b(?:strangl\w*|break(?:ing)?\s+up|split(?:ting)?(?:\s+up)?|decompos\w*|dismantl\w*|carv\w*\s+up)\s+(?:up\s+)?(?:the|our|my|this|a)?\s*(?:\w+\s+)?monolith\b(?:\s+(?:in)?to\s+(?<to>.+))?/i, 10],
    ],
    words: [[/\bmigrat/i, 3], [/\bmonolith\b.*\bservices\b/i, 1]],
    // Without a goal it is the source document's: from the monolith to services.
    arguments: ({ caught: { from, to } }) => ({ names: [], options: { to: thing(to).replace(/\s+(?:without|step|one|safely|in|over|by)\b.*$/i, '') || 'microservices', from: thing(from) || undefined } }),
  },
  {
    command: 'compare', example: 'Help me choose between REST and GraphQL',
    patterns: [
      [/\b(?:choos\w*|decid\w*|pick\w*|select\w*|torn|hesitat\w*|differences?|trade-?offs?|compar(?:e|ison|ing)|pros and cons|distinguish)\b.*?\b(?:between|of)\s+(?<list>.+)$/i, 10],
      [/\b(?:compare|weigh|contrast)\s+(?<list>.+)$/i, 10],
      [/^(?:(?:should|shall|do|would)\s+(?:i|we|you)\s+(?:rather\s+)?(?:use|choose|pick|take|prefer|need|want|go\s+(?:with|for)|adopt)\s+)(?<list>.+?\s(?:or|vs\.?|versus)\s.+)$/i, 10],
      [/\b(?:which|what)\b.{0,30}?\b(?:better|best|preferable|wiser)\b(?:\s+for\s+\w+)?[\s:,–-]*(?<list>.+?\s+(?:or|vs\.?|versus)\s+.+)$/i, 10],
      [/^(?:is\s+)?(?<list>.+?)\s+(?:better|preferable)\s*$/i, 1],
      [/^(?:when\s+)?(?:is|are)\s+(?<first>.+?)\s+(?:better|a better choice|preferable|wiser)\s+(?:than|to)\s+(?<second>.+)$/i, 10],
      [/^(?<list>.+?\s(?:vs\.?|versus)\s.+)$/i, 10],
      [/^(?<list>\S+(?:\s\S+){0,3}?\s+or\s+\S+(?:\s\S+){0,4})$/i, 7],
    ],
    arguments({ caught: { list, first, second } }) {
      const names = first === undefined ? choice(list) : choice(`${first} or ${second}`);
      return names.length === 0 ? undefined : { names };
    },
  },
  {
    command: 'boundaries', example: 'Help me define service boundaries',
    patterns: [
      [/\bboundar(?:y|ies)\b/i, 9],
      [/\b(?:bounded[- ]contexts)\b/i, 7],
      [/\b(?:draw|put|find)\b.*\b(?:line|seam|border)s?\b/i, 8],
      [/\b(?:how|where|what)\b.*?\b(?:should|would|could|can|do|to|is|are)\b.*?\b(?:split|cut|divide|partition|slice|carve)\b/i, 8],
      [/\b(?:which|what)\s+(?:modules|parts|files|components|code|services)\b.*\b(?:belong|go|be|become)\b.*\b(?:together|apart|separate|own service|(?:its|their) own)\b/i, 9],
    ],
    words: [[/\bservices?\b|\bmodules?\b|\bcontexts?\b/i, 1], [/\bmonolith\b/i, -3]],
    arguments: none,
  },
  {
    command: 'database', example: 'What database should I use?',
    patterns: [
      [new RegExp(String.raw`\b(?:what|which|right|best|recommend|suggest|choose|pick|select|find|need|good)\b(?:\s+\w+){0,4}?\s+${STORE}\b`, 'i'), 9],
      [/\bwhere\s+(?:should|do|can|could|would|to)\s+(?:i|we|you)?\s*(?:store|keep|put|save|hold)\s+(?<need>.+)$/i, 9],
      [new RegExp(String.raw`\b${STORE}\b.*\b(?:recommend\w*|suggest\w*|advice|should|choice|selection)\b`, 'i'), 8],
    ],
    words: [[/\bmodel\b|\bschema\b/i, -4]],
    arguments({ caught: { need }, sentence }) {
      const text = need ?? /\b(?:for|to (?:store|keep|hold|save|handle)|that)\s+(.+)$/i.exec(sentence)?.[1];
      return { names: [], options: { need: text === undefined ? undefined : needIn(text) } };
    },
  },
  {
    command: 'style', example: "What's the right architecture for my team?",
    patterns: [
      [/\b(?:right|best|suitable|fitting|ideal|which|what|recommend\w*|suggest\w*|good)\b.*?\barchitect\w*\b.*?\b(?:team|us|me|we|company|startup|start-up|developers|devs|engineers|people|project)\b/i, 9],
      [/\barchitect\w*\s+(?:style|pattern|approach)\b/i, 8],
      [/\b(?:are|is|would|do|should|can)\b.*?\b(?:microservices?|monoliths?|serverless|modular monolith|event-driven)\b.*?\b(?:right|good|fit|suit|overkill|make sense|too much|for (?:us|me|our|my)|yet|with|need)\b/i, 8],
      [/\b(?:should|shall|do|can)\s+(?:we|i)\s+(?:really\s+)?(?:need|go|use|adopt|do|be|have|start with)\s+(?:with\s+)?(?:microservices|a (?:modular )?monolith|serverless)\b/i, 8],
    ],
    words: [[/\bteam\b/i, 1]],
    arguments({ sentence }) {
      const team = countOf(sentence, 'developers|devs|people|engineers|programmers|persons|of us') ?? /\bteam of\s+(\d+)/i.exec(sentence)?.[1] ?? /\b(\d+)-person\b/i.exec(sentence)?.[1];
      return { names: [], options: { team } };
    },
  },
  {
    command: 'estimate', example: 'Estimate the load of 1M users',
    patterns: [[/\b(?:estimat\w*|calculat\w*|comput(?:e|ing)|envelope|how (?:many|much))\b.*\b(?:load|qps|rps|requests?|storage|bandwidth|traffic|capacity|users|throughput|disk)\b/i, 9], [/\b(?:envelope)\b/i, 9]],
    arguments({ sentence }) {
      const daily = countOf(sentence, '(?:daily|active)(?: active)? users|dau|users (?:a|per|each) day');
      return {
        names: [],
        options: {
          users: daily === undefined ? countOf(sentence, '(?:\\w+ )?users|people|customers') : undefined, 'daily-users': daily,
          actions: countOf(sentence, '(?:actions?|requests?|calls?|clicks?)(?: each|,? a day each| (?:per|a|each) (?:user|day))'),
        },
      };
    },
  },
  {
    command: 'can', example: 'May src/orders import src/billing?',
    patterns: [
      [/^(?:can|may|could|is|does)\s+(?<from>\S+)\s+(?:be\s+)?(?:allowed\s+to\s+|permitted\s+to\s+)?(?:import|use|depend\s+on|require|call|access)\s+(?:from\s+)?(?<to>\S+)$/i, 10],
      [/\b(?:import|use|require)\s+(?<to>\S+)\s+(?:in|into|from|inside|within)\s+(?<from>\S+)$/i, 9],
    ],
    words: [[/\ballowed\b|\bmay\b/i, 1]],
    arguments: ({ caught: { from, to } }) => (thing(from) === '' || thing(to) === '' ? undefined : { names: [thing(from), thing(to)] }),
  },
  {
    command: 'next', example: 'What should I fix first?',
    patterns: [
      [/\b(?:what|which|where)\b.*\b(?:fix|mend|improve|do|tackle|address|start|work on|begin)\b.*?\b(?:first|next|now|start)\b/i, 9],
      [/\bwhat'?s\s+next\b|\b(?:where)\b.*\b(?:start|begin)\b/i, 9],
      [/\b(?:cheapest|quickest|easiest|biggest|most valuable|low-hanging)\b.*\b(?:fix\w*|win|wins|improvements?|gain|points?|fruit)\b/i, 9],
      [/\b(?:raise|improve|increase|better)\b.*\bscore\b/i, 11],
    ],
    arguments: none,
  },
  {
    command: 'score', example: 'Score this architecture',
    patterns: [
      [/\b[01]\s*(?:to|-)\s*100?\b/i, 10],
      [/\bscor(?:e|es|ing)\b|\brat(?:e|ing)\b(?!\s*-?limit)|\bgrade\b|\bout of (?:100|ten|10)\b/i, 8],
      [/\bhow\s+(?:good|bad|solid|sound|healthy)\b/i, 8],
      [/\bquality\b/i, 7],
    ],
    words: [[OURS, 1], [/\blimit/i, -6]],
    arguments({ sentence, check }) {
      const supposed = check !== undefined && /\b(?:if|once|when|after|were|had)\b/i.test(sentence);
      return { names: [], options: { 'what-if': supposed ? `${check}=${/\b(?:missing|broken|gone|lost|removed)\b/i.test(sentence.replaceAll(new RegExp(check!.replaceAll('-', '[- ]'), 'gi'), '')) ? 'missing' : 'verified'}` : undefined } };
    },
  },
  {
    command: 'review', example: 'Review my architecture',
    patterns: [[/\breview(?:s|ed|ing)?\b/i, 8], [/\bchecklist\b/i, 9], [/\baudit\b(?!\s+(?:trail|log))/i, 8], [/\b(?:second opinion|critique|look over|go over|feedback on|think (?:of|about)|wrong with|evaluat\w*|assess\w*)\b/i, 7]],
    words: [[OURS, 1]],
    arguments: none,
  },
  {
    command: 'graph', example: 'Show the import graph',
    patterns: [[/\b(?:show|draw|print|plot|render|visuali[sz]e|give|see|generate|export)\b.*\b(?:graph|diagram|dependenc(?:y|ies)|imports?|map)\b/i, 9], [/\b(?:import|dependency|module|component)\s+(?:graph|diagram|map)\b/i, 9]],
    words: [[/\b(?:data|entity|er)\b/i, -4]],
    arguments: ({ sentence }) => ({ names: [], options: { format: /\bjson\b/i.test(sentence) ? 'json' : /\bdot\b|graphviz/i.test(sentence) ? 'dot' : 'mermaid' } }),
  },
  {
    command: 'explain', example: 'Explain missing-timeouts',
    patterns: [[/\b(?:explain|why|what does|what is|what's|describe|tell me|meaning|how (?:do|can) (?:i|we) (?:fix|mend))\b/i, 3]],
    words: [[/\bscore\b/i, -6]],
    arguments: ({ check }) => (check === undefined ? undefined : { names: [check] }),
  },
  {
    command: 'check', example: 'Lint this repository',
    patterns: [
      [/\blint\b|\barch-lint\b/i, 9],
      [/\b(?:check|validate|verify|analy[sz]e|scan|test)\b/i, 7],
      [/\b(?:does|do|is|are)\b.*\b(?:follow\w*|conform\w*|match\w*|respect\w*|compl(?:y|ies)|violat\w*|still true|drift\w*)\b/i, 8],
    ],
    words: [[OURS, 1], [/\bchecklist\b/i, -6]],
    arguments: none,
  },
  {
    command: 'pattern', example: 'How should I handle failed messages?',
    patterns: [
      [/\bhow\s+(?:should|do|would|can|could|to|must)\s+(?:i\s+|we\s+|you\s+)?(?:handle|deal\s+with|cope\s+with|implement|approach|manage|solve|do|use|apply|introduce|add|treat|survive|prevent|avoid)\s+(?<name>.+)$/i, 9],
      [/\bhow\s+(?:should|do|can|to)\s+(?:i\s+|we\s+)?(?<name>(?:publish|protect|retry|keep|limit|guard|isolate)\b.+)$/i, 8],
      [/\bwhat\s+(?:should|can|do|must)\s+(?:i|we)\s+do\s+(?:about|when|if|against)\s+(?<name>.+)$/i, 9],
      [/\b(?:best|right|good|what)\s+(?:way|pattern|approach)\s+(?:to|for|of|do (?:i|we) use for)\s+(?:(?:handle|handling|deal(?:ing)?\s+with|do(?:ing)?|implement(?:ing)?|manag(?:e|ing))\s+)?(?<name>.+)$/i, 9],
      [new RegExp(String.raw`\b(?:explain|what\s+is|what's|describe|tell\s+(?:me|us)\s+about|when\b.*?\buse|when\s+to\s+use|should\s+(?:i|we)\s+(?:use|add|adopt|introduce|apply|have)|do\s+(?:i|we)\s+need|does\b.*\bneed|teach me|walk me through|show me|is)\s+(?:an?\s+|the\s+)?(?<name>${PATTERN})\b`, 'i'), 9],
      [new RegExp(String.raw`^(?:the\s+)?(?<name>${PATTERN})(?:\s+pattern)?$`, 'i'), 9],
      [/\b(?:explain|what\s+is|describe|tell me about)\s+(?:the\s+)?(?<name>.+?)\s+pattern$/i, 9],
    ],
    words: [[/\bpattern\b/i, 1]],
    arguments: ({ caught: { name } }) => one(thing(name).replace(/\s+pattern$/i, '')),
  },
  {
    command: 'design', example: 'Design a chat system',
    patterns: [
      [/(?<!\b(?:this|our|my|your|the|system)\s)\b(?:design|architect|blueprint|sketch)\s+(?:for\s+)?(?:out\s+)?(?:an?\s+|the\s+)?(?:architecture\s+(?:for|of)\s+)?(?<system>.+)$/i, 8],
      [/\b(?:architecture|design|blueprint|plan)\s+(?:for|of)\s+(?<system>.+)$/i, 7],
      [/^(?:(?:help|let'?s|i|we|want|need|to|me|us|how|would|should|could|do|you|like|i'd|am|going)\s+)*(?:build|create|plan|start)\s+(?:me\s+)?(?<system>.+)$/i, 7],
    ],
    words: [[/\binterview\b|\bmodel\b|\bschema\b|\badr\b|\breview\b|\bscore\b|\brate (?:this|my|our)\b|\bteam\b/i, -5]],
    arguments({ caught: { system }, sentence }) {
      // `… for 10M users with 40 developers` sizes it, and is no part of its name.
      const name = systemIn(system?.replace(/\s+(?:for|with|by|serving|and)\s+\d[\d.,]*\s*(?:k|m|b|thousand|million|billion)?\+?\s+(?:users|people|customers|developers|devs|engineers)\b.*$/i, ''));
      return name === '' ? undefined : { names: [name], options: { users: countOf(sentence, 'users|people|customers'), team: countOf(sentence, 'developers|devs|engineers') } };
    },
  },
];
