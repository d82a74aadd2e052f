import { defineCheck, type Judgement } from '../../src/model/index.ts';
import { isResourceRoute, verbIn } from '../../src/lib/rest-routes.ts';

export default defineCheck({
  id: 'rest-conventions',
  dimension: 'evolvability',
  severity: 'minor',
  phase: '5',
  from: 'MVP',
  effort: 'medium',
  title: 'Routes name resources, methods say what is done',
  why: 'Clients, caches and gateways act on methods: a path that says the verb hides it from them, and a read that writes is repeated by everybody.',
  fix: 'Name the resource in the path and say the act by the method: DELETE /users/{id} instead of GET /deleteUser.',
  grading: 'share',
  needs: ['endpoints'],
  inspect({ endpoints }) {
    const routes = endpoints.endpoints.filter(isResourceRoute);
    const judgements = routes.flatMap((endpoint): Judgement[] => {
      const verb = verbIn(endpoint);
      if (!verb) return [];
      return [{
        subject: endpoint.subject, at: endpoint.at, standing: 'violated', confidence: verb.changes ? 'high' : 'medium',
        message: verb.changes ? `GET ${endpoint.path} changes state by its own words (${verb.segment}); what fetches ahead repeats it.` : `The path of ${endpoint.subject} says the verb (${verb.segment}) that its method should say.`,
      }];
    });
    return { examined: routes.length, judgements };
  },
});
