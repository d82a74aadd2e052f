import { describe, expect, test } from 'vitest';
import { at } from '../../src/lib/json.ts';
import { placeIn } from '../../src/lib/located.ts';
import { gather } from './gather.ts';

const deployment = (name: string, more = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: ${name}
          image: ${name}:1
${more}`;

const chart = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'chart/values.yaml': 'replicaCount: 1\nhpa:\n  enabled: false\nresources:\n  limits:\n    memory: 64Mi\n',
  'chart/values-production.yaml': 'replicaCount: 3\nhpa:\n  enabled: true\n',
  'chart/templates/_helpers.tpl': '{{- define "shop.name" -}}\n{{- printf "%s-web" .Release.Name | trunc 63 -}}\n{{- end -}}\n',
  'chart/templates/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "shop.name" . }}
spec:
  {{- if not .Values.hpa.enabled }}
  replicas: {{ .Values.replicaCount }}
  {{- end }}
  template:
    spec:
      containers:
        - name: web
          image: "web:{{ .Values.tag | default .Chart.Version }}"
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
          args: [{{ lookup "v1" "Secret" "x" "y" | quote }}]
`,
  'chart/templates/hpa.yaml': '{{ if .Values.hpa.enabled }}\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: x}\n{{ end }}\n',
};

describe('charts', () => {
  test('are written out for the defaults and for each environment, with places in the values', async () => {
    const { kubernetes, gaps } = await gather(chart, ['kubernetes']);
    expect(gaps).toEqual([]);
    expect(kubernetes.releases.map(({ id, environment }) => [id, environment])).toEqual([['chart/Chart.yaml', undefined], ['chart/values-production.yaml', 'production']]);
    const [web] = kubernetes.resources.filter((one) => one.release === 'chart/Chart.yaml');
    expect(web).toMatchObject({ kind: 'Deployment', name: 'shop-web', at: { file: 'chart/templates/web.yaml', line: 4 } });
    expect(at(web?.value, 'spec', 'replicas')).toBe(1);
    expect(placeIn(web!, '/spec/replicas')).toEqual({ file: 'chart/values.yaml', line: 1, column: 15 });
    expect(at(web?.value, 'spec', 'template', 'spec', 'containers', 0, 'image')).toBe('web:1.0.0');
    expect(at(web?.value, 'spec', 'template', 'spec', 'containers', 0, 'resources', 'limits', 'memory')).toBe('64Mi');
    expect(placeIn(web!, '/spec/template/spec/containers/0/image')).toMatchObject({ file: 'chart/templates/web.yaml', line: 13 });
    const production = kubernetes.resources.filter((one) => one.release === 'chart/values-production.yaml');
    expect(production.map((one) => one.kind)).toEqual(['HorizontalPodAutoscaler', 'Deployment']);
    expect(at(production[1]?.value, 'spec', 'replicas')).toBeUndefined();
  });

  test('that cannot be read are gaps, and the rest stands', async () => {
    const { kubernetes, gaps } = await gather({ ...chart, 'chart/templates/broken.yaml': 'kind: {{ if }\n', 'chart/templates/loop.yaml': '{{ define "a" }}{{ include "a" . }}{{ end }}kind: X\nv: {{ include "a" . | quote }}\n' }, ['kubernetes']);
    expect(gaps.map((gap) => gap.at?.file)).toContain('chart/templates/broken.yaml');
    expect(kubernetes.resources.some((one) => one.name === 'shop-web')).toBe(true);
  });
});

