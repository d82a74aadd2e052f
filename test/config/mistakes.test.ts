import { describe, expect, it } from 'vitest';
import { load, MINIMAL, mistakeLines } from './support.ts';

// Each mistake with its exact sentence: what a person reads is part of the contract. `+` stands for the minimal declaration
// of five lines, to which the rest is added.
type Case = readonly [title: string, text: string, ...sentences: string[]];

const YAML: readonly Case[] = [
  [
    'an empty file',
    '',
    '1:1  The file is empty; it needs at least version, project and components.',
  ],
  [
    'a file of blanks',
    ' \n\n',
    '1:1  The file is empty; it needs at least version, project and components.',
  ],
  [
    'comments alone',
    '# nothing yet\n',
    '1:1  The file holds nothing but comments; it needs at least version, project and components.',
  ],
  [
    'a tab as indentation',
    'version: 1\nproject:\n\tname: shop\n',
    '3:1  A tab indents this line; YAML is indented with spaces only.',
  ],
  [
    'a key without its colon',
    'version: 1\nproject\ncomponents: {}\n',
    `2:1  A key has no ': ' after it; every line of a map is 'key: value'.`,
  ],
  [
    'two colons on a line',
    'version: 1\nproject: name: shop\n',
    `2:10  A second ': ' stands on this line; put quotes around the text, or the inner key on a line of its own.`,
  ],
  [
    'an open quote',
    'version: 1\nproject: {name: "shop}\n',
    '3:1  A text that was opened with a quote before this line is not closed.',
  ],
  [
    'an open brace',
    'version: 1\nproject: {name: shop\n',
    '3:1  A bracket that was opened before this line is not closed; it needs its }.',
  ],
  [
    'keys of one map in two columns',
    'version: 1\nproject:\n   name: shop\n  stage: MVP\n',
    '4:1  This line is indented otherwise than its neighbours; the keys of one map begin in one column.',
  ],
  [
    'a key twice',
    '+project: {name: again}\n',
    `6:1  'project' stands twice in one map; the first is at architecture.yaml:2:1.`,
  ],
  [
    'a nested key twice',
    'version: 1\nproject:\n  name: shop\n  name: shop\ncomponents: {a: {path: a}}\n',
    `4:3  'name' stands twice in one map; the first is at architecture.yaml:3:3.`,
  ],
  [
    'a second document',
    '+---\nversion: 1\n',
    '6:1  A second document begins here; a declaration is one document.',
  ],
  [
    'an alias without anchor',
    'version: 1\nproject: *shop\n',
    '2:10  The alias *shop has no anchor &shop before it.',
  ],
  [
    'a tag',
    'version: 1\nproject: !secret {name: shop}\n',
    '2:10  There is no tag !secret; a declaration uses none.',
  ],
  [
    'a key that is no word',
    '+? [a, b]\n: 1\n',
    '6:3  This key is not a word; put quotes around it if it is meant as text.',
  ],
  [
    '__proto__ as a name',
    'version: 1\nproject: {name: shop}\ncomponents:\n  __proto__: {path: a}\n',
    `4:3  '__proto__' cannot be a name.`,
  ],
  [
    'a text alone',
    'hello\n',
    `1:1  The declaration must be a map of keys, not 'hello'.`,
  ],
  [
    'a list',
    '- version: 1\n',
    '1:1  The declaration must be a map of keys, not a list.',
  ],
  [
    'a merge of what is no map',
    '+x: &x [1]\nstyle: {<<: 3, name: monolith}\n',
    `7:13  '<<' merges maps only.`,
  ],
  [
    'an open bracket',
    '+plugins: [a, b\n',
    '7:1  A bracket that was opened before this line is not closed; it needs its ].',
  ],
  [
    'a missing comma',
    '+style: {name: monolith reason: It is so.}\n',
    '6:15  A comma is missing between two entries in brackets, or a bracket before this line is not closed.',
  ],
  [
    'a comment without its space',
    '+style: {name: monolith}# so\n',
    `6:24  A '#' begins a comment only after a space; put quotes around the text if it belongs to it.`,
  ],
  [
    'a stray bracket',
    '+plugins: a]\nstyle: }\n',
    `7:8  '}' does not belong here; a bracket, a quote or the indentation before it is wrong.`,
  ],
];

