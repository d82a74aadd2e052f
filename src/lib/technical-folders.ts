/** Folders that are named after a kind of file, not after what it is about. */
export const TECHNICAL = /^(?:api|apis|rest|graphql|grpc|http|controllers?|routes?|routers?|routing|endpoints|handlers?|services?|use-?cases|models?|entit(?:y|ies)|schemas?|repositor(?:y|ies)|dal|dao|data|domain|application|infra|infrastructure|presentation|interfaces?|adapters?|ports|core|common|shared|lib|libs|utils?|util(?:ity|ities)|helpers?|tools|types?|typings|@types|dtos?|enums?|constants?|config|configs|configuration|settings|env|environment|middlewares?|guards|pipes|filters|interceptors|decorators|validators?|validation|hooks|composables|components?|layouts?|pages|views?|screens|app|store|stores|state|styles?|assets|public|static|i18n|locales?|lang|loaders?|jobs|cron|queues?|workers?|subscribers?|listeners|events?|db|database|databases|prisma|drizzle|migrations?|seeds?|plugins?|providers?|context|contexts?|server|client|mocks?|errors?|exceptions|logger|logging|clients?|integrations?|widgets|features|modules|processes|shared|icons|images|generated|metrics|telemetry|tracing|emails?|templates)$/i;

/** Folders that hold others of any kind: they tell nothing themselves. */
const GENERIC = /^(?:src|source|apps?|packages|projects|workspaces|modules|features|domains?|libs?|services|plugins|extensions|internal|node|typescript|[._].*|[([].*)$/i;

/** Folders of one kind of file within a feature or beside features. */
const KINDS = /^(?:commands?|quer(?:y|ies)|tasks?|processors?|presenters?|policies|resolvers?|mappers?|factor(?:y|ies)|strateg(?:y|ies)|persistence|relational|document|object-values?|value-objects?|gateways?|consumers?|producers?|actions?|menus?|stores?|mutations?|fragments?|scenes|screens|definitions|rules)$/i;

/** Whether a folder's name is about something. */
export const isTelling = (folder: string): boolean => !TECHNICAL.test(folder) && !GENERIC.test(folder) && !KINDS.test(folder);

/** The folders above a path whose own names are about something, outermost first. */
export function tellingFolders(path: string): string[] {
  const steps = path.split('/').slice(0, -1);
  return steps.flatMap((step, index) => (isTelling(step) ? [steps.slice(0, index + 1).join('/')] : []));
}

/** A folder's name as people say it: `users`, `api/services`; without what every path has. */
export function folderTitle(folder: string): string {
  const steps = folder.split('/').filter((step) => !GENERIC.test(step) || step === 'services');
  const last = steps.at(-1) ?? folder.split('/').at(-1)!;
  return isTelling(last) || steps.length < 2 ? last : steps.slice(-2).join('/');
}