describe('charts in charts', () => {
  const inner = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  replicas: {{ .Values.replicas }}\n  template: {spec: {containers: [{name: api, image: "{{ .Values.global.registry }}/api:1"}]}}\n';
  const tree = {
    'shop/Chart.yaml': 'apiVersion: v2\nname: shop\ndependencies:\n  - {name: api, version: 1.0.0}\n  - {name: mail, version: 1.0.0, condition: mail.enabled}\n',
    'shop/values.yaml': 'global: {registry: acme}\napi:\n  replicas: 2\nmail: {enabled: false}\n', 'shop/values-production.yaml': 'api:\n  replicas: 4\n',
    'shop/charts/api/Chart.yaml': 'apiVersion: v2\nname: api\n', 'shop/charts/api/values.yaml': 'replicas: 1\n', 'shop/charts/api/templates/d.yaml': inner,
    'shop/charts/mail/Chart.yaml': 'apiVersion: v2\nname: mail\n', 'shop/charts/mail/templates/d.yaml': inner.replaceAll('api', 'mail'),
  };

  test('take the values that the outer chart hands them, in each environment, and are left out where it says so', async () => {
    const { kubernetes, gaps } = await gather(tree, ['kubernetes']);
    expect(gaps).toEqual([]);
    expect(kubernetes.resources.map((one) => [one.release, one.name, at(one.value, 'spec', 'replicas'), placeIn(one, '/spec/replicas').file, placeIn(one, '/spec/replicas').line])).toEqual([
      ['shop/Chart.yaml', 'api', 2, 'shop/values.yaml', 3], ['shop/values-production.yaml', 'api', 4, 'shop/values-production.yaml', 2],
    ]);
    expect(at(kubernetes.resources[0]?.value, 'spec', 'template', 'spec', 'containers', 0, 'image')).toBe('acme/api:1');
    expect(kubernetes.releases.map(({ id, environment }) => [id, environment])).toEqual([['shop/Chart.yaml', undefined], ['shop/values-production.yaml', 'production']]);
  });

  test('of a chart that lies in another use the helpers of both, and an unknown one between keys hides nothing else', async () => {
    const pod = (name: string): string => deployment(name).replace('    spec:\n', '    spec:\n      {{- include "shop.aliases" . | nindent 6 }}\n      {{- include "nobody.knows" . | nindent 6 }}\n');
    const { kubernetes, gaps } = await gather({
      'shop/Chart.yaml': 'apiVersion: v2\nname: shop\n', 'shop/charts/api/templates/s.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: "api-{{ .Release.Name }}"}\n', 'shop/templates/_helpers.tpl': '{{- define "shop.aliases" -}}\nhostAliases: []\n{{- end }}\n',
      'shop/charts/api/Chart.yaml': 'apiVersion: v2\nname: api\n', 'shop/charts/api/templates/d.yaml': pod('api'),
    }, ['kubernetes']);
    expect(gaps).toEqual([]);
    const [api, service] = kubernetes.resources;
    expect(service?.name).toBe('api-shop');
    expect([api?.name, (api?.value as { spec: { template: { spec: object } } }).spec.template.spec]).toEqual(['api', { hostAliases: [], containers: [{ name: 'api', image: 'api:1' }] }]);
  });

  test('are installed by helmfiles with their values; charts from elsewhere are dependencies', async () => {
    const { kubernetes, gaps } = await gather({
      ...tree, 'deploy/live.yaml': 'api: {replicas: 6}\n',
      'helmfile.yaml': 'environments:\n  production: {}\n---\n{{ if .X }}\n{{ end }}\nreleases:\n  - name: shop-production\n    chart: ./shop\n    values: [deploy/live.yaml, deploy/gone.yaml]\n  - name: db\n    chart: bitnami/postgresql\n    values: [{architecture: standalone}]\n  - name: lost\n    chart: ./nowhere\n  - name: {{ .Name }}\n    chart: x/y\n',
    }, ['kubernetes']);
    const installed = kubernetes.resources.find(({ release }) => release === 'helmfile.yaml shop-production');
    expect([at(installed?.value, 'spec', 'replicas'), placeIn(installed!, '/spec/replicas').file]).toEqual([6, 'deploy/live.yaml']);
    expect(kubernetes.releases.some(({ id }) => id === 'shop/Chart.yaml')).toBe(false);
    expect(kubernetes.dependencies.find(({ alias }) => alias === 'db')).toMatchObject({ chart: 'helmfile.yaml', name: 'postgresql', enabled: true, values: { architecture: 'standalone' }, at: { file: 'helmfile.yaml' } });
    expect(gaps.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['gives shop-production the values deploy/gone.yaml, which do not exist', 'installs the chart nowhere, which does not exist', 'has a release whose name or chart a template leaves open']));
  });
});