const KEYS_AND_VALUES: readonly Case[] = [
  [
    'an unknown key',
    '+teh_style: {}\n',
    `6:1  The declaration has no key 'teh_style'; it takes version, extends, include, part_of, preset, project, requirements, constraints, priorities, style, layers, components, contexts, bounded_context, externals, data_stores, caches, queues, sagas, saga, circuit_breakers, circuit_breaker, consistency, apis, tracing, infrastructure, security, tenancy, observability, log_format, deployment, disaster_recovery, decisions, patterns, migration, estimates, rules, recognise, files, scoring, checks, waivers and plugins.`,
  ],
  [
    'an unknown key that is nearly one',
    '+wavers: []\n',
    `6:1  The declaration has no key 'wavers' (did you mean 'waivers'?); it takes version, extends, include, part_of, preset, project, requirements, constraints, priorities, style, layers, components, contexts, bounded_context, externals, data_stores, caches, queues, sagas, saga, circuit_breakers, circuit_breaker, consistency, apis, tracing, infrastructure, security, tenancy, observability, log_format, deployment, disaster_recovery, decisions, patterns, migration, estimates, rules, recognise, files, scoring, checks, waivers and plugins.`,
  ],
  [
    'an unknown key of a component',
    'version: 1\nproject: {name: shop}\ncomponents:\n  orders:\n    path: src/orders\n    pubic_api: src/orders/index.ts\n',
    `6:5  components.orders has no key 'pubic_api' (did you mean 'public_api'?); it takes path, kind, owner, responsibility, criticality, public_api, entry, data, depends_on, scaling, state, state_reason, health, replicas, mitigation, resources, hosts, workloads and decision.`,
  ],
  [
    'no version',
    'project: {name: shop}\ncomponents: {a: {path: a}}\n',
    '1:1  The declaration lacks version.',
  ],
  [
    'another version',
    'version: 2\nproject: {name: shop}\ncomponents: {a: {path: a}}\n',
    '1:10  version must be 1, not 2.',
  ],
  [
    'a version as text',
    'version: "1"\nproject: {name: shop}\ncomponents: {a: {path: a}}\n',
    `1:10  version must be 1, not '1'.`,
  ],
  [
    'no project',
    'version: 1\ncomponents: {a: {path: a}}\n',
    '1:1  The declaration lacks project; write project: {name: …}.',
  ],
  [
    'no components',
    'version: 1\nproject: {name: shop}\n',
    '1:1  The declaration lacks components; write components: {name: {path: …}}.',
  ],
  [
    'components without any',
    'version: 1\nproject: {name: shop}\ncomponents: {}\n',
    '3:1  components is empty.',
  ],
  [
    'components without a value',
    'version: 1\nproject: {name: shop}\ncomponents:\n',
    '3:12  components must be a map of keys, not empty.',
  ],
  [
    'components as a list',
    'version: 1\nproject: {name: shop}\ncomponents: [{name: a, path: a}]\n',
    '3:1  components must be a map of keys, not a list.',
  ],
  [
    'a component without path',
    'version: 1\nproject: {name: shop}\ncomponents: {a: {kind: module}}\n',
    '3:14  components.a lacks path.',
  ],
  [
    'a component that is a text',
    'version: 1\nproject: {name: shop}\ncomponents: {a: src/a}\n',
    `3:17  components.a must be a map of keys, not 'src/a'.`,
  ],
  [
    'a path that is a number',
    'version: 1\nproject: {name: shop}\ncomponents: {a: {path: 7}}\n',
    '3:24  components.a.path must be a folder, file or glob of the repository, or a list of them, not 7.',
  ],
  [
    'an empty list of paths',
    'version: 1\nproject: {name: shop}\ncomponents: {a: {path: []}}\n',
    '3:18  components.a.path is an empty list.',
  ],
  [
    'a path named twice',
    'version: 1\nproject: {name: shop}\ncomponents: {a: {path: [src/a, src/a]}}\n',
    `3:32  components.a.path names 'src/a' twice.`,
  ],
  [
    'a project without name',
    'version: 1\nproject: {team_size: 3}\ncomponents: {a: {path: a}}\n',
    '2:1  project lacks name.',
  ],
  [
    'an empty name',
    'version: 1\nproject: {name: ""}\ncomponents: {a: {path: a}}\n',
    `2:17  project.name must be a name that is not empty and has no spaces at its ends, not ''.`,
  ],
  [
    'a stage in small letters',
    'version: 1\nproject: {name: shop, stage: mvp}\ncomponents: {a: {path: a}}\n',
    `2:30  project.stage must be prototype, MVP, growth, scale or enterprise, not 'mvp' (did you mean 'MVP'?).`,
  ],
  [
    'a stage that is none',
    'version: 1\nproject: {name: shop, stage: beginning}\ncomponents: {a: {path: a}}\n',
    `2:30  project.stage must be prototype, MVP, growth, scale or enterprise, not 'beginning'.`,
  ],
  [
    'a team as a word',
    'version: 1\nproject: {name: shop, team_size: many}\ncomponents: {a: {path: a}}\n',
    `2:34  project.team_size must be a whole number, not 'many'.`,
  ],
  [
    'half a developer',
    'version: 1\nproject: {name: shop, team_size: 2.5}\ncomponents: {a: {path: a}}\n',
    '2:34  project.team_size must be a whole number, not 2.5.',
  ],
  [
    'fewer than no developers',
    'version: 1\nproject: {name: shop, team_size: -1}\ncomponents: {a: {path: a}}\n',
    '2:34  project.team_size must be at least 0, not -1.',
  ],
  [
    'users as a word',
    'version: 1\nproject: {name: shop, expected_users: lots}\ncomponents: {a: {path: a}}\n',
    `2:39  project.expected_users must be a number of users, such as 1K, 10K, 100K, 1M or 10M+, not 'lots'.`,
  ],
  [
    'an availability that is none',
    '+requirements: {non_functional: {availability: three nines}}\n',
    `6:47  requirements.non_functional.availability must be a share of the time, such as "99%", "99.9%", "99.99%" or "99.999%", not 'three nines'.`,
  ],
  [
    'a latency that is none',
    '+requirements: {non_functional: {latency_p99: fast}}\n',
    `6:46  requirements.non_functional.latency_p99 must be a length of time or "best effort", such as "< 100ms", "< 500ms" or "< 2s", not 'fast'.`,
  ],
  [
    'a throughput that is none',
    '+requirements: {non_functional: {throughput: "100"}}\n',
    `6:45  requirements.non_functional.throughput must be a rate, such as "10 rps", "100 rps", "1K rps" or "10K+ rps", not '100'.`,
  ],
  [
    'a rank out of bounds',
    '+priorities: {reliability: 6}\n',
    '6:27  priorities.reliability must lie between 1 and 5, not 6.',
  ],
  [
    'a style that is nearly one',
    '+style: {name: microservice}\n',
    `6:15  style.name must be monolith, modular-monolith, service-oriented, microservices, event-driven, serverless, cqrs-event-sourcing or cell-based, not 'microservice' (did you mean 'microservices'?).`,
  ],
  [
    'yes for true',
    '+style: {name: monolith, independent_deployability: yes}\n',
    `6:52  style.independent_deployability must be true or false, not 'yes'.`,
  ],
  [
    'a preset that is nearly one',
    '+layers: {preset: layerd, order: [{name: a, path: a}]}\n',
    `6:18  layers.preset must be layered, hexagonal, onion, feature-sliced or none, not 'layerd' (did you mean 'layered'?).`,
  ],
  [
    'layers without order',
    '+layers: {preset: layered}\n',
    '6:1  layers lacks order.',
  ],
  [
    'an empty order',
    '+layers: {order: []}\n',
    '6:10  layers.order is an empty list.',
  ],
  [
    'a layer without path',
    '+layers: {order: [{name: domain}]}\n',
    '6:18  layers.order[0] lacks path.',
  ],
  [
    'a purity that is none',
    '+layers: {order: [{name: domain, path: src/domain, pure: very}]}\n',
    `6:57  layers.order[0].pure must be true, false, or {allow: [packages and built-ins]}, not 'very'.`,
  ],
  [
    'a purity without exceptions',
    '+layers: {order: [{name: domain, path: src/domain, pure: {alow: [zod]}}]}\n',
    '6:51  layers.order[0].pure lacks allow.',
    `6:58  layers.order[0].pure has no key 'alow' (did you mean 'allow'?); it takes allow.`,
  ],
  [
    'a timeout without unit',
    '+externals: {stripe: {timeout: 10}}\n',
    '6:31  externals.stripe.timeout must be a length of time with its unit, such as "500ms", "10s", "5m", "1h" or "7d", not 10.',
  ],
  [
    'a timeout in a strange unit',
    '+externals: {stripe: {timeout: 10 months}}\n',
    `6:31  externals.stripe.timeout must be a length of time with its unit, such as "500ms", "10s", "5m", "1h" or "7d", not '10 months'.`,
  ],
  [
    'a backoff that is nearly one',
    '+externals: {stripe: {retries: {backoff: exponental}}}\n',
    `6:41  externals.stripe.retries.backoff must be none, fixed, linear or exponential, not 'exponental' (did you mean 'exponential'?).`,
  ],
  [
    'a breaker with another key',
    '+externals: {stripe: {circuit_breaker: {failure_treshold: 5}}}\n',
    `6:40  externals.stripe.circuit_breaker has no key 'failure_treshold' (did you mean 'failure_threshold'?); it takes name, failure_threshold, success_threshold, timeout_seconds, monitoring_window_seconds, half_open_requests, states and fallback.`,
  ],
  [
    'a fallback without strategy',
    '+externals: {stripe: {circuit_breaker: {fallback: {cache_ttl_seconds: 5}}}}\n',
    '6:40  externals.stripe.circuit_breaker.fallback lacks strategy.',
  ],
  [
    'a port out of bounds',
    'version: 1\nproject: {name: shop}\ncomponents: {a: {path: a, health: {liveness: /live, port: 70000}}}\n',
    '3:59  components.a.health.port must lie between 1 and 65535, not 70000.',
  ],
  [
    'a dependency that is a text',
    'version: 1\nproject: {name: shop}\ncomponents: {a: {path: a, depends_on: [b]}}\n',
    `3:40  components.a.depends_on[0] must name exactly one of component, external, store, queue and cache, such as {component: billing}, not 'b'.`,
  ],
  [
    'a dependency on two things',
    'version: 1\nproject: {name: shop}\ncomponents:\n  a: {path: a, depends_on: [{component: b, external: s}]}\n  b: {path: b}\nexternals: {s: {}}\n',
    '4:29  components.a.depends_on[0] must name exactly one of component, external, store, queue and cache, such as {component: billing}.',
  ],
  [
    'a dependency on nothing',
    'version: 1\nproject: {name: shop}\ncomponents: {a: {path: a, depends_on: [{mode: sync}]}}\n',
    '3:40  components.a.depends_on[0] must name exactly one of component, external, store, queue and cache, such as {component: billing}.',
  ],
  [
    'a store without engine',
    '+data_stores: {main: {purpose: relational}}\n',
    '6:15  data_stores.main lacks engine.',
  ],
  [
    'a hit ratio in percent',
    '+caches: {hot: {expected_hit_ratio: 90}}\n',
    '6:36  caches.hot.expected_hit_ratio must lie between 0 and 1, not 90.',
  ],
  [
    'a saga without steps',
    '+sagas: [{name: Order}]\n',
    '6:9  sagas[0] lacks steps.',
  ],
  [
    'a scale of nothing',
    '+infrastructure: {environments: [{name: staging, scale: 0}]}\n',
    '6:56  infrastructure.environments[0].scale must be more than 0, not 0.',
  ],
  [
    'an endpoint without slash',
    '+security: {public_endpoints: [GET health]}\n',
    `6:31  security.public_endpoints[0] must be a method and a path, such as "GET /health/*", not 'GET health'.`,
  ],
  [
    'an authentication that is nearly one',
    '+security: {authentication: oauth2}\n',
    `6:28  security.authentication must be session, jwt, oauth2-oidc, api-keys, mtls or none, or a list of them, not 'oauth2'.`,
  ],
  [
    'a defence of nothing',
    '+security: {layers: {network: {evidence: a.tf}}}\n',
    '6:21  security.layers.network lacks how.',
  ],
  [
    'a rule without reason',
    '+rules: [{name: r, from: {files: src}, deny: {calls: [fetch]}}]\n',
    '6:9  rules[0] lacks because.',
  ],
  [
    'a rule that denies nothing',
    '+rules: [{name: r, from: {files: src}, deny: {}, because: It is so.}]\n',
    '6:39  rules[0].deny is empty; it takes layers, components, files, packages, builtins, calls and identifiers.',
  ],
  [
    'a helper with brackets',
    '+recognise: {logging: ["log()"]}\n',
    `6:23  recognise.logging[0] must be the name of a function, class or decorator, without brackets, not 'log()'.`,
  ],
  [
    'a gate above a hundred',
    '+scoring: {gate: {score: 175}}\n',
    '6:25  scoring.gate.score must lie between 0 and 100, not 175.',
  ],
  [
    'a dimension that is nearly one',
    '+scoring: {gate: {dimensions: {securty: 80}}}\n',
    `6:31  scoring.gate.dimensions has no key 'securty' (did you mean 'security'?); it takes simplicity, scalability, reliability, security, maintainability, cost-efficiency, operability and evolvability.`,
  ],
  [
    'a check with two words',
    '+checks: {Missing Timeouts: off}\n',
    `6:10  The name 'Missing Timeouts' in checks must be the id of a check, such as circular-dependencies, not 'Missing Timeouts'.`,
  ],
  [
    'a check that is on',
    '+checks: {missing-timeouts: on}\n',
    `6:28  checks.missing-timeouts must be off, critical, major or minor, or {severity: …, options: {…}}, not 'on'.`,
  ],
  [
    'a check with a severity that is nearly one',
    '+checks: {missing-timeouts: {severity: critcal}}\n',
    `6:39  checks.missing-timeouts.severity must be off, critical, major or minor, not 'critcal' (did you mean 'critical'?).`,
  ],
  [
    'a waiver without reason',
    '+waivers: [{check: missing-timeouts, subject: x}]\n',
    '6:11  waivers[0] lacks reason.',
  ],
  [
    'a waiver until some day',
    '+waivers: [{check: missing-timeouts, subject: x, reason: y, expires: next year}]\n',
    `6:69  waivers[0].expires must be a day written as year-month-day, such as 2027-01-31, not 'next year'.`,
  ],
  [
    'a plugin that is a path',
    '+plugins: [./mine.js]\n',
    `6:11  plugins[0] must be the name of a package, not './mine.js'.`,
  ],
  [
    'a log line without message',
    '+log_format: {timestamp: now, level: INFO}\n',
    '6:1  log_format lacks message.',
  ],
];

