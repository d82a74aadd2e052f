import type { Transport } from '../model/index.ts';
import { defineFileFact } from '../model/index.ts';
import { addresses } from './transport/addresses.ts';
import { tlsSettings } from './transport/tls.ts';

const WORDS = /:\/\/|rejectUnauthorized|strictSSL|REJECT_UNAUTHORIZED|checkServerIdentity|secureProtocol|m(?:in|ax)Version|insecureSkipVerify|createInsecure|createSsl|createCipher|secure:|express-session|\.(?:cookie|setCookie)\(|useSSL|no-verify/;

export default defineFileFact('transport', {
  version: 29,
  mayApply: (text) => WORDS.test(text),
  extract(module): Transport | undefined {
    const share: Transport = { settings: tlsSettings(module), addresses: addresses(module) };
    return share.settings.length + share.addresses.length > 0 ? share : undefined;
  },
});
