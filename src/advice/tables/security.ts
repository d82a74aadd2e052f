import { clientKind, librariesUsed, SUITS } from '../../lib/authentication.ts';
import { listOf } from '../../lib/globs.ts';
import { pointer } from '../../lib/declaration.ts';
import { AUTHENTICATION_NAMES, DEFENSE_NAMES, TENANCY_NAMES } from '../../lib/knowledge/names.ts';
import { MESH_SERVICES } from '../../lib/knowledge/patterns.ts';
import { TENANCY, type TenancyRow } from '../../lib/knowledge/review.ts';
import { AUTHENTICATION, DEFENSE_LAYERS, type AuthenticationRow } from '../../lib/knowledge/security.ts';
import { meshPlaces } from '../../lib/technologies.ts';
import { declaredIn, fromOf, joined, lineOf, type Case } from '../case.ts';
import { clientsOf, NEED, needsOf, servicesOf } from '../situation.ts';
import { con, pro, when, type ChoiceTable, type Reason } from './table.ts';

function authenticationReasons(one: Case, approach: AuthenticationRow['approach']): readonly Reason[] {
  const { security, apis = {} } = declaredIn(one);
  const { files, source, kubernetes } = one.facts;
  const callers = clientsOf(one).flatMap((known) => {
    const kind = clientKind(known.value);
    return kind === undefined ? [] : [{ ...known, kind }];
  });
  const frontend = callers.length > 0 ? undefined : one.facts.units?.units.find(({ kind }) => kind === 'frontend');
  const used = files && source ? librariesUsed(files, source).get(approach) : undefined;
  const declared = listOf(security?.authentication).includes(approach) ? '/security/authentication' : undefined;
  const api = Object.entries(apis).find(([, { authentication }]) => listOf(authentication).includes(approach))?.[0];
  const from = declared ? fromOf(one, declared) : api !== undefined ? fromOf(one, pointer('apis', api, 'authentication')) : undefined;
  const [mesh] = kubernetes ? meshPlaces(kubernetes) : [];
  const services = servicesOf(one);
  return [
    ...callers.map((caller) => (SUITS[caller.kind].includes(approach) ? pro(2, `${caller.because}, and it suits ${caller.value}`, caller) : con(2, `${caller.because}, and it does not suit ${caller.value}`, caller))),
    ...when(frontend && !SUITS.spa.includes(approach), con(2, `the frontend ${frontend?.name} runs in browsers`, { from: frontend && lineOf(frontend.entry) })),
    ...when(approach === 'mtls' && mesh, pro(2, 'a service mesh hands out the certificates', { from: mesh && lineOf(mesh) })),
    ...when(approach === 'mtls' && !mesh && services && services.value <= MESH_SERVICES.above, con(2, `${services?.because}, and no mesh hands out certificates`)),
    ...when(declared ?? api, pro(1, 'it is declared', { from })),
    ...when(used, pro(1, `the code uses ${used?.library}`, { from: used && lineOf(used.at) })),
  ];
}

export const AUTHENTICATION_TABLE: ChoiceTable = {
  id: 'authentication', title: 'Authentication', source: 'Phase 8, authentication decision', columns: ['best for', 'complexity'],
  entries: AUTHENTICATION.map(({ approach, bestFor, complexity }) => ({
    id: approach, name: AUTHENTICATION_NAMES[approach][0], also: AUTHENTICATION_NAMES[approach].slice(1), cells: [joined(bestFor), complexity], reasons: (one) => authenticationReasons(one, approach),
  })),
  decides: ['security.clients', 'apis.*.clients'],
  needs: ['files', 'source', 'units', 'kubernetes', 'workloads'],
};

/** Fewer people cannot run an application, or all of its infrastructure, for every customer. */
const SMALL_TEAM = 5;
/** Regimes under which a customer may ask for data of its own. */
const STRICT = /^(?:HIPAA|PCI)/i;

function tenancyReasons(one: Case, model: TenancyRow['model']): readonly Reason[] {
  const { tenancy, constraints, project, priorities } = declaredIn(one);
  const shared = model === 'shared-rows';
  const apart = model === 'separate-apps' || model === 'isolated';
  const strict = listOf(needsOf(one).compliance).find((regime) => STRICT.test(regime));
  const thrifty = constraints?.budget === 'bootstrap' || constraints?.budget === 'startup';
  const secured = one.facts.dataAccess?.rowSecurity.find(({ on }) => on);
  const budget = { from: fromOf(one, '/constraints/budget') };
  return [
    ...when(shared, pro(1, 'start with shared rows and row-level security')),
    ...when(model === 'separate-databases' && (constraints?.budget === 'enterprise' || project.stage === 'enterprise'), pro(2, 'customers of an enterprise may require a database of their own', { from: fromOf(one, constraints?.budget === 'enterprise' ? '/constraints/budget' : '/project/stage') })),
    ...when(strict, shared ? con(1, `${strict} is declared, and rows are the weakest wall`, { from: fromOf(one, `${NEED}compliance`) }) : pro(1, `${strict} is declared`, { from: fromOf(one, `${NEED}compliance`) })),
    ...when(thrifty, shared ? pro(1, `the budget is ${constraints?.budget}, and it costs least`, budget) : apart ? con(2, `the budget is ${constraints?.budget}`, budget) : con(1, `the budget is ${constraints?.budget}`, budget)),
    ...when(apart && project.team_size !== undefined && project.team_size < SMALL_TEAM, con(2, `${project.team_size} developers would run one for each customer`, { from: fromOf(one, '/project/team_size') })),
    ...when(shared && priorities?.cost_efficiency === 1, pro(1, 'cost efficiency comes first', { from: fromOf(one, '/priorities/cost_efficiency') })),
    ...when(shared && secured, pro(2, `row-level security is on for ${secured?.table}`, { from: secured && lineOf(secured.at) })),
    ...when(tenancy?.model === model, pro(1, 'it is declared', { from: fromOf(one, '/tenancy/model') })),
  ];
}

export const TENANCY_TABLE: ChoiceTable = {
  id: 'tenancy', title: 'Tenancy', source: 'Multi-tenancy architecture', columns: ['what is shared', 'isolation', 'cost', 'complexity'],
  entries: TENANCY.map(({ model, approach, isolation, cost, complexity }) => ({
    id: model, name: TENANCY_NAMES[model][0], also: TENANCY_NAMES[model].slice(1), cells: [approach, isolation, cost, complexity], reasons: (one) => tenancyReasons(one, model),
  })),
  decides: ['requirements.non_functional.compliance', 'constraints.budget', 'project.stage', 'tenancy'],
  needs: ['dataAccess'],
};

/** Layers are not chosen between; what each has here is told. */
export const DEFENSE_TABLE: ChoiceTable = {
  id: 'defence', title: 'Layers of defence', source: 'Phase 8, defence in depth', columns: ['means'],
  entries: DEFENSE_LAYERS.map(({ layer, means }) => ({
    id: layer, name: DEFENSE_NAMES[layer][0], also: DEFENSE_NAMES[layer].slice(1), cells: [joined(means)],
    reasons(one) {
      const claim = declaredIn(one).security?.layers?.[layer];
      return claim === undefined ? when(declaredIn(one).security?.layers, pro(2, 'nothing is declared of it yet', { from: fromOf(one, '/security/layers') })) : [pro(1, `declared: ${typeof claim === 'string' ? claim : claim.how}`, { from: fromOf(one, `/security/layers/${layer}`) })];
    },
  })),
  decides: ['security.layers'],
  needs: [],
  together: 'One layer does not replace another: what passes one is stopped by the next, so all seven are needed.',
};
