import { expect, it } from 'vitest';
import { containersOf, documentsOf, expectedOf, gradesOf, inlineOf, literalsOf, namedOf, resourcesOf, workflowsOf } from '../../bench/judges/cases.ts';

it('reads the sets of resources that pass and fail', () => {
  const python = 'test_files_dir = Path(__file__).parent / "example_Encryption"\npassing_resources = {\n  "aws_db_instance.on",\n  # "aws_db_instance.off",\n}\nfailing_resources = set(["AWS::RDS::DBInstance.Off"])\n';
  expect(resourcesOf(python, 'tests')).toEqual([
    { path: 'tests/example_Encryption', subject: 'aws_db_instance.on', good: true },
    { path: 'tests/example_Encryption', subject: 'AWS::RDS::DBInstance.Off', good: false },
  ]);
});

it('reads Terraform that stands in a test', () => {
  const python = 'class Test:\n    def test_failure(self):\n        res = hcl2.loads("""\n  resource "aws_rds_cluster" "x" {}\n""")\n        self.assertEqual(CheckResult.FAILED, result)\n';
  expect(inlineOf(python, 'tests')).toEqual([{ path: 'tests', text: '\n  resource "aws_rds_cluster" "x" {}\n', subject: 'aws_rds_cluster.x', good: false }]);
});

it('reads lists of what passes and fails, and names of files that say it', () => {
  expect(expectedOf('pass:\n  - "a.b"\nfail:\n  - c.d\n', 'p').map(({ subject, good }) => [subject, good])).toEqual([['a.b', true], ['c.d', false]]);
  expect(namedOf(['x/Volume-PASSED.yaml', 'x/Volume-FAILED-2.yaml', 'x/Volume-UNKNOWN.yaml']).map(({ good }) => good)).toEqual([true, false]);
});

it('reads the grades of one rule', () => {
  const go = 'testExpectedScore(t, "a.yaml", "Pod Probes", scorecard.GradeCritical)\ntestExpectedScore(t, "b.yaml", "Pod Probes", scorecard.GradeAllOK)\ntestExpectedScore(t, "c.yaml", "Stable version", scorecard.GradeAllOK)\n';
  expect(gradesOf(go, 'Pod Probes', 'testdata')).toEqual([{ path: 'testdata/a.yaml', good: false }, { path: 'testdata/b.yaml', good: true }]);
});

it('takes manifests and containers apart that stand together', () => {
  expect(documentsOf('kind: Deployment\nmetadata: {name: dont-fire}\n---\nkind: Service\n---\nkind: Pod\nmetadata: {name: app}\n', 'p').map(({ text, good }) => [text?.includes('kind: Service'), good])).toEqual([[true, true], [true, false]]);
  const pod = 'kind: Pod\nspec:\n  containers:\n    - name: dont-fire-a\n      ports: []\n    - name: fire-b\n';
  expect(containersOf(pod, 'p').map(({ text, subject, good }) => [text?.match(/name:/g)?.length, subject, good])).toEqual([[1, 'dont-fire-a', true], [1, 'fire-b', false]]);
});

it('cuts documents out of TypeScript, with whether they must bring an error', () => {
  const typescript = 'testRule("x", [\n  { document: { openapi: "3.1.0", // of today\n    // none\n    paths: { "/": { get: {} } }, }, errors: [], },\n  { document: { paths: {} }, errors: [\n { message: "no" } ] },\n]);\n';
  expect(literalsOf(typescript, 't.ts').map(({ text, good, as }) => [text?.startsWith('{ openapi'), text?.includes('none'), good, as])).toEqual([[true, false, true, 'openapi.yaml'], [false, false, false, 'openapi.yaml']]);
});

it('puts workflows where they are read', () => {
  expect(workflowsOf(['ok/a.yaml'], ['err/b.yaml'])).toEqual([{ path: 'ok/a.yaml', good: true, as: '.github/workflows/case-0.yaml' }, { path: 'err/b.yaml', good: false, as: '.github/workflows/case-1.yaml' }]);
});
