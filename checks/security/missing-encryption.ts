import { defineCheck, type AddressSite, type Confidence, type Judgement, type TlsSetting } from '../../src/model/index.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { withPasses } from '../../src/lib/passes.ts';
import { deployedEncryption, shownEncrypted } from '../../src/lib/deployed-encryption.ts';
import { insecureFlags, trustingSteps } from '../../src/lib/insecure-flags.ts';
import { insecureResources } from '../../src/lib/insecure-resources.ts';
import { encryptedByProvider } from '../../src/lib/managed-engines.ts';
import { plainListeners } from '../../src/lib/plain-listeners.ts';

export default defineCheck({
  id: 'missing-encryption',
  dimension: 'security',
  severity: 'critical',
  phase: '12.20',
  from: 'prototype',
  effort: 'low',
  title: 'Data is encrypted in transit and at rest',
  why: 'Whoever sits between the two ends reads and changes what is not encrypted, and an unverified certificate proves nothing.',
  fix: 'Use the encrypted scheme, verify certificates against a CA that you name, and switch on encryption of the store.',
  grading: 'share',
  needs: ['architecture', 'files', 'transport', 'stores', 'workloads', 'kubernetes', 'terraform', 'cloudformation', 'pipelines'],
  inspect({ architecture, files, transport, stores, workloads, kubernetes, terraform, cloudformation, pipelines }) {
    const judgements = new Map<string, Judgement>();
    const passes = new Map<string, Judgement>();
    let verified = 0;
    const roles = new Map(files.files.map((file) => [file.path, file]));
    const said = architecture.declared.security?.encryption?.in_transit;
    const backing = said !== undefined && said !== 'none' ? [{ note: `Encryption in transit is declared (${said}).`, at: placeOf(architecture, '/security/encryption/in_transit') }] : [];

    for (const [file, { settings, addresses }] of Object.entries(transport)) {
      const role = roles.get(file);
      if (!role || role.role === 'test' || role.role === 'generated' || role.role === 'example') continue;
      const outside = role.role === 'tooling';
      const groups = new Map<string, { first: { line: number; column: number }; message: string; confidence: Confidence; more: { line: number; column: number }[] }>();
      const note = (name: string, at: { line: number; column: number }, message: string, confidence: Confidence): void => {
        const known = groups.get(name);
        if (known) known.more.push(at);
        else groups.set(name, { first: at, message, confidence: outside ? 'low' : confidence, more: [] });
      };
      const pass = (name: string, { line, column }: { line: number; column: number }, message: string): void => {
        const subject = `${file}: ${name}`;
        if (!outside && !passes.has(subject)) passes.set(subject, { subject, standing: 'verified', message, at: { file, line, column } });
      };
      for (const setting of settings) {
        // A browser verifies certificates, whatever the page says.
        if (role.side === 'browser' && !setting.secure && /^(?:rejectUnauthorized|strictSSL|checkServerIdentity)$/.test(setting.setting)) continue;
        // What holds on a desk alone says nothing of what is delivered.
        if (setting.secure && setting.developmentOnly) continue;
        if (setting.secure || setting.developmentOnly || setting.chosen) {
          verified += 1;
          if (setting.secure) pass(setting.setting, setting, messageOf(setting));
        } else note(setting.setting, setting, messageOf(setting), confidenceOf(setting));
      }
      for (const address of addresses) {
        // Nobody was seen to connect to what is only written down under some name.
        if (address.secure && address.use === 'setting') continue;
        if (address.secure) {
          verified += 1;
          pass(`${address.scheme}://${address.host}`, address, `${address.host} is reached over ${address.scheme}.`);
        } else if (role.side !== 'browser' || address.use === 'call') note(`${address.scheme}://${address.host}`, address, addressMessage(address), address.use === 'call' ? 'high' : 'medium');
      }
      for (const [name, { first, message, confidence, more }] of groups) {
        const subject = `${file}: ${name}`;
        judgements.set(subject, {
          subject, standing: 'violated', message, at: { file, line: first.line, column: first.column }, confidence,
          evidence: [...more.slice(0, 20).map(({ line, column }) => ({ note: 'Here as well.', at: { file, line, column } })), ...backing],
        });
      }
    }

    const atRest = architecture.declared.security?.encryption?.at_rest;
    const shown = shownEncrypted(architecture, stores);
    for (const [name, store] of Object.entries(architecture.declared.data_stores ?? {})) {
      if (shown.has(name)) continue;
      const kept = store.encryption_at_rest === undefined ? encryptedByProvider(store.engine) : undefined;
      if (kept !== undefined) {
        passes.set(`${name} at rest`, { subject: `${name} at rest`, standing: 'verified', message: `The provider of ${store.engine} encrypts all that it stores.`, at: placeOf(architecture, pointer('data_stores', name, 'engine')), confidence: kept });
        verified += 1;
        continue;
      }
      const at = placeOf(architecture, pointer('data_stores', name, 'encryption_at_rest'));
      const subject = `${name} at rest`;
      if (store.encryption_at_rest === false) judgements.set(subject, { subject, standing: 'violated', message: `${name} is declared to be stored in the clear.`, at });
      else if (store.encryption_at_rest !== undefined || (atRest !== undefined && atRest !== 'none')) {
        judgements.set(subject, { subject, standing: 'declared', message: `${name} is declared to be encrypted at rest; nothing in the repository shows it.`, at, confidence: 'medium' });
      } else judgements.set(subject, { subject, standing: 'missing', message: `Nothing says that ${name} is encrypted at rest.`, at, confidence: stores.stores.length === 0 ? 'low' : 'medium' });
      if (store.tls === false) {
        const inTransit = `${name} in transit`;
        judgements.set(inTransit, { subject: inTransit, standing: 'violated', message: `Connections to ${name} are declared to be unencrypted.`, at: placeOf(architecture, pointer('data_stores', name, 'tls')) });
      }
    }
    const deployed = deployedEncryption(architecture, stores, workloads);
    for (const judgement of deployed.judgements) judgements.set(judgement.subject, judgement);
    const isShown = (file: string): boolean => roles.get(file)?.role === 'example' || roles.get(file)?.role === 'test';
    for (const one of [...plainListeners(cloudformation, terraform, isShown), ...insecureFlags(kubernetes), ...trustingSteps(pipelines), ...insecureResources(terraform, cloudformation, isShown)]) judgements.set(one.subject, one);
    const clean = verified + deployed.examined - deployed.judgements.length;
    for (const judgement of deployed.passes) passes.set(judgement.subject, judgement);
    return { examined: clean + judgements.size, judgements: withPasses(judgements.values(), passes.values()), unjudged: deployed.unjudged };
  },
});

const messageOf = ({ setting, what }: TlsSetting): string => `${setting}: ${what}.`;

const addressMessage = ({ scheme, host, use }: AddressSite): string =>
  use === 'fallback' ? `Where nothing else is configured, ${host} is reached over ${scheme}, unencrypted.` : `${host} is reached over ${scheme}, unencrypted.`;

/** Inside a cluster a mesh may encrypt what the code does not; a cookie's flag may be set again behind a proxy; production may ask for what is off by default. */
const confidenceOf = ({ setting, what }: TlsSetting): Confidence => (/^gRPC|^(?:cookie secure|useSSL)$/.test(setting) || what.includes('asked for') ? 'medium' : 'high');