const REFERENCES: readonly Case[] = [
  [
    'two priorities of one rank',
    '+priorities:\n  reliability: 2\n  scalability: 2\n',
    '8:16  priorities.scalability is 2, and so is reliability at architecture.yaml:7:16; a ranking gives each rank once.',
  ],
  [
    'a component that is nearly one',
    'version: 1\nproject: {name: shop}\ncomponents:\n  orders: {path: src/orders, depends_on: [{component: biling}]}\n  billing: {path: src/billing}\n',
    `4:55  components.orders.depends_on[0].component names the component 'biling', which is not declared under components (did you mean 'billing', declared at architecture.yaml:5:3?).`,
  ],
  [
    'an external where none is declared',
    'version: 1\nproject: {name: shop}\ncomponents:\n  orders: {path: src/orders, depends_on: [{external: stripe}]}\n',
    `4:54  components.orders.depends_on[0].external names the external 'stripe', which is not declared under externals; none is declared.`,
  ],
  [
    'a store that is none of them',
    'version: 1\nproject: {name: shop}\ncomponents:\n  orders: {path: src/orders, data: {store: warehouse}}\ndata_stores: {main-db: {engine: postgresql}, audit: {engine: postgresql}}\n',
    `4:44  components.orders.data.store names the store 'warehouse', which is not declared under data_stores; there are main-db and audit.`,
  ],
  [
    'a component that depends on itself',
    'version: 1\nproject: {name: shop}\ncomponents:\n  orders: {path: src/orders, depends_on: [{component: orders}]}\n',
    '4:55  components.orders.depends_on[0] makes orders depend on itself.',
  ],
  [
    'a dependency twice',
    'version: 1\nproject: {name: shop}\ncomponents:\n  orders:\n    path: src/orders\n    depends_on:\n      - {component: billing}\n      - {component: billing}\n  billing: {path: src/billing}\n',
    '8:21  components.orders.depends_on[1] says the same as the dependency on billing at architecture.yaml:7:21.',
  ],
  [
    'two components in one folder',
    'version: 1\nproject: {name: shop}\ncomponents:\n  orders: {path: src/orders}\n  sales: {path: "src/orders/**"}\n',
    '5:17  components.sales has the same path as orders at architecture.yaml:4:18; a file belongs to one component.',
  ],
  [
    'a folder twice in one component',
    'version: 1\nproject: {name: shop}\ncomponents:\n  orders: {path: [src/orders, src/orders/]}\n',
    `4:31  components.orders.path names 'src/orders/' twice.`,
  ],
  [
    'a path out of the repository',
    'version: 1\nproject: {name: shop}\ncomponents:\n  orders: {path: ../orders}\n',
    `4:18  '../orders' leads out of the repository; paths are relative to the folder of architecture.yaml.`,
  ],
  [
    'an absolute path',
    '+decisions: {path: /etc/adr}\n',
    `6:19  '/etc/adr' leads out of the repository; paths are relative to the folder of architecture.yaml.`,
  ],
  [
    'a path with backslashes',
    'version: 1\nproject: {name: shop}\ncomponents:\n  orders: {path: "src\\\\orders"}\n',
    `4:18  'src\\orders' is written with backslashes; paths are written with '/' on every system.`,
  ],
  [
    'instances the wrong way round',
    'version: 1\nproject: {name: shop}\ncomponents:\n  orders: {path: src/orders, scaling: {min: 4, max: 2}}\n',
    '4:53  components.orders.scaling.max is 2, less than its min of 4 at architecture.yaml:4:45.',
  ],
  [
    'delays the wrong way round',
    '+externals: {stripe: {retries: {initial_delay: 10s, max_delay: 5s}}}\n',
    '6:63  externals.stripe.retries.max_delay is 5s, less than the initial_delay of 10s at architecture.yaml:6:47.',
  ],
  [
    'a layer twice',
    '+layers: {order: [{name: domain, path: a}, {name: domain, path: b}]}\n',
    `6:50  layers.order has 'domain' twice; the first is at architecture.yaml:6:25.`,
  ],
  [
    'a layer that is not there',
    '+layers: {order: [{name: api, path: a, may_import: [domian]}, {name: domain, path: b}]}\n',
    `6:52  layers.order[0].may_import names the layer 'domian', which is not declared (did you mean 'domain'?); there are api and domain.`,
  ],
  [
    'a pure layer that may import',
    '+layers:\n  order:\n    - {name: domain, path: a, pure: true, may_import: [infra]}\n    - {name: infra, path: b}\n',
    '8:37  The layer domain is pure, so it may import no other layer; architecture.yaml:8:43 says that it may.',
  ],
  [
    'a hexagon without domain',
    '+layers: {preset: hexagonal, order: [{name: core, path: a}, {name: adapters, path: b}]}\n',
    `6:18  The preset hexagonal needs a layer called domain, or one with 'role: domain'; there are core and adapters.`,
  ],
  [
    'inversion without infrastructure',
    '+layers: {dependency_inversion: true, order: [{name: api, path: a}, {name: domain, path: b}]}\n',
    `6:1  dependency_inversion needs a layer called infrastructure, or one with 'role: infrastructure'; there are api and domain.`,
  ],
  [
    'inversion where it says nothing',
    '+layers: {preset: onion, dependency_inversion: true, order: [{name: api, path: a}, {name: domain, path: b}]}\n',
    '6:47  dependency_inversion speaks of the preset layered; onion inverts by itself.',
  ],
  [
    'slices by another name',
    '+layers: {preset: feature-sliced, order: [{name: page, path: a}]}\n',
    `6:49  The preset feature-sliced has no layer 'page' (did you mean 'pages'?); it has app, processes, pages, widgets, features, entities and shared.`,
  ],
  [
    'slices in another order',
    '+layers: {preset: feature-sliced, order: [{name: shared, path: a}, {name: features, path: b}]}\n',
    `6:74  'features' stands below shared, but feature-sliced has it above.`,
  ],
  [
    'two ways to repeat layers',
    '+layers: {per: component, containers: ["packages/*"], order: [{name: api, path: a}]}\n',
    '6:15  The layers repeat per component here, and in the containers at architecture.yaml:6:26; say one of the two.',
  ],
  [
    'a context twice',
    '+contexts: [{name: Sales}, {name: Sales}]\n',
    `6:34  contexts has 'Sales' twice; the first is at architecture.yaml:6:19.`,
  ],
  [
    'a context of no component',
    '+contexts: [{name: Sales, components: [order]}]\n',
    `6:39  contexts[0].components names the component 'order', which is not declared under components (did you mean 'orders', declared at architecture.yaml:4:3?).`,
  ],
  [
    'a store of a context that is nearly one',
    '+data_stores: {main-db: {engine: postgresql}}\ncontexts: [{name: Sales, data_store: main_db}]\n',
    `7:38  contexts[0].data_store names the store 'main_db', which is not declared under data_stores (did you mean 'main-db', declared at architecture.yaml:6:15?).`,
  ],
  [
    'a queue of no consumer',
    '+queues: {paid: {consumers: [bill]}}\n',
    `6:29  queues.paid.consumers names the component 'bill', which is not declared under components; there are orders and billing.`,
  ],
  [
    'a cache of no store',
    '+caches: {hot: {store: main-db}}\n',
    `6:23  caches.hot.store names the store 'main-db', which is not declared under data_stores; none is declared.`,
  ],
  [
    'a step of no service',
    '+sagas: [{name: Order, steps: [{name: Reserve, service: inventory, action: POST /r}]}]\n',
    `6:56  sagas[0].steps[0].service names the component or external 'inventory', which is not declared; there are orders and billing.`,
  ],
  [
    'a misspelt service in a template',
    '+saga: {name: Order, steps: [{name: Reserve, service: biling, action: POST /r}]}\n',
    `6:54  sagas[0].steps[0].service names the component or external 'biling', which is not declared (did you mean 'billing', declared at architecture.yaml:5:3?).`,
  ],
  [
    'a need of no saga',
    '+consistency: [{operation: Order, level: strong, saga: Order Processing}]\n',
    `6:55  consistency[0].saga names the saga 'Order Processing', which is not declared; none is declared.`,
  ],
  [
    'a breaker for nothing',
    '+circuit_breakers: [{name: stripe, failure_threshold: 5}]\n',
    `6:27  circuit_breakers[0].name names the external, component, store, queue or cache 'stripe', which is not declared; there are orders and billing.`,
  ],
  [
    'an API of no component',
    '+apis: {http: {style: rest, component: shop}}\n',
    `6:39  apis.http.component names the component 'shop', which is not declared under components; there are orders and billing.`,
  ],
  [
    'an environment that mirrors none',
    '+infrastructure: {environments: [{name: staging, mirrors: prod}, {name: production}]}\n',
    `6:58  infrastructure.environments[0].mirrors names the environment 'prod', which is not declared; there are staging and production.`,
  ],
  [
    'an environment that mirrors itself',
    '+infrastructure: {environments: [{name: staging, mirrors: staging}]}\n',
    '6:58  infrastructure.environments[0] mirrors itself.',
  ],
  [
    'a region twice',
    '+infrastructure: {regions: {primary: eu-west-1, secondary: [eu-west-1]}}\n',
    '6:60  The region eu-west-1 is secondary here and primary at architecture.yaml:6:37.',
  ],
  [
    'a rule that does nothing',
    '+rules: [{name: r, from: {component: orders}, because: It is so.}]\n',
    '6:9  rules[0] forbids nothing; it needs one of to, deny, allow, must_match and require.',
  ],
  [
    'a rule that binds nothing',
    '+rules: [{name: r, deny: {calls: [fetch]}, because: It is so.}]\n',
    `6:9  rules[0] has 'deny' and binds no files; say which with 'from'.`,
  ],
  [
    'a rule about no files',
    '+rules: [{name: r, must_match: "*.ts", because: It is so.}]\n',
    `6:9  rules[0] has 'must_match' and looks at no files; say which with 'files'.`,
  ],
  [
    'a rule twice',
    '+rules:\n  - {name: r, from: {component: orders}, deny: {calls: [fetch]}, because: It is so.}\n  - {name: r, from: {component: billing}, deny: {calls: [fetch]}, because: It is so.}\n',
    `8:12  rules has 'r' twice; the first is at architecture.yaml:7:12.`,
  ],
  [
    'a rule about no layer',
    '+rules: [{name: r, from: {layer: domain}, deny: {components: [bilings]}, because: It is so.}]\n',
    `6:33  rules[0].from.layer names the layer 'domain', which is not declared; none is declared.`,
    `6:62  rules[0].deny.components names the component 'bilings', which is not declared under components (did you mean 'billing', declared at architecture.yaml:5:3?).`,
  ],
  [
    'weights that sum to more',
    '+scoring: {weights: {security: 25}}\n',
    '6:11  The weights sum to 110 and must sum to 100; dimensions that are not named keep theirs (simplicity 20, scalability 15, reliability 15, security 25, maintainability 15, cost-efficiency 10, operability 5, evolvability 5).',
  ],
  [
    'a day that is not',
    '+waivers: [{check: layer-violations, subject: x, reason: y, expires: 2027-02-30}]\n',
    '6:69  There is no day 2027-02-30.',
  ],
  [
    'a waiver twice',
    '+waivers:\n  - {check: layer-violations, subject: x, reason: y}\n  - {check: layer-violations, subject: x, reason: z}\n',
    '8:5  This waiver says the same as the one at architecture.yaml:7:5.',
  ],
  [
    'a record that is not there',
    '+style: {name: monolith, decision: docs/adr/0002.md}\n',
    `6:35  style.decision names the record 'docs/adr/0002.md', which does not exist.`,
  ],
];

describe.each([['YAML', YAML], ['keys and values', KEYS_AND_VALUES], ['references', REFERENCES]])('%s', (_, cases) => {
  it.each(cases.map(([title, ...rest]) => [title, rest] as const))('%s', (_title, [text, ...sentences]) => {
    const lines = mistakeLines(load(text!.startsWith('+') ? MINIMAL + text!.slice(1) : text!));
    expect(lines.map((line) => line.replace(/^architecture\.yaml:/, ''))).toEqual(sentences);
  });
});
