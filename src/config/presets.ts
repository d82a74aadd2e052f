/** The presets that are shipped, as they would stand in a file. What a project adds or says otherwise wins. */
export const PRESETS: Readonly<Record<string, string>> = {
  'arch-lint/modular-monolith': `# One deployable; modules under src/, each with four layers and a front door.
version: 1
preset: modular-monolith
style: {name: modular-monolith, independent_deployability: false}
layers:
  preset: layered
  dependency_inversion: true
  composition_roots: ["src/{main,index,app,server,bootstrap}.ts", "**/*.module.ts"]
  per: component
  order:
    - {name: presentation, path: "src/**/{presentation,api,http,web,ui,controllers}/**"}
    - {name: application, path: "src/**/{application,use-cases,usecases}/**"}
    - {name: domain, path: "src/**/domain/**", pure: true}
    - {name: infrastructure, path: "src/**/{infrastructure,infra,persistence}/**"}
checks:
  private-imports: critical
scoring:
  gate: {score: 60, must_pass: [circular-dependencies, private-imports]}
`,
  'arch-lint/hexagonal-service': `# One service: a domain, the application around it, and adapters that only reach inwards.
version: 1
preset: hexagonal-service
layers:
  preset: hexagonal
  composition_roots: ["src/{main,index,app,server,bootstrap}.ts", "**/*.module.ts"]
  order:
    - {name: driving-adapters, role: adapter, path: "src/**/{adapters,adapter}/{in,inbound,driving,primary}/**"}
    - {name: driven-adapters, role: adapter, path: "src/**/{adapters,adapter}/{out,outbound,driven,secondary}/**"}
    - {name: application, path: "src/**/{application,use-cases,usecases}/**"}
    - {name: domain, path: "src/**/domain/**", pure: true}
scoring:
  gate: {score: 60, must_pass: [circular-dependencies, layer-violations, impure-domain]}
`,
  'arch-lint/microservices': `# Services that are deployed on their own: nothing shared, every call bounded, every request traceable.
version: 1
preset: microservices
style: {name: microservices, independent_deployability: true}
tracing: {propagate: [traceparent, X-Request-ID, X-Correlation-ID]}
checks:
  implicit-communication: critical
  missing-circuit-breakers: critical
  missing-trace-propagation: critical
scoring:
  gate: {score: 60, must_pass: [circular-dependencies, shared-database, missing-timeouts, missing-health-checks]}
`,
};
