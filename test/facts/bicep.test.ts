import { describe, expect, test } from 'vitest';
import { readBicep } from '../../src/facts/bicep/reader.ts';
import { toBlock } from '../../src/lib/located.ts';
import { gather } from './gather.ts';

describe('a Bicep file', () => {
  test('is read with its literals, over everything else', () => {
    const { values, blocks } = readBicep(`// infrastructure
@description('where')
param location string = 'westeurope' // default
param sku string
var count = 3
resource site 'Microsoft.Web/sites@2024-04-01' = if (sku != 'it''s ] }') {
  name: '\${prefix}-web'
  kind: 'app,linux' /* not { a function */
  tags: union(tags, {
    'azd-service-name': 'web'
  })
  properties: { httpsOnly: true, zones: [1, '2'
    three(4)
  ] }
  resource logs 'config' = {
    name: 'logs'
  }
  size: empty(sku)
    ? 'small'
    : 'large'
  last: null
}
resource known 'Microsoft.Web/serverfarms@2024-04-01' existing = { name: 'plan' }
module many './site.bicep' = [for (one, index) in all: {
  name: 'site-\${index}'
  params: { name: one }
}]
output url string = site.properties.url
`, 'main.bicep');
    expect([...values].map(([name, { scalar }]) => [name, scalar])).toEqual([['location', 'westeurope'], ['count', 3]]);
    expect(blocks.map(({ kind, symbol, type, existing, at }) => [kind, symbol, type, existing, at.line])).toEqual([
      ['resource', 'site', 'Microsoft.Web/sites@2024-04-01', false, 6], ['resource', 'known', 'Microsoft.Web/serverfarms@2024-04-01', true, 23], ['module', 'many', './site.bicep', false, 24],
    ]);
    const { value, places } = toBlock(blocks[0]!.body);
    expect(value).toMatchObject({ name: '${prefix}-web', kind: 'app,linux', properties: { httpsOnly: true, zones: [1, '2', '${three(4)}'] }, last: null });
    expect(value).toHaveProperty('size', expect.stringMatching(/^\$\{empty\(sku\)/));
    expect(places['/properties/httpsOnly']).toMatchObject({ file: 'main.bicep', line: 12 });
    expect(toBlock(blocks[2]!.body).value).toEqual({ name: 'site-${index}', params: { name: '${one}' } });
  });

  test.each(['resource a \'b\' = {', 'resource a \'b\' = { x: [', 'resource a \'b\' = [for', 'param a string = \'', `resource a 'b' = ${'{ x: '.repeat(5_000)}`, `resource a 'b' = ${'['.repeat(50_000)}`, `var a = ${'('.repeat(50_000)}`, `resource a 'b' = ${'[for c:'.repeat(50_000)}`, `var a = ${"'${".repeat(50_000)}`, 'resource a \'b\' = { ) } ]'])('that is broken does not hang (%#)', (text) => {
    expect(() => readBicep(text, 'main.bicep')).not.toThrow();
  });
});

describe('what Bicep brings up', () => {
  test('is seen through modules, with what they are handed, under the name of the Azure Developer CLI', async () => {
    const { workloads, stores, gaps } = await gather({
      'infra/main.bicep': `param apiName string = 'api'
module api 'app/api.bicep' = {
  name: 'api'
  params: { tags: union(tags, { 'azd-service-name': apiName }), most: 1, isOpen: true }
}
module mails 'app/api.bicep' = {
  name: 'mails'
  params: { tags: tags }
}
module db './db.bicep' = { name: 'db', params: { ha: 'Disabled' } }
module hook 'br/public:avm/res/web/site:0.16.1' = {
  name: 'hook'
  params: {
    kind: 'functionapp,linux'
  }
}
module gone './gone.bicep' = { name: 'gone' }
`,
      'infra/app/api.bicep': `param tags object = {}
param most int = 10
param hasIngress bool = true
param isOpen bool = false
resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: 'x'
  tags: tags
  properties: {
    configuration: { ingress: hasIngress ? {
      external: isOpen
    } : null }
    template: { scale: { minReplicas: 1, maxReplicas: most } }
  }
}
`,
      'infra/db.bicep': `param ha string = 'ZoneRedundant'
resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: 'db'
  properties: {
    highAvailability: { mode: ha }
  }
}
`,
    }, ['workloads', 'stores']);
    expect(workloads.workloads.map(({ name, deployments: [one] }) => [name, one!.kind, one!.managed, one!.replicas?.value, one!.exposures[0]?.public, `${one!.at.file}:${one!.at.line}`])).toEqual([
      ['api', 'container-app', false, 1, true, 'infra/main.bicep:2'], ['hook', 'function', true, undefined, true, 'infra/main.bicep:11'], ['mails', 'container-app', true, undefined, false, 'infra/main.bicep:6'],
    ]);
    expect(stores.stores.map(({ name, engine, redundant }) => [name, engine, redundant.value, redundant.at.line])).toEqual([['db', 'postgresql', false, 5]]);
    expect(JSON.stringify(gaps)).toContain('calls the module ./gone.bicep, which does not exist');
  });

  test('whose variables hold each other many times over is followed so far, and the rest is a gap', async () => {
    const bomb = Array.from({ length: 18 }, (_, depth) => `var v${depth} = [\n${`  v${depth + 1}\n`.repeat(8)}]\n`).join('');
    const { gaps } = await gather({ 'main.bicep': `${bomb}resource site 'Microsoft.Web/sites@2024-04-01' = {\n  name: 'x'\n  properties: v0\n}\n` }, ['bicep']);
    expect(JSON.stringify(gaps)).toContain('say more than is followed');
  });
});