describe('helmfiles', () => {
  const chart = (name: string): Record<string, string> => ({
    [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
    [`charts/${name}/values.yaml`]: 'replicas: 1\n',
    [`charts/${name}/templates/${name}.yaml`]: deployment(name).replace('replicas: 1', 'replicas: {{ .Values.replicas }}'),
  });

  test('that are templates are written out for production, as are the values that they give', async () => {
    const { kubernetes } = await gather({
      ...chart('api'), ...chart('web'), ...chart('old'), ...chart('seeder'),
      'live.env': 'WEB_REPLICAS: 3\n',
      'api.yaml.gotmpl': '{{ if eq .Environment.Name "production" }}\nreplicas: {{ if eq .Release.Name "api" }} 6 {{ else }} 1 {{ end }}\n{{ end }}\nhost: {{ requiredEnv "HOST" }}\n',
      'web.yaml.gotmpl': 'replicas: {{ .StateValues.WEB_REPLICAS }}\n',
      'helmfile.yaml.gotmpl': 'environments:\n  staging: {}\n  production:\n    values: [live.env]\n---\nreleases:\n  - name: api\n    chart: charts/api\n    values: [api.yaml.gotmpl]\n  - name: web\n    chart: charts/web\n    values: [web.yaml.gotmpl]\n  - name: seeder\n    chart: charts/seeder\n    installed: {{ eq .Environment.Name "staging" }}\n',
    }, ['kubernetes']);
    expect(kubernetes.resources.map(({ name, value }) => [name, at(value, 'spec', 'replicas')])).toEqual([['api', 6], ['web', 3]]);
    expect(kubernetes.releases.map(({ environment }) => environment)).toEqual(['production', 'production']);
    expect(placeIn(kubernetes.resources[0]!, '/spec/replicas')).toMatchObject({ file: 'api.yaml.gotmpl', line: 2 });
  });

  test('leave a chart alone that lies beside the only one that they install', async () => {
    const { kubernetes } = await gather({ ...chart('api'), ...chart('old'), 'helmfile.yaml': 'releases:\n  - {name: api, chart: ./charts/api}\n' }, ['kubernetes']);
    expect(kubernetes.resources.map(({ name }) => name).sort()).toEqual(['api', 'old']);
  });
});

describe('helpers of charts', () => {
  test('that are handed the whole among other things show where a count is set', async () => {
    const { kubernetes } = await gather({
      'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'shop/values.yaml': 'modules:\n  server: {resources: {requests: {cpu: 1}}}\nreplicas: 1\n',
      'shop/templates/_helpers.tpl': '{{- define "replicas" }}\n{{- if hasKey .module "replicas" }}{{ .module.replicas }}{{- else }}{{ .root.Values.replicas }}{{- end }}\n{{- end }}\n',
      'shop/templates/shop.yaml': `{{- $mod := dict "root" . "module" .Values.modules.server -}}\n${deployment('shop').replace('replicas: 1', 'replicas: {{ include "replicas" $mod }}')}`,
    }, ['kubernetes']);
    expect(placeIn(kubernetes.resources[0]!, '/spec/replicas')).toMatchObject({ file: 'shop/values.yaml', line: 3 });
  });
});

describe('kustomizations', () => {
  test('take in bases, and apply patches and replica counts', async () => {
    const { kubernetes } = await gather({
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': deployment('web'),
      'overlays/production/kustomization.yaml': 'resources: [../../base]\npatches:\n  - path: patch.yaml\nreplicas:\n  - {name: web, count: 4}\n',
      'overlays/production/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          resources: {limits: {memory: 1Gi}}\n',
      'overlays/dev/kustomization.yaml': 'resources: [../../base]\npatches:\n  - target: {kind: Deployment, name: web}\n    patch: |-\n      - op: replace\n        path: /spec/replicas\n        value: 2\n',
    }, ['kubernetes']);
    expect(kubernetes.releases.map(({ file, environment }) => [file, environment])).toEqual([['overlays/dev/kustomization.yaml', 'development'], ['overlays/production/kustomization.yaml', 'production']]);
    const [dev, production] = kubernetes.resources;
    expect(at(dev?.value, 'spec', 'replicas')).toBe(2);
    expect(at(production?.value, 'spec', 'replicas')).toBe(4);
    expect(at(production?.value, 'spec', 'template', 'spec', 'containers', 0)).toMatchObject({ image: 'web:1', resources: { limits: { memory: '1Gi' } } });
    expect(placeIn(production!, '/spec/template/spec/containers/0/resources/limits/memory')).toMatchObject({ file: 'overlays/production/patch.yaml', line: 9 });
  });

  test('of an environment stay a release when another is built upon them', async () => {
    const { kubernetes } = await gather({
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': deployment('web'),
      'overlays/staging/kustomization.yaml': 'resources: [../../base]\n',
      'overlays/devenv/kustomization.yaml': 'resources: [../staging]\n',
    }, ['kubernetes']);
    expect(kubernetes.releases.map(({ file, environment }) => [file, environment])).toEqual([['overlays/devenv/kustomization.yaml', 'development'], ['overlays/staging/kustomization.yaml', 'staging']]);
  });

  test('that take each other in, or lead out of the repository, are gaps', async () => {
    const { gaps } = await gather({
      'a/kustomization.yaml': 'resources: [../b, "https://example.com/base?ref=main"]\n',
      'b/kustomization.yaml': 'resources: [../a]\n',
    }, ['kubernetes']);
    expect(gaps.map((gap) => gap.reason).join('\n')).toMatch(/not fetched[\s\S]*takes itself in|takes itself in[\s\S]*not fetched/);
  });
});

test('charts that one takes in by a path see each other’s helpers, and take their values from it', async () => {
  const { kubernetes, gaps } = await gather({
    'core/Chart.yaml': 'name: core\nversion: 1.0.0\ndependencies:\n  - {name: common, version: 1.0.0, repository: "file://../common"}\n  - {name: api, version: 1.0.0, repository: "file://../parts/api"}\n',
    'core/values.yaml': 'global:\n  image: {tag: "7"}\napi:\n  replicas: 3\n',
    'common/Chart.yaml': 'name: common\nversion: 1.0.0\n', 'common/templates/_helpers.tpl': '{{- define "common.secrets" }}\nimagePullSecrets: [{name: registry}]\n{{- end }}\n',
    'parts/api/Chart.yaml': 'name: api\nversion: 1.0.0\n', 'parts/api/values.yaml': 'replicas: 1\n',
    'parts/api/templates/d.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  replicas: {{ .Values.replicas }}\n  template:\n    spec:\n      {{- include "common.secrets" . | indent 6 }}\n      containers:\n        - name: api\n          image: api:{{ .Values.global.image.tag }}\n          args: ["--store", {{ template "minio.fullname" . }}, "--port", "80"]\n',
  }, ['kubernetes']);
  expect(gaps).toEqual([]);
  expect(kubernetes.releases.map(({ id }) => id)).toEqual(['core/Chart.yaml']);
  expect(kubernetes.resources.map(({ name, value }) => [name, value])).toEqual([['api', expect.objectContaining({ spec: expect.objectContaining({ replicas: 3, template: { spec: expect.objectContaining({ containers: [expect.objectContaining({ image: 'api:7' })] }) } }) })]]);
});

describe('charts that one takes in', () => {
  const chart = (name: string, values = 'replicas: 1\n'): Record<string, string> => ({ [`charts/${name}/Chart.yaml`]: `name: ${name}\nversion: 1.0.0\n`, [`charts/${name}/values.yaml`]: values, [`charts/${name}/templates/d.yaml`]: deployment(name) });
  const umbrella = {
    'charts/shop/Chart.yaml': 'name: shop\nversion: 1.0.0\ndependencies:\n  - {name: api, version: 1.0.0, repository: "file://../api"}\n  - {name: mail, version: 1.0.0, repository: "file://../mail", condition: mail.enabled}\n',
    'charts/shop/values.yaml': 'mail: {enabled: true}\nadmin: {enabled: true}\n', 'charts/shop/templates/admin.yaml': `{{- if .Values.admin.enabled }}\n${deployment('admin')}{{- end }}\n`, ...chart('api'), ...chart('mail'),
  };
  const bare = async (files: Record<string, string>): Promise<string[]> => (await gather(files, ['kubernetes'])).kubernetes.resources.filter(({ release }) => !release.includes('values-')).map(({ name }) => name).sort();

  test.each([
    ['all that its defaults take in, where production switches nothing off', { 'charts/shop/values-prod.yaml': 'api: {replicas: 2}\n' }, ['admin', 'api', 'mail']],
    ['none that the values of production switch off', { 'charts/shop/values-prod.yaml': 'mail: {enabled: false}\nadmin: {enabled: false}\n', 'charts/shop/values-dev.yaml': 'mail: {enabled: true}\n' }, ['api']],
    ['what one of two installations of production has', { 'charts/shop/values-prod-eu.yaml': 'mail: {enabled: false}\n', 'charts/shop/values-prod-us.yaml': 'admin: {enabled: false}\n' }, ['admin', 'api', 'mail']],
    ['what only development switches off', { 'charts/shop/values-dev.yaml': 'mail: {enabled: false}\n' }, ['admin', 'api', 'mail']],
  ])('are %s', async (_, values, names) => expect(await bare({ ...umbrella, ...values })).toEqual(names));

  test.each([
    ['nobody where nothing names it', {}, ['admin', 'api', 'mail']],
    ['nobody where a workflow starts for all charts', { '.github/workflows/a.yml': 'on: {push: {paths: ["charts/**"]}}\njobs: {a: {steps: [{run: helm upgrade shop charts/shop}]}}\n' }, ['admin', 'api', 'mail']],
    ['a command', { 'Makefile': 'up:\n\thelm upgrade proxy ./charts/proxy\n' }, ['admin', 'api', 'mail', 'proxy']],
    ['a command for each', { 'deploy.sh': 'for one in charts/*; do helm upgrade "$one" "$one"; done\n' }, ['admin', 'api', 'mail', 'proxy']],
    ['values of an environment', { 'charts/proxy/values-prod.yaml': 'replicas: 2\n' }, ['admin', 'api', 'mail', 'proxy']],
    ['who takes them from where they are published', { '.github/workflows/a.yml': 'on: push\njobs: {a: {steps: [{uses: helm/chart-releaser-action@v1}]}}\n' }, ['admin', 'api', 'mail', 'proxy']],
  ])('have one beside them that is installed by %s', async (_, files, names) => expect(await bare({ ...umbrella, ...chart('proxy'), ...files })).toEqual(names));
});

test('what an unknown helper writes behind a nested key is left out', async () => {
  const { kubernetes, gaps } = await gather({
    'c/Chart.yaml': 'name: c\nversion: 1.0.0\n',
    'c/templates/s.yaml': 'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec:\n  volumeClaimTemplates:\n    - spec:\n        resources:\n          requests:\n            storage: 1Gi\n        {{- include "common.storage.class" . | nindent 8 }}\n',
  }, ['kubernetes']);
  expect([gaps, kubernetes.resources.map(({ name }) => name)]).toEqual([[], ['db']]);
});

describe('templates of OpenShift', () => {
  test('are written out with the defaults of their parameters', async () => {
    const { kubernetes, workloads } = await gather({
      'openshift/shop.yml': `apiVersion: template.openshift.io/v1
kind: Template
parameters:
  - {name: ZONE, required: true}
  - {name: TAG, value: "17"}
  - {name: LEAST, value: "2"}
objects:
  - apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: "\${ZONE}-database"}
    spec:
      replicas: 1
      template:
        spec: {containers: [{name: db, image: "postgres:\${TAG}", env: [{name: A, value: "\${ZONE}"}]}]}
  - apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: "\${ZONE}-database"}
    spec: {scaleTargetRef: {kind: StatefulSet, name: "\${ZONE}-database"}, minReplicas: "\${{LEAST}}"}
`,
    }, ['kubernetes', 'workloads']);
    expect(kubernetes.resources.map(({ kind, name }) => [kind, name])).toEqual([['StatefulSet', 'database'], ['HorizontalPodAutoscaler', 'database']]);
    const [database] = workloads.workloads;
    expect(database).toMatchObject({ name: 'database', role: 'store', deployments: [{ image: 'postgres:17', replicas: { value: 1, at: { file: 'openshift/shop.yml', line: 12 } }, autoscaling: { min: 2 } }] });
    expect(database?.deployments[0]?.env[0]).not.toHaveProperty('value');
  });

  test.each([['openshift/api-deploy.yml', 'api'], ['frontend/openshift.deploy.yml', 'frontend']])('%s calls what only a parameter names %s', async (file, name) => {
    const { kubernetes } = await gather({
      [file]: `apiVersion: template.openshift.io/v1
kind: Template
parameters: [{name: NAME, required: true}]
objects:
  - {apiVersion: apps/v1, kind: Deployment, metadata: {name: "\${NAME}"}, spec: {replicas: 2, template: {spec: {containers: [{name: a, image: a}]}}}}
  - {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: "\${NAME}-hpa"}, spec: {scaleTargetRef: {kind: Deployment, name: "\${NAME}"}}}
`,
    }, ['kubernetes']);
    expect(kubernetes.resources.map((one) => one.name)).toEqual([name, `${name}-hpa`]);
  });
});

describe('manifests', () => {
  test('of several documents are read around a broken one; unknown apiVersions are kept', async () => {
    const { kubernetes, gaps } = await gather({ 'k8s/all.yaml': `${deployment('web')}---\nkind: "Broken\n---\napiVersion: example.com/v9\nkind: Thing\nmetadata: {name: t}\n` }, ['kubernetes']);
    expect(kubernetes.resources.map((one) => one.name)).toContain('web');
    expect(gaps[0]?.at).toMatchObject({ file: 'k8s/all.yaml' });
  });

  test('that are binary, templated or of no cluster do no harm', async () => {
    const { kubernetes } = await gather({ 'x.yaml': new Uint8Array([0, 1, 2, 0]), 'y.yaml': 'kind: {{ .Kind }}\napiVersion: v1\nmetadata: {{ x }\n', 'z.yaml': 'kind of: text\n' }, ['kubernetes']);
    expect(kubernetes.resources).toEqual([]);
  });
});

test('a kustomization makes maps from literals and files of variables; an overlay adds to those of its base', async () => {
  const { kubernetes, gaps } = await gather({
    'base/kustomization.yaml': 'configMapGenerator:\n  - name: api\n    literals: [LOG=info, "NAME=\'a=b\'"]\n    files: [rules.yml=alerts/a.yml]\n',
    'prod/kustomization.yaml': 'resources: [../base]\nconfigMapGenerator:\n  - name: api\n    behavior: merge\n    envs: [api.env, gone.env]\nsecretGenerator:\n  - name: keys\n    literals: [KEY=x]\n',
    'prod/api.env': '# settings\nLOG=warn\nPORT=80\n',
  }, ['kubernetes']);
  const [map, secret] = kubernetes.resources;
  expect(map).toMatchObject({ kind: 'ConfigMap', name: 'api', value: { data: { LOG: 'warn', NAME: 'a=b', 'rules.yml': expect.stringContaining('unresolved'), PORT: '80' } } });
  expect(map?.places['/data/PORT']).toMatchObject({ file: 'prod/api.env', line: 3 });
  expect(map?.places['/data/NAME']).toMatchObject({ file: 'base/kustomization.yaml', line: 3 });
  expect(secret).toMatchObject({ kind: 'Secret', name: 'keys', value: { stringData: { KEY: 'x' } } });
  expect(gaps.map(({ reason }) => reason)).toEqual(['makes variables from gone.env, which cannot be read']);
});

test('a chart that is taken in twice under other names is written out twice', async () => {
  const { kubernetes } = await gather({
    'shop/Chart.yaml': 'name: shop\nversion: 1.0.0\ndependencies:\n  - {name: server, version: 1.0.0, alias: front}\n  - {name: server, version: 1.0.0, alias: back}\n',
    'shop/values.yaml': 'front: {replicas: 3}\nback:\n  replicas: 2\n',
    'shop/charts/server/Chart.yaml': 'name: server\nversion: 1.0.0\n',
    'shop/charts/server/values.yaml': 'replicas: 1\n',
    'shop/charts/server/templates/deployment.yaml': 'kind: Deployment\napiVersion: apps/v1\nmetadata:\n  name: {{ .Release.Name }}-{{ .Chart.Name }}\nspec:\n  replicas: {{ .Values.replicas }}\n',
  }, ['kubernetes']);
  expect(kubernetes.resources.map(({ name, value }) => [name, (value as { spec: { replicas: number } }).spec.replicas])).toEqual(expect.arrayContaining([['shop-front', 3], ['shop-back', 2]]));
  expect(kubernetes.resources).toHaveLength(2);
});

test('a value that is written out within a piece stands where the values have it', async () => {
  const { kubernetes } = await gather({
    'shop/Chart.yaml': 'name: shop\nversion: 1.0.0\n',
    'shop/values.yaml': 'env:\n  - name: LOG\n    value: info\n  - name: API_KEY\n    value: ab12\nkeys:\n  TOKEN: cd34\n',
    'shop/templates/deployment.yaml': 'kind: Deployment\napiVersion: apps/v1\nmetadata:\n  name: shop\nspec:\n  env:\n    {{- with .Values.env }}\n    {{- toYaml . | nindent 4 }}\n    {{- end }}\n  more:\n    {{- range $name, $value := .Values.keys }}\n    {{ $name }}: {{ $value }}\n    {{- end }}\n',
  }, ['kubernetes']);
  const [shop] = kubernetes.resources;
  expect(shop?.places['/spec/env/1/value']).toMatchObject({ file: 'shop/values.yaml', line: 5 });
  expect(shop?.places['/spec/more/TOKEN']).toMatchObject({ file: 'shop/values.yaml', line: 7 });
});

test('what a missing file of secrets can hide is little; a missing resource may be anything', async () => {
  const web = 'kind: Deployment\napiVersion: apps/v1\nmetadata: {name: web}\n';
  const share = async (kustomization: string) => (await gather({ 'k/kustomization.yaml': kustomization, 'k/web.yaml': web, 'k/db.yaml': web.replace('web', 'db') }, ['kubernetes'])).readShare['kubernetes'];
  expect(await share('resources: [web.yaml, db.yaml]\nsecretGenerator:\n  - {name: keys, envs: [.secrets]}\n')).toBeCloseTo(3 / 3.1);
  expect(await share('resources: [web.yaml, db.yaml, ./secrets.yaml]\n')).toBeCloseTo(3 / 3.1);
  expect(await share('resources: [web.yaml, db.yaml, ./secretary.yaml]\n')).toBe(0.75);
});

test('values for a chart from elsewhere are kept for each environment, upon those for all', async () => {
  const { kubernetes } = await gather({ 'deploy/values.yaml': 'flags: {a: true}\n', 'deploy/values-prod.yaml': 'flags: {b: true}\n', 'deploy/values-dev.yaml': 'flags: {c: true}\n' }, ['kubernetes']);
  expect(kubernetes.values).toMatchObject([{ file: 'deploy/values-prod.yaml', environment: 'production', value: { flags: { a: true, b: true } } }]);
});

test('values of environments around the one chart of a folder are those of that chart, upon its own', async () => {
  const rule = '{{- if .Values.stale }}\napiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: stale}\n{{- end }}\n';
  const { kubernetes } = await gather({
    'deploy/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n', 'deploy/shop/values.yaml': 'flags: {a: true}\nstale: ""\n', 'deploy/shop/templates/rule.yaml': rule,
    'deploy/values-prod.yaml': 'stale: "3"\nflags: {b: true}\n',
    // Another's values, which share nothing with the chart's.
    'deploy/values-staging.yaml': 'elsewhere: 1\n',
  }, ['kubernetes']);
  expect(kubernetes.resources.map(({ kind, release }) => [kind, release])).toEqual([['PrometheusRule', 'deploy/values-prod.yaml']]);
  expect(kubernetes.values[0]).toMatchObject({ file: 'deploy/values-prod.yaml', value: { flags: { a: true, b: true }, stale: '3' } });
});

test('values of Terraform stand by name, with their lines; what is declared as usual stands apart', async () => {
  const { terraform } = await gather({ 'main.tf': 'variable "size" { default = 2 }\nvariable "zones" {\n  default = ["a"]\n}\n', 'env/prod/terraform.tfvars': 'size = 3\nzones = ["a", "b"]\nparts = {\n  orders = {\n    version = "16"\n  }\n}\n' }, ['terraform']);
  expect(terraform.defaults).toEqual({ '. size': '2' });
  expect(terraform.values).toMatchObject([{ file: 'env/prod/terraform.tfvars', environment: 'production', entries: [{ name: 'size', value: '3', at: { line: 1 } }, { name: 'zones', at: { line: 2 } }, { name: 'parts.orders.version', value: '16', at: { line: 5 } }] }]);
});
